// What the first part asks of the browser where that takes several calls: bound to Rust one by one they are
// three times the bytes (docs/decisions/0009-diet.md).

/* The bytes of a response on its way; rejected where it fails or isn't a success. */
export const received = async (response) => {
  const answer = await response;
  if (!answer.ok) throw answer.status;
  return new Uint8Array(await answer.arrayBuffer());
};

/* Inflates a gzip stream of at most `limit` bytes; rejected where it is corrupt or longer. */
export const gunzip = async (compressed, limit) => {
  const inflated = new Response(compressed).body.pipeThrough(new DecompressionStream("gzip"));
  const reader = inflated.getReader();
  const pieces = [];
  for (let step; !(step = await reader.read()).done; ) {
    pieces.push(step.value);
    limit -= step.value.length;
    if (limit < 0) {
      reader.cancel();
      throw limit;
    }
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
};

/* Posts JSON that nobody waits for; it goes its way even when the page is left. */
export const leave = (url, body) => {
  const headers = { "Content-Type": "application/json" };
  fetch(url, { method: "POST", body, headers, keepalive: true }).catch(() => {});
};

export const copy = async (text) => navigator.clipboard.writeText(text);

export const sleep = (delay) => new Promise((done) => setTimeout(done, delay));

export const soon = (work) => queueMicrotask(work);

/* Hears whether a promise is kept, and what it comes to. */
export const settle = (promise, hear) =>
  promise.then(
    (value) => hear(true, value),
    (error) => hear(false, error),
  );

/* Only touch listeners may delay scrolling, and none of ours prevents it. */
export const listen = (target, event, work) =>
  target.addEventListener(event, work, { passive: event.startsWith("touch") });

export const focus = (element) => element.focus({ preventScroll: true });

export const scrollTo = (element, block) => element.scrollIntoView({ block });

/* A listener that throws is the page's own matter. */
export const dispatch = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

// Times, from the browser's Intl, so that no time-zone table ships.

const STYLES = {
  day: { month: "long", day: "numeric", year: "numeric" },
  date: { month: "long", day: "numeric", weekday: "long" },
  weekday: { weekday: "short" },
};

/* A day in the words of `locale`. */
export const dayWords = (year, month, day, style, locale) =>
  new Intl.DateTimeFormat(locale, STYLES[style]).format(new Date(year, month - 1, day));

/* What the wall clock shows now in an IANA zone, or where that is unknown in the device's own: numbers in
   order, year first. */
export const wallClock = (timeZone) => {
  const fields = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    calendar: "gregory",
    numberingSystem: "latn",
  };
  try {
    fields.timeZone = timeZone || undefined;
    return new Intl.DateTimeFormat("sv-SE", fields).format(new Date());
  } catch {
    return wallClock();
  }
};

/* The device's time zone, as the browser names it. */
export const zone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone || "";

/* Milliseconds since the page began. */
export const ticks = () => performance.now();

/* The start of `name` on the page's performance timeline, and the time from there to now. */
export const mark = (name) => performance.mark(name);
export const measure = (name) => performance.measure(name, name);

/* A text of local storage; reading the storage itself throws where it is denied. */
export const readText = (name) => {
  try {
    return localStorage.getItem(name);
  } catch {}
};

/* False where it could not be kept. */
export const writeText = (name, text) => {
  try {
    localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
};

/* The key of a keyboard event; undefined while an input method is composing, and where a browser that fills in a
   field sends an event without one. 229 is what engines send for a key the input method has taken before
   isComposing is set. */
export const key = (event) => (event.isComposing || event.keyCode == 229 ? undefined : event.key);

/* Whether the first pointer is a finger. */
export const touch = () => matchMedia("(pointer: coarse)").matches;

/* The characters of bytes in GBK; throws where the browser can't decode it. */
export const gbk = (bytes) => new TextDecoder("gbk").decode(bytes);

/* The path of the page; characters that addresses don't have are as people read them. */
export const path = () => {
  const { pathname } = location;
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
};
