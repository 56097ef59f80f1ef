/* Helplet's script tag: draws the launcher, and nothing else before the first touch.
   On hover or focus it fetches the widget, on click it opens it. docs/EMBED.md has the options.
   Short on purpose: this is all a page pays for before anybody needs help (2 KB, see ./x bench). */
(() => {
  // `helplet dist` puts the build's file names, languages and words here.
  const build = HELPLET_BUILD;

  const stub = window.Helplet || {};
  if (stub.boot) return; // The tag stands in the page twice, or another build does: the first one serves.

  // Imported as a module there is no tag: who imports it says what would stand there.
  const script = document.currentScript || stub.tag;
  const said = {};
  for (const name in script.dataset) {
    if (/^helplet./.test(name)) said[name[7].toLowerCase() + name.slice(8)] = script.dataset[name];
  }
  const waiting = stub.q || [];
  let act; // Carries out a command; none does before `boot` and after `destroy`.
  const ends = []; // What ends the listeners.
  const end = () => ends.splice(0).map((off) => off());

  const element = (tag, text, onclick) => {
    const made = document.createElement(tag);
    made.textContent = text;
    made.onclick = onclick;
    return made;
  };
  const emit = (name, detail) => document.dispatchEvent(new CustomEvent("helplet:" + name, { detail }));
  const listen = (name, hear, once) => {
    const off = () => document.removeEventListener(name, hear);
    document.addEventListener(name, hear, { once });
    ends.push(off);
    return off;
  };

  const boot = (more) => {
    if (act) return;
    end();
    const options = { ...said, ...more, ...build };
    options.base = new URL(options.base || ".", script.src).href;
    const code = options.base + build.name;
    const inside = options.into || options.mode == "page"; // A part of the page, or the page itself.

    // A link to a ticket, with what lets one in: that leaves the address before anything is fetched.
    const link = /^(#ticket.+)\?grant=/.exec(location.hash);
    if (link) {
      waiting.push(["navigate", link.input]);
      history.replaceState(history.state, "", link[1]);
    }

    /* The first wanted language there is a bundle for, by its whole tag or its first two letters. */
    const match = (...chosen) => {
      const page = options.mode != "page" && document.documentElement.lang;
      for (const tag of [...chosen, options.locale, page, ...navigator.languages]) {
        const like = (letters) => tag && build.languages.find((it) => it.lang.slice(0, letters) == tag.slice(0, letters));
        const found = like(9) || like(2);
        if (found) return found;
      }
      return build.languages[0];
    };
    const words = match();

    let coming; // A promise of what mounts the widget.
    let widget; // A promise of the mounted widget; of nothing where it failed.
    let before; // What had the focus before the panel.

    /* Fetches all that the first screen needs; what isn't named here the script does (loader/shell.js). */
    const warmUp = () => {
      if (coming) return;
      const wasm = fetch(code + "wasm");
      // The number makes it another module after a failure, whose wasm starts anew.
      coming = import(code + "js#" + Date.now()).then((shell) => shell.prepare(panel, options, match, wasm, close, fail));
      wasm.catch(() => 0); // Failures are told where they are waited for.
      coming.catch(() => 0);
    };

    const host = element("helplet-root");
    const root = host.attachShadow({ mode: "open" });
    const panel = element("div");
    const plain = () => {
      try {
        (root.adoptedStyleSheets = [new CSSStyleSheet()])[0].replaceSync(build.css);
      } catch {} // An old engine: it works without looks.
    };

    /* Whatever keeps the widget from running, the person still gets the contact channels. */
    const fail = (error) => {
      coming = widget = null;
      plain();
      const again = element("button", words.retry, start);
      panel.replaceChildren(words.failed, again);
      again.focus();
      emit("error", { what: "start", message: error + "" });
    };

    const start = () => {
      if (!widget) {
        panel.textContent = words.label;
        warmUp();
        widget = coming.then((mount) => mount()).catch(fail);
      }
      widget.then((it) => panel.hidden || it?.opened());
    };

    const show = (open) => (launcher.ariaExpanded = !(panel.hidden = !open));
    const open = () => {
      if (panel.hidden) {
        before = document.activeElement;
        show(true);
        emit("open");
      }
      start();
    };
    const close = () => {
      if (panel.hidden || inside) return;
      if (root.activeElement) {
        launcher.focus();
        before.focus(); // Nothing happens where that was the launcher.
      }
      show(false);
      emit("close");
    };
    const toggle = () => (panel.hidden ? open() : close());

    const launcher = element("button", words.label, toggle);
    launcher.className = "launcher";
    launcher.onpointerenter = launcher.onfocus = warmUp;
    panel.className = "panel";
    root.append(inside ? "" : launcher, panel);
    plain();
    show(false);

    /* Pages that replace their body, or all that is in it, keep the widget. */
    const place = () => {
      const body = document.body;
      if (host.isConnected || !body) return;
      (document.querySelector(options.into) || body).append(host);
      keeper.observe(body, { childList: true });
    };
    const keeper = new MutationObserver(place);
    keeper.observe(document.documentElement, { childList: true });
    place();

    /* A command of the widget's own: what shows something opens the panel; what tells it of the person
       waits among its options. */
    const tell = (value, more, name) => {
      if (/nav|sea|how|art/.test(name)) open();
      if (/down/.test(name)) start();
      options[name] = value;
      widget?.then((it) => it?.command(name, value)); // `fail` tells why there is none.
    };
    const on = (name, hear, once) => listen("helplet:" + name, hear, once);
    const commands = {
      open,
      close,
      on,
      once: (name, hear) => on(name, hear, 1),
      off: (name, hear) => on(name, hear)(),
      toggle,
      show: () => (launcher.hidden = false),
      hide: () => (launcher.hidden = true),
      destroy: () => {
        widget?.then((it) => it?.destroy());
        keeper.disconnect();
        end();
        host.remove();
        act = 0;
      },
    };
    act = (name, a, b) => (commands[name] || tell)(a, b, name);
    replay();
    if (inside) open();
    if (options.boot == "idle") window.requestIdleCallback?.(warmUp);
  };

  const run = (window.Helplet = (...call) =>
    call[0] == "boot" ? boot(call[1]) : act ? act(...call) : waiting.push(call));
  run.boot = boot;
  const replay = () => waiting.splice(0).map((call) => run(...call));

  if (said.boot == "interaction") {
    listen("pointerover", boot);
    listen("keydown", boot);
    listen("scroll", boot);
  } else if (said.boot != "manual") boot();
  replay();
})();
