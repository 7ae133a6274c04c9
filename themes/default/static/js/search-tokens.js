// Tokens: how text becomes the terms of the index. The same rules, to the letter, as
// sitegen/search/tokens.py and stemmer.py (docs/search.md, "Tokens"); knows text only.
(function (root) {
  "use strict";

  var STOP_WORDS = new Set((
    "a able about across after all almost also am among an and any are as at be because been " +
    "but by can cannot could dear did do does either else ever every for from get got had has " +
    "have he her hers him his how however i if in into is it its just least let like likely " +
    "may me might most must my neither no nor not of off often on only or other our own rather " +
    "said say says she should since so some than that the their them then there these they " +
    "this tis to too twas us wants was we were what when where which while who whom why will " +
    "with would yet you your"
  ).split(" "));
  var LONGEST = 64;
  var WORD =
    "0-9a-z\\u00df-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386" +
    "\\u0388-\\u0481\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05ea\\u0620-\\u064a\\u0660-\\u0669" +
    "\\u066e-\\u06d3\\u0900-\\u0963\\u0966-\\u0dff\\u0e01-\\u0e3a\\u0e40-\\u0e4e\\u10a0-\\u10ff" +
    "\\u1e00-\\u1fff";
  var CJK =
    "\\u3005\\u3007\\u3041-\\u3096\\u3099\\u309a\\u309d\\u309e\\u30a1-\\u30fa\\u30fc-\\u30fe\\u31f0-\\u31ff" +
    "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{323af}";
  var CJK_FIRST = "\u3005";
  var RUN = new RegExp("[" + CJK + "]+|[" + WORD + "]+(?:[-\\u2010][" + WORD + "]+)*", "gu");
  var COMMAND = /\\(?:[A-Za-z]+|[^])?/gu;
  var MARK = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+/g;
  var FOLD = {
    "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th",
    "ı": "i", "ħ": "h", "ς": "σ"
  };
  var FOLDED = /[øłßæœđðþıħς${}^_~]/g;

  function normalise(text) {
    return text.replace(COMMAND, " ").normalize("NFKD").replace(MARK, "").normalize("NFC")
      .toLowerCase().replace(FOLDED, function (sign) { return FOLD[sign] || ""; });
  }

  // ------------------------------------------------------------ stemmer (Porter, 1980)

  var STEP_2 = [
    ["ational", "ate"], ["tional", "tion"], ["enci", "ence"], ["anci", "ance"], ["izer", "ize"],
    ["bli", "ble"], ["alli", "al"], ["entli", "ent"], ["eli", "e"], ["ousli", "ous"],
    ["ization", "ize"], ["ation", "ate"], ["ator", "ate"], ["alism", "al"], ["iveness", "ive"],
    ["fulness", "ful"], ["ousness", "ous"], ["aliti", "al"], ["iviti", "ive"],
    ["biliti", "ble"], ["logi", "log"]
  ];
  var STEP_3 = [
    ["icate", "ic"], ["ative", ""], ["alize", "al"], ["iciti", "ic"], ["ical", "ic"],
    ["ful", ""], ["ness", ""]
  ];
  var STEP_4 = (
    "al ance ence er ic able ible ant ement ment ent sion tion ou ism ate iti ous ive ize"
  ).split(" ");

  // A word's letters as c (consonant) and v (vowel); y after a consonant is a vowel.
  function shape(word) {
    var found = "";
    for (var i = 0; i < word.length; i++) {
      var letter = word[i];
      var vowel = letter === "y" ? i > 0 && found[i - 1] === "c" : "aeiou".indexOf(letter) >= 0;
      found += vowel ? "v" : "c";
    }
    return found;
  }
  // Porter's m: how often consonants follow vowels.
  function measure(word) { return (shape(word).match(/vc/g) || []).length; }
  function isShort(word) { return /cvc$/.test(shape(word)) && !/[wxy]$/.test(word); }
  function isDouble(word) {
    return word.length > 1 && word[word.length - 1] === word[word.length - 2] && /c$/.test(shape(word));
  }
  function without(word, suffix) { return word.slice(0, word.length - suffix.length); }
  function replaceSuffix(word, table) {
    for (var i = 0; i < table.length; i++) {
      if (word.endsWith(table[i][0])) {
        var kept = without(word, table[i][0]);
        return measure(kept) > 0 ? kept + table[i][1] : word;
      }
    }
    return word;
  }

  function stem(word) {
    if (word.length < 3) return word;
    if (word.endsWith("sses")) word = without(word, "es");
    else if (word.endsWith("ies")) word = without(word, "es");
    else if (word.endsWith("s") && !word.endsWith("ss")) word = without(word, "s");

    var ending = word.endsWith("ed") ? "ed" : word.endsWith("ing") ? "ing" : "";
    if (word.endsWith("eed")) {
      if (measure(without(word, "eed")) > 0) word = without(word, "d");
    } else if (ending && shape(without(word, ending)).indexOf("v") >= 0) {
      word = without(word, ending);
      if (/(?:at|bl|iz)$/.test(word)) word += "e";
      else if (isDouble(word)) { if (!/[lsz]$/.test(word)) word = without(word, "x"); }
      else if (measure(word) === 1 && isShort(word)) word += "e";
    }
    // lunr.js's rule for a final y.
    if (/..y$/s.test(word) && !/[aeiou]y$/.test(word)) word = without(word, "y") + "i";
    word = replaceSuffix(word, STEP_2);
    word = replaceSuffix(word, STEP_3);
    for (var i = 0; i < STEP_4.length; i++) {
      var suffix = STEP_4[i];
      if (!word.endsWith(suffix)) continue;
      var kept = without(word, suffix.slice(-3) === "ion" ? "ion" : suffix);
      if (measure(kept) > 1) word = kept;
      break;
    }
    if (word.endsWith("e")) {
      var m = measure(word);
      if (m > 1 || (m === 1 && !isShort(without(word, "e")))) word = without(word, "e");
    }
    if (word.endsWith("ll") && measure(word) > 1) word = without(word, "l");
    return word;
  }

  // ------------------------------------------------------------ cutting

  // Cut a text into {term, at} in order; `names` keeps stop words. `last` is the position
  // after the text, `runs` what the text was cut from: {text, cjk, parts, at}.
  function cut(text, names) {
    var found = [];
    var runs = [];
    var at = 0;
    (normalise(text).match(RUN) || []).forEach(function (run) {
      var cjk = run >= CJK_FIRST;
      var parts = cjk ? Array.from(run) : run.split(/[-\u2010]/);
      // What stands apart, as in 相机、渲染, is no run of its own.
      if (cjk && runs.length && runs[runs.length - 1].cjk) at++;
      runs.push({ text: run, cjk: cjk, parts: parts, at: at });
      if (cjk) {
        parts.forEach(function (sign, i) { found.push({ term: sign + (parts[i + 1] || ""), at: at + i }); });
      } else {
        var joined = parts.join("");
        if (parts.length > 1 && joined.length <= LONGEST) found.push({ term: stem(joined), at: at });
        parts.forEach(function (part, i) {
          if (part.length <= LONGEST && (names || !STOP_WORDS.has(part))) found.push({ term: stem(part), at: at + i });
        });
      }
      at += parts.length;
    });
    return { tokens: found, runs: runs, last: at };
  }

  root.sitegenTokens = {
    STOP_WORDS: STOP_WORDS,
    CJK: CJK,
    CJK_FIRST: CJK_FIRST,
    normalise: normalise,
    stem: stem,
    cut: cut,
    tokens: function (text, names) { return cut(text, names).tokens.map(function (token) { return token.term; }); }
  };
})(typeof window === "undefined" ? globalThis : window);
