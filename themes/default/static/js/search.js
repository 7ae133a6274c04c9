// The search page: what is typed, what is shown, and the address between them.
// Needs the three other search scripts; does without the rest of the theme's.
(function () {
  "use strict";

  var html = document.documentElement;
  var byId = function (id) { return document.getElementById(id); };
  var main = byId("main"), box = byId("search-box"), results = byId("results"), status = byId("search-status");
  var facets = byId("search-facets"), more = byId("search-more"), sort = byId("search-sort");
  var progress = byId("search-progress");
  var help = byId("search-help"), helpOpen = byId("search-help-open"), wasBlank = false;
  var PAGE = 10, WAIT = 120, PATIENCE = 400, CATEGORIES = 12, PASSAGE = 220, STOPPED = 20;

  // ------------------------------------------------------------ words

  function t(key, values) {
    var table = (window.sitegenWords || {})[html.lang] || {};
    key = "search." + key;
    var words = table[key];
    if (words === undefined && values) words = table[key + (values.n === 1 ? ".one" : ".other")];
    return (words || key).replace(/\{(\w+)\}/g, function (all, name) {
      var value = values && values[name];
      return value === undefined ? all : String(value).replace(/^\d+$/, number);
    });
  }
  function number(value) { return String(value).replace(/\B(?=(\d{3})+$)/g, ","); }
  function el(name, attributes) {
    var element = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    for (var i = 2; i < arguments.length; i++) element.append(arguments[i]);
    return element;
  }

  // ------------------------------------------------------------ files

  // Classic scripts, since pages from file:// can load nothing else. Each calls sitegenPart.
  var waiting = {}, asked = 0, come = 0;
  window.sitegenPart = function (name) {
    if (waiting[name]) waiting[name]([].slice.call(arguments, 1));
  };
  function load(name, fresh) {
    asked++;
    return new Promise(function (resolve, reject) {
      var tag = el("script", { src: "search/" + name + ".js" + (fresh ? "?" + fresh : "") });
      function end(values) {
        delete waiting[name];
        tag.remove();
        come++;
        showProgress();
        if (values) resolve(values);
        else reject({ kind: "missing", name: name });
      }
      waiting[name] = end;
      tag.onload = tag.onerror = function () { if (waiting[name] === end) end(null); };
      document.head.append(tag);
      showProgress();
    });
  }
  function showProgress() {
    progress.max = asked || 1;
    progress.value = come;
  }

  var opened = null;
  function open(fresh) {
    opened = sitegenIndex.open(function (name) { return load(name, name === "manifest" && fresh); });
    opened.then(function (index) { return index.columns(); }).catch(function () { /* told when it is asked */ });
    opened.catch(function () { opened = null; });
    return opened;
  }
  // A site that was deployed anew has other shards than an old manifest of a cache names:
  // when one is missing, the manifest is read again past the cache, once.
  function withIndex(use) {
    return (opened || open()).then(function (index) {
      return use(index).catch(function (error) {
        if (error.kind !== "missing") throw error;
        return open(Date.now()).then(use);
      });
    });
  }

  // ------------------------------------------------------------ asking

  var current = 0, limit = PAGE, committed = true;
  var shown = null; // {query, answer, papers, index}
  var left = null; // {y, link}: where the reader left for a paper

  function ask(typing) {
    var text = box.value;
    var run = ++current;
    var query = sitegenQuery.parse(text);
    var empty = !query.groups.length && !query.cats.length && !query.notCats.length &&
      !query.after && !query.before && !query.years.length && !query.notYears.length;
    results.dataset.state = "busy";
    var blank = !text.trim();
    if (blank !== wasBlank) showHelp(blank);
    wasBlank = blank;
    if (empty) {
      shown = null;
      clear();
      rest(); // from an answer that is no longer waited for
      if (blank) {
        results.dataset.state = "idle";
        delete results.dataset.total;
        say("");
      } else {
        var words = Array.from(new Set(query.stopped)).slice(0, STOPPED).join(", ");
        say(words ? t("stop_words", { words: words }) : t("nothing"));
        done(0);
      }
      return;
    }
    main.setAttribute("aria-busy", "true");
    asked = come = 0;
    var slow = setTimeout(function () {
      if (run !== current) return;
      say(t("loading"));
      progress.hidden = false;
    }, PATIENCE);
    withIndex(function (index) {
      return sitegenQuery.answer(index, query, { limit: limit, sort: sort.value, typing: typing })
        .then(function (answer) {
          return index.documents(answer.papers).then(function (papers) {
            return { index: index, query: query, answer: answer, papers: papers };
          });
        });
    }).then(function (found) {
      if (run === current) { shown = found; show(); }
    }, function (error) {
      if (run === current) fail(error);
    }).finally(function () {
      clearTimeout(slow);
      if (run === current) rest();
    });
  }
  function rest() {
    progress.hidden = true;
    main.removeAttribute("aria-busy");
  }

  function say(text) { status.textContent = text; }
  // What can be written stands where answers will, as long as nothing is.
  function showHelp(on) {
    help.hidden = !on;
    helpOpen.setAttribute("aria-expanded", String(on));
  }
  function done(total) {
    results.dataset.total = total;
    results.dataset.state = "done";
  }
  function clear() {
    results.textContent = facets.textContent = "";
    more.hidden = true;
    byId("search-order").hidden = true;
  }

  function fail(error) {
    shown = left = null;
    clear();
    delete results.dataset.total;
    results.dataset.state = "failed";
    if (error.kind === "wide") {
      say(t("wide", { word: error.term }));
      done(0);
      return;
    }
    if (error.kind !== "missing") console.error(error);
    say(t("failed"));
    var again = el("button", { type: "button", class: "button" }, t("retry"));
    again.addEventListener("click", function () { opened = null; box.focus(); ask(false); });
    status.append(again);
  }

  // ------------------------------------------------------------ showing

  function show() {
    var answer = shown.answer;
    var facet = facets.contains(document.activeElement) && document.activeElement.dataset.facet;
    clear();
    var marker = markerOf(shown.query, answer);
    shown.papers.forEach(function (paper) { results.append(hit(paper, marker)); });
    var count = t(answer.relaxed ? "some" : "found", { n: answer.total });
    if (!answer.total) count = t("none");
    else if (answer.opened.length) count += " · " + t("opened", { word: answer.opened.join(", ") });
    if (shown.query.cut) count += " · " + t("cut", { n: sitegenQuery.MOST });
    say(count);
    more.hidden = answer.papers.length >= answer.total;
    byId("search-order").hidden = !answer.total;
    showFacets();
    if (facet) (facets.querySelector('[data-facet="' + CSS.escape(facet) + '"]') || box).focus();
    if (left) {
      var link = links()[left.link];
      if (link) link.focus({ preventScroll: true });
      window.scrollTo({ top: left.y, behavior: "instant" });
      left = null;
    }
    done(answer.total);
  }

  function hit(paper, marker) {
    var link = el("a", { href: "papers/" + paper.key + ".html" });
    marker(link, paper.title);
    var by = el("p", { class: "by" });
    marker(by, paper.authors.join(", "));
    if (paper.more) by.append(" " + t("more_authors", { n: paper.more }));
    var item = el("li", { "data-paper": paper.key },
      el("h2", { "data-field": "title", lang: langOf(paper.title) }, link), by);
    by.dataset.field = "authors";
    if (paper.tldr) {
      var tldr = el("p", { class: "tldr", "data-field": "tldr", lang: langOf(paper.tldr) });
      marker(tldr, paper.tldr, PASSAGE);
      item.append(tldr);
    }
    var from = el("p", { class: "from" });
    if (paper.date) {
      var date = window.sitegen && window.sitegen.date ? window.sitegen.date(paper.date, "short") : paper.date;
      from.append(el("time", { datetime: paper.date, "data-date": "short" }, date));
    }
    paper.categories.forEach(function (code) { from.append(el("span", { class: "cat" }, code)); });
    item.append(from);
    return item;
  }

  function langOf(text) {
    if (/[\u3041-\u30ff]/.test(text)) return "ja";
    if (/[\uac00-\ud7a3]/.test(text)) return "ko";
    return /[\u4e00-\u9fff]/.test(text) ? "zh" : "en";
  }

  // A function that puts a text into an element with the query's words marked; with a
  // length, only a passage of it around the first of them.
  var WORDS = new RegExp("[" + sitegenTokens.CJK + "]+|(?:(?![" + sitegenTokens.CJK + "])[\\p{L}\\p{N}\\p{M}])+", "gu");
  function markerOf(query, answer) {
    var terms = new Set(answer.terms);
    var runs = [];
    query.groups.forEach(function (group) {
      if (!group.not && group.text) runs = runs.concat(sitegenTokens.cut(group.text).runs);
    });
    runs = runs.filter(function (run) { return run.cjk; }).map(function (run) { return run.text; });
    var joined = query.groups.map(function (group) { return group.joined; }).filter(Boolean);

    function ranges(text) {
      var found = [];
      var word;
      WORDS.lastIndex = 0;
      while ((word = WORDS.exec(text))) {
        if (word[0] >= sitegenTokens.CJK_FIRST) {
          runs.forEach(function (run) {
            for (var at = word[0].indexOf(run); at >= 0; at = word[0].indexOf(run, at + 1))
              found.push([word.index + at, word.index + at + run.length]);
          });
        } else if (sitegenTokens.tokens(word[0], true).some(function (term) { return terms.has(term); })) {
          if (!joined.length && sitegenTokens.STOP_WORDS.has(word[0].toLowerCase())) continue;
          found.push([word.index, word.index + word[0].length]);
        }
      }
      return found.sort(function (a, b) { return a[0] - b[0]; });
    }

    return function (element, text, length) {
      var found = ranges(text);
      var at = 0, end = text.length;
      if (length && end > length) {
        var first = found.length ? found[0][0] : 0;
        if (first > length * 0.6) {
          // From the beginning of a word; what is written without spaces is cut anywhere.
          at = Math.floor(first - length / 4);
          var word = text.slice(0, at).search(/\S*$/);
          if (at - word < 30) at = word;
        }
        at = Math.max(0, Math.min(at, end - length));
        if (/^[\udc00-\udfff]/.test(text.slice(at))) at++; // not the half of a character
        end = at + length;
        if (at) element.append("… ");
      }
      found.forEach(function (range) {
        if (range[0] < at || range[1] > end) return;
        element.append(text.slice(at, range[0]), el("mark", {}, text.slice(range[0], range[1])));
        at = range[1];
      });
      element.append(text.slice(at, end) + (end < text.length ? " …" : ""));
    };
  }

  function showFacets() {
    var answer = shown.answer, query = shown.query;
    var chosen = [].concat.apply([], query.cats);
    var rows = Array.from(answer.categories).filter(function (row) { return row[0]; })
      .sort(function (a, b) { return b[1] - a[1] || (a[0] < b[0] ? -1 : 1); });
    rows = rows.filter(function (row, i) { return i < CATEGORIES || chosen.indexOf(row[0].toLowerCase()) >= 0; });
    facet("categories", "cat", rows, function (code) { return chosen.indexOf(code.toLowerCase()) >= 0; });
    var years = Array.from(answer.years).filter(function (row) { return row[0]; }).sort().reverse();
    facet("years", "year", years, function (year) { return query.years.indexOf(year) >= 0; });
  }
  function facet(title, name, rows, isOn) {
    if (!rows.length) return;
    var list = el("ul");
    rows.forEach(function (row) {
      var on = isOn(row[0]);
      var button = el("button", { type: "button", "aria-pressed": on },
        el("span", {}, row[0]), el("span", { class: "n" }, number(row[1])));
      button.addEventListener("click", function () { toggle(name, row[0]); });
      button.dataset.facet = name + " " + row[0];
      list.append(el("li", {}, button));
    });
    facets.append(el("h2", {}, t(title)), list);
  }
  // Facets are part of the query: a click adds cat:… or year:…, another takes it away.
  function toggle(name, value) {
    box.value = sitegenQuery.toggle(box.value, name, value);
    limit = PAGE;
    remember(true);
    ask(false);
  }

  // ------------------------------------------------------------ the address

  function address() {
    var query = [];
    var text = box.value.trim().replace(/[\ud800-\udfff]/gu, "\ufffd"); // halves of a pair have no address
    if (text) query.push("q=" + encodeURIComponent(text).replace(/%20/g, "+").replace(/%3A/g, ":").replace(/%2C/g, ","));
    if (sort.value) query.push("sort=" + sort.value);
    return location.pathname + (query.length ? "?" + query.join("&") : "");
  }
  // Typing makes one entry of the history, however long it goes on; a choice makes another.
  function remember(whole) {
    var state = { limit: limit };
    try {
      if (committed || whole) history.pushState(state, "", address());
      else history.replaceState(state, "", address());
    } catch (error) { /* some browsers refuse this on file:// */ }
    committed = !!whole;
  }
  function restore() {
    var query = new URLSearchParams(location.search);
    box.value = query.get("q") || "";
    sort.value = query.get("sort") === "date" ? "date" : "";
    var state = history.state || {};
    limit = state.limit || PAGE;
    left = state.left || null;
    committed = true;
    ask(false);
  }

  // ------------------------------------------------------------ the reader

  var timer;
  box.addEventListener("input", function (event) {
    clearTimeout(timer);
    if (event.isComposing) return;
    results.dataset.state = "busy";
    timer = setTimeout(function () { limit = PAGE; remember(false); ask(true); }, WAIT);
  });
  box.addEventListener("compositionend", function () { box.dispatchEvent(new Event("input")); });
  byId("search").addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(timer);
    if (address() !== location.pathname + location.search) remember(false);
    committed = true;
    ask(false);
  });
  sort.addEventListener("change", function () { limit = PAGE; remember(true); ask(false); });
  more.addEventListener("click", function () {
    var before = results.children.length;
    limit += PAGE;
    try { history.replaceState({ limit: limit }, ""); } catch (error) { /* as above */ }
    ask(false);
    var watch = new MutationObserver(function () {
      if (results.dataset.state === "busy") return;
      watch.disconnect();
      var next = results.children[before];
      if (next) next.querySelector("a").focus();
    });
    watch.observe(results, { attributes: true });
  });
  window.addEventListener("popstate", restore);
  // Results come too late for the browser to find the place again by itself.
  results.addEventListener("click", function () {
    var state = { limit: limit, left: { y: window.scrollY, link: links().indexOf(document.activeElement) } };
    try { history.replaceState(state, ""); } catch (error) { /* as above */ }
  });

  function links() { return Array.from(results.querySelectorAll("h2 a")); }

  // Up and down through the results; up from the first and Escape go back to the box.
  main.addEventListener("keydown", function (event) {
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    var all = links();
    var at = all.indexOf(document.activeElement);
    if (event.key === "Escape" && at >= 0) { box.focus(); return; }
    if (!step || (at < 0 && (document.activeElement !== box || step < 0))) return;
    var next = at + step < 0 ? box : all[at + step];
    if (next) { event.preventDefault(); next.focus(); }
  });

  helpOpen.addEventListener("click", function () { showHelp(help.hidden); });
  if (window.sitegen && window.sitegen.on) window.sitegen.on("language", function () { ask(false); });

  open();
  restore();
})();
