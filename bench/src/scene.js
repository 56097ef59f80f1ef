// Brings the panel to what a picture shows. Argument: the scene (see pictures.rs).
const [scene, done] = arguments;
const limit = 20_000;

const frame = () => new Promise(requestAnimationFrame);
const root = document.querySelector("helplet-root").shadowRoot;
const until = async (found) => {
  const start = performance.now();
  while (!found()) {
    if (performance.now() - start > limit) throw `no ${scene.shows} within ${limit} ms; the panel shows: ${root.querySelector(".panel").innerText}`;
    await frame();
  }
  return found();
};
const fill = (selector, value) => {
  const control = root.querySelector(selector);
  control.value = value;
  for (const event of ["input", "change"]) control.dispatchEvent(new Event(event, { bubbles: true }));
};

(async () => {
  Helplet("navigate", scene.path);
  await until(() => root.querySelector(scene.shows));
  for (const [selector, value] of scene.fill) fill(selector, value);
  if (scene.scroll) root.querySelector(scene.scroll).scrollIntoView({ block: "center" });
  // The focus goes into a screen after it is drawn; a picture shows no caret.
  await frame();
  await frame();
  root.activeElement?.blur();
  await document.fonts.ready;
  await frame();
  await frame();
  done({});
})().catch((error) => done({ error: String(error) }));
