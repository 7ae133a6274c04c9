// The reader's interests: read, written and kept clean. Lists mark them, saved.html edits them.
(function () {
  "use strict";
  var S = window.sitegen, script = document.getElementById("site-js");

  // One interest a line: "deep learning *3". Kept as [text, weight].
  S.parseInterests = function (text) {
    return text.split("\n").map(function (line) {
      var match = /^(.*?)(?:\s*\*\s*(\d{1,2}))?\s*$/.exec(line.trim());
      return [match[1].trim(), Number(match[2] || 1)];
    }).filter(function (pair) { return pair[0]; });
  };
  S.printInterests = function (pairs) {
    return pairs.map(function (pair) { return pair[0] + (pair[1] > 1 ? " *" + pair[1] : ""); }).join("\n");
  };
  // Take in what a file, a link or the site's owner gives: anything that does not fit goes.
  S.cleanInterests = function (value) {
    var clean = { words: [], authors: [], hide: [] };
    Object.keys(clean).forEach(function (name) {
      var list = value && Array.isArray(value[name]) ? value[name] : [];
      clean[name] = list.slice(0, 500).map(function (item) {
        var pair = Array.isArray(item) ? item : S.parseInterests(String(item))[0] || [""];
        return [String(pair[0]).trim().slice(0, 200), Math.min(Math.max(Number(pair[1]) || 1, 1), 99)];
      }).filter(function (pair) { return S.fold(pair[0]).trim(); });
    });
    return clean;
  };
  S.interests = function () {
    var own = S.store.get("interests", {});
    if (own.words || own.authors || own.hide) return S.cleanInterests(own);
    var given = {};
    try { given = JSON.parse(script.dataset.interests || "{}"); } catch (error) { /* none, then */ }
    return S.cleanInterests(given);
  };
  S.fold = function (text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  };
})();
