// Runs the theme's search scripts outside of a browser: `node harness.js SCRIPTS MODULES`. Each
// line of standard input is a request, which a line of standard output answers, as {answer} or
// {error}:
//   {op: "tokens", texts}            -> the terms of each text
//   {op: "stems", words}             -> [[ours, lunr.js's], …]
//   {op: "clauses", queries, lunr}   -> for each list of clauses [[[key, score], …] ours, lunr.js's]
//   {op: "answers", queries}         -> for each query {total, relaxed, keys, …}
//   {op: "toggles", steps}           -> [text, filter, value] each -> the text with it chosen or not
//   {op: "lunr", lunr, queries}      -> [[key, score], …] of stock lunr.js for each text
"use strict";
const fs = require("fs");
const path = require("path");
const readline = require("readline");
const vm = require("vm");

const [scripts, modules] = process.argv.slice(2);
for (const name of ["search-tokens.js", "search-index.js", "search-query.js"]) {
  vm.runInThisContext(fs.readFileSync(path.join(scripts, name), "utf8"), { filename: name });
}
const lunr = require(path.join(modules, "lunr"));

let request, loaded;
function open() {
  let part;
  globalThis.sitegenPart = (name, ...values) => { part = { name, values }; };
  return sitegenIndex.open((name) => {
    const file = path.join(request.index, name + ".js");
    if (!fs.existsSync(file)) return Promise.reject({ kind: "missing", name });
    vm.runInThisContext(fs.readFileSync(file, "utf8"));
    if (part.name !== name) throw new Error(`${file} says that it is ${part.name}`);
    loaded.push(name);
    return Promise.resolve(part.values);
  });
}
async function keysOf(index, numbers) {
  return (await index.documents(numbers)).map((paper) => paper.key);
}

// Clauses as lunr understands them, on our index: presence 1 optional, 2 required, 3 prohibited.
async function ask(index, clauses) {
  const wanted = [], required = [], prohibited = [], any = new Uint8Array(index.count);
  for (const clause of clauses) {
    const terms = await index.expand({ term: clause.term, edits: clause.edits });
    const postings = await Promise.all(terms.map((term) => index.posting(term)));
    const fields = clause.fields.reduce((sum, name) => sum | 1 << index.fields[name], 0);
    const marks = new Uint8Array(index.count);
    for (const posting of postings) {
      posting.docs.forEach((doc, i) => {
        if (index.vectors[posting.marks[i]].some((n, field) => n && fields >> field & 1)) marks[doc] = 1;
      });
    }
    if (clause.presence === 3) { prohibited.push(marks); continue; }
    if (clause.presence === 2) required.push(marks);
    for (const posting of postings) wanted.push({ posting, fields, boost: clause.boost });
    marks.forEach((mark, doc) => { any[doc] |= mark; });
  }
  const scores = await index.score(wanted);
  const docs = [...any.keys()].filter((doc) =>
    any[doc] && required.every((marks) => marks[doc]) && !prohibited.some((marks) => marks[doc]));
  const keys = await keysOf(index, docs);
  return docs.map((doc, i) => [keys[i], scores[doc]]);
}

const operations = {
  tokens: () => request.texts.map((text) => sitegenTokens.tokens(text, request.names)),
  stems: () => request.words.map((word) => [sitegenTokens.stem(word), lunr.stemmer(new lunr.Token(word)).str]),
  toggles: () => request.steps.map((step) => sitegenQuery.toggle(...step)),
  lunr: () => {
    const stock = lunr.Index.load(JSON.parse(fs.readFileSync(request.lunr, "utf8")));
    return request.queries.map((text) => stock.search(text).map((found) => [found.ref, found.score]));
  },
  clauses: async () => {
    const index = await open();
    const stock = lunr.Index.load(JSON.parse(fs.readFileSync(request.lunr, "utf8")));
    await index.columns();
    const answers = [];
    for (const clauses of request.queries) {
      const theirs = stock.query((query) => clauses.forEach((clause) => query.clause({
        term: clause.term, fields: clause.fields, boost: clause.boost, presence: clause.presence,
        usePipeline: false, ...(clause.edits ? { editDistance: clause.edits } : {})
      })));
      answers.push([await ask(index, clauses), theirs.map((found) => [found.ref, found.score])]);
    }
    return answers;
  },
  answers: async () => {
    const index = await open();
    await index.columns();
    const answers = [];
    for (const text of request.queries) {
      loaded = [];
      const query = sitegenQuery.parse(text);
      try {
        const answer = await sitegenQuery.answer(index, query, { limit: request.limit || 10000, sort: request.sort || "", typing: request.typing });
        answers.push({
          total: answer.total, relaxed: answer.relaxed, opened: answer.opened, stopped: query.stopped, cut: query.cut,
          categories: Object.fromEntries(answer.categories), years: Object.fromEntries(answer.years),
          keys: await keysOf(index, answer.papers), loaded: loaded.slice()
        });
      } catch (error) {
        if (!error.kind) throw error;
        answers.push({ error: error.kind });
      }
    }
    return answers;
  }
};

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    request = JSON.parse(line);
    loaded = [];
    let said;
    try {
      said = { answer: await operations[request.op]() };
    } catch (error) {
      said = { error: error.stack || String(error) };
    }
    process.stdout.write(`${JSON.stringify(said)}\n`);
  }
})();
