// What texts are cut into for the peers.
import { pinyin } from "pinyin-pro";
import { stemmer } from "stemmer";

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

// Words, as the platform divides them.
export const segments = (text) =>
  [...segmenter.segment(text.toLowerCase())].filter((it) => it.isWordLike).map((it) => it.segment);

// Latin words and numbers whole; of Chinese each character and each pair of neighbours.
export function bigrams(text) {
  const terms = [];
  for (const [run] of text.toLowerCase().matchAll(/\p{Script=Han}+|[a-z]+|[0-9]+|[\p{L}]+/gu)) {
    if (!/\p{Script=Han}/u.test(run)) {
      terms.push(run);
      continue;
    }
    const characters = [...run];
    characters.forEach((character, at) => {
      terms.push(character);
      if (at > 0) terms.push(characters[at - 1] + character);
    });
  }
  return terms;
}

export const stems = (term) => (/^[a-z]{3,}$/.test(term) ? stemmer(term) : term);

export const isLetters = (text) => /[a-z]/i.test(text) && !/\p{Script=Han}/u.test(text);

// Pieces of three and four letters.
export function letterGrams(letters) {
  const grams = [];
  for (const n of [3, 4]) {
    for (let at = 0; at + n <= letters.length; at++) grams.push(letters.slice(at, at + n));
  }
  return grams.length > 0 ? grams : [letters];
}

// The two fields of letters: grams of the pinyin, and every run of two to ten initials.
export function initials(title) {
  if (!/\p{Script=Han}/u.test(title)) return { letters: "", initials: "" };
  let letters = "";
  // Of a character its first letter, a word as a whole.
  const first = [];
  for (const [run] of title.toLowerCase().matchAll(/\p{Script=Han}+|[a-z]+/gu)) {
    const latin = /[a-z]/.test(run);
    const spoken = latin ? [run] : pinyin(run, { toneType: "none", type: "array", v: true });
    letters += spoken.join("");
    first.push(...(latin ? spoken : spoken.map((syllable) => syllable[0])));
  }
  const runs = new Set();
  for (let from = 0; from < first.length; from++) {
    for (let to = from + 2; to <= Math.min(first.length, from + 10); to++) runs.add(first.slice(from, to).join(""));
  }
  return { letters: letterGrams(letters).join(" "), initials: [...runs].join(" ") };
}
