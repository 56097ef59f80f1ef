// The page round the widget.

/* A text as a part of an address. */
export const encoded = (text) => encodeURIComponent(text);

/* What the loader has drawn. */
export const launcher = (selector) => document.querySelector("helplet-root")?.shadowRoot.querySelector(selector);

/* The pointer stays with what was pressed, also outside of it. */
export const capturePointer = (event) => {
  try {
    event.currentTarget.setPointerCapture(event.pointerId);
  } catch {} // It was lifted meanwhile.
};

export const random = () => Math.random();
