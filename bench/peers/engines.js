// The engines that are compared, each behind the same two steps: `build(documents)` gives an object
// whose `search(query, limit)` gives the numbers of documents, best first. A document is {title, body?}.
import { Charset, Document as FlexDocument } from "flexsearch";
import Fuse from "fuse.js";
import MiniSearch from "minisearch";
import { match } from "pinyin-pro";
import { Collection, gb2312 } from "../../target/engine/helplet_engine.js";
import { bigrams, initials, isLetters, letterGrams, segments, stems } from "./terms.js";

const TITLE = 0;
const BODY = 4;

// Slices of indexing as src/library.rs has them: ms, and steps between two looks at the clock.
const SLICE = 5;
const STEPS = 2_000;

const decoded = () => new TextDecoder("gbk").decode(gb2312());

const collect = (collection, document) => {
  collection.text(TITLE, document.title);
  if (document.body) collection.text(BODY, document.body);
  collection.add();
};

const searched = (index) => ({
  search: (query, limit) => [...index.search(query, limit)].filter((_, at) => at % 2 === 0),
  free: () => index.free(),
});

export const helplet = {
  name: "Helplet",
  build(documents) {
    const collection = new Collection(decoded());
    for (const document of documents) collect(collection, document);
    return searched(collection.finish());
  },
};

const numbered = (documents) => documents.map((document, id) => ({ id, title: document.title, body: document.body ?? "" }));

const miniSearch = (name, options, expression, extra = () => ({})) => ({
  name,
  build(documents) {
    const index = new MiniSearch(options);
    index.addAll(numbered(documents).map((document) => ({ ...document, ...extra(document) })));
    return { search: (query, limit) => index.search(expression(query)).slice(0, limit).map((hit) => hit.id) };
  },
});

const plain = miniSearch(
  "MiniSearch as it comes",
  { fields: ["title", "body"], searchOptions: { prefix: true, fuzzy: 0.2 } },
  (query) => query,
);

// Its documents name the tokenizer as the place for languages without spaces.
const segmented = miniSearch(
  "MiniSearch, Segmenter",
  { fields: ["title", "body"], tokenize: segments, searchOptions: { prefix: true, fuzzy: 0.2 } },
  (query) => query,
);

const fuzzy = (term) => (/^[a-z]{4,}$/.test(term) ? 0.2 : false);
const words = {
  fields: ["title", "body"],
  tokenize: bigrams,
  boost: { title: 3 },
  prefix: (term) => /^[a-z0-9]{2,}$/.test(term),
  fuzzy,
};

// Everything that can be done from outside: characters and bigrams, stems, and for letters n-grams of
// the title's pinyin and of its initials.
const tuned = miniSearch(
  "MiniSearch, tuned",
  {
    fields: ["title", "body", "letters", "initials"],
    tokenize: (text, field) => (field === "letters" || field === "initials" ? text.split(" ").filter(Boolean) : bigrams(text)),
    processTerm: (term, field) => (field === "letters" || field === "initials" ? term : stems(term)),
  },
  (query) => {
    const queries = [{ queries: [query], ...words }];
    if (isLetters(query)) {
      const letters = query.toLowerCase().replaceAll(/[^a-z]/g, "");
      queries.push({ queries: [letterGrams(letters).join(" ")], fields: ["letters"], tokenize: (text) => text.split(" "), processTerm: (term) => term });
      if (letters.length >= 2 && letters.length <= 10) {
        const whole = { fields: ["initials"], tokenize: (text) => [text], processTerm: (term) => term };
        queries.push({ queries: [letters], ...whole, boost: { initials: 2 } });
      }
    }
    return { combineWith: "OR", queries };
  },
  (document) => initials(document.title),
);

// Its encoder for Chinese divides into characters; where few documents have them all, `suggest` finds the rest.
const flexSearch = {
  name: "FlexSearch",
  build(documents) {
    const chinese = documents.some((document) => /\p{Script=Han}/u.test(document.title));
    const index = new FlexDocument({
      tokenize: "forward",
      encoder: chinese ? Charset.CJK : Charset.LatinBalance,
      document: { id: "id", index: ["title", "body"] },
    });
    for (const document of numbered(documents)) index.add(document);
    return {
      search: (query, limit) =>
        index.search(query, { limit, suggest: true, merge: true }).map((hit) => hit.id).slice(0, limit),
    };
  },
};

const fuse = {
  name: "Fuse.js, token search",
  build(documents) {
    const index = new Fuse(numbered(documents), { keys: ["title", "body"], useTokenSearch: true, tokenize: segments });
    return { search: (query, limit) => index.search(query, { limit }).map((hit) => hit.refIndex) };
  },
};

// A matcher, not an index: all titles are tried, and of those that match the shortest are the best.
const pinyinPro = {
  name: "pinyin-pro over titles",
  build(documents) {
    const titles = documents.map((document) => document.title);
    return {
      search(query, limit) {
        const found = [];
        titles.forEach((title, id) => {
          const at = match(title, query, { continuous: true });
          if (at) found.push({ id, rank: at[0] + title.length });
        });
        return found.sort((a, b) => a.rank - b.rank).slice(0, limit).map((hit) => hit.id);
      },
    };
  },
};

// The time-critical ones; the others are compared by what they find.
export const timed = [helplet, plain, tuned, flexSearch, fuse];
export const all = [helplet, plain, segmented, tuned, flexSearch, fuse, pinyinPro];

// Builds Helplet's index in slices, as the widget does, and tells how long each took.
export async function inSlices(documents) {
  const collection = new Collection(decoded());
  const slices = [];
  const next = () => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
  let at = 0;
  let index;
  while (!index) {
    const start = performance.now();
    do {
      if (at < documents.length) collect(collection, documents[at++]);
      else if (collection.prepare(STEPS)) index = collection.finish();
    } while (!index && performance.now() - start < SLICE);
    slices.push(performance.now() - start);
    await next();
  }
  return { index: searched(index), slices };
}
