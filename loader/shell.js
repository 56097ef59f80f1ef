// What the loader imports: it fetches the rest, starts the wasm and puts the widget into the panel.
import { guard } from "./guard.js";
import init, { mount } from "./helplet-widget.js";
import { keepSeen, wayBack } from "./sheet.js";

/* Events of the panel that the page would take for its own: shortcuts, what is pasted and dropped. */
const OWN = ["keydown", "keypress", "keyup", "paste", "dragover", "drop"];

const stop = (event) => event.stopPropagation();

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
    await init({ module_or_path: wasm });
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
    const widget = mount(panel, options, bundle, close);
    if (guard.broken) throw guard.broken;
    keepSeen(panel, ending.signal);
    if (!inside && options.history + "" != "false") wayBack(panel, close, ending.signal);
    const destroy = () => {
      ending.abort();
      widget.destroy();
    };
    return { opened: () => widget.opened(), command: (...said) => widget.command(...said), destroy };
  };
};
