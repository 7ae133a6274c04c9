// The digest page as a tool: filters with their state in the address, details in place
// or in the reading pane, keys, and the way back to the same place.
(function () {
  "use strict";
  var S = window.sitegen, html = document.documentElement;
  var main = document.getElementById("main"), list = document.getElementById("papers");
  var tools = document.getElementById("tools"), field = document.getElementById("filter");
  var shown = document.getElementById("shown"), toc = document.querySelector(".toc");
  // Asking for a media query lays the page out: not on a screen that is small anyway.
  function wide() { return screen.width >= 1300 && matchMedia("(min-width: 87.5rem)").matches; }
  var urls = (list.dataset.details || "").split(" ").filter(Boolean);
  var per = Number(list.dataset.per) || 50;
  var fields = {}, chunks = {};

  S.papers.forEach(function (paper) {
    paper.group = paper.article.parentNode;
    paper.category = paper.group.dataset.cat || paper.group.id;
  });

  // ------------------------------------------------------------ details

  // A details script calls this with its table, packed (sitegen/site/details.py).
  var unpacking;
  S.details = function (packed) {
    var bytes = Uint8Array.from(atob(packed), function (c) { return c.charCodeAt(0); });
    unpacking = new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).json()
      .then(function (table) {
        var next = 0;
        table[1].forEach(function (paper) { fields[paper[0]] = paper[1]; });
        table[0].forEach(function (kind, number) {
          table[1].forEach(function (paper) {
            paper[1].forEach(function (own, place) {
              if (own === number) paper[1][place] = kind.concat(table[2][next++]);
            });
          });
        });
      });
  };

  function load(paper, then) {
    if (Object.hasOwn(fields, paper.key)) return then(fields[paper.key]);
    var number = Math.floor(paper.index / per);
    if (!urls[number]) return then(null);
    if (chunks[number]) return chunks[number].push([paper, then]);
    var waiting = (chunks[number] = [[paper, then]]);
    // Whether it came or not: what is still missing is asked for anew the next time.
    var end = function () {
      delete chunks[number];
      waiting.forEach(function (pair) { pair[1](fields[pair[0].key] || null); });
    };
    S.load(urls[number], function () { Promise.resolve(unpacking).then(end, end); }, end);
  }

  function fill(paper, place, heading, again) {
    place.textContent = "";
    var wait = setTimeout(function () { place.textContent = S.t("details.loading"); }, 200);
    load(paper, function (rows) {
      clearTimeout(wait);
      place.textContent = "";
      if (!rows) {
        place.append(S.el("p", { class: "problem", role: "alert" }, S.t("details.failed"), " ",
          S.el("button", { type: "button", onclick: again }, S.t("details.retry"))));
        place.append(links(paper));
        return;
      }
      rows.forEach(function (row) {
        var known = !row[1] && S.t("field." + row[0]) !== "field." + row[0];
        var title = S.el(heading, known ? { "data-t": "field." + row[0] } : {}, known ? S.t("field." + row[0]) : row[1] || row[0]);
        var text = S.el(row[3] & 1 ? "div" : "p", { class: "text", lang: row[2] });
        text.innerHTML = row[4]; // the build's own HTML, made safe there
        place.append(S.el("section", { "data-name": row[0], "data-machine": !!(row[3] & 2) }, title, text));
      });
      place.append(links(paper));
    });
  }
  function links(paper) {
    var copy = function (kind) {
      return function () { S.more(function () { S.copy(S[kind](S.record(paper.article))); }); };
    };
    return S.el("p", { class: "acts" },
      S.el("a", { href: paper.article.querySelector(".title a").href, "data-t": "details.full" }, S.t("details.full")),
      S.el("button", { type: "button", onclick: copy("bibtex") }, "BibTeX"),
      S.el("button", { type: "button", onclick: copy("markdown") }, "Markdown"));
  }

  function open(paper, on) {
    on = on === undefined ? !paper.open : on;
    if (paper.open === on) return;
    paper.open = on;
    paper.article.classList.toggle("open", on);
    S.equip(paper);
    if (paper.buttons) paper.buttons.details.setAttribute("aria-expanded", on);
    if (on && !paper.fold) {
      paper.fold = S.el("div", { class: "fold" });
      paper.article.append(paper.fold);
      var again = function () { fill(paper, paper.fold, "h4", again); };
      again();
    } else if (paper.fold) paper.fold.hidden = !on;
    remember();
  }

  // The pane follows the selected paper; a burst of keys fills it once.
  var pane, inPane, filling;
  function showInPane(paper) {
    if (!wide() || html.dataset.density === "everything") return false;
    if (!pane) {
      pane = S.el("aside", { class: "pane", id: "pane", tabindex: "0", "data-t-label": "act.details", "aria-label": S.t("act.details") });
      main.append(pane);
    }
    if (inPane === paper) return true;
    inPane = paper;
    clearTimeout(filling);
    filling = setTimeout(function () {
      var copy = function (selector, name, kind) {
        var source = paper.article.querySelector(selector);
        if (!source) return null;
        var made = S.el(name, { class: kind, lang: source.lang || null });
        made.append(...source.cloneNode(true).childNodes);
        return made;
      };
      pane.textContent = "";
      var place = S.el("div", { class: "fold" });
      [copy(".title", "h2", "title"), copy(".translated", "p", "translated"), copy(".by", "p", "by"), copy(".tldr", "div", "lead")].forEach(function (part) {
        if (part) pane.append(part);
      });
      pane.append(place);
      pane.scrollTop = 0;
      var again = function () { fill(paper, place, "h3", again); };
      again();
    }, 40);
    return true;
  }

  // ------------------------------------------------------------ selection

  var current = null;
  function visible() { return order().filter(function (paper) { return !paper.out; }); }
  function order() {
    return [].map.call(list.querySelectorAll(".paper[data-paper]"), function (article) { return byArticle.get(article); });
  }
  var byArticle = new Map(S.papers.map(function (paper) { return [paper.article, paper]; }));
  function select(paper, scroll) {
    if (current) current.article.classList.remove("current");
    current = paper;
    if (!paper) {
      clearTimeout(filling);
      if (pane) pane.textContent = "";
      inPane = null;
      return;
    }
    paper.article.classList.add("current");
    if (scroll) {
      paper.article.tabIndex = -1;
      paper.article.focus({ preventScroll: true });
      var box = paper.article.getBoundingClientRect(), top = 72;
      if (box.top < top || box.bottom > innerHeight - 16)
        scrollBy({ top: box.top - top, behavior: "instant" });
    }
    showInPane(paper);
    remember();
  }
  // Where the selected paper passes the filters no more, the next one that does takes its place.
  function follow(focused) {
    if (current ? !current.out : !pane) return;
    var all = order(), at = current ? all.indexOf(current) : 0;
    var next = all.slice(at).concat(all.slice(0, at).reverse()).find(function (paper) { return !paper.out; });
    select(next || null, focused);
  }
  // Keys are for the paper that has the focus, however it came there.
  function here() {
    var paper = byArticle.get(document.activeElement.closest(".paper"));
    if (paper && paper !== current) select(paper);
    return current;
  }
  function move(step) {
    var all = visible(), at = all.indexOf(here());
    var box = at < 0 ? null : current.article.getBoundingClientRect();
    // From what is on the screen, where the reader has left the selected paper.
    if (!box || box.bottom < 0 || box.top > innerHeight) {
      at = all.findIndex(function (paper) { return paper.article.getBoundingClientRect().bottom > 100; });
      if (step > 0) at -= 1;
    }
    var next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    if (next) select(next, true);
  }

  list.addEventListener("click", function (event) {
    var paper = byArticle.get(event.target.closest(".paper"));
    if (!paper || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    var link = event.target.closest("a, button, summary, .fold");
    if (link && !link.matches(".title a")) return;
    if (link) event.preventDefault();
    else if (String(getSelection())) return;
    select(paper);
    if (!pane || inPane !== paper || !wide()) open(paper);
  });
  S.acts.details = function (button) {
    var paper = byArticle.get(button.closest(".paper"));
    select(paper);
    open(paper);
  };

  S.keys.j = ["help.next", function () { move(1); }];
  S.keys.k = ["help.previous", function () { move(-1); }];
  S.keys.o = ["help.open", function () { if (!here()) move(1); else open(current); }];
  S.keys.p = ["help.page", function () { if (here()) location.href = current.article.querySelector(".title a").href; }];
  S.keys.s = ["help.save", function () { if (here()) S.toggleSaved(current.article); }];
  S.keys.m = ["help.read", function () { if (here()) S.toggleRead(current.key); }];
  S.keys.f = ["help.filter", function () { field.focus(); }];

  // ------------------------------------------------------------ filters

  var state = { q: "", cat: [], show: [] };
  function readAddress() {
    var query = new URLSearchParams(location.search);
    var split = function (name) { return (query.get(name) || "").split(",").filter(Boolean); };
    state = { q: query.get("q") || "", cat: split("cat"), show: split("show") };
    field.value = state.q;
  }
  function writeAddress() {
    var parts = [];
    if (state.q) parts.push("q=" + encodeURIComponent(state.q));
    ["cat", "show"].forEach(function (name) {
      if (state[name].length) parts.push(name + "=" + state[name].map(encodeURIComponent).join(","));
    });
    var url = location.pathname + (parts.length ? "?" + parts.join("&") : "") + (wanted ? "" : location.hash);
    wanted = null;
    try { history.replaceState(history.state, "", url); } catch (error) { /* some browsers refuse on file:// */ }
  }

  // As in search: "two words" together, -word for papers without it. Phones type other quotes.
  function terms(query) {
    return [...S.fold(query).matchAll(/(-?)(?:["“”]([^"“”]+)["“”]?|([^\s"“”]+))/g)].map(function (match) {
      return { without: !!match[1], text: (match[2] || match[3]).trim().replace(/\s+/g, " ") };
    }).filter(function (term) { return term.text && term.text !== "-"; });
  }
  var wanted = null; // the paper that the address names: shown whatever the filters say
  function filter() {
    var words = terms(state.q);
    var saved = S.store.get("saved", {}), read = S.store.get("read", {});
    var has = function (name) { return state.show.includes(name); };
    var count = 0, total = S.papers.length, left = {};
    // What is hidden loses the focus.
    var focused = current && current.article.contains(document.activeElement);
    S.papers.forEach(function (paper) {
      var isRead = Object.hasOwn(read, paper.key);
      var out = paper.hidden && !has("saved");
      if (state.cat.length && !state.cat.includes(paper.category)) out = true;
      if (has("unread") && isRead) out = true;
      if (has("saved") && !Object.hasOwn(saved, paper.key)) out = true;
      if (has("interests") && !paper.score) out = true;
      if (!out && words.length) {
        S.textOf(paper);
        out = words.some(function (word) {
          return (paper.text.includes(word.text) || paper.authors.includes(word.text)) === word.without;
        });
      }
      if (paper === wanted) out = false;
      if (out !== !!paper.out) paper.article.hidden = paper.out = out;
      if (!out) count++;
      if (!isRead) left[paper.category] = (left[paper.category] || 0) + 1;
    });
    list.querySelectorAll(".group").forEach(function (group) {
      group.hidden = !group.querySelector(".paper:not([hidden])");
    });
    var narrowed = count !== total;
    write(shown, narrowed ? S.t("filter.state", { n: count, of: total }) : "");
    none(count === 0 && total > 0);
    follow(focused);
    counts(left);
    tools.querySelectorAll("[data-show]").forEach(function (chip) {
      press(chip, has(chip.dataset.show));
    });
    if (toc) {
      toc.classList.toggle("some", state.cat.length > 0);
      toc.querySelectorAll("button").forEach(function (dot) {
        press(dot, state.cat.includes(dot.dataset.only));
      });
    }
  }
  // What stands so already is not set anew: the browser would look for what follows from it.
  function write(element, text) { if (element.textContent !== text) element.textContent = text; }
  function press(button, on) {
    if (button.getAttribute("aria-pressed") !== String(on)) button.setAttribute("aria-pressed", on);
  }
  // What is left unread beside each category's count, once anything is read.
  function counts(left) {
    if (!toc) return;
    toc.querySelectorAll("li").forEach(function (item) {
      var number = item.querySelector(".n"), name = item.dataset.only;
      if (!number || !name) return;
      var all = item.dataset.all, unread = left[name] || 0;
      write(number, String(unread) === all ? all : unread + " / " + all);
      item.classList.toggle("done", unread === 0);
    });
  }
  var empty;
  function none(on) {
    if (on && !empty) {
      empty = S.el("p", { class: "empty" }, S.el("span", { "data-t": "filter.none" }, S.t("filter.none")), " ",
        S.el("button", { class: "button", type: "button", "data-t": "filter.clear", onclick: clear }, S.t("filter.clear")));
      list.prepend(empty);
    } else if (empty) empty.hidden = !on;
  }
  function clear() {
    state = { q: "", cat: [], show: [] };
    field.value = "";
    change();
    main.tabIndex = -1; // the button that had the focus is gone
    main.focus({ preventScroll: true });
  }
  function change() { writeAddress(); filter(); }
  function toggle(name, value) {
    state[name] = state[name].includes(value)
      ? state[name].filter(function (item) { return item !== value; }) : state[name].concat(value);
    change();
  }

  field.addEventListener("input", function () { state.q = field.value.trim(); change(); });
  field.addEventListener("keydown", function (event) { if (event.key === "Enter" && !event.isComposing) field.blur(); });
  tools.addEventListener("click", function (event) {
    var chip = event.target.closest("[data-show]");
    if (chip) toggle("show", chip.dataset.show);
  });
  ["rail", "chips"].forEach(function (name) {
    var panel = document.getElementById(name === "rail" ? "rail-more" : "chips");
    var button = tools.querySelector('[data-act="' + name + '"]');
    var set = function (on) {
      panel.classList.toggle("up", on);
      button.setAttribute("aria-expanded", on);
    };
    S.acts[name] = function () { set(!panel.classList.contains("up")); };
    if (name === "rail") {
      panel.addEventListener("click", function (event) { if (event.target.closest("a")) set(false); });
      document.addEventListener("keydown", function (event) {
        if (event.key !== "Escape") return;
        if (panel.contains(document.activeElement)) button.focus();
        set(false);
      });
      document.addEventListener("click", function (event) {
        if (!panel.contains(event.target) && !event.target.closest('[data-act="rail"]')) set(false);
      });
    }
  });

  // A dot before each category shows it alone, or with others that are chosen.
  if (toc) toc.querySelectorAll("li").forEach(function (item) {
    var link = item.querySelector("a"), group = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!group) return;
    var name = group.dataset.cat || group.id;
    item.dataset.only = name;
    item.dataset.all = link.querySelector(".n").textContent;
    var dot = S.el("button", { type: "button", "data-only": name, "aria-pressed": "false" });
    (dot.named = function () {
      ["aria-label", "title"].forEach(function (place) { dot.setAttribute(place, S.t("filter.only", { category: group.dataset.cat || link.firstChild.textContent })); });
    })();
    S.on("language", dot.named);
    dot.addEventListener("click", function () { toggle("cat", name); });
    item.prepend(dot);
  });

  // ------------------------------------------------------------ interests first

  var lifted;
  function lift() {
    if (lifted) {
      S.papers.forEach(function (paper) { if (lifted.contains(paper.article)) home(paper); });
      lifted.remove();
      lifted = null;
    }
    var top = S.papers.filter(function (paper) { return paper.score && !paper.hidden; })
      .sort(function (a, b) { return b.score - a.score || a.index - b.index; });
    if (top.length) {
      lifted = S.el("section", { class: "group lifted", "aria-labelledby": "t-mine" },
        S.el("h2", { id: "t-mine" }, S.el("span", { "data-t": "filter.interests" }, S.t("filter.interests")), " ",
          S.el("span", { class: "n" }, String(top.length))));
      top.forEach(function (paper) {
        // Out of its group it bears the category itself.
        if (paper.group.dataset.cat) paper.article.dataset.cat = paper.group.dataset.cat;
        lifted.append(paper.article);
      });
      list.prepend(lifted);
    }
    filter();
  }
  S.on("weighed", lift);
  function home(paper) {
    var next = S.papers.find(function (other) {
      return other.index > paper.index && other.group === paper.group && other.article.parentNode === paper.group;
    });
    paper.group.insertBefore(paper.article, next ? next.article : null);
  }

  // ------------------------------------------------------------ density

  var density = tools.querySelector("select");
  function dense() {
    density.value = html.dataset.density || "";
    var all = html.dataset.density === "everything";
    if (all && !watcher) {
      watcher = new IntersectionObserver(function (entries) {
        entries.forEach(function (entry) {
          if (entry.isIntersecting) open(byArticle.get(entry.target), true);
        });
      }, { rootMargin: "600px" });
      S.papers.forEach(function (paper) { watcher.observe(paper.article); });
      ahead(0);
    } else if (!all && watcher) {
      watcher.disconnect();
      watcher = null;
      S.papers.forEach(function (paper) { open(paper, false); });
    }
    if (all && pane) { pane.remove(); pane = inPane = null; }
    else if (!all && current) showInPane(current);
  }
  var watcher = null;
  // A print waits for nothing: what is not on the screen yet comes in idle moments, too.
  function ahead(number) {
    if (watcher && S.papers[number * per]) load(S.papers[number * per], function () {
      (window.requestIdleCallback || setTimeout)(function () { ahead(number + 1); });
    });
  }
  addEventListener("beforeprint", function () {
    if (watcher) visible().forEach(function (paper) { open(paper, true); });
  });
  density.addEventListener("change", function () { S.setPref("density", density.value); dense(); });
  S.on("settings", dense);
  S.on("prefs", dense);

  // ------------------------------------------------------------ back to the same place

  function remember() {
    clearTimeout(remember.later);
    remember.later = setTimeout(keep, 200);
  }
  function keep() {
    S.keepPlace(visible(), {
      open: S.papers.filter(function (paper) { return paper.open; }).map(function (paper) { return paper.key; }).slice(0, 50),
      current: current && current.key
    });
  }
  addEventListener("pagehide", keep);
  function restore() {
    var place = S.keptPlace();
    if (!place) return aim();
    var find = function (key) { return S.papers.find(function (paper) { return paper.key === key; }); };
    (place.open || []).forEach(function (key) { if (find(key)) open(find(key), true); });
    var top = find(place.top);
    if (find(place.current)) select(find(place.current));
    // It may have been read meanwhile: the next one stands where it stood.
    follow();
    if (top && top.out) top = current;
    S.returnTo(top, place.offset);
  }
  // The paper or the group that the address names.
  function named() {
    var name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch (error) { /* as it stands */ }
    var target = document.getElementById(name);
    return list.contains(target) ? target : null;
  }
  function aim() {
    var target = named(), paper = byArticle.get(target);
    if (!target) return;
    if (paper && paper.out) {
      wanted = paper;
      filter();
    }
    if (paper) select(paper);
    S.settle(target, function () { target.scrollIntoView({ behavior: "instant" }); });
  }
  var pressed = false;
  addEventListener("hashchange", function () {
    // The way back is the browser's own; an address that was typed may name a hidden paper.
    if (pressed || (byArticle.get(named()) || {}).out) aim();
    pressed = false;
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    pressed = link.hash !== location.hash;
    if (!pressed) setTimeout(aim); // a second time on one link is no change of the address
  });

  // ------------------------------------------------------------ start

  S.on("painted", filter);
  S.on("language", filter);
  var end = S.el("p", { class: "end js-only" },
    S.el("button", { class: "button", type: "button", "data-t": "filter.all_read", onclick: function () {
      S.store.update("read", {}, function (all) {
        visible().forEach(function (paper) { all[paper.key] = Math.floor(Date.now() / 864e5); });
      });
    } }, S.t("filter.all_read")));
  if (S.papers.length) list.append(end);
  readAddress();
  wanted = byArticle.get(named());
  addEventListener("popstate", function () { readAddress(); filter(); });
  lift(); // filters, too; list.js has weighed the papers before this script ran
  dense();
  restore();
  if (!current && wide() && S.papers.length) select(visible()[0] || null);
  addEventListener("resize", function () { if (current) showInPane(current); });
})();
