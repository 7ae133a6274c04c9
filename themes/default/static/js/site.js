// Every page: storage, words, settings, keys, and the buttons of a paper's page.
// Other scripts use `window.sitegen`; none is needed to read a page.
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
        this.fail(error && /quota/i.test(error.name) && this.works() ? "full" : "off");
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
    works: function () {
      try {
        localStorage.setItem(prefix + "test", "1");
        localStorage.removeItem(prefix + "test");
        return true;
      } catch (error) { return false; }
    },
    problem: "",
    fail: function (kind) {
      this.problem = kind;
      S.words(function () { S.say(S.t("store." + kind)); });
      S.emit("problem", kind);
    }
  };
  window.addEventListener("storage", function (event) {
    if (event.key && event.key.indexOf(prefix) === 0) {
      var name = event.key.slice(prefix.length);
      if (name === "prefs") { prefs = S.store.get("prefs", {}); apply(); }
      S.emit(name);
    }
  });

  var prefs = S.store.get("prefs", {});
  S.pref = function (name) { return prefs[name]; };
  S.setPref = function (name, value) {
    prefs = S.store.get("prefs", {});
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
  }

  // ------------------------------------------------------------ words

  var files = {};
  (script.dataset.words || "").split(" ").forEach(function (pair) {
    var parts = pair.split("=");
    if (parts[1]) files[parts[0]] = S.root + "js/strings-" + parts[0] + ".js?v=" + parts[1];
  });
  S.languages = Object.keys(files);
  var siteLang = html.lang;
  S.lang = Object.hasOwn(files, prefs.lang) ? prefs.lang : siteLang;
  var waiting = [], loading = "";
  function ready() { return !!(window.sitegenWords && window.sitegenWords[S.lang]); }

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
  S.number = function (value) { return String(value).replace(/\B(?=(\d{3})+$)/g, ","); };
  S.t = function (key, values) {
    var all = window.sitegenWords || {}, table = all[S.lang] || all[siteLang] || {};
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
  // What stands on every page has no mark for its words, since marks cost bytes on each:
  // [where it stands, the key, the attribute that holds the words].
  var places = [
    [".skip", "nav.skip"], [".places", "nav.main", "aria-label"], [".crumbs, nav.kicker", "nav.breadcrumbs", "aria-label"],
    ["nav.kicker > a:not(.cat), :is(.crumbs, .ways) li:first-child a", "nav.home"],
    [':is(.crumbs, .ways) [href$="archive.html"]', "nav.archive"], [':is(.crumbs, .ways) li + li [href$="categories/index.html"]', "nav.categories"],
    ['.places [href$="archive.html"]', "nav.archive"], ['.places [href$="categories/index.html"]', "nav.categories"],
    ['.places [href$="saved.html"]', "nav.saved"], [".find input, .find button", "nav.search", "aria-label"],
    [".find input", "nav.search", "placeholder"], [".gear", "nav.settings", "aria-label"],
    [".foot nav", "nav.more", "aria-label"], ['.foot [href$="feeds.html"]', "nav.feeds"],
    ['.foot [href$="stats.html"]', "nav.stats"], ['.foot [href$="about.html"]', "nav.about"],
    [".hand", "paper.machine"], [".none", "card.no_summary"], ['.meta .source:not([href*="://arxiv.org/"])', "card.source"], [".instead", "card.abstract_instead"],
    [".abstract h2", "field.abstract"], [".beside", "paper.beside", "aria-label"], [".cite > summary", "paper.cite"],
    ["#related", "paper.related"], [".neighbours", "paper.neighbours", "aria-label"],
    [".neighbours [rel=prev] span", "paper.previous"], [".neighbours [rel=next] span", "paper.next"],
    [".beside [data-act=share]", "act.share"]
  ];
  S.translate = function (where) {
    places.forEach(function (place) {
      where.querySelectorAll(place[0]).forEach(function (element) {
        if (place[2]) element.setAttribute(place[2], S.t(place[1]));
        else element.textContent = S.t(place[1]);
      });
    });
    where.querySelectorAll(".article section:not(.own) > h2 + [data-field]").forEach(function (field) {
      var key = "field." + field.dataset.field;
      if (S.t(key) !== key) field.previousElementSibling.textContent = S.t(key);
    });
    where.querySelectorAll(".foot > p").forEach(function (made) {
      var generator = /sitegen \S+/.exec(made.textContent);
      if (generator) made.textContent = S.t("foot.made", { generator: generator[0] });
    });
    where.querySelectorAll("[data-t]").forEach(function (element) {
      var words = S.t(element.dataset.t, element.dataset);
      element.textContent = element.dataset.i ? words.split("|")[element.dataset.i] : words;
    });
    [["label", "aria-label"], ["title", "title"], ["placeholder", "placeholder"]].forEach(function (pair) {
      where.querySelectorAll("[data-t-" + pair[0] + "]").forEach(function (element) {
        element.setAttribute(pair[1], S.t(element.getAttribute("data-t-" + pair[0])));
      });
    });
    where.querySelectorAll("time").forEach(function (element) {
      element.textContent = S.date(element.dateTime, element.dataset.date || "long");
    });
  };
  S.setLanguage = function (lang) {
    S.setPref("lang", lang);
    S.lang = lang;
    S.words(function () { swap(); });
  };
  function swap() {
    if (!ready()) return;
    html.lang = S.lang;
    S.translate(document);
    S.emit("language");
  }
  if (S.lang !== html.lang) S.words(swap);

  // ------------------------------------------------------------ papers

  // What is kept of a paper: taken from the page, so that it outlives the site.
  S.record = function (article) {
    var text = function (selector) {
      var element = article.querySelector(selector);
      return element ? element.textContent.trim() : "";
    };
    var link = article.querySelector(".title a");
    var main = document.getElementById("main");
    var group = article.closest("[data-cat]");
    var time = article.querySelector("time");
    var own = !link;
    var arxiv = (own ? document.querySelector(".beside") : article).querySelector('a[href*="://arxiv.org/abs/"], a.source');
    var language = function (name) {
      var element = article.querySelector('[data-field="' + name + '"]');
      return (element && element.lang) || undefined;
    };
    var names = own
      ? [].map.call(document.querySelectorAll('meta[name="citation_author"]'), function (meta) { return meta.content; })
      : text('[data-field="authors"]').split(", ").filter(Boolean)
        .map(function (name) { return name.replace(/,\u00a0/g, ", "); });
    var title = own && document.querySelector('meta[name="citation_title"]');
    var bibtex = own && document.querySelector('[data-cite="bib"]');
    var record = {
      key: article.dataset.paper,
      title: title ? title.content : text('[data-field="title"]'),
      authors: names,
      category: text(".cat") || (group ? group.dataset.cat : ""),
      date: time ? time.dateTime : (main && main.dataset.date) || "",
      page: "papers/" + article.dataset.paper + ".html",
      link: arxiv ? arxiv.getAttribute("href") : "",
      tldr: text('[data-field="tldr"]').slice(0, 400),
      titleLang: language("title"),
      tldrLang: language("tldr"),
      bibtex: bibtex ? bibtex.textContent : undefined,
      added: new Date().toISOString()
    };
    if (own) record.ris = S.ris(record, plainText(article.querySelector('[data-field="abstract"]')));
    return record;
  };
  // A field's text, its formulas as the TeX that they were made from.
  function plainText(field) {
    if (!field) return "";
    var copy = field.cloneNode(true);
    copy.querySelectorAll("math").forEach(function (math) { math.replaceWith(math.getAttribute("alttext") || math.textContent); });
    return copy.textContent;
  }
  S.isSaved = function (key) { return Object.hasOwn(S.store.get("saved", {}), key); };
  S.isRead = function (key) { return Object.hasOwn(S.store.get("read", {}), key); };
  S.toggleSaved = function (article) {
    var key = article.dataset.paper, on = !S.isSaved(key);
    return S.store.update("saved", {}, function (all) {
      if (on) all[key] = S.record(article);
      else delete all[key];
    });
  };
  S.toggleRead = function (key, on) {
    return S.store.update("read", {}, function (all) {
      if (on === undefined ? Object.hasOwn(all, key) : !on) delete all[key];
      else all[key] = Math.floor(Date.now() / 864e5);
    });
  };

  S.copy = function (text) {
    var tell = function (key) { S.words(function () { S.say(S.t(key)); }); };
    var old = function () {
      var area = S.el("textarea", { class: "hide", readonly: true });
      area.value = text;
      document.body.append(area);
      area.select();
      var done = document.execCommand("copy");
      area.remove();
      tell(done ? "act.copied" : "act.copy_failed");
    };
    if (!navigator.clipboard) return old();
    navigator.clipboard.writeText(text).then(function () { tell("act.copied"); }, old);
  };
  S.download = function (name, type, text) {
    var url = URL.createObjectURL(new Blob([text], { type: type + ";charset=utf-8" }));
    var link = S.el("a", { href: url, download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(url); }, 1000);
  };
  S.markdown = function (record) {
    return "[" + record.title.replace(/([\[\]])/g, "\\$1") + "](" + (record.link || record.page) + ")" +
      (record.authors.length ? ", " + record.authors.join(", ") : "") +
      (record.date ? " (" + record.date.slice(0, 4) + ")" : "");
  };

  var article = document.querySelector("article.article[data-paper]");
  function paint() {
    if (!article) return;
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

  // Buttons and the RIS record come when the citation is opened for the first time.
  var cite = document.getElementById("cite");
  if (cite) cite.addEventListener("toggle", function () {
    S.words(function () {
      var bibtex = cite.querySelector("pre");
      bibtex.tabIndex = 0;
      var acts = S.el("p", { class: "acts" });
      [["copy-bib", "act.copy", " BibTeX"], ["get-bib", "act.download", " .bib"], ["copy-ris", "act.copy", " RIS"],
        ["get-ris", "act.download", " .ris"], ["copy-md", "act.copy", " Markdown"]].forEach(function (row) {
        acts.append(S.el("button", { type: "button", "data-act": row[0] },
          S.el("span", { "data-t": row[1] }, S.t(row[1])), row[2]));
      });
      bibtex.after(acts, S.el("details", {}, S.el("summary", {}, "RIS"),
        S.el("pre", { tabindex: "0", "data-cite": "ris" }, S.record(article).ris)));
    });
  }, { once: true });

  S.acts = {
    settings: function () { openSettings(); },
    save: function () { if (article) S.toggleSaved(article); },
    read: function () { if (article) S.toggleRead(article.dataset.paper); },
    copy: function (button) { S.copy(new URL(button.dataset.copy, location.href).href); },
    share: function () {
      var data = { title: document.title, url: (document.querySelector("link[rel=canonical]") || location).href };
      if (navigator.share) navigator.share(data).catch(function () { /* the reader closed it */ });
      else S.copy(data.url);
    },
    "copy-md": function () { S.copy(S.markdown(S.record(article))); }
  };
  [["bib", "application/x-bibtex"], ["ris", "application/x-research-info-systems"]].forEach(function (kind) {
    var text = function () { return S.record(article)[kind[0] === "bib" ? "bibtex" : "ris"]; };
    S.acts["copy-" + kind[0]] = function () { S.copy(text()); };
    S.acts["get-" + kind[0]] = function () { S.download(article.dataset.paper + "." + kind[0], kind[1], text()); };
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-act]");
    var act = button && Object.hasOwn(S.acts, button.dataset.act) && S.acts[button.dataset.act];
    if (act) act(button, event);
  });

  // ------------------------------------------------------------ RIS

  // The same record as sitegen/site/citations.py makes, name for name: it would be an
  // eighth of every paper's page.
  var GROUP = /(?<![\p{L}\p{N}_])(collaborations?|team|consortium|group|initiative|project|alliance|labs?|community)(?![\p{L}\p{N}_])/iu;
  var AND = /(?<![\p{L}\p{N}_])and(?![\p{L}\p{N}_])|&/iu;
  var CJK = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
  var PARTICLES = " al am auf bin da dal de dei del della dem den der des di do dos du el ibn la le lo ten ter van vande vanden vander vom von zu zum zur ";
  var SUFFIXES = " jr jr. sr sr. ii iii iv ";
  function isOneOf(words, word) { return words.includes(" " + word.toLowerCase() + " "); }
  function tidy(text) { return text.split(/\s+/).filter(Boolean).join(" "); }
  // "Ludwig van der Berg" as "van der Berg, Ludwig".
  S.risName = function (name) {
    var whole = tidy(name), words = whole.split(" ");
    if (GROUP.test(name) || words.length < 2 || AND.test(name)) return whole;
    if (name.includes(",")) {
      var cut = whole.indexOf(","), given = whole.slice(cut + 1).trim();
      return whole.slice(0, cut).trim() + (given ? ", " + given : "");
    }
    if (CJK.test(words[0])) return words[0] + ", " + words.slice(1).join(" ");
    var suffix = words.length > 2 && isOneOf(SUFFIXES, words[words.length - 1]) ? [words.pop()] : [];
    var start = words.length - 1;
    while (start > 1 && isOneOf(PARTICLES, words[start - 1])) start--;
    return words.slice(start).join(" ") + ", " + words.slice(0, start).concat(suffix).join(" ");
  };
  // The digest's date, unless the arXiv id tells of an older month.
  function published(arxiv, date) {
    var digits = /(?:^|\/)(\d\d)(\d\d)[\d.]*$/.exec(arxiv);
    if (!digits) return date;
    var year = (arxiv.includes("/") && Number(digits[1]) >= 91 ? 1900 : 2000) + Number(digits[1]);
    var month = year + "-" + digits[2], next = Number(digits[2]) % 12 + 1;
    var after = year + (next === 1) + "-" + String(next).padStart(2, "0");
    return [month, after].includes(date.slice(0, 7)) ? date : month;
  }
  S.ris = function (record, abstract) {
    var link = record.link || "";
    var arxiv = (/^https:\/\/arxiv\.org\/abs\/([^?#]+?)(?:v\d+)?$/.exec(link) || ["", ""])[1];
    var day = published(arxiv, record.date || "");
    return [["TY", "UNPB"], ["TI", record.title]].concat(
      record.authors.map(function (name) { return ["AU", S.risName(name)]; }),
      [["PY", day.slice(0, 4)], ["DA", day.length === 10 ? day.replaceAll("-", "/") : ""],
        ["PB", arxiv && "arXiv"], ["M1", arxiv && "arXiv:" + arxiv], ["DO", arxiv && "10.48550/arXiv." + arxiv],
        ["UR", link], ["KW", record.category], ["AB", abstract]]
    ).filter(function (row) { return row[1]; }).map(function (row) {
      return row[0] + "  - " + tidy(row[1]) + "\r\n";
    }).join("") + "ER  - \r\n";
  };

  // ------------------------------------------------------------ keys

  S.keys = {
    "/": ["help.search", function () {
      var box = document.querySelector('#search-box, .find input, input[name="q"]');
      if (box) { box.focus(); box.select(); }
    }],
    "?": ["help.help", function () { openHelp(); }]
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

  // ------------------------------------------------------------ sheets

  function sheet(title, build) {
    S.words(function () {
      var close = S.el("button", { class: "button", type: "button" }, S.t("act.close"));
      var dialog = S.el("dialog", { "aria-labelledby": "sheet" }, S.el("h2", { id: "sheet" }, S.t(title)));
      build(dialog);
      dialog.append(S.el("p", { class: "acts" }, close));
      close.addEventListener("click", function () { dialog.close(); });
      dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
      dialog.addEventListener("close", function () { dialog.remove(); });
      document.body.append(dialog);
      dialog.showModal();
    });
  }
  S.sheet = sheet;
  function row(label, control) {
    return S.el("label", { class: "row" }, S.el("span", {}, S.t(label)), control);
  }
  function choice(name, options) {
    var select = S.el("select", { onchange: function () {
      if (name === "lang") S.setLanguage(select.value);
      else S.setPref(name, select.value);
      S.emit("settings");
    } });
    options.forEach(function (option) {
      select.append(S.el("option", { value: option[0], lang: option[2] }, option[1]));
    });
    select.value = name === "lang" ? S.lang : prefs[name] || "";
    return select;
  }
  function check(name, on) {
    var box = S.el("input", { type: "checkbox", onchange: function () {
      S.setPref(name, name === "keys" ? box.checked : box.checked || undefined);
      S.emit("settings");
    } });
    box.checked = on;
    return box;
  }
  var names = { en: "English", "zh-Hans": "简体中文" };
  function openSettings() {
    sheet("settings.title", function (dialog) {
      dialog.append(row("settings.scheme", choice("scheme", [
        ["", S.t("settings.auto")], ["light", S.t("settings.light")], ["dark", S.t("settings.dark")]
      ])));
      if (S.languages.length > 1) dialog.append(row("settings.language", choice("lang", S.languages.map(function (lang) {
        return [lang, names[lang] || lang, lang];
      }))));
      dialog.append(row("settings.density", choice("density", [
        ["titles", S.t("filter.titles")], ["", S.t("filter.tldr")], ["everything", S.t("filter.everything")]
      ])));
      dialog.append(row("settings.hide_summary", check("noSummary", !!prefs.noSummary)));
      dialog.append(row("settings.hide_abstract", check("noAbstract", !!prefs.noAbstract)));
      if (script.dataset.keys !== "off") dialog.append(row("settings.keys", check("keys", prefs.keys !== false)));
      dialog.append(S.el("p", { class: "row" },
        S.el("a", { href: S.root + "saved.html#interests" }, S.t("settings.interests")),
        S.el("button", { class: "button", type: "button", onclick: function () { dialog.close(); openHelp(); } }, S.t("settings.keys_help"))));
    });
  }
  function openHelp() {
    sheet("help.title", function (dialog) {
      Object.keys(S.keys).forEach(function (key) {
        dialog.append(S.el("p", { class: "row" }, S.el("span", {}, S.t(S.keys[key][0])), S.el("kbd", {}, key)));
      });
      dialog.append(S.el("p", { class: "hint" }, S.t("help.off")));
    });
  }

  if (script.hasAttribute("data-offline") && /^https?:$/.test(location.protocol) && navigator.serviceWorker)
    navigator.serviceWorker.register(S.root + "sw.js").catch(function () { /* online only */ });
})();
