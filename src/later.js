// Fetches the second wasm and joins it to the first, whose memory, table and stack it shares. The build
// puts this where wasm-split-cli writes its own, which wants the server to name the type of the file.
import { initSync } from "./helplet-widget.js";

export const __wasm_split_load_later = async (callback, data) => {
  const first = initSync();
  let joined = true;
  try {
    // Both parts bear the build's hash in their names, so that builds never mix.
    const answer = await fetch(import.meta.url.slice(0, -2) + "later.wasm");
    if (!answer.ok) throw answer.status;
    await WebAssembly.instantiate(await answer.arrayBuffer(), { __wasm_split: first });
  } catch {
    joined = false; // The widget tells the person.
  }
  first.__indirect_function_table.get(callback)(data, joined);
};
