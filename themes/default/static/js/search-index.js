// The index: loads shards, decodes postings, scores as lunr does (docs/search.md).
// Knows files and numbers; nothing of the page, nor of what a reader types.
(function (root) {
  "use strict";

  var T = root.sitegenTokens;

  // ------------------------------------------------------------ the number code

  // Numbers as printable characters: sitegen/search/code.py writes them.
  var BASE = 92, ONE = 60, TWO = 88;
  var TWO_END = ONE + (TWO - ONE) * BASE, THREE_END = TWO_END + 3 * BASE * BASE;
  var VALUE = new Uint8Array(128);
  for (var code = 0x21, value = 0; code < 0x7f; code++) {
    if (code !== 0x22 && code !== 0x5c) VALUE[code] = value++;
  }

  function Reader(text, at) {
    this.text = text;
    this.at = at || 0;
  }
  Reader.prototype.next = function () {
    var text = this.text;
    var lead = VALUE[text.charCodeAt(this.at++)];
    if (lead < ONE) return lead;
    var second = VALUE[text.charCodeAt(this.at++)];
    if (lead < TWO) return ONE + (lead - ONE) * BASE + second;
    var third = VALUE[text.charCodeAt(this.at++)];
    if (lead < BASE - 1) return TWO_END + (lead - TWO) * BASE * BASE + second * BASE + third;
    var fourth = VALUE[text.charCodeAt(this.at++)];
    var fifth = VALUE[text.charCodeAt(this.at++)];
    return THREE_END + ((second * BASE + third) * BASE + fourth) * BASE + fifth;
  };

  // Sorted terms, each written as what differs from the one before.
  function unfold(text) {
    var terms = [];
    var last = "";
    if (text) {
      text.split(" ").forEach(function (part) {
        last = last.slice(0, VALUE[part.charCodeAt(0)]) + part.slice(1);
        terms.push(last);
      });
    }
    return terms;
  }

  // Where `term` is in a sorted list, or would be put in.
  function lowerBound(list, term) {
    var low = 0, high = list.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (list[middle] < term) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // ------------------------------------------------------------ shards

  // A shard of terms holds two lengths and two strings a term: papers and positions (none
  // where they stand apart); a shard of positions one of each.
  function parseShard(values, columns) {
    var reader = new Reader(values[1]);
    var terms = unfold(values[0]);
    var spans = new Int32Array(terms.length * 3);
    for (var i = 0; i < terms.length; i++) {
      var first = reader.next();
      var second = columns === 2 ? reader.next() : 0;
      spans[3 * i] = reader.at;
      spans[3 * i + 1] = reader.at + first;
      reader.at = spans[3 * i + 2] = reader.at + first + second;
    }
    return { terms: terms, data: values[1], spans: spans };
  }

  function Segment(facts, load, first) {
    this.folder = facts.folder;
    this.count = facts.count;
    this.first = first; // number of its first paper
    this.fields = facts.fields; // those that have lengths
    this.starts = { t: facts.shards.split(" "), p: facts.apart.split(" ") };
    this.load = load;
    this.shards = new Map();
  }
  Segment.prototype.shard = function (letter, number) {
    var name = this.folder + "/" + letter + number;
    var found = this.shards.get(name);
    if (!found) {
      found = this.load(name).then(function (values) { return parseShard(values, letter === "t" ? 2 : 1); });
      this.shards.set(name, found);
      var shards = this.shards;
      found.catch(function () { shards.delete(name); });
    }
    return found;
  };
  // The last shard that begins at or before the term.
  Segment.prototype.shardOf = function (letter, term) {
    var starts = this.starts[letter];
    var at = lowerBound(starts, term);
    return at < starts.length && starts[at] === term ? at : at - 1;
  };
  // {shard, at} of a term, or null.
  Segment.prototype.find = function (letter, term) {
    var number = this.shardOf(letter, term);
    if (number < 0) return Promise.resolve(null);
    return this.shard(letter, number).then(function (shard) {
      var at = lowerBound(shard.terms, term);
      return shard.terms[at] === term ? { shard: shard, at: at } : null;
    });
  };

  // ------------------------------------------------------------ the index

  var WIDEST = 24; // shards that one prefix may load
  var MOST_WORDS = 3000; // that one pattern may stand for

  function Index(manifest, load) {
    var first = 0;
    this.manifest = manifest;
    this.load = load;
    this.count = manifest.count;
    this.segments = manifest.segments.map(function (facts) {
      var segment = new Segment(facts, load, first);
      first += facts.count;
      return segment;
    });
    this.fields = {};
    manifest.fields.forEach(function (name, number) { this.fields[name] = number; }, this);
    this.allFields = (1 << manifest.fields.length) - 1;
    this.vectors = manifest.signatures.split(" ").map(function (digits) { return digits.split("").map(Number); });
    this.escape = this.vectors.length;
    this.written = new Map(); // vectors that were written out, by their digits
    this.averages = manifest.sums.map(function (sum) { return sum / manifest.count; });
    this.lengths = []; // of each field, once it is loaded
    this.lengthsLoaded = [];
    this.postings = new Map();
    this.chunks = new Map();
  }

  // Days and categories of all papers; loaded once.
  Index.prototype.columns = function () {
    var index = this;
    if (!this.columnsLoaded) {
      this.columnsLoaded = Promise.all(this.segments.map(function (segment) {
        return index.load(segment.folder + "/columns");
      })).then(function (all) { index.readColumns(all); });
      this.columnsLoaded.catch(function () { index.columnsLoaded = null; });
    }
    return this.columnsLoaded;
  };
  Index.prototype.readColumns = function (all) {
    var count = this.count;
    this.dates = []; // sorted, each once
    this.day = new Uint16Array(count); // number of the paper's date in `dates`
    this.lists = []; // of categories, each once
    this.listed = new Uint16Array(count);
    var known = new Map();
    var paper = 0;
    all.forEach(function (values, s) {
      var columns = values[0], first = paper, block = paper;
      this.segments[s].blocks = columns.blocks.map(function (size) { return (block += size) - size; });
      columns.days.forEach(function (day) {
        if (this.dates[this.dates.length - 1] !== day[0]) this.dates.push(day[0]);
        this.day.fill(this.dates.length - 1, paper, paper + day[1]);
        paper += day[1];
      }, this);
      var numbers = columns.lists.map(function (list) {
        var key = list.join(" ");
        if (!known.has(key)) { known.set(key, this.lists.length); this.lists.push(list); }
        return known.get(key);
      }, this);
      var reader = new Reader(columns.listed);
      for (var i = first; i < paper; i++) this.listed[i] = numbers[reader.next()];
    }, this);
  };

  // How long a field of each paper is; loaded when a term stands in the field.
  Index.prototype.lengthsOf = function (field) {
    var index = this;
    if (!this.lengthsLoaded[field]) {
      this.lengthsLoaded[field] = Promise.all(this.segments.map(function (segment) {
        return segment.fields.indexOf(field) < 0 ? null : index.load(segment.folder + "/l" + field);
      })).then(function (all) {
        var lengths = index.lengths[field] = new Uint16Array(index.count);
        all.forEach(function (values, s) {
          if (!values) return;
          var segment = index.segments[s], high = new Reader(values[0]), low = values[1];
          for (var i = 0; i < segment.count; i++) lengths[segment.first + i] = high.next() << 6 | VALUE[low.charCodeAt(i)];
        });
      });
      this.lengthsLoaded[field].catch(function () { index.lengthsLoaded[field] = null; });
    }
    return this.lengthsLoaded[field];
  };

  // Everything about a term: {docs, marks, pairs, fields, sources}. `marks` are numbers of vectors;
  // `pairs` counts pairs of paper and field, which is what lunr's idf is made from; `fields` has
  // a bit for each field that the term stands in.
  Index.prototype.posting = function (term) {
    var index = this;
    var found = this.postings.get(term);
    if (!found) {
      if (this.postings.size > 2000) this.postings.clear();
      found = Promise.all(this.segments.map(function (segment) { return segment.find("t", term); }))
        .then(function (places) {
          return index.columns().then(function () { return index.decode(term, places); });
        });
      this.postings.set(term, found);
      found.catch(function () { index.postings.delete(term); });
    }
    return found;
  };
  Index.prototype.decode = function (term, places) {
    var docs = [], marks = [], sources = [];
    var pairs = 0;
    var fields = 0;
    var sizes = this.vectors.map(function (vector) { return vector.filter(Boolean).length; });
    var seen = [];
    places.forEach(function (place, s) {
      if (!place) return;
      var segment = this.segments[s];
      var spans = place.shard.spans, at = 3 * place.at;
      sources.push({ segment: segment, from: docs.length, data: place.shard.data, start: spans[at + 1], end: spans[at + 2] });
      var reader = new Reader(place.shard.data, spans[at]);
      var block = 0;
      while (reader.at < spans[at + 1]) {
        var head = reader.next();
        var count = (head & 7) + 1;
        if (count === 8) count += reader.next();
        block += head >> 3;
        var doc = segment.blocks[block++] - 1;
        for (; count > 0; count--) {
          var step = reader.next();
          var mark = step & 3;
          doc += (step >> 2) + 1;
          if (mark === 3) mark += reader.next();
          if (mark === this.escape) mark = this.readVector(reader, sizes);
          docs.push(doc);
          marks.push(mark);
          pairs += sizes[mark];
          seen[mark] = true;
        }
      }
    }, this);
    seen.forEach(function (yes, mark) { fields |= this.fieldsOf(mark); }, this);
    return { term: term, docs: Int32Array.from(docs), marks: Uint16Array.from(marks), pairs: pairs, fields: fields, sources: sources };
  };
  Index.prototype.fieldsOf = function (mark) {
    return this.vectors[mark].reduce(function (sum, frequency, field) { return frequency ? sum | 1 << field : sum; }, 0);
  };
  Index.prototype.readVector = function (reader, sizes) {
    var vector = this.averages.map(function () { return reader.next(); });
    var key = vector.join(" ");
    var mark = this.written.get(key);
    if (mark === undefined) {
      // One more than the last: the mark of ESCAPE itself stays without a vector.
      if (this.vectors.length === this.escape) this.vectors.push([]);
      mark = this.vectors.length;
      this.vectors.push(vector);
      this.written.set(key, mark);
    }
    sizes[mark] = vector.filter(Boolean).length;
    return mark;
  };

  // The positions of a term: {starts, at}; those of the i-th paper are at[starts[i]] to
  // at[starts[i + 1] - 1], as field << 16 | position, sorted.
  Index.prototype.positions = function (posting) {
    var index = this;
    if (!posting.positions) {
      posting.positions = Promise.all(posting.sources.map(function (source) {
        if (source.end > source.start) return new Reader(source.data, source.start);
        return source.segment.find("p", posting.term).then(function (place) {
          return new Reader(place.shard.data, place.shard.spans[3 * place.at]);
        });
      })).then(function (readers) {
        var starts = new Int32Array(posting.docs.length + 1);
        var all = [];
        posting.sources.forEach(function (source, s) {
          var reader = readers[s];
          var next = posting.sources[s + 1];
          var end = next ? next.from : posting.docs.length;
          for (var i = source.from; i < end; i++) {
            var vector = index.vectors[posting.marks[i]];
            for (var field = 0; field < vector.length; field++) {
              for (var n = vector[field], at = field << 16; n > 0; n--) all.push(at += reader.next());
            }
            starts[i + 1] = all.length;
          }
        });
        return { starts: starts, at: Int32Array.from(all) };
      });
      posting.positions.catch(function () { posting.positions = null; });
    }
    return posting.positions;
  };

  // All terms that begin with a text: neighbouring shards hold them.
  Index.prototype.beginning = function (prefix) {
    var ranges = this.segments.map(function (segment) {
      return [Math.max(segment.shardOf("t", prefix), 0), segment.shardOf("t", prefix + "\uffff")];
    });
    var wide = ranges.reduce(function (sum, range) { return sum + range[1] - range[0] + 1; }, 0);
    if (wide > WIDEST + this.segments.length) return Promise.reject({ kind: "wide", term: prefix + "*" });
    return Promise.all(this.segments.map(function (segment, s) {
      var shards = [];
      for (var number = ranges[s][0]; number <= ranges[s][1]; number++) shards.push(segment.shard("t", number));
      return Promise.all(shards);
    })).then(function (all) {
      var found = new Set();
      all.forEach(function (shards) {
        shards.forEach(function (shard) {
          for (var at = lowerBound(shard.terms, prefix); at < shard.terms.length && shard.terms[at].startsWith(prefix); at++) {
            found.add(shard.terms[at]);
          }
        });
      });
      return Array.from(found).sort();
    });
  };

  // All words (no CJK bigrams) that a clause stands for by a test; loads the vocabulary.
  Index.prototype.words = function (clause, passes) {
    var index = this;
    if (!this.vocabulary) {
      this.vocabulary = Promise.all(this.segments.map(function (segment) {
        return index.load(segment.folder + "/words").then(function (values) { return unfold(values[0]); });
      })).then(function (all) { return Array.from(new Set([].concat.apply([], all))).sort(); });
      this.vocabulary.catch(function () { index.vocabulary = null; });
    }
    return this.vocabulary.then(function (words) {
      var found = words.filter(passes);
      if (found.length > MOST_WORDS) throw { kind: "wide", term: clause.term + (clause.edits ? "~" + clause.edits : "") };
      return found;
    });
  };

  // The terms of a clause: as lunr expands it.
  Index.prototype.expand = function (clause) {
    if (clause.edits) return this.words(clause, function (word) { return isNear(clause.term, word, clause.edits); });
    if (clause.term.indexOf("*") < 0) return Promise.resolve([clause.term]);
    if (/^[^*]+\*$/.test(clause.term)) return this.beginning(clause.term.slice(0, -1));
    var parts = clause.term.split(/\*+/);
    var last = parts.pop();
    return this.words(clause, function (word) {
      if (!word.startsWith(parts[0])) return false;
      var at = parts[0].length;
      for (var i = 1; i < parts.length; i++) {
        at = word.indexOf(parts[i], at);
        if (at < 0) return false;
        at += parts[i].length;
      }
      return word.length - last.length >= at && word.endsWith(last);
    });
  };

  // Within a number of edits: insert, delete, substitute, swap neighbours.
  function isNear(term, word, edits) {
    if (Math.abs(term.length - word.length) > edits) return false;
    function from(rest, at, left) {
      while (rest && at < word.length && rest[0] === word[at]) {
        if (left > 0 && (edit(rest, at, left - 1))) return true;
        rest = rest.slice(1);
        at++;
      }
      if (!rest && at === word.length) return true;
      return left > 0 && edit(rest, at, left - 1);
    }
    function edit(rest, at, left) {
      if (Math.abs(rest.length - (word.length - at)) > left + 1) return false;
      return (at < word.length && from(rest, at + 1, left)) ||
        (rest.length > 0 && from(rest.slice(1), at, left)) ||
        (rest.length > 0 && at < word.length && from(rest.slice(1), at + 1, left)) ||
        (rest.length > 1 && rest[1] === word[at] && from(rest[0] + rest.slice(2), at + 1, left));
    }
    return from(term, 0, edits);
  }

  // lunr's score of every paper, for terms with the fields they stand for and a boost:
  // the dot product of the query's vector with each field's, over the query's length.
  Index.prototype.score = function (wanted) {
    var index = this;
    var needed = wanted.reduce(function (sum, want) { return sum | want.fields & want.posting.fields; }, 0);
    return Promise.all(this.averages.map(function (average, field) {
      return needed >> field & 1 ? index.lengthsOf(field) : null;
    })).then(function () { return index.scoresOf(wanted); });
  };
  Index.prototype.scoresOf = function (wanted) {
    var manifest = this.manifest, vectors = this.vectors, count = this.count;
    var scores = new Float64Array(count);
    var weights = new Map(); // posting -> weight in each field
    var squares = this.averages.map(function () { return 0; });
    wanted.forEach(function (want) {
      var weight = weights.get(want.posting);
      if (!weight) weights.set(want.posting, weight = squares.map(function () { return 0; }));
      for (var field = 0; field < weight.length; field++) if (want.fields >> field & 1) weight[field] += want.boost;
    });
    weights.forEach(function (weight) {
      weight.forEach(function (w, field) { squares[field] += w * w; });
    });
    weights.forEach(function (weight, posting) {
      if (!posting.docs.length) return;
      var idf = Math.log(1 + Math.abs((count - posting.pairs + 0.5) / (posting.pairs + 0.5)));
      for (var field = 0; field < weight.length; field++) {
        if (!weight[field] || !(posting.fields >> field & 1)) continue;
        var share = weight[field] / Math.sqrt(squares[field]);
        var lengths = this.lengths[field];
        var boost = manifest.boosts[field];
        var flat = manifest.k1 * (1 - manifest.b), slope = manifest.k1 * manifest.b / this.averages[field];
        for (var i = 0; i < posting.docs.length; i++) {
          var frequency = vectors[posting.marks[i]][field];
          if (!frequency) continue;
          var doc = posting.docs[i];
          var score = idf * ((manifest.k1 + 1) * frequency) / (flat + slope * lengths[doc] + frequency) * boost;
          scores[doc] += share * Math.round(score * 1000) / 1000; // lunr keeps three decimals
        }
      }
    }, this);
    return scores;
  };

  // What the results show of papers: [{number, key, title, authors, more, tldr, date, categories}].
  Index.prototype.documents = function (numbers) {
    var index = this;
    var groups = this.manifest.groups, size = this.manifest.chunk;
    return Promise.all(numbers.map(function (number) {
      var rest = number, group = 0;
      while (rest >= groups[group][1]) rest -= groups[group++][1];
      var name = groups[group][0] + "/" + Math.floor(rest / size);
      var chunk = index.chunks.get(name);
      if (!chunk) {
        index.chunks.set(name, chunk = index.load(name));
        chunk.catch(function () { index.chunks.delete(name); });
      }
      return chunk.then(function (values) {
        var row = values.map(function (column) { return column[rest % size]; });
        return {
          number: number, key: row[0], title: row[1], authors: row[2] ? row[2].split("\n") : [], more: row[3], tldr: row[4],
          date: index.dates[index.day[number]], categories: index.lists[index.listed[number]]
        };
      });
    }));
  };

  root.sitegenIndex = {
    open: function (load) {
      return load("manifest").then(function (values) { return new Index(values[0], load); });
    },
    isNear: isNear
  };
})(typeof window === "undefined" ? globalThis : window);
