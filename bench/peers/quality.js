// How often each engine has a right answer first, and among the first five, on every set of a folder:
// `node quality.mjs ENGINE.wasm FOLDER`. Prints one JSON object by set, kind and engine: counts of queries.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { initSync } from "../../target/engine/helplet_engine.js";
import { all } from "./engines.js";

const [wasm, folder] = process.argv.slice(2);
initSync({ module: readFileSync(wasm) });

const lines = (file) => readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));

const outcome = {};
for (const set of readdirSync(folder).sort()) {
  const files = readdirSync(folder, { withFileTypes: true }).find((it) => it.name === set && it.isDirectory())
    ? readdirSync(join(folder, set))
    : [];
  const asked = files.filter((name) => name.startsWith("queries")).sort()[0];
  if (!asked || !files.includes("docs.jsonl")) continue;
  const documents = lines(join(folder, set, "docs.jsonl"));
  const queries = lines(join(folder, set, asked));
  outcome[set] = {};
  for (const { name, build } of all) {
    const index = build(documents);
    for (const { kind, q, target } of queries) {
      const place = index.search(q, 5).findIndex((number) => target.includes(documents[number].id));
      const seen = ((outcome[set][kind] ??= {})[name] ??= { n: 0, first: 0, five: 0 });
      seen.n += 1;
      seen.first += place === 0 ? 1 : 0;
      seen.five += place >= 0 ? 1 : 0;
    }
    index.free?.();
    console.error(`${set}: ${name}`);
  }
}
console.log(JSON.stringify(outcome));
