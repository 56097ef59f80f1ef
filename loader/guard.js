// Stands between the page and the wasm. A panic ends the wasm at once, by an error thrown out of
// whatever called it: an event, a timer, a promise. Here it is caught, so that the page never sees it;
// the widget is over then, and what still calls it finds nothing.
export const guarded =
  (work) =>
  (...given) => {
    if (guard.broken) return 0;
    try {
      return work(...given);
    } catch (error) {
      guard.broken = error;
      guard.tell(error);
      return 0;
    }
  };

/* The exports of a wasm with each function guarded; `exports` keeps them as they are. */
export const guard = (exports) => {
  guard.exports = exports;
  return Object.fromEntries(
    Object.entries(exports).map(([name, it]) => [name, typeof it == "function" ? guarded(it) : it]),
  );
};
