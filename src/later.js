// Fetches the second part: styles, what it asks of the browser, and a wasm that shares memory, table and
// stack of the first.
import { guard } from "./guard.js";

// All parts bear the build's hash in their names, so that builds never mix.
const address = (ending) => import.meta.url.split("js#")[0] + "later." + ending;

const get = async (ending) => {
  const answer = await fetch(address(ending));
  if (!answer.ok) throw answer.status;
  return answer;
};

let module; // The functions of src/browser/later/, once they are here.

/* Calls one of them. */
export const askLater = (name, given) => module[name](...given);

let joined; // Joined twice, its memory would start anew.
let tries = 0;

export const joinLater = async () => {
  // A script that could not be had is not asked for again under the same address.
  const script = module || import(address("js") + (tries++ ? "?" + tries : ""));
  const [functions, css, wasm] = await Promise.all([script, get("css"), joined || get("wasm")]);
  module = functions;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await css.text());
  joined ||= await WebAssembly.instantiate(await wasm.arrayBuffer(), { __wasm_split: guard.exports });
  const root = document.querySelector("helplet-root").shadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
};
