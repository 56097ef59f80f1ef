// Fetches the second part: styles, and a wasm that shares memory, table and stack of the first.
import { guard } from "./guard.js";

const get = async (ending) => {
  // All parts bear the build's hash in their names, so that builds never mix.
  const answer = await fetch(import.meta.url.split("js#")[0] + "later." + ending);
  if (!answer.ok) throw answer.status;
  return answer;
};

let joined; // Joined twice, its memory would start anew.

export const joinLater = async () => {
  const [css, wasm] = await Promise.all([get("css"), joined || get("wasm")]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await css.text());
  joined ||= await WebAssembly.instantiate(await wasm.arrayBuffer(), { __wasm_split: guard.exports });
  const root = document.querySelector("helplet-root").shadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
};
