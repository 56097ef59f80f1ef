// From the click to the first painted results of a whole question.
// Arguments: whose elements they are; the question.
const [whose, question, done] = arguments;
const limit = 60_000;

const frame = () => new Promise(requestAnimationFrame);
const until = async (find) => {
  const start = performance.now();
  for (let found; ; await frame()) {
    if ((found = find())) return found;
    if (performance.now() - start > limit) throw `nothing for ${find} within ${limit} ms`;
  }
};
const helplet = {
  root: () => document.querySelector("helplet-root")?.shadowRoot,
  button: ".launcher",
  field: "[data-screen=home] [role=combobox]",
  result: ".results [role=option]",
};
const widgets = {
  helplet,
  idle: helplet,
  pagefind: {
    root: () => document,
    button: "pagefind-modal-trigger button",
    field: "pagefind-modal input",
    result: "pagefind-modal .pf-result-title",
  },
};

(async () => {
  const { root, ...selectors } = widgets[whose];
  const one = (name) => root()?.querySelector(selectors[name]);
  const button = await until(() => one("button"));
  const clicked = performance.now();
  button.click();
  const field = await until(() => one("field"));
  const open = performance.now();
  field.focus();
  field.value = question;
  field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  await until(() => one("result"));
  // The first frame paints the results; when the second begins, they are there to be seen.
  await frame();
  await frame();
  const painted = performance.now();
  done({ open: open - clicked, painted: painted - clicked });
})().catch((error) => done({ error: String(error) }));
