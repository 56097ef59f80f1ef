// <helplet-panel>: the panel as an element of the page, as high as it is. Attributes are the script
// tag's without `data-helplet-`; `src` is the address of the folder.
import { boot, helplet } from "./index.js";

const NAME = "helplet-panel";
const ROOT = "helplet-root";

/* `endpoint-kind` is the option `endpointKind`. */
const option = (attribute) => attribute.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

export class HelpletPanel extends HTMLElement {
  async connectedCallback() {
    if (this.querySelector(ROOT)) return; // It was only moved.
    // The page's launcher, if there is one, makes room.
    if (document.querySelector(ROOT)) helplet.destroy();
    const { src = ".", ...options } = Object.fromEntries([...this.attributes].map((it) => [option(it.name), it.value]));
    if (getComputedStyle(this).display == "inline") this.style.display = "block";
    this.#boots = true;
    await boot({ ...options, base: src, into: NAME });
    this.disconnectedCallback();
  }

  disconnectedCallback() {
    // One that is only moved comes back at once.
    queueMicrotask(() => {
      if (this.isConnected || !this.#boots) return;
      this.#boots = false;
      if (window.Helplet?.boot) helplet.destroy();
    });
  }

  #boots = false;
}

if (!customElements.get(NAME)) customElements.define(NAME, HelpletPanel);
