/* Helplet's script tag: draws the launcher, and nothing else before the first touch.
   On hover or focus it fetches the widget, on click it opens it. docs/EMBED.md has the options.
   Short on purpose: this is all a page pays for before anybody needs help (2 KB, see ./x bench). */
(() => {
  // `helplet dist` puts the build's file names, languages and words here.
  const build = HELPLET_BUILD;

  const stub = window.Helplet;
  if (stub && stub.host) return; // The tag stands in the page twice: the first one serves.

  const script = document.currentScript;
  const options = { mode: "launcher", theme: "auto" };
  for (const name in script.dataset) {
    if (/^helplet/.test(name)) options[name[7].toLowerCase() + name.slice(8)] = script.dataset[name];
  }
  const base = (options.base = new URL(options.base || ".", script.src).href);
  const code = base + build.name;
  const page = options.mode == "page";
  if (options.endpoint) options.endpoint = new URL(options.endpoint, base).href;
  options.languages = build.languages;

  // A link, on a page of somebody else to a ticket alone. What lets one in leaves the address before anything
  // is fetched.
  const link = location.hash;
  const [path, grant] = page || /^#ticket.\d/.test(link) ? link.split("?grant=") : [];
  if (path) {
    options.start = link;
    history.replaceState(history.state, "", path);
  }

  /* The first language wanted that there is a bundle for, by its whole tag or its first two letters. */
  const match = (chosen) => {
    for (const tag of [options.locale, chosen, page ? 0 : document.documentElement.lang, ...navigator.languages]) {
      const like = (letters) => tag && build.languages.find((it) => it.lang.slice(0, letters) == tag.slice(0, letters));
      const found = like(9) || like(2);
      if (found) return found;
    }
    return build.languages[0];
  };
  const words = match().words;

  const element = (tag, className, ...children) => {
    const made = document.createElement(tag);
    made.className = className;
    made.append(...children);
    return made;
  };
  const button = (className, onclick, ...children) => {
    const made = element("button", className, ...children);
    made.onclick = onclick;
    return made;
  };
  const emit = (name, detail) => document.dispatchEvent(new CustomEvent("helplet:" + name, { detail }));

  const host = element("helplet-root");
  const root = host.attachShadow({ mode: "open" });
  const style = (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets.push(sheet);
  };
  style(build.css);
  host.dataset.theme = options.theme;
  host.dataset.mode = options.mode;

  const panel = element("div", "panel");
  panel.hidden = true;
  panel.role = page ? "main" : "dialog";
  panel.ariaLabel = words.label;

  let coming; // What is on its way, or here.
  let widget; // A promise of the mounted widget.

  /* Fetches everything the first screen needs, all at once. */
  const warmUp = () => {
    if (coming) return;
    let chosen;
    try {
      chosen = localStorage["helplet:locale"];
    } catch {} // Storage is denied: nothing was kept.
    const language = match(chosen);
    options.locale = language.lang;
    coming = [
      import(code + "js"),
      fetch(code + "css").then((answer) => answer.text()),
      fetch(code + "wasm"),
      fetch(base + language.file),
    ];
    coming.map((promise) => promise.catch(() => 0)); // Failures are told where they are waited for.
  };

  const mount = async () => {
    warmUp();
    const [module, css, wasm, bundle] = coming;
    const glue = await module;
    await glue.default({ module_or_path: wasm });
    style(await css);
    panel.replaceChildren();
    return glue.mount(panel, options, bundle, close);
  };

  /* Whatever keeps the widget from running, the person still gets the contact channels. */
  const fail = (error) => {
    coming = widget = 0;
    const again = button("", start, words.retry);
    panel.replaceChildren(element("div", "wait", words.failed, again));
    again.focus();
    emit("error", { what: "start", message: String(error) });
  };

  const start = () => {
    if (!widget) {
      panel.replaceChildren(element("div", "wait", words.wait));
      widget = mount();
    }
    return widget.then((mounted) => (panel.hidden || mounted.opened(), mounted)).catch(fail);
  };

  const show = (open) => {
    panel.hidden = !open;
    launcher.ariaExpanded = open;
    emit(open ? "open" : "close");
  };
  const open = () => {
    if (panel.hidden) show(true);
    return start();
  };
  const close = () => {
    if (panel.hidden || page) return;
    show(false);
    launcher.focus();
  };

  /* A command of the widget's own: what shows something opens the panel; what tells it of the person
     waits among its options. */
  const tell = (name, value) => {
    if (/down/.test(name)) start();
    else if (/nav|how|Loc/.test(name)) open();
    if (widget) return widget.then((mounted) => mounted.command(name, value), () => 0); // `fail` tells why.
    options[name] = value;
  };
  const commands = {
    open,
    close,
    toggle: () => (panel.hidden ? open() : close()),
    setTheme: (theme) => {
      host.dataset.theme = options.theme = theme;
      tell("setTheme", theme);
    },
    destroy: () => {
      widget?.then((mounted) => mounted.destroy());
      host.remove();
      delete window.Helplet;
    },
  };

  const launcher = button("launcher", commands.toggle, words.label);
  launcher.ariaExpanded = false;
  launcher.onpointerenter = launcher.onfocus = warmUp;
  root.append(page ? "" : launcher, panel);

  const run = (window.Helplet = (name, value) => (commands[name] ? commands[name](value) : tell(name, value)));
  run.host = host;

  const begin = () => {
    document.body.append(host);
    stub?.q?.map((call) => run(...call));
    if (page || grant) open();
  };
  document.body ? begin() : addEventListener("DOMContentLoaded", begin);
})();
