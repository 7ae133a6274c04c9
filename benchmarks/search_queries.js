// Asks an index many queries as a browser would, and prints what each read and took, as JSON:
//   node search_queries.js INDEX_FOLDER SCRIPTS_FOLDER < queries.json
//   node search_queries.js INDEX_FOLDER SCRIPTS_FOLDER keys   prints the papers that each finds
// Files are counted compressed (gzip -6). A first query reads all that it needs from cold; a
// further one has manifest, columns and lengths of fields, and reads its shards and documents.
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");
const zlib = require("zlib");

const [folder, scripts, keys] = process.argv.slice(2);
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
  const started = cpu();
  let part;
  globalThis.sitegenPart = (_, ...values) => { part = values; };
  const text = fs.readFileSync(file, "utf8");
  reading += cpu() - started;
  vm.runInThisContext(text);
  return Promise.resolve(part);
}
// Milliseconds of this thread and its helpers, which other work on the machine does not stretch;
// reading files is the network's affair.
let reading = 0;
function cpu() {
  const used = process.cpuUsage();
  return (used.user + used.system) / 1000;
}

async function ask(index, text) {
  const before = cpu() - reading;
  const answer = await sitegenQuery.answer(index, sitegenQuery.parse(text), { limit: 10 });
  await index.documents(answer.papers);
  return { total: answer.total, ms: cpu() - reading - before };
}

(async () => {
  const queries = JSON.parse(fs.readFileSync(0, "utf8"));
  const script = names.reduce((sum, name) => sum + compressed(path.join(scripts, name)), 0);
  const results = [];
  if (keys) {
    const index = await sitegenIndex.open(load);
    for (const text of queries) {
      const answer = await sitegenQuery.answer(index, sitegenQuery.parse(text), { limit: Infinity });
      results.push((await index.documents(answer.papers)).map((paper) => paper.key));
    }
    fs.writeFileSync(1, JSON.stringify(results));
    return;
  }
  for (const text of queries) {
    read = [];
    const cold = await sitegenIndex.open(load);
    const first = await ask(cold, text);
    const bytes = (files) => files.reduce((sum, file) => sum + compressed(file), 0);
    const own = read.filter((file) => !/(manifest|columns|l\d)\.js$/.test(file));
    results.push({
      text, total: first.total, ms: first.ms, files: read.length,
      again: (await ask(cold, text)).ms, further: bytes(own), first: script + bytes(read)
    });
  }
  fs.writeFileSync(1, JSON.stringify({ script, results }));
})();
