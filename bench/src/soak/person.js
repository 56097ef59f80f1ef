// One step of a person. Arguments: what to do (see person.rs), and the function to call with the outcome.
const [step, done] = arguments;
const limit = 15_000;

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
const until = async (what, found, longest = limit) => {
  const start = performance.now();
  while (!found()) {
    if (performance.now() - start > longest) throw `after ${longest} ms still not: ${what}; the panel shows: ${root()?.querySelector(".panel")?.innerText}`;
    await pause();
  }
  return found();
};
const root = () => document.querySelector("helplet-root")?.shadowRoot;
const shown = (selector) => root().querySelector(selector);
const go = async (path) => {
  Helplet("navigate", path);
  await until(path, () => shown(`[data-screen="${path}"]:not(.waiting)`));
};
const set = (control, value) => {
  control.value = value;
  for (const event of ["input", "change"]) control.dispatchEvent(new Event(event, { bubbles: true }));
};
const rows = () =>
  [...root().querySelectorAll("[data-screen=tickets] .receipts .row")].map((row) => [
    // The subject is the first line of what was written; what follows it is hinted at.
    row.querySelector(".row-title").textContent.replace(/…$/, ""),
    row.textContent.match(/\d{3}-\d{3}-\d{4}/)?.[0] ?? "",
    row.querySelector(".row-state").textContent,
  ]);

// A picture of noise, the same for the same seed.
const picture = async (seed) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [160, 120];
  const context = canvas.getContext("2d");
  const noise = context.createImageData(canvas.width, canvas.height);
  let state = seed | 1;
  for (let at = 0; at < noise.data.length; at++) {
    // xorshift32: enough to look like nothing.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    noise.data[at] = at % 4 == 3 ? 255 : state;
  }
  context.putImageData(noise, 0, 0);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return [blob, [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("")];
};

const steps = {
  async open() {
    await until("the widget", root);
    Helplet("open");
    await until("the first screen", () => shown(".screen:not(.waiting)"));
    return {};
  },

  // What stands in the list of tickets: subjects, with the numbers of those that were sent.
  async look() {
    await go("tickets");
    // The device and the desk are asked; a busy machine takes its time.
    await until("the list", () => rows().length >= step.expected, step.patience).catch(() => {});
    return { rows: rows() };
  },

  // Asks for whatever is not sent yet to be sent now, as the widget offers it, and waits for it.
  async hurry() {
    await go("tickets");
    await until("the list", () => rows().length >= step.expected, step.patience).catch(() => {});
    const waiting = () => rows().findIndex(([, number]) => !number);
    if (waiting() >= 0) {
      root().querySelectorAll("[data-screen=tickets] .receipts .row")[waiting()].click();
      await until("what was sent off", () => shown(".screen.sent"));
      shown(".screen.sent:has(.underway) .card-actions .primary")?.click();
      await go("tickets");
      await until("its number", () => waiting() < 0, step.patience).catch(() => {});
    }
    return { rows: rows() };
  },

  // Writes a ticket and sends it off; what was begun before is gone on with.
  async write() {
    const [file, sha256] = await picture(step.seed);
    const draft = () => localStorage["helplet:draft"] ?? "";
    if (step.again) {
      await go("tickets");
      // The draft may be there still though the ticket was sent off: the device is read first.
      const sentOff = () => rows().some(([subject]) => subject == step.subject);
      await until("what became of it", sentOff, 5000).catch(() => {});
      if (sentOff()) return { accepted: true, sha256 };
    }
    const name = `${step.subject}.png`;
    const begun = draft().includes(name);
    await go("ticket");
    const form = await until("the form", () => shown("form.ticket-form"));
    const listed = () => [...root().querySelectorAll(".file-name")].some((it) => it.textContent == name);
    if (begun) await until("the picture of before", listed);
    set(form.querySelector("select"), "other");
    set(form.querySelector("textarea"), `${step.subject}\n${step.story}`);
    set(form.querySelector("input[type=email]"), "somebody@example.com");
    if (step.file && !listed()) {
      const chosen = new DataTransfer();
      chosen.items.add(new File([file], name, { type: "image/png" }));
      const picker = form.querySelector("input[type=file]");
      picker.files = chosen.files;
      picker.dispatchEvent(new Event("change", { bubbles: true }));
      await until("the picture", listed);
    }
    form.querySelector("button[type=submit]").click();
    if (step.cut) return { accepted: false, sha256 };
    await until("a word that it is on its way", () => shown(".screen.sent"));
    // A device that did not answer in time keeps nothing, and the widget says so until the desk has it.
    const kept = until("a word that it is kept", () => !shown(".screen.sent [role=alert]"));
    return { accepted: await kept.then(() => true, () => false), sha256 };
  },
};

steps[step.name]().then(done, (error) => done({ error: String(error?.stack ?? error) }));
