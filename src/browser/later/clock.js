// Times, from the browser's Intl.

const STYLES = {
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { month: "long", day: "numeric", year: "numeric" },
  exact: { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
};

/* A moment, in milliseconds since 1970, in the words of `locale`; empty where it is none. */
export const words = (moment, style, locale) => {
  try {
    return new Intl.DateTimeFormat(locale, STYLES[style]).format(moment);
  } catch {
    return "";
  }
};

/* That many units ago. */
export const ago = (count, unit, locale) =>
  new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-count, unit);

export const moment = (text) => Date.parse(text);
