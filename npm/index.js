// The script tag as a module: it loads the same helplet.js from the folder you host.

const COMMANDS = [
  "close", "destroy", "environment", "hide", "identify", "navigate", "off", "on", "once", "open", "prefill", "search",
  "setLocale", "setTheme", "show", "showArticle", "showContact", "showNewTicket", "showTicket", "shutdown",
  "startChat", "startWizard", "suggest", "toggle", "update",
];

const run = (name, ...given) => window.Helplet(name, ...given);

/** The commands, once `boot` has been called. */
export const helplet = Object.fromEntries(COMMANDS.map((name) => [name, (...given) => run(name, ...given)]));

/** Loads the script from `base` unless it is there, boots the widget and gives back its commands. */
export const boot = async ({ base, ...options }) => {
  await null; // A <helplet-panel> that has just left the page takes its widget along first.
  // What a tag loads first goes on serving.
  if (!window.Helplet?.boot) {
    const address = new URL("helplet.js", new URL(base.replace(/\/*$/, "/"), document.baseURI)).href;
    const waiting = window.Helplet?.q ?? [];
    window.Helplet = (...call) => void waiting.push(call);
    Object.assign(window.Helplet, { q: waiting, tag: { src: address, dataset: { helpletBoot: "manual" } } });
    try {
      await import(/* @vite-ignore */ /* webpackIgnore: true */ address);
    } catch (cause) {
      const remedy = "put the folder that ./x dist makes there, and let the page's policy allow it";
      throw new Error(`${address} could not be loaded: ${remedy}`, { cause });
    }
  }
  run("boot", options);
  return helplet;
};
