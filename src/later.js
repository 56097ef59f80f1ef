// Fetches the second wasm and joins it to the first, whose memory, table and stack it shares.
import { initSync } from "./helplet-widget.js";

let joined; // Joined twice, its memory would start anew.

export const joinLater = async () => {
  if (joined) return;
  // Both parts bear the build's hash in their names, so that builds never mix.
  const answer = await fetch(import.meta.url.slice(0, -2) + "later.wasm");
  if (!answer.ok) throw answer.status;
  joined = await WebAssembly.instantiate(await answer.arrayBuffer(), { __wasm_split: initSync() });
};
