// In the page: builds indexes and asks them, timed by the page's own clock. search.rs calls these.
import init from "../../target/engine/helplet_engine.js";
import { inSlices, timed } from "./engines.js";

const wasm = fetch("engine.wasm").then((answer) => WebAssembly.compileStreaming(answer));
const collection = fetch("collection.json").then((answer) => answer.json());

// The first `size` documents; where there are fewer, further ones of the first half of one title and
// the second half of another.
function enlarged(documents, size) {
  const all = documents.slice(0, size);
  const half = (title, from) => {
    const middle = title.length >> 1;
    return from ? title.slice(middle) : title.slice(0, middle);
  };
  for (let step = 1; all.length < size; step++) {
    for (let at = 0; at < documents.length && all.length < size; at++) {
      const other = documents[(at + step * 97) % documents.length];
      all.push({ title: half(documents[at].title, false) + half(other.title, true) });
    }
  }
  return all;
}

const engineNamed = (name) => timed.find((engine) => engine.name === name);
let held;

globalThis.bench = {
  async names() {
    return timed.map((engine) => engine.name);
  },

  // Builds an index and asks it the queries, at most for `limit` ms; a first round of them, not timed,
  // lets the browser's compilers do their work.
  async run(name, size, limit) {
    await init({ module_or_path: await wasm });
    const { documents, queries } = await collection;
    const wanted = enlarged(documents, size);
    const start = performance.now();
    const index = engineNamed(name).build(wanted);
    const built = performance.now() - start;
    const ask = (most, keep) => {
      const begun = performance.now();
      for (const query of queries) {
        const before = performance.now();
        index.search(query, 10);
        const after = performance.now();
        keep?.push(after - before);
        if (after - begun > most) return;
      }
    };
    ask(limit / 2);
    const times = [];
    ask(limit, times);
    index.free?.();
    return { built, times };
  },

  // Builds an index and keeps it; how much wasm memory it took. What JavaScript keeps, search.rs asks the browser.
  async hold(name, size) {
    const { memory } = await init({ module_or_path: await wasm });
    const { documents } = await collection;
    const before = memory.buffer.byteLength;
    held = engineNamed(name).build(enlarged(documents, size));
    return { wasm: memory.buffer.byteLength - before, held: held !== undefined };
  },

  // The longest slice of indexing as the widget does it, and how many there were.
  async slices(size) {
    await init({ module_or_path: await wasm });
    const { documents } = await collection;
    const { index, slices } = await inSlices(enlarged(documents, size));
    index.free();
    return { longest: Math.max(...slices), slices: slices.length, all: slices.reduce((sum, slice) => sum + slice, 0) };
  },
};
