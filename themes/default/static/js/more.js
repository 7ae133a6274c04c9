// What is fetched when it is first asked for (`sitegen.more`): the other language, sheets of
// settings and keys, copying, sharing, citations, files of saved papers. Never needed to read
// or to save.
(function () {
  "use strict";
  var S = window.sitegen, script = document.getElementById("site-js");

  // ------------------------------------------------------------ the other language

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
    var head = where === document && where.querySelector("h1 > [data-t], h1 > time"), was = head && head.textContent;
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
    // The page's name in the head is what its heading says, or the heading's date or month.
    if (head) {
      var name = document.title.split(" · ")[0], full = head.dataset.date === "full";
      document.title = document.title.replace(was.includes(name) ? name : was, function () {
        return full ? S.date(head.dateTime, "long") : head.textContent;
      });
    }
  };

  // ------------------------------------------------------------ sheets

  function sheet(title, build) {
    S.words(function () {
      // Asked for twice while it was on its way.
      if (document.querySelector("dialog[open]")) return;
      var close = S.el("button", { class: "button", type: "button", "data-t": "act.close" }, S.t("act.close"));
      var dialog = S.el("dialog", { "aria-labelledby": "sheet" }, S.el("h2", { id: "sheet", "data-t": title }, S.t(title)));
      build(dialog);
      dialog.append(S.el("p", { class: "acts" }, close));
      close.addEventListener("click", function () { dialog.close(); });
      dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
      // A sheet lies above all else, and takes the rest from screen readers: what is told comes along.
      var live = document.querySelector(".toast");
      dialog.addEventListener("close", function () {
        document.body.append(live);
        dialog.remove();
      });
      dialog.append(live);
      document.body.append(dialog);
      dialog.showModal();
    });
  }
  S.sheet = sheet;
  function row(label, control) {
    return S.el("label", { class: "row" }, S.el("span", { "data-t": label }, S.t(label)), control);
  }
  function choice(name, options) {
    var select = S.el("select", { onchange: function () {
      S.setPref(name, select.value);
      S.emit("settings");
    } });
    options.forEach(function (option) {
      // A language's own name is no key, and stays.
      select.append(S.el("option", { value: option[0], lang: option[2], "data-t": option[1] }, S.t(option[1])));
    });
    select.value = name === "lang" ? S.lang : S.pref(name) || "";
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
        ["", "settings.auto"], ["light", "settings.light"], ["dark", "settings.dark"]
      ])));
      if (S.languages.length > 1) dialog.append(row("settings.language", choice("lang", S.languages.map(function (lang) {
        return [lang, names[lang] || lang, lang];
      }))));
      dialog.append(row("settings.density", choice("density", [
        ["titles", "filter.titles"], ["", "filter.tldr"], ["everything", "filter.everything"]
      ])));
      dialog.append(row("settings.hide_summary", check("noSummary", !!S.pref("noSummary"))));
      dialog.append(row("settings.hide_abstract", check("noAbstract", !!S.pref("noAbstract"))));
      if (script.dataset.keys !== "off") dialog.append(row("settings.keys", check("keys", S.pref("keys") !== false)));
      dialog.append(S.el("p", { class: "row" },
        S.el("a", { href: S.root + "saved.html#interests", "data-t": "settings.interests", onclick: function () { dialog.close(); } }, S.t("settings.interests")),
        S.el("button", { class: "button", type: "button", "data-t": "settings.keys_help", onclick: function () { dialog.close(); S.openHelp(); } }, S.t("settings.keys_help"))));
    });
  }
  S.openHelp = function () {
    sheet("help.title", function (dialog) {
      Object.keys(S.keys).forEach(function (key) {
        dialog.append(S.el("p", { class: "row" }, S.el("span", {}, S.t(S.keys[key][0])), S.el("kbd", {}, key)));
      });
      dialog.append(S.el("p", { class: "hint" }, S.t("help.off")));
    });
  };

  // ------------------------------------------------------------ copying

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
    // A backslash at the end would take the bracket away.
    var title = tidy(record.title).replace(/\\*([\[\]])|\\+$/g, function (all, bracket) { return "\\" + (bracket || "\\"); });
    var link = record.link || record.page && new URL(S.root + record.page, location.href).href;
    return (link ? "[" + title + "](" + link + ")" : title) +
      (record.authors.length ? ", " + record.authors.map(tidy).join(", ") : "") +
      (yearOf(record) ? " (" + yearOf(record) + ")" : "");
  };

  var article = document.querySelector("article.article[data-paper]");
  Object.assign(S.acts, {
    settings: function () { openSettings(); },
    copy: function (button) { S.copy(new URL(button.dataset.copy, location.href).href); },
    share: function () {
      var data = { title: document.title, url: (document.querySelector("link[rel=canonical]") || location).href };
      if (navigator.share) navigator.share(data).catch(function () { /* the reader closed it */ });
      else S.copy(data.url);
    },
    "copy-md": function () { S.copy(S.markdown(S.record(article))); }
  });
  [
    ["bib", "application/x-bibtex", function () { return S.record(article).bibtex; }],
    ["ris", "application/x-research-info-systems", function () { return ownRis(article); }]
  ].forEach(function (kind) {
    S.acts["copy-" + kind[0]] = function () { S.copy(kind[2]()); };
    S.acts["get-" + kind[0]] = function () { S.download(article.dataset.paper + "." + kind[0], kind[1], kind[2]()); };
  });

  // ------------------------------------------------------------ citations

  // The buttons and the RIS record of a paper's own page.
  S.cite = function (cite, article) {
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
        S.el("pre", { tabindex: "0", "data-cite": "ris" }, ownRis(article))));
    });
  };
  function ownRis(article) {
    var record = S.record(article);
    return S.ris(record, record.abstract);
  }

  // The same record as sitegen/site/citations.py makes, name for name: it would be an
  // eighth of every paper's page.
  var GROUP = /(?<![\p{L}\p{N}_])(collaborations?|team|consortium|group|initiative|project|alliance|labs?|community)(?![\p{L}\p{N}_])/iu;
  var AND = /(?<![\p{L}\p{N}_])and(?![\p{L}\p{N}_])|&/iu;
  var CJK = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
  var PARTICLES = " al am auf bin da dal de dei del della dem den der des di do dos du el ibn la le lo ten ter van vande vanden vander vom von zu zum zur ";
  var SUFFIXES = " jr jr. sr sr. ii iii iv ", TITLES = SUFFIXES + "v phd ph.d. md m.d. ";
  function isOneOf(words, word) { return words.includes(" " + word.toLowerCase() + " "); }
  function tidy(text) { return text.split(/\s+/).filter(Boolean).join(" "); }
  function withoutBrackets(name) { return name.replace(/(?<![)） ])(?: ?[(（][^()（）]*[)）])+$/, "") || name; }
  function isTitle(before, after) { return before.includes(" ") && isOneOf(TITLES, after); }
  // "Ludwig van der Berg" as "van der Berg, Ludwig".
  S.risName = function (name) {
    var whole = withoutBrackets(tidy(name)), title = [];
    if (GROUP.test(whole) || !whole.includes(" ") || AND.test(whole)) return whole;
    if (whole.includes(",")) {
      var cut = whole.indexOf(","), family = whole.slice(0, cut).trim(), given = whole.slice(cut + 1).trim();
      if (!isTitle(family, given)) return family + (given ? ", " + given : "");
      whole = family;
      title = [given];
    }
    var words = whole.split(" ");
    if (CJK.test(words[0])) return words[0] + ", " + words.slice(1).concat(title).join(" ");
    var suffix = words.length > 2 && isOneOf(SUFFIXES, words[words.length - 1]) ? [words.pop()] : [];
    var start = words.length - 1;
    while (start > 1 && isOneOf(PARTICLES, words[start - 1])) start--;
    return words.slice(start).join(" ") + ", " + words.slice(0, start).concat(suffix, title).join(" ");
  };
  function arxivOf(record) {
    return (/^https?:\/\/arxiv\.org\/abs\/([^?#]+?)(?:v\d+)?(?:[?#]|$)/.exec(record.link || "") || ["", ""])[1];
  }
  // The month in which an arXiv id was given out.
  function monthOf(arxiv) {
    var digits = /(?:^|\/)(\d\d)(\d\d)[\d.]*$/.exec(arxiv);
    return digits ? (arxiv.includes("/") && digits[1] >= 91 ? "19" : "20") + digits[1] + "-" + digits[2] : "";
  }
  function yearOf(record) { return (monthOf(arxivOf(record)) || record.date || "").slice(0, 4); }
  S.ris = function (record, abstract) {
    var link = record.link || "", arxiv = arxivOf(record), year = yearOf(record), day = record.date || "";
    // A digest of that month or the next has news; another year would contradict PY.
    var month = monthOf(arxiv), late = month ? day.slice(5, 7) - month.slice(5) : 0;
    if (day.length !== 10 || !day.startsWith(year) || (late !== 0 && late !== 1)) day = "";
    return [["TY", "UNPB"], ["TI", record.plain || record.title]].concat(
      record.authors.map(function (name) { return ["AU", S.risName(name)]; }),
      [["PY", year], ["DA", day.replaceAll("-", "/")],
        ["PB", arxiv && "arXiv"], ["M1", arxiv && "arXiv:" + arxiv], ["DO", arxiv && "10.48550/arXiv." + arxiv],
        ["UR", link], ["KW", record.category], ["AB", abstract]]
    ).filter(function (row) { return row[1]; }).map(function (row) {
      return row[0] + "  - " + tidy(row[1]) + "\r\n";
    }).join("") + "ER  - \r\n";
  };

  function plain(text) {
    return text.replace(/[\\{}]/g, "").replace(/[&%#_$]/g, "\\$&")
      .replace(/\^/g, "\\textasciicircum{}").replace(/~/g, "\\textasciitilde{}");
  }
  function isBalanced(text) {
    var open = 0;
    return [].every.call(text, function (sign) { return (open += (sign === "{") - (sign === "}")) >= 0; }) && !open;
  }
  // Formulas stay as they are; words with inner capitals are in braces.
  var CAPITAL = /(?<![\p{L}\p{N}_{\\])([\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?[A-Z][\p{L}\p{N}_-]*)(?![\p{L}\p{N}_}])/gu;
  function bibtexTitle(title) {
    return title.split(/(\$[^$]+\$(?!\d))/).map(function (part, at) {
      return at % 2 && isBalanced(part) ? part : plain(part).replace(CAPITAL, "{$1}");
    }).join("");
  }
  // In braces, what BibTeX would else take apart.
  function bibtexName(name) {
    var words = tidy(plain(name)), parts = /^([^,(（]+), ?([^ ,(（][^,]*)$/.exec(words);
    return GROUP.test(withoutBrackets(tidy(name))) || AND.test(words) ||
      (words.includes(",") && (!parts || isTitle(parts[1], parts[2]))) ? "{" + words + "}" : words;
  }
  // BibTeX of a kept record that has none from its page.
  S.bibtex = function (record) {
    if (record.bibtex) return record.bibtex;
    var arxiv = arxivOf(record);
    var rows = [
      ["title", bibtexTitle(record.title)],
      ["author", record.authors.map(bibtexName).join(" and ")],
      ["year", yearOf(record)],
      ["eprint", arxiv], ["archivePrefix", arxiv && "arXiv"], ["primaryClass", arxiv && /^[a-z-]+(\.[A-Za-z-]+)?$/.test(record.category) && record.category],
      ["doi", arxiv && "10.48550/arXiv." + arxiv], ["url", record.link]
    ].filter(function (row) { return row[1]; });
    return "@misc{arxiv" + record.key.replace(/[^\w.-]/g, "") + ",\n" +
      rows.map(function (row) { return "  " + row[0] + " = {" + row[1] + "}"; }).join(",\n") + "\n}\n";
  };

  // A file of kept records: the type of each format, and what writes it.
  var formats = {
    bib: ["application/x-bibtex", function (all) {
      // BibTeX refuses a file in which two papers have one key: the older paper keeps it.
      var KEY = /\{([^,]*)/, owner = new Map();
      var rows = all.map(function (record) { return [record.key, S.bibtex(record)]; });
      rows.slice().sort().reverse().forEach(function (row) { owner.set((KEY.exec(row[1]) || [])[1], row[0]); });
      return rows.map(function (row) {
        return row[1].replace(KEY, function (start, key) { return owner.get(key) === row[0] ? start : start + "-" + row[0]; });
      }).join("\n");
    }],
    ris: ["application/x-research-info-systems", function (all) {
      return all.map(function (record) {
        return record.ris ? record.ris.replace(/\r?\n/g, "\r\n") : S.ris(record, record.abstract);
      }).join("");
    }],
    md: ["text/markdown", function (all) {
      return all.map(function (record) {
        return "- " + S.markdown(record) + (record.note ? "\n  " + record.note.replace(/\n/g, "\n  ") : "");
      }).join("\n") + "\n";
    }],
    json: ["application/json", function (all) {
      return JSON.stringify({ format: "sitegen-saved", version: 1, saved: all, read: S.store.get("read", {}), interests: S.interests() }, null, 1) + "\n";
    }]
  };
  S.exportAs = function (kind, records) {
    S.download("saved." + kind, formats[kind][0], formats[kind][1](records));
  };

  // ------------------------------------------------------------ saved.html: what is brought

  S.takeIn = function (data, cleanRecord, KEY) {
    var list = data && (Array.isArray(data.saved) ? data.saved : Array.isArray(data) ? data : null);
    if (!list) return S.say(S.t("saved.not_ours"));
    var clean = list.map(cleanRecord).filter(Boolean);
    var kept = S.store.update("saved", {}, function (all) {
      clean.forEach(function (record) {
        var old = all[record.key];
        all[record.key] = Object.assign({}, record, old && old.note ? { note: old.note } : {});
      });
    });
    if (data.read && typeof data.read === "object") S.store.update("read", {}, function (all) {
      Object.keys(data.read).forEach(function (key) {
        if (KEY.test(key)) all[key] = Number(data.read[key]) || 0;
      });
    });
    if (kept) S.say(S.t("saved.imported", { n: new Set(clean.map(function (record) { return record.key; })).size }));
  };
  function encode(value) {
    var bytes = new TextEncoder().encode(JSON.stringify(value)), line = "";
    bytes.forEach(function (byte) { line += String.fromCharCode(byte); });
    return btoa(line).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function decode(line) {
    var binary = atob(line.replace(/-/g, "+").replace(/_/g, "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, function (c) { return c.charCodeAt(0); })));
  }
  S.interestsLink = function (value) { return location.href.split("#")[0] + "#interests=" + encode(value); };
  S.saveInterests = function (value) {
    var text = JSON.stringify({ format: "sitegen-interests", version: 1, interests: value }, null, 1) + "\n";
    S.download("interests.json", "application/json", text);
  };
  // Ask whether to use the interests of the link that led here.
  S.askInterests = function (form, take) {
    S.words(function () {
      var brought = /^#interests=([\w-]+)$/.exec(location.hash);
      if (brought) try {
        var value = S.cleanInterests(decode(brought[1]));
        var ask = S.el("div", { class: "problem", role: "alert" }, S.el("p", {}, S.t("interests.from_link")),
          S.el("p", {}, [].concat(value.words, value.authors, value.hide).map(function (pair) { return pair[0]; }).join(", ")),
          S.el("p", { class: "acts" },
            S.el("button", { class: "button", type: "button", onclick: function () {
              take(value);
              ask.remove();
            } }, S.t("interests.use")),
            S.el("button", { class: "button", type: "button", onclick: function () { ask.remove(); } }, S.t("interests.ignore"))));
        form.prepend(ask);
      } catch (error) { S.say(S.t("interests.not_ours")); }
    });
  };
})();
