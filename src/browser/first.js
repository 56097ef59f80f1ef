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

/* Only touch listeners may delay scrolling, and none of ours prevents it. */
export const listen = (target, event, work) =>
  target.addEventListener(event, work, { passive: event.startsWith("touch") });

export const focus = (element) => element.focus({ preventScroll: true });

export const scrollTo = (element, block) => element.scrollIntoView({ block });

/* A listener that throws is the page's own matter. */
export const dispatch = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

// Times, from the browser's Intl, so that no time-zone table ships.

const STYLES = {
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { month: "long", day: "numeric", year: "numeric" },
  exact: { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  date: { month: "long", day: "numeric", weekday: "long" },
  weekday: { weekday: "short" },
};

/* A moment in the words of `locale`: milliseconds since 1970, or a Date. */
export const words = (moment, style, locale) => new Intl.DateTimeFormat(locale, STYLES[style]).format(moment);

/* A day in the words of `locale`. */
export const dayWords = (year, month, day, style, locale) => words(new Date(year, month - 1, day), style, locale);

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
