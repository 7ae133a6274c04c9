// Lists of papers: buttons to save and to mark as read; the reader's interests, marked.
(function () {
  "use strict";
  var S = window.sitegen;

  // ------------------------------------------------------------ interests

  function pattern(pairs, flags) {
    if (!pairs.length) return null;
    var parts = pairs.map(function (pair) { return pair[0]; })
      .sort(function (a, b) { return b.length - a.length; })
      .map(function (text) {
        var safe = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
        return (/^\w/.test(text) ? "\\b" : "") + safe;
      });
    return new RegExp(parts.join("|"), flags || "giu");
  }
  // Wrap the matches of a pattern in <mark>, on text nodes alone.
  S.mark = function (element, regex) {
    var walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), nodes = [], node;
    while ((node = walker.nextNode())) if (!node.parentElement.closest("mark, math")) nodes.push(node);
    nodes.forEach(function (text) {
      var matches = [...text.data.matchAll(regex)].filter(function (match) { return match[0]; });
      matches.reverse().forEach(function (match) {
        var tail = text.splitText(match.index);
        tail.splitText(match[0].length);
        var mark = document.createElement("mark");
        tail.replaceWith(mark);
        mark.append(tail);
      });
    });
  };
  function unmark(element) {
    element.querySelectorAll("mark").forEach(function (mark) {
      var parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    });
  }
  // What counts is what is marked: a word's beginning, not its middle.
  function weights(pairs) {
    return pairs.map(function (pair) { return [pattern([[S.fold(pair[0])]], "u"), pair[1]]; });
  }
  function weigh(text, weights) {
    return weights.reduce(function (sum, pair) { return sum + (pair[0].test(text) ? pair[1] : 0); }, 0);
  }

  // ------------------------------------------------------------ papers of the page

  S.papers = [].map.call(document.querySelectorAll("article.paper[data-paper]"), function (article, index) {
    return { article: article, key: article.dataset.paper, index: index, score: 0, hidden: false };
  });
  S.paperOf = function (element) {
    var article = element && element.closest(".paper");
    return article && S.papers.find(function (paper) { return paper.article === article; });
  };
  S.textOf = function (paper) {
    if (paper.text === undefined) {
      var field = function (name) {
        var element = paper.article.querySelector('[data-field="' + name + '"]');
        return element ? element.textContent : "";
      };
      paper.authors = S.fold(field("authors"));
      paper.text = S.fold([field("title"), field("tldr"), field("abstract")].join("\n"));
    }
    return paper;
  };

  // Formulas of a title as a line of text, as sitegen/text/linear.py writes most of them: RIS
  // knows no TeX.
  var BETWEEN = { msub: ["_"], msup: ["^"], msubsup: ["_", "^"], mfrac: ["/"] };
  function linear(title) {
    var copy = title.cloneNode(true);
    copy.querySelectorAll("mspace").forEach(function (space) {
      if (parseFloat(space.getAttribute("width")) > 0.15) space.append(" ");
    });
    // What stands deepest comes first: whether there are brackets follows from the text within.
    [...copy.querySelectorAll(":is(msub, msup, msubsup, mfrac) > *")].reverse().forEach(function (part) {
      var text = part.textContent, parent = part.parentNode;
      var sign = BETWEEN[parent.localName][[].indexOf.call(parent.children, part) - 1] || "";
      if (sign === "^" && /^[′″‴∘∗*†]+$/.test(text)) {
        sign = "";
        text = text.replace("∘", "°");
      } else if ((sign || parent.localName === "mfrac") && !/^(.|\p{L}+|\d+)$/u.test(text)) text = "(" + text + ")";
      part.textContent = sign + text;
    });
    copy.querySelectorAll("math").forEach(function (math) {
      math.textContent = math.textContent
        .replace(/[\u{1d400}-\u{1d7ff}]/gu, function (letter) { return letter.normalize("NFKC"); })
        .replace(/[\ufe00\ufe01]|\u2061(?=\()/g, "").replace(/\u2061/g, " ").replace(/−/g, "-").replace(/∗/g, "*");
    });
    return copy.textContent.trim();
  }
  var record = S.record;
  S.record = function (article) {
    var title = article.querySelector(".title"), kept = record(article);
    if (title && title.querySelector("math")) kept.plain = linear(title);
    return kept;
  };

  var filters = document.getElementById("tools");
  function weighAll(first) {
    var wanted = S.interests();
    var words = pattern(wanted.words), authors = pattern(wanted.authors);
    var any = words || authors || wanted.hide.length;
    if (first && !any) return;
    var wordWeights = weights(wanted.words), authorWeights = weights(wanted.authors), hideWeights = weights(wanted.hide);
    S.papers.forEach(function (paper) {
      S.textOf(paper);
      paper.score = weigh(paper.text, wordWeights) + weigh(paper.authors, authorWeights);
      paper.hidden = weigh(paper.text + "\n" + paper.authors, hideWeights) > 0;
      // A digest's page hides by its filters; other lists at once.
      if (!filters) paper.article.hidden = paper.hidden;
      if (!first) unmark(paper.article);
      paper.article.querySelectorAll(".title, .tldr").forEach(function (part) {
        if (words && paper.score) S.mark(part, words);
      });
      if (authors && paper.score) paper.article.querySelectorAll(".by").forEach(function (part) { S.mark(part, authors); });
    });
    S.emit("weighed");
  }

  // ------------------------------------------------------------ back to the same place

  // Which paper stood where: a browser that loads the page anew knows how far it was scrolled,
  // but not how high the papers are that were not on the screen yet.
  var slot = "sitegen:" + location.pathname;
  S.keepPlace = function (papers, place) {
    var top = papers.find(function (paper) { return paper.article.getBoundingClientRect().bottom > 0; });
    place.top = top && top.key;
    place.offset = top && top.article.getBoundingClientRect().top;
    try { sessionStorage.setItem(slot, JSON.stringify(place)); } catch (error) { /* not remembered */ }
  };
  S.keptPlace = function () {
    var entry = performance.getEntriesByType("navigation")[0];
    if (!entry || !/back_forward|reload/.test(entry.type)) return null;
    try { return JSON.parse(sessionStorage.getItem(slot)); } catch (error) { return null; }
  };
  S.returnTo = function (paper, offset) {
    if (!paper || scrollY === 0 && offset > 0) return;
    S.settle(paper.article, function () {
      scrollBy({ top: paper.article.getBoundingClientRect().top - offset, behavior: "instant" });
    });
  };
  // Sizes above are estimates until they were on the screen, and details come late: jump
  // until nothing moves any more for a second, unless the reader moves on, or back.
  var settling = 0;
  S.settle = function (element, jump) {
    var mine = ++settling, calm = 0, frames = 0, last;
    ["wheel", "touchstart", "keydown", "pointerdown", "popstate"].forEach(function (name) {
      addEventListener(name, function () { if (mine === settling) settling++; }, { once: true, passive: true });
    });
    (function look() {
      if (mine !== settling) return;
      jump();
      var top = element.getBoundingClientRect().top;
      calm = Math.abs(top - last) < 1 ? calm + 1 : 0;
      last = top;
      if (calm < 60 && ++frames < 600) requestAnimationFrame(look);
    })();
  };

  // ------------------------------------------------------------ buttons

  // They come with the page, in its language: nothing has to be fetched before they show.
  var template = (document.getElementById("list-acts") || document.createElement("template")).content;
  S.paint = function (paper, saved, read) {
    var isSaved = Object.hasOwn(saved, paper.key), isRead = Object.hasOwn(read, paper.key);
    var state = (isSaved ? 2 : 0) + (isRead ? 1 : 0) + (paper.buttons ? 4 : 0);
    // As made, or as painted before: nothing to do.
    if (state === paper.state || !paper.state && !isSaved && !isRead) return;
    paper.state = state;
    paper.article.classList.toggle("is-read", isRead);
    paper.article.classList.toggle("is-saved", isSaved);
    if (!paper.buttons) return;
    var save = paper.buttons.save;
    save.setAttribute("aria-pressed", isSaved);
    save.dataset.t = isSaved ? "act.saved" : "act.save";
    S.words(function () { save.textContent = S.t(save.dataset.t); });
    paper.buttons.read.setAttribute("aria-pressed", isRead);
  };
  S.paintAll = function () {
    var saved = S.store.get("saved", {}), read = S.store.get("read", {});
    S.papers.forEach(function (paper) { S.paint(paper, saved, read); });
    S.emit("painted");
  };
  S.equip = function (paper) {
    if (paper.buttons || !template.firstElementChild) return;
    var meta = paper.article.querySelector(".meta");
    // The address of the PDF follows from that of the abstract.
    var abs = meta.querySelector('a[href^="https://arxiv.org/abs/"]');
    if (abs) abs.after(S.el("a", { href: abs.href.replace("/abs/", "/pdf/") }, "PDF"));
    meta.append(template.cloneNode(true));
    paper.buttons = {};
    meta.querySelectorAll("[data-act]").forEach(function (made) { paper.buttons[made.dataset.act] = made; });
    if (paper.open) paper.buttons.details.setAttribute("aria-expanded", "true");
  };
  // What is read or saved shows at once. The buttons of the first screen come behind the first
  // paint, the others in idle moments, for a few milliseconds each, so that nothing waits, on a
  // slow phone either.
  function equipAll() {
    var next = 0;
    function some() {
      var saved = S.store.get("saved", {}), read = S.store.get("read", {});
      for (var start = performance.now(), end = next + 16; next < S.papers.length; next++) {
        if (next >= end || performance.now() - start > 5) break;
        S.equip(S.papers[next]);
        S.paint(S.papers[next], saved, read);
      }
      if (next < S.papers.length) (window.requestIdleCallback || setTimeout)(some);
    }
    S.paintAll();
    requestAnimationFrame(function () { setTimeout(some); });
  }

  ["save", "read"].forEach(function (act) {
    var before = S.acts[act];
    S.acts[act] = function (pressed, event) {
      var paper = S.paperOf(pressed);
      if (!paper) return before(pressed, event);
      if (act === "save") S.toggleSaved(paper.article);
      else S.toggleRead(paper.key);
    };
  });
  S.on("saved", S.paintAll);
  S.on("read", S.paintAll);
  // Papers that have no buttons yet get them in the language that was switched to.
  S.on("language", function () { S.translate(template); });
  S.on("interests", function () { weighAll(false); });

  // The switch may have come before this script.
  if (S.translate && (window.sitegenWords || {})[S.lang]) S.translate(template);
  equipAll();
  weighAll(true);
  // A digest does so itself: more is kept of it.
  if (!filters) {
    addEventListener("pagehide", function () {
      S.keepPlace(S.papers.filter(function (paper) { return !paper.hidden; }), {});
    });
    var place = S.keptPlace();
    if (place) S.returnTo(S.papers.find(function (paper) { return paper.key === place.top; }), place.offset);
  }
})();
