// Runs before the first paint: colour scheme, density and what is hidden, so that
// nothing flashes. Everything else is in site.js.
(function () {
  var html = document.documentElement, prefs = {};
  html.classList.add("js");
  try {
    var base = new URL(html.dataset.root || ".", location.href).pathname;
    prefs = JSON.parse(localStorage.getItem("sitegen:" + base + ":prefs")) || {};
  } catch (error) {
    // No storage: the device decides.
  }
  ["scheme", "density"].forEach(function (name) {
    if (typeof prefs[name] === "string") html.dataset[name] = prefs[name];
  });
  if (prefs.noSummary) html.classList.add("no-summary");
  if (prefs.noAbstract) html.classList.add("no-abstract");
})();
