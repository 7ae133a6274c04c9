// Every page: storage, words, keys, and the buttons of a paper's page. What is asked for
// less often stands in more.js. Other scripts use `window.sitegen`; none is needed to read.
(function () {
  "use strict";

  var html = document.documentElement;
  var script = document.getElementById("site-js");
  var S = (window.sitegen = window.sitegen || {});
  S.root = html.dataset.root || "";
  S.base = new URL(S.root || ".", location.href).pathname;

  // ------------------------------------------------------------ small helpers

  // Make an element: el("p", {class: "x"}, "text", child). Text is never HTML.
  S.el = function (name, attributes) {
    var element = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) {
      var value = attributes[key];
      if (key.slice(0, 2) === "on") element.addEventListener(key.slice(2), value);
      else if (value === true) element.setAttribute(key, "");
      else if (value !== false && value != null) element.setAttribute(key, value);
    });
    for (var i = 2; i < arguments.length; i++) if (arguments[i] != null) element.append(arguments[i]);
    return element;
  };

  var live = S.el("div", { class: "toast", role: "status" }), fading;
  document.body.append(live);
  S.say = function (text) {
    live.textContent = text;
    clearTimeout(fading);
    fading = setTimeout(function () { live.textContent = ""; }, 4000);
  };

  var listeners = {};
  S.on = function (name, listener) { (listeners[name] = listeners[name] || []).push(listener); };
  S.emit = function (name, value) {
    (listeners[name] || []).forEach(function (listener) { listener(value); });
  };

  // ------------------------------------------------------------ storage

  // All sites of one host share a store, so every key bears the site's base path.
  // A write reads first: two tabs that write in turn lose nothing.
  var prefix = "sitegen:" + S.base + ":";
  S.store = {
    key: function (name) { return prefix + name; },
    get: function (name, fallback) {
      var text = null;
      try { text = localStorage.getItem(prefix + name); } catch (error) { return fallback; }
      if (text === null) return fallback;
      try {
        var value = JSON.parse(text);
        if (value && typeof value === "object" && Array.isArray(value) === Array.isArray(fallback)) return value;
      } catch (error) { /* told below */ }
      this.fail("broken");
      try { localStorage.setItem(prefix + name + ":broken", text); } catch (error) { /* kept as it is */ }
      return fallback;
    },
    set: function (name, value) {
      try {
        localStorage.setItem(prefix + name, JSON.stringify(value));
      } catch (error) {
        this.fail(this.why(error));
        return false;
      }
      S.emit(name, value);
      return true;
    },
    update: function (name, fallback, change) {
      var value = this.get(name, fallback);
      change(value);
      return this.set(name, value);
    },
    // What keeps a write from being kept; "" for nothing.
    trouble: function () {
      try {
        localStorage.setItem(prefix + "test", "1");
        localStorage.removeItem(prefix + "test");
        return "";
      } catch (error) { return this.why(error); }
    },
    // A store that is full holds something; one that takes nothing is as good as none.
    why: function (error) { return /quota/i.test(error.name) && localStorage.length ? "full" : "off"; },
    problem: "",
    fail: function (kind) {
      this.problem = kind;
      S.words(function () { S.say(S.t("store." + kind)); });
      S.emit("problem", kind);
    }
  };
  function follow(name) {
    if (name === "prefs") {
      prefs = S.store.get("prefs", prefs);
      apply();
    }
    S.emit(name);
  }
  window.addEventListener("storage", function (event) {
    if (event.key && event.key.indexOf(prefix) === 0) follow(event.key.slice(prefix.length));
  });
  // A page that the browser kept for the way back heard nothing meanwhile. Interests move
  // papers, and the reader's place with them: only where they have changed.
  function interests() { return JSON.stringify(S.store.get("interests", {})); }
  var left;
  addEventListener("pagehide", function () { left = interests(); });
  addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    ["prefs", "saved", "read"].forEach(follow);
    if (interests() !== left) follow("interests");
  });

  // Of files some browsers keep each one's data apart. The page of saved papers cannot know,
  // unless the page that leads there tells how many it has.
  if (location.protocol === "file:") document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest('.places [href$="saved.html"]');
    var many = link && Object.keys(S.store.get("saved", {})).length;
    if (many) link.hash = "has=" + many;
  });

  var prefs = {}; // read once there are words to tell what is wrong with them
  S.pref = function (name) { return prefs[name]; };
  // Not read anew: the store may be off or full.
  S.setPref = function (name, value) {
    prefs[name] = value;
    S.store.set("prefs", prefs);
    apply();
  };
  function apply() {
    ["scheme", "density"].forEach(function (name) {
      if (prefs[name]) html.dataset[name] = prefs[name];
      else delete html.dataset[name];
    });
    html.classList.toggle("no-summary", !!prefs.noSummary);
    html.classList.toggle("no-abstract", !!prefs.noAbstract);
    S.lang = Object.hasOwn(files, prefs.lang) ? prefs.lang : siteLang;
    if (S.lang !== html.lang) swap();
  }

  // ------------------------------------------------------------ words

  var files = {};
  (script.dataset.words || "").split(" ").forEach(function (pair) {
    var parts = pair.split("=");
    if (parts[1]) files[parts[0]] = S.root + "js/strings-" + parts[0] + ".js?v=" + parts[1];
  });
  S.languages = Object.keys(files);
  var siteLang = html.lang;
  S.lang = siteLang;
  var waiting = [], loading = "";
  function ready() { return (window.sitegenWords || {})[S.lang]; }

  // Call back as soon as the words of the interface's language are there.
  S.words = function (then) {
    if (ready() || !files[S.lang]) return then();
    waiting.push(then);
    if (loading === S.lang) return;
    loading = S.lang;
    var done = function () {
      loading = "";
      waiting.splice(0).forEach(function (next) { next(); });
    };
    S.load(files[S.lang], done, done);
  };
  S.load = function (url, done, failed) {
    var tag = S.el("script", { src: url, onload: done, onerror: failed });
    document.head.append(tag);
  };
  // Call back once more.js is there: it comes when first asked for.
  var asked = [];
  S.more = function (then) {
    if (S.sheet) return then();
    asked.push(then);
    if (asked.length > 1) return;
    S.words(function () { /* nearly all of it needs them, so they come at once, too */ });
    S.load(script.dataset.more, function () {
      asked.splice(0).forEach(function (next) { next(); });
    }, function () {
      asked = [];
      S.words(function () { S.say(S.t("act.failed")); });
    });
  };
  S.number = function (value) { return String(value).replace(/\B(?=(\d{3})+$)/g, ","); };
  S.t = function (key, values) {
    var table = ready() || (window.sitegenWords || {})[siteLang] || {};
    var words = table[key];
    if (words === undefined && values && "n" in values)
      words = table[key + (Number(values.n) === 1 ? ".one" : ".other")];
    if (words === undefined) return key;
    return words.replace(/\{(\w+)\}/g, function (all, name) {
      var value = values && values[name];
      if (value === undefined) return all;
      if (/^\d+$/.test(value)) return S.number(value);
      return /^\d{4}(-\d\d){1,2}$/.test(value) ? S.date(value, "long") : value;
    });
  };
  S.date = function (date, style) {
    var parts = date.split("-").map(Number);
    if (!parts[1]) return date;
    var list = function (key, index) { return S.t("date." + key).split("|")[index]; };
    var day = new Date(Date.UTC(parts[0], parts[1] - 1, parts[2] || 1));
    return S.t("date." + (parts[2] ? style : "month"), {}).replace(/\{(\w+)\}/g, function (all, name) {
      return {
        y: parts[0], m: parts[1], d: parts[2],
        month: list("months", parts[1] - 1),
        short_month: list("short_months", parts[1] - 1),
        weekday: list("weekdays", (day.getUTCDay() + 6) % 7)
      }[name];
    });
  };
  function swap() {
    S.more(function () {
      S.words(function () {
        if (!ready()) return;
        html.lang = S.lang;
        S.translate(document);
        S.emit("language");
      });
    });
  }
  follow("prefs");

  // ------------------------------------------------------------ papers

  // What is kept of a paper: taken from the page, so that it outlives the site.
  S.record = function (article) {
    var text = function (selector) {
      var element = article.querySelector(selector);
      return element ? plainText(element).trim() : "";
    };
    var link = article.querySelector(".title a");
    var main = document.getElementById("main");
    var group = article.closest("[data-cat]");
    var time = article.querySelector("time");
    var own = !link;
    // Not the first link of the card: a summary may lead to other papers.
    var arxiv = (own ? document.querySelector(".beside") : article.querySelector(".meta") || article).querySelector('a[href*="://arxiv.org/abs/"], a.source');
    var title = article.querySelector('[data-field="title"]');
    // What stands in for a TL;DR that is missing is kept, too, but not an abstract.
    var lead = article.querySelector('.tldr:not([data-field="abstract"]), .lead');
    var names = own
      ? [].map.call(document.querySelectorAll('meta[name="citation_author"]'), function (meta) { return meta.content; })
      : text('[data-field="authors"]').split(", ").filter(Boolean)
        .map(function (name) { return name.replace(/,\u00a0/g, ", "); });
    var cited = own && document.querySelector('meta[name="citation_title"]');
    var bibtex = own && document.querySelector('[data-cite="bib"]');
    var record = {
      key: article.dataset.paper,
      title: cited ? cited.content : text('[data-field="title"]'),
      authors: names,
      category: text(".cat") || (group ? group.dataset.cat : ""),
      date: time ? time.dateTime : (main && main.dataset.date) || "",
      page: "papers/" + article.dataset.paper + ".html",
      link: arxiv ? arxiv.getAttribute("href") : "",
      tldr: lead ? plainText(lead).trim().slice(0, 400) : "",
      titleLang: title ? title.lang : undefined,
      tldrLang: lead ? lead.lang : undefined,
      bibtex: bibtex ? bibtex.textContent : undefined,
      added: new Date().toISOString()
    };
    var abstract = own && article.querySelector('[data-field="abstract"]');
    if (abstract) record.abstract = plainText(abstract);
    return record;
  };
  // A field's text, its formulas as the TeX that they were made from.
  function plainText(field) {
    var copy = field.cloneNode(true), sign = field.matches(".title") ? "$" : "";
    copy.querySelectorAll("math").forEach(function (math) { math.replaceWith(sign + (math.getAttribute("alttext") || math.textContent) + sign); });
    return copy.textContent;
  }
  S.isSaved = function (key) { return Object.hasOwn(S.store.get("saved", {}), key); };
  S.isRead = function (key) { return Object.hasOwn(S.store.get("read", {}), key); };
  // Notes of papers that were taken out here: the reader may only have slipped.
  var notes = {};
  S.toggleSaved = function (article) {
    var key = article.dataset.paper, on = !S.isSaved(key);
    return S.store.update("saved", {}, function (all) {
      if (on) all[key] = Object.assign(S.record(article), { note: notes[key] });
      else {
        notes[key] = all[key]?.note;
        delete all[key];
      }
    });
  };
  S.toggleRead = function (key, on) {
    return S.store.update("read", {}, function (all) {
      if (on === undefined ? Object.hasOwn(all, key) : !on) delete all[key];
      else all[key] = Math.floor(Date.now() / 864e5);
    });
  };

  var article = document.querySelector("article.article[data-paper]");
  function paint() {
    [["save", S.isSaved, "act.saved", "act.save"], ["read", S.isRead, "act.is_read", "act.read"]].forEach(function (row) {
      var button = document.querySelector('.beside [data-act="' + row[0] + '"]');
      if (!button) return;
      var on = row[1](article.dataset.paper);
      button.setAttribute("aria-pressed", on);
      // The words follow only once they are here; the pressed state shows at once.
      if (ready() || on) S.words(function () { button.textContent = S.t(row[on ? 2 : 3]); });
    });
  }
  if (article) { S.on("saved", paint); S.on("read", paint); S.on("language", paint); paint(); }

  // Buttons and RIS come when the citation is first opened.
  var cite = document.getElementById("cite");
  if (cite) cite.addEventListener("toggle", function () {
    S.more(function () { S.cite(cite, article); });
  }, { once: true });

  S.acts = {
    save: function () { if (article) S.toggleSaved(article); },
    read: function () { if (article) S.toggleRead(article.dataset.paper); }
  };
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-act]");
    if (!button) return;
    var name = button.dataset.act;
    var act = function () { if (Object.hasOwn(S.acts, name)) S.acts[name](button, event); };
    if (Object.hasOwn(S.acts, name)) act();
    else S.more(act);
  });

  // ------------------------------------------------------------ keys

  S.keys = {
    "/": ["help.search", function () {
      var box = document.querySelector('#search-box, .find input, input[name="q"]');
      if (box) { box.focus(); box.select(); }
    }],
    "?": ["help.help", function () { S.more(function () { S.openHelp(); }); }]
  };
  if (article) {
    S.keys.s = ["help.save", function () { S.toggleSaved(article); }];
    S.keys.m = ["help.read", function () { S.toggleRead(article.dataset.paper); }];
  }
  S.keysOn = function () { return script.dataset.keys !== "off" && prefs.keys !== false; };
  document.addEventListener("keydown", function (event) {
    var target = event.target;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName)) {
      if (event.key === "Escape") target.blur();
      return;
    }
    if (document.querySelector("dialog[open]") || !S.keysOn()) return;
    if (Object.hasOwn(S.keys, event.key)) {
      event.preventDefault();
      S.keys[event.key][1](event);
    }
  });

  var workers = navigator.serviceWorker;
  if (script.hasAttribute("data-offline") && /^https?:$/.test(location.protocol) && workers) {
    var ignore = function () { /* online only */ };
    // The page that a reader comes to first was loaded before there was a worker to keep it.
    if (!workers.controller) workers.addEventListener("controllerchange", function () { fetch(location.pathname).catch(ignore); }, { once: true });
    // Behind what the page itself asks for.
    addEventListener("load", function () { workers.register(S.root + "sw.js").catch(ignore); });
  }
})();
