// Asks an index many queries as a browser would, and prints what each read and took, as JSON:
//   node search_queries.js INDEX_FOLDER SCRIPTS_FOLDER < queries.json
// A query's files are counted compressed (gzip -6) when it is the first to ask for them.
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");
const zlib = require("zlib");

const [folder, scripts] = process.argv.slice(2);
const names = ["search-tokens.js", "search-index.js", "search-query.js", "search.js"];
const sizes = new Map();
function compressed(file) {
  if (!sizes.has(file)) sizes.set(file, zlib.gzipSync(fs.readFileSync(file), { level: 6 }).length);
  return sizes.get(file);
}
for (const name of names.slice(0, 3)) {
  vm.runInThisContext(fs.readFileSync(path.join(scripts, name), "utf8"), { filename: name });
}

let read = [];
function load(name) {
  const file = path.join(folder, name + ".js");
  read.push(file);
  let part;
  globalThis.sitegenPart = (_, ...values) => { part = values; };
  const before = performance.now();
  vm.runInThisContext(fs.readFileSync(file, "utf8"));
  parsing += performance.now() - before;
  return Promise.resolve(part);
}
let parsing = 0;

async function ask(index, text) {
  const before = performance.now();
  const answer = await sitegenQuery.answer(index, sitegenQuery.parse(text), { limit: 10 });
  await index.documents(answer.papers);
  return { total: answer.total, ms: performance.now() - before };
}

(async () => {
  const queries = JSON.parse(fs.readFileSync(0, "utf8"));
  const script = names.reduce((sum, name) => sum + compressed(path.join(scripts, name)), 0);
  const results = [];
  for (const text of queries) {
    read = [];
    const cold = await sitegenIndex.open(load);
    await cold.columns();
    const columns = read.slice();
    read = [];
    const first = await ask(cold, text);
    const further = read.reduce((sum, file) => sum + compressed(file), 0);
    results.push({
      text, total: first.total, ms: first.ms, files: read.length,
      again: (await ask(cold, text)).ms,
      further,
      first: script + further + columns.reduce((sum, file) => sum + compressed(file), 0)
    });
  }
  fs.writeFileSync(1, JSON.stringify({ script, results }));
})();
