/** `<helplet-panel>`: the panel as an element of the page. Importing this module defines it. */
export class HelpletPanel extends HTMLElement {
  connectedCallback(): Promise<void>;
  disconnectedCallback(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "helplet-panel": HelpletPanel;
  }
}
