// The page of saved papers, of what was read, and of the reader's interests.
// Everything stays in the browser; files and links carry it elsewhere.
(function () {
  "use strict";
  var S = window.sitegen, place = document.getElementById("saved");
  var storage = document.getElementById("storage");
  var find, sort, rows, status, readLine, stale;

  // ------------------------------------------------------------ what an import may hold

  function text(value, length) { return typeof value === "string" ? value.slice(0, length) : ""; }
  function fits(value, pattern) { return typeof value === "string" && pattern.test(value); }
  var KEY = /^(?!__proto__$)[\w.-]{1,90}$/, DATE = /^\d{4}(-\d\d){0,2}$/, LANG = /^[a-zA-Z-]{2,12}$/;
  function cleanRecord(value) {
    if (!value || typeof value !== "object" || !fits(value.key, KEY) || !text(value.title, 1)) return null;
    var page = text(value.page, 300), link = text(value.link, 500);
    return {
      key: value.key,
      title: text(value.title, 1000),
      plain: text(value.plain, 1000) || undefined,
      authors: (Array.isArray(value.authors) ? value.authors : []).slice(0, 5000).map(function (name) { return text(name, 300).trim(); }).filter(Boolean),
      category: text(value.category, 80),
      date: fits(value.date, DATE) ? value.date : "",
      page: /^[\w-][\w./-]*\.html$/.test(page) && !page.includes("..") ? page : "",
      link: /^https?:\/\/\S+$/i.test(link) ? link : "",
      tldr: text(value.tldr, 1000),
      titleLang: fits(value.titleLang, LANG) ? value.titleLang : undefined,
      tldrLang: fits(value.tldrLang, LANG) ? value.tldrLang : undefined,
      note: text(value.note, 10000) || undefined,
      bibtex: text(value.bibtex, 100000) || undefined,
      abstract: text(value.abstract, 20000) || undefined,
      ris: text(value.ris, 200000) || undefined, // kept by earlier versions
      added: text(value.added, 40)
    };
  }
  function records() {
    var all = S.store.get("saved", {});
    return Object.keys(all).map(function (key) { return cleanRecord(all[key]); }).filter(Boolean);
  }

  // ------------------------------------------------------------ the list

  function chosen() {
    var words = S.fold(find.value).split(/\s+/).filter(Boolean);
    var orders = {
      added: function (a, b) { return a.added < b.added ? 1 : -1; },
      date: function (a, b) { return a.date + " " + a.key < b.date + " " + b.key ? 1 : -1; },
      title: function (a, b) { return a.title.localeCompare(b.title); }
    };
    return records().filter(function (record) {
      var all = S.fold([record.title, record.authors.join(" "), record.tldr, record.note || "", record.category, record.key].join("\n"));
      return words.every(function (word) { return all.includes(word); });
    }).sort(orders[sort.value]);
  }
  // A note is kept when its field is left, when the keys rest, and when the page goes.
  var later, write = null;
  function keepNote() {
    clearTimeout(later);
    if (write) write();
    write = null;
  }
  addEventListener("pagehide", keepNote);
  function card(record) {
    var href = record.page ? S.root + record.page : record.link;
    var note = S.el("textarea", { rows: "1", "aria-label": S.t("saved.note"), placeholder: S.t("saved.note") });
    note.value = record.note || "";
    note.addEventListener("input", function () {
      write = function () {
        S.store.update("saved", {}, function (all) {
          (all[record.key] = all[record.key] || record).note = note.value || undefined;
        });
      };
      clearTimeout(later);
      later = setTimeout(keepNote, 500);
    });
    note.addEventListener("change", keepNote);
    return S.el("article", { class: "paper", "data-paper": record.key },
      S.el("h3", { class: "title", lang: record.titleLang }, href ? S.el("a", { href: href }, record.title) : record.title),
      S.el("p", { class: "by" }, record.authors.slice(0, 8).join(", ") + (record.authors.length > 8 ? " +" + (record.authors.length - 8) : "")),
      record.tldr ? S.el("p", { class: "tldr", lang: record.tldrLang }, record.tldr) : null,
      S.el("p", { class: "meta" },
        S.el("span", {}, record.category),
        record.date ? S.el("time", { datetime: record.date, "data-date": "short" }, S.date(record.date, "short")) : null,
        record.link ? S.el("a", { href: record.link, rel: "noopener" }, "arXiv") : null,
        S.el("button", { type: "button", onclick: function () {
          S.store.update("saved", {}, function (all) { delete all[record.key]; });
        } }, S.t("saved.remove"))),
      note);
  }
  function draw(own) {
    // While a note is being written the list stays: redrawing would take the field away.
    if (!rows || write || document.activeElement.matches("#saved-list textarea")) return own || (stale = true);
    stale = false;
    var all = records(), some = chosen();
    var at = [].indexOf.call(rows.querySelectorAll(".meta button"), document.activeElement);
    rows.textContent = "";
    some.forEach(function (record) { rows.append(card(record)); });
    if (!some.length) rows.append(S.el("p", { class: "empty" }, S.t(all.length ? "saved.none" : "saved.empty")));
    // The focus stays where a paper was removed.
    var buttons = rows.querySelectorAll(".meta button");
    if (at >= 0) (buttons[Math.min(at, buttons.length - 1)] || find).focus();
    status.textContent = all.length ? S.t("filter.state", { n: some.length, of: all.length }) : "";
    var read = Object.keys(S.store.get("read", {})).length;
    readLine.textContent = "";
    if (read) readLine.append(S.t("saved.read_count", { n: read }), " ",
      S.el("button", { class: "button", type: "button", onclick: function () { S.store.set("read", {}); } }, S.t("saved.clear_read")));
  }

  // ------------------------------------------------------------ export and import

  // What writes them and what takes them in stands in more.js.
  var formats = { BibTeX: "bib", RIS: "ris", Markdown: "md", JSON: "json" };
  // `kind` names what the file holds: saved papers or interests.
  function fileButton(kind, take) {
    var input = S.el("input", { type: "file", accept: ".json,application/json", class: "hide", tabindex: "-1", "aria-label": S.t("saved.import") });
    input.addEventListener("change", function () {
      var file = input.files[0];
      if (!file) return;
      file.text().then(function (content) { take(JSON.parse(content)); }).catch(function () { S.say(S.t(kind + ".not_ours")); });
      input.value = "";
    });
    return S.el("span", {}, input, S.el("button", { class: "button", type: "button", onclick: function () { input.click(); } }, S.t("saved.import")));
  }

  // ------------------------------------------------------------ interests

  var areas = {}, dirty = false; // dirty: holds what was typed and not kept
  function fill(value) {
    Object.keys(areas).forEach(function (name) { areas[name].value = S.printInterests(value[name]); });
  }
  function read() {
    var value = {};
    Object.keys(areas).forEach(function (name) { value[name] = S.parseInterests(areas[name].value); });
    return S.cleanInterests(value);
  }
  function keep() {
    if (!S.store.set("interests", read())) return;
    dirty = false;
    S.say(S.t("interests.kept"));
  }
  function take(value) {
    fill(value);
    keep();
  }
  function interestsForm() {
    var form = S.el("form", { class: "interests", id: "interests" },
      S.el("h2", {}, S.t("interests.title")), S.el("p", { class: "sum" }, S.t("interests.what")));
    var three = S.el("div", { class: "three", oninput: function () { dirty = true; } });
    ["words", "authors", "hide"].forEach(function (name) {
      var typed = dirty && areas[name].value;
      areas[name] = S.el("textarea", { name: name, spellcheck: "false" });
      areas[name].value = typed || "";
      three.append(S.el("label", {}, S.t("interests." + name), areas[name]));
    });
    form.append(three, S.el("p", { class: "acts" },
      S.el("button", { class: "button", type: "submit" }, S.t("interests.save")),
      S.el("button", { class: "button", type: "button", onclick: function () {
        S.more(function () { S.copy(S.interestsLink(read())); });
      } }, S.t("interests.link")),
      S.el("button", { class: "button", type: "button", onclick: function () {
        S.more(function () { S.saveInterests(read()); });
      } }, S.t("interests.file")),
      fileButton("interests", function (data) {
        if (!data || !data.interests) throw new Error("no interests");
        take(S.cleanInterests(data.interests));
      })));
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      keep();
    });
    if (!dirty) fill(S.interests());
    if (/^#interests=/.test(location.hash)) S.more(function () { S.askInterests(form, take); });
    return form;
  }

  // ------------------------------------------------------------ the page

  function problem() {
    var kind = S.store.problem || S.store.trouble();
    storage.hidden = !kind;
    storage.textContent = kind ? S.t("store." + kind) : "";
  }
  function build() {
    keepNote();
    var words = find ? find.value : "", order = sort ? sort.value : "added";
    place.textContent = "";
    find = S.el("input", { type: "search", "aria-label": S.t("saved.search"), placeholder: S.t("saved.search"), oninput: draw });
    sort = S.el("select", { "aria-label": S.t("saved.sort"), onchange: draw });
    ["added", "date", "title"].forEach(function (name) {
      sort.append(S.el("option", { value: name }, S.t("saved.sort_" + name)));
    });
    find.value = words;
    sort.value = order;
    status = S.el("output", {});
    // Not at once: a press may have left the note.
    rows = S.el("div", { id: "saved-list", onfocusout: function () { if (stale) setTimeout(draw, 300); } });
    readLine = S.el("p", { class: "sum" });
    var exports = S.el("p", { class: "acts" });
    Object.keys(formats).forEach(function (name) {
      exports.append(S.el("button", { class: "button", type: "button", "data-export": formats[name], onclick: function () {
        S.more(function () { S.exportAs(formats[name], chosen()); });
      } }, S.t("saved.export") + " " + name));
    });
    exports.append(fileButton("saved", function (data) {
      S.more(function () { S.takeIn(data, cleanRecord, KEY); });
    }));
    place.append(S.el("h2", { class: "hide" }, S.t("nav.saved")), S.el("div", { class: "saved-bar" }, find, sort, status), rows, exports, readLine, interestsForm());
    draw();
    problem();
    if (location.hash.startsWith("#interests")) document.getElementById("interests").scrollIntoView();
  }
  // Another page has saved what cannot be seen from here.
  if (/^#has=/.test(location.hash) && !records().length) S.store.fail("apart");
  S.words(build);
  S.on("language", build);
  S.on("saved", draw);
  S.on("read", draw);
  S.on("interests", function () { if (!dirty) fill(S.interests()); });
  S.on("problem", problem);
  addEventListener("hashchange", function () { if (/^#interests=/.test(location.hash)) build(); });
})();
