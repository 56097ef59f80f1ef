// What the loader imports: it fetches the rest, starts the wasm and puts the widget into the panel.
import { guard } from "./guard.js";
import { command, destroy, imports, mount, opened, start } from "./helplet-widget.js";
import { keepSeen, wayBack } from "./sheet.js";

/* Events of the panel that the page would take for its own: shortcuts, what is pasted and dropped. */
const OWN = ["keydown", "keypress", "keyup", "paste", "dragover", "drop"];

const stop = (event) => event.stopPropagation();

let started; // Another widget in the same page uses the same wasm.

/* Starts the wasm of a fetched answer; a server that doesn't know its type still gives its bytes. */
const begin = async (answer) => {
  if (!answer.ok) throw answer.status;
  const typed = answer.headers.get("Content-Type") == "application/wasm";
  const { instance } = await (typed
    ? WebAssembly.instantiateStreaming(answer, imports())
    : WebAssembly.instantiate(await answer.arrayBuffer(), imports()));
  started = start(instance);
};

/* Begins to fetch; the function it returns mounts the widget once all is there. `match` chooses a
   language, `wasm` is a promise of the answer with it, `close` and `fail` are the loader's. */
export const prepare = (panel, options, match, wasm, close, fail) => {
  let chosen;
  try {
    chosen = localStorage["helplet:locale"];
  } catch {} // Storage is denied: nothing was kept.
  const language = match(options.setLocale, options.locale, chosen);
  options.locale = language.lang;
  // A link leads to a screen; on a page of somebody else to a ticket alone. One that lets in has been read.
  const link = location.hash;
  if (!/grant=/.test(options.navigate) && (options.mode == "page" || /^#ticket.\d/.test(link))) {
    options.start = link || options.start;
  }
  if (options.endpoint) options.endpoint = new URL(options.endpoint, options.base).href;
  const css = fetch(options.base + options.name + "css").then((answer) => answer.text());
  const bundle = fetch(options.base + language.file);
  for (const promise of [css, bundle]) promise.catch(() => 0); // Failures are told where they are waited for.

  return async () => {
    const ending = new AbortController();
    guard.tell = (error) => {
      ending.abort();
      fail(error);
    };
    started || (await begin(await wasm));
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(await css);
    const root = panel.getRootNode();
    root.adoptedStyleSheets = [root.adoptedStyleSheets[0], sheet];
    const inside = options.into ? "inline" : options.mode;
    root.host.dataset.mode = inside || "launcher";
    panel.role = { inline: "region", page: "main" }[inside] || "dialog";
    panel.ariaLabel = language.label;
    for (const name of OWN) root.host["on" + name] = stop;
    panel.replaceChildren();
    mount(panel, options, bundle, close);
    if (guard.broken) throw guard.broken;
    keepSeen(panel, ending.signal);
    if (!inside && options.history + "" != "false") wayBack(panel, close, ending.signal);
    const end = () => {
      ending.abort();
      destroy();
    };
    return { opened, command, destroy: end };
  };
};
