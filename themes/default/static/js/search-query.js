// Queries: what a reader types becomes groups of terms, and groups become an answer
// (docs/search.md, "Queries"). Nothing that is typed throws: what is no syntax is words.
(function (root) {
  "use strict";

  var T = root.sitegenTokens;
  var FIELDS = Object.assign(Object.create(null), {
    author: ["authors"], authors: ["authors"], au: ["authors"],
    title: ["title", "translated_title"], ti: ["title", "translated_title"],
    abstract: ["abstract"], abs: ["abstract"],
    tldr: ["tldr"], summary: ["summary", "tldr"],
    keyword: ["keywords"], keywords: ["keywords"]
  });
  var PIECE = /([-+]?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi;
  // An arXiv id, alone or at the end of an address or a DOI, without its version.
  var ARXIV = /^(?:\S*?[\/:.])??(\d\d(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?\/\d\d(?:0[1-9]|1[0-2])\d{3})(?:v\d+)?(?:\.pdf)?[\/),.;\]]*(?:[?#]\S*)?$/i;
  var DATE = /^\d{4}(?:-(?:0?[1-9]|1[0-2])(?:-(?:0?[1-9]|[12]\d|3[01]))?)?$/;
  var MOST = 100; // terms of a query
  var YEARS = /^\d{4}(?:,\d{4})*$/;
  var SUFFIXES = (
    "ional ization ational ation iveness fulness ousness ality ivity bility ology icate ative alize " +
    "icity ical ness ance ence ency ancy able ible ment ent ion ism ate ity ous ive ize izing izer " +
    "ator ing ed ies es y e"
  ).split(" ");

  function lower(text) { return text.toLowerCase(); }

  // Whether a category is one of an area: cs, cs. and cs.* are all of computer science.
  function isWithin(code, area) { return code.startsWith(area.replace(/\.?\*?$/, "") + "."); }

  function pad(date) {
    return date.split("-").map(function (part) { return part.length < 2 ? "0" + part : part; }).join("-");
  }

  // Signs of other keyboards, one for one, so that places in the text stay what they are.
  function plainSigns(text) {
    return text.replace(/[\uff01-\uff5e]/g, function (sign) { return String.fromCharCode(sign.charCodeAt(0) - 0xfee0); })
      .replace(/[“”„«»「」『』]/g, '"').replace(/−/g, "-");
  }

  // {groups, cats, notCats, after, before, years, notYears, stopped, filters}: groups are what must be in
  // a paper, or must not where `not` is set. Each has a kind: word (parts, joined), sequence
  // (tokens with their distance), or terms (a clause to expand). Filters tell where in the text
  // categories and years are chosen: {name, values, from, to}. `cut` tells that the text has
  // more terms than are asked for.
  function parse(text) {
    var query = {
      groups: [], cats: [], notCats: [], after: "", before: "", years: [], notYears: [],
      stopped: [], filters: [],
      known: new Map(), left: MOST, cut: false
    };
    var piece;
    text = plainSigns(text);
    PIECE.lastIndex = 0;
    while ((piece = PIECE.exec(text))) {
      if (!piece[0]) { PIECE.lastIndex++; continue; }
      var not = piece[1] === "-";
      var name = (piece[2] || "").toLowerCase();
      var phrase = piece[3];
      var word = piece[4];
      var value = phrase === undefined ? word : phrase;
      if (name && takeFilter(query, name, value, not, piece.index, PIECE.lastIndex)) continue;
      if (/^(?:arxiv|doi):$/i.test(word)) continue; // before an id, with a space between
      var arxiv = !FIELDS[name] && ARXIV.exec((name && name + ":") + value);
      if (arxiv) { // one term; old ids are known without their subject class
        addWords(query, arxiv[1].replace(/\.[a-z]+|[./-]/gi, ""), [], not);
        continue;
      }
      if (name && !FIELDS[name]) { // no such field: plain words
        addWords(query, name, [], not);
        name = "";
      }
      if (phrase !== undefined) addPhrase(query, phrase, FIELDS[name], not);
      else addWords(query, word, FIELDS[name] || [], not, PIECE.lastIndex >= text.length);
    }
    return query;
  }

  function takeFilter(query, name, value, not, from, to) {
    if (name === "cat" || name === "category") {
      var codes = value.split(/[\s,]+/).filter(Boolean);
      if (!codes.length) return false;
      (not ? query.notCats : query.cats).push(codes.map(lower));
      if (!not) query.filters.push({ name: "cat", values: codes, from: from, to: to });
      return true;
    }
    if (name === "year" && YEARS.test(value)) {
      var years = value.split(",");
      if (not) query.notYears = query.notYears.concat(years);
      else {
        query.years = query.years.concat(years);
        query.filters.push({ name: "year", values: years, from: from, to: to });
      }
      return true;
    }
    if ((name !== "after" && name !== "before") || !DATE.test(value)) return false;
    var day = pad(value);
    if ((name === "after") !== not) query.after = day > query.after ? day : query.after;
    else query.before = !query.before || day < query.before ? day : query.before;
    return true;
  }

  // The text of a query with one more category or year, or without one that is chosen.
  function toggle(text, name, value) {
    function filtersOf(text) { return parse(text).filters.filter(function (filter) { return filter.name === name; }); }
    function put(filter, values) {
      var ends = [text.slice(0, filter.from).trim(), text.slice(filter.to).trim()];
      if (values.length) ends.splice(1, 0, name + ":" + values.join(","));
      text = ends.filter(Boolean).join(" ");
    }
    var filters = filtersOf(text);
    var wanted = lower(value);
    var holding = filters.filter(function (filter) { return filter.values.map(lower).indexOf(wanted) >= 0; });
    holding.reverse().forEach(function (filter) { // from the end, so that the places before stay
      put(filter, filter.values.filter(function (one) { return lower(one) !== wanted; }));
    });
    if (holding.length) return text;
    if (filters.length) {
      // A whole area gives way to one of its categories: cs to cs.LG.
      put(filters[0], filters[0].values.filter(function (one) { return !isWithin(wanted, lower(one)); }).concat(value));
      return text;
    }
    var before = text;
    put({ from: text.length, to: text.length }, [value]);
    if (filtersOf(text).length) return text;
    text = before; // it ends in a phrase that is still open
    put({ from: 0, to: 0 }, [value]);
    return text;
  }

  // What comes again counts more, as in lunr, but is one group.
  function addGroup(query, group) {
    var key = JSON.stringify([group.kind, group.term, group.edits, group.parts, group.joined, group.tokens, group.fields, group.not]);
    var known = query.known.get(key);
    if (known) {
      known.boost += group.boost;
      known.open = group.open;
      return;
    }
    var size = (group.tokens || group.parts || [0]).length;
    if (size > query.left) {
      query.cut = true;
      if (!group.tokens) return;
      size = query.left;
      group.tokens = group.tokens.slice(0, size);
    }
    query.left -= size;
    query.known.set(key, group);
    if (size || !group.tokens) query.groups.push(group);
  }

  function addPhrase(query, text, fields, not) {
    var cut = T.cut(text, fields && fields[0] === "authors");
    if (!cut.runs.length) return;
    var tokens = sequence(cut, fields);
    if (tokens.length) addGroup(query, { kind: "sequence", tokens: tokens, fields: fields || [], not: not, boost: 1, text: text });
    else query.stopped.push(text);
  }

  // The tokens that a sequence needs: words without stop words; of a CJK run as few bigrams
  // as cover it, a single sign as the beginning of a bigram.
  function sequence(cut, fields) {
    var names = fields && fields[0] === "authors";
    var tokens = [];
    cut.runs.forEach(function (run) {
      var n = run.parts.length;
      run.parts.forEach(function (part, i) {
        if (!run.cjk) {
          if (names || !T.STOP_WORDS.has(part)) tokens.push({ term: T.stem(part), at: run.at + i });
        } else if (n === 1) tokens.push({ term: part + "*", at: run.at });
        else if (i < n - 1 && (i % 2 === 0 || i === n - 2)) tokens.push({ term: part + run.parts[i + 1], at: run.at + i });
      });
    });
    return tokens;
  }

  function addWords(query, text, fields, not, isLast) {
    var boost = 1;
    var edits = 0;
    text = text.replace(/\^(\d+(?:\.\d+)?)$/, function (all, number) { boost = Number(number) || 1; return ""; });
    text = text.replace(/~(\d?)$/, function (all, number) { edits = Math.min(Number(number || 1), 2); return ""; });
    var names = fields[0] === "authors";
    function add(group) {
      group.fields = fields;
      group.not = not;
      group.boost = boost;
      addGroup(query, group);
    }
    if (text.indexOf("*") >= 0) {
      var pattern = T.normalise(text).replace(/\*+/g, "*");
      var letters = pattern.replace(/\*/g, "");
      var plain = T.cut(letters, true).runs;
      if (plain.length === 1 && !plain[0].cjk && plain[0].parts.length === 1 && letters === plain[0].text) {
        add({ kind: "terms", term: pattern, edits: 0, text: letters });
        return;
      }
      // A joined word, or several; and runs of Chinese are found wherever they stand.
      text = text.replace(/\*/g, " ");
    }
    T.cut(text, names).runs.forEach(function (run) {
      if (run.cjk) {
        var tokens = sequence({ runs: [run] }, fields);
        add({ kind: "sequence", tokens: tokens, text: run.text });
        return;
      }
      var parts = run.parts.filter(function (part) { return names || !T.STOP_WORDS.has(part); }).map(T.stem);
      var joined = run.parts.length > 1 ? T.stem(run.parts.join("")) : "";
      if (!parts.length && !joined) query.stopped.push(run.text);
      else if (edits && !joined) add({ kind: "terms", term: parts[0], edits: edits, text: run.text });
      else add({ kind: "word", parts: parts, joined: joined, text: run.text, open: isLast && !joined && !edits ? run.text : "" });
    });
  }

  // ------------------------------------------------------------ answering

  function mask(index, fields) {
    if (!fields.length) return index.allFields;
    return fields.reduce(function (sum, name) { return sum | 1 << index.fields[name]; }, 0);
  }

  // The index holds stems: "diffusion" and "diffusi" begin a word that is "diffus" there, so no
  // term begins with them. What is typed may end within a suffix; each that it may become is tried.
  function stemsOf(prefix) {
    var stems = new Set([T.stem(prefix)]);
    SUFFIXES.forEach(function (suffix) {
      for (var length = 1; length < suffix.length; length++) {
        if (!prefix.endsWith(suffix.slice(0, length))) continue;
        var stem = T.stem(prefix + suffix.slice(length));
        if (stem.length > 2 && prefix.startsWith(stem)) stems.add(stem);
      }
    });
    return Array.from(stems);
  }

  // The postings of a group: [[posting, …], …], one list of alternatives a token.
  function postingsOf(index, group, typing) {
    function all(terms) { return Promise.all(terms.map(function (term) { return index.posting(term); })); }
    function expand(clause) { return index.expand(clause).then(all); }
    function begin(prefix) {
      return index.expand({ term: prefix + "*" }).then(function (terms) {
        return all(Array.from(new Set(terms.concat(stemsOf(prefix)))));
      }).then(function (found) {
        return [found.filter(function (posting) { return posting.docs.length; })];
      });
    }
    if (group.kind === "terms") {
      return !group.edits && /^[^*]+\*$/.test(group.term) ? begin(group.text) :
        expand(group).then(function (found) { return [found]; });
    }
    if (group.kind === "sequence") {
      return Promise.all(group.tokens.map(function (token) { return expand({ term: token.term }); }));
    }
    return all(group.parts.concat(group.joined ? [group.joined] : [])).then(function (found) {
      if (typing && group.open && !found[0].docs.length && group.open.length > 1) {
        return begin(group.open).then(function (lists) {
          group.opened = lists[0].length > 0;
          return lists;
        });
      }
      return found.map(function (posting) { return [posting]; });
    });
  }

  function markPapers(index, marks, posting, fields, bit) {
    var passes = passing(index, fields);
    for (var i = 0; i < posting.docs.length; i++) if (passes(posting.marks[i])) marks[posting.docs[i]] |= bit;
  }
  // A test whether a vector has a term in one of the fields, remembered.
  function passing(index, fields) {
    var known = [];
    return function (mark) {
      if (known[mark] === undefined) {
        known[mark] = (index.fieldsOf(mark) & fields) > 0;
      }
      return known[mark];
    };
  }

  // Which papers have a group: one byte a paper.
  function matches(index, group, lists) {
    var fields = mask(index, group.fields);
    var found = new Uint8Array(index.count);
    if (group.kind === "sequence" && lists.length > 1) return sequenceMatches(index, group, lists, fields, found);
    if (group.kind !== "word") {
      lists.forEach(function (list) { list.forEach(function (posting) { markPapers(index, found, posting, fields, 1); }); });
      return Promise.resolve(found);
    }
    // All parts, or the joined form.
    var parts = group.joined ? lists.slice(0, -1) : lists;
    var all = new Uint8Array(index.count);
    parts.forEach(function (list, i) {
      var part = new Uint8Array(index.count);
      list.forEach(function (posting) { markPapers(index, part, posting, fields, 1); });
      for (var doc = 0; doc < part.length; doc++) all[doc] = part[doc] && (i === 0 || all[doc]);
    });
    found = all;
    if (group.joined) lists[lists.length - 1].forEach(function (posting) { markPapers(index, found, posting, fields, 1); });
    return Promise.resolve(found);
  }

  function sequenceMatches(index, group, lists, fields, found) {
    var counts = new Uint8Array(index.count);
    lists.forEach(function (list, token) {
      var here = new Uint8Array(index.count);
      list.forEach(function (posting) { markPapers(index, here, posting, fields, 1); });
      for (var doc = 0; doc < here.length; doc++) if (here[doc] && counts[doc] === token) counts[doc]++;
    });
    if (counts.indexOf(lists.length) < 0) return Promise.resolve(found);
    return Promise.all(lists.map(function (list) {
      return Promise.all(list.map(function (posting) { return index.positions(posting); }));
    })).then(function (positions) {
      // places[token]: paper -> positions, for candidates only
      var places = lists.map(function (list, token) {
        var byPaper = new Map();
        list.forEach(function (posting, p) {
          var at = positions[token][p];
          for (var i = 0; i < posting.docs.length; i++) {
            var doc = posting.docs[i];
            if (counts[doc] !== lists.length) continue;
            var stands = at.at.subarray(at.starts[i], at.starts[i + 1]);
            var before = byPaper.get(doc);
            byPaper.set(doc, before ? Int32Array.from(Array.from(before).concat(Array.from(stands))) : stands);
          }
        });
        return byPaper;
      });
      places[0].forEach(function (firsts, doc) {
        found[doc] = firsts.some(function (first) {
          return fields >> (first >> 16) & 1 && group.tokens.every(function (token, i) {
            return places[i].get(doc).indexOf(first + token.at - group.tokens[0].at) >= 0;
          });
        }) ? 1 : 0;
      });
      return found;
    });
  }

  function catTest(index, lists) {
    return index.lists.map(function (codes) {
      return lists.every(function (wanted) {
        return wanted.some(function (want) {
          return codes.some(function (code) {
            code = lower(code);
            return code === want || isWithin(code, want);
          });
        });
      });
    });
  }

  // Answer a query: {papers, total, relaxed, opened, categories, years, terms}.
  // `papers` are the best `limit` in order; facets count all papers but for their own filter.
  function answer(index, query, options) {
    var positive = query.groups.filter(function (group) { return !group.not; });
    var negative = query.groups.filter(function (group) { return group.not; });
    function gather(groups, typing) {
      return Promise.all(groups.map(function (group) {
        return postingsOf(index, group, typing).then(function (lists) {
          return matches(index, group, lists).then(function (found) { return { group: group, lists: lists, found: found }; });
        });
      }));
    }
    return Promise.all([gather(positive, options.typing), gather(negative, false), index.columns()]).then(function (all) {
      var wanted = [];
      all[0].forEach(function (part) {
        part.lists.forEach(function (list) {
          list.forEach(function (posting) {
            if (posting.docs.length) wanted.push({ posting: posting, fields: mask(index, part.group.fields), boost: part.group.boost });
          });
        });
      });
      var result = select(index, query, all[0], all[1], false);
      if (!result.total && positive.length > 1) result = select(index, query, all[0], all[1], true);
      var byDate = options.sort === "date" || !wanted.length || !result.total;
      return Promise.resolve(byDate ? null : index.score(wanted)).then(function (scores) {
        result.papers = best(result.matched, scores, options.limit);
        result.opened = positive.filter(function (group) { return group.opened; }).map(function (group) { return group.open; });
        result.terms = wanted.map(function (want) { return want.posting.term; });
        return result;
      });
    });
  }

  function select(index, query, positive, negative, any) {
    var cats = catTest(index, query.cats);
    var notCats = query.notCats.length ? catTest(index, [[].concat.apply([], query.notCats)]) : null;
    var years = index.dates.map(function (date) { return !query.years.length || query.years.indexOf(date.slice(0, 4)) >= 0; });
    var dates = index.dates.map(function (date) {
      return (!query.after || (date && date >= query.after)) && (!query.before || (date && date < query.before)) &&
        query.notYears.indexOf(date.slice(0, 4)) < 0;
    });
    // Papers of each list of categories and of each day, without regard to that own filter.
    var matched = [], ofList = new Uint32Array(index.lists.length), ofDay = new Uint32Array(index.dates.length);
    for (var doc = 0; doc < index.count; doc++) {
      var has = !any;
      for (var i = 0; i < positive.length; i++) {
        if (positive[i].found[doc]) { if (any) { has = true; break; } }
        else if (!any) { has = false; break; }
      }
      for (i = 0; has && i < negative.length; i++) if (negative[i].found[doc]) has = false;
      var list = index.listed[doc], day = index.day[doc];
      if (!has || !dates[day] || (notCats && notCats[list])) continue;
      if (years[day]) ofList[list]++;
      if (!cats[list]) continue;
      ofDay[day]++;
      if (years[day]) matched.push(doc);
    }
    var categories = new Map(), byYear = new Map();
    function count(map, key, n) { if (n) map.set(key, (map.get(key) || 0) + n); }
    ofList.forEach(function (n, list) {
      // In each of its categories, since each finds it.
      new Set(index.lists[list]).forEach(function (code) { count(categories, code, n); });
    });
    ofDay.forEach(function (n, day) { count(byYear, index.dates[day].slice(0, 4), n); });
    return { matched: matched, total: matched.length, relaxed: any, categories: categories, years: byYear };
  }

  // The best papers in order: by score, the newer first among equals; or the newest.
  function best(matched, scores, limit) {
    if (!scores) return matched.slice(-limit).reverse();
    function order(a, b) { return scores[b] - scores[a] || b - a; }
    // Twice as many as are wanted are kept, so that the list is sorted seldom.
    var top = [];
    var worst = -1;
    matched.forEach(function (doc) {
      if (worst >= 0 && order(doc, worst) > 0) return;
      top.push(doc);
      if (top.length < 2 * limit) return;
      top.sort(order);
      top.length = limit;
      worst = top[limit - 1];
    });
    return top.sort(order).slice(0, limit);
  }

  root.sitegenQuery = { MOST: MOST, parse: parse, toggle: toggle, answer: answer };
})(typeof window === "undefined" ? globalThis : window);
