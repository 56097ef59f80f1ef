// From each keystroke to its results. The home screen is open. Argument: the text to type.
const [text, done] = arguments;
const limit = 10_000;
// People type at 5 to 8 keys a second: what a keystroke set going is over before the next.
const between = 150;

const frame = () => new Promise(requestAnimationFrame);
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
const root = document.querySelector("helplet-root").shadowRoot;
const field = root.querySelector("[role=combobox]");
const results = root.querySelector(".results");

const type = async (typed) => {
  let stop;
  const changed = new Promise((resolve, reject) => {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      resolve(performance.now());
    });
    observer.observe(results, { childList: true, subtree: true });
    stop = setTimeout(() => reject("no results for " + typed), limit);
  });
  field.value = typed;
  const start = performance.now();
  field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  const end = await changed;
  clearTimeout(stop);
  await frame();
  await frame();
  return { changed: end - start, painted: performance.now() - start };
};

(async () => {
  const strokes = [];
  const letters = [...text];
  for (let typed = 1; typed <= letters.length; typed++) {
    await pause(between);
    strokes.push(await type(letters.slice(0, typed).join("")));
  }
  field.value = "";
  field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  done(strokes);
})().catch((error) => done({ error: String(error) }));
