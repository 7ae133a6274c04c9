// Pages with formulas: what is copied holds their TeX, not a letter a line.
(function () {
  "use strict";

  document.addEventListener("copy", function (event) {
    var selection = getSelection();
    if (!event.clipboardData || event.defaultPrevented || !selection.rangeCount) return;
    if (/^(input|textarea)$/i.test(event.target.tagName)) return;
    var copied = document.createElement("div");
    for (var i = 0; i < selection.rangeCount; i++) copied.append(selection.getRangeAt(i).cloneContents());
    if (!copied.querySelector("math[alttext]")) return;
    event.clipboardData.setData("text/html", copied.innerHTML);
    copied.querySelectorAll("math[alttext]").forEach(function (math) {
      var mark = math.getAttribute("display") === "block" ? "$$" : "$";
      math.replaceWith(mark + math.getAttribute("alttext") + mark);
    });
    // Only what is laid out knows where its lines end.
    copied.className = "copied";
    document.body.append(copied);
    event.clipboardData.setData("text/plain", copied.innerText.trim());
    copied.remove();
    event.preventDefault();
  });
})();
