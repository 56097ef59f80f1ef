// From the click on the launcher to the first usable screen.
// Arguments: the language; how long the pointer rests on the launcher first, in ms (-1: it doesn't).
const [locale, hover, done] = arguments;
const limit = 50_000;

const frame = () => new Promise(requestAnimationFrame);
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
const root = document.querySelector("helplet-root").shadowRoot;
const launcher = root.querySelector(".launcher");
const usable = () => {
  const home = root.querySelector("[data-screen=home]");
  return home && home.querySelector("[role=combobox]") && home.querySelector(".categories");
};
const measured = (name) => performance.getEntriesByName(name, "measure").at(-1)?.duration;

(async () => {
  localStorage["helplet:locale"] = locale;
  performance.clearResourceTimings();
  if (hover >= 0) {
    launcher.dispatchEvent(new PointerEvent("pointerenter"));
    await pause(hover);
  }
  const drawn = new Promise((resolve, reject) => {
    const observer = new MutationObserver(() => {
      if (!usable()) return;
      observer.disconnect();
      resolve(performance.now());
    });
    observer.observe(root, { childList: true, subtree: true });
    setTimeout(() => reject("no home screen within " + limit + " ms of the click"), limit);
  });
  const clicked = performance.now();
  launcher.click();
  const home = await drawn;
  // The first frame paints the screen; when the second begins, it is there to be seen.
  await frame();
  await frame();
  const painted = performance.now();
  const fetched = performance.getEntriesByType("resource");
  done({
    drawn: home - clicked,
    painted: painted - clicked,
    inflate: measured("helplet:inflate"),
    decode: measured("helplet:decode"),
    index: measured("helplet:index"),
    requests: fetched.length,
    bytes: fetched.reduce((sum, it) => sum + it.encodedBodySize, 0),
  });
})().catch((error) => done({ error: String(error) }));
