//! The search engine for a page of JavaScript: what the widget does with it, and nothing else.

use helplet_search::{Builder, Document, Field, Index, Pinyin};
use wasm_bindgen::prelude::wasm_bindgen;

/// What [`Collection::add`]'s numbers mean.
const FIELDS: [Field; 5] = [Field::Title, Field::Alias, Field::Keyword, Field::Heading, Field::Body];

/// The characters of the pinyin table, to be decoded with `new TextDecoder("gbk")`.
#[wasm_bindgen]
pub fn gb2312() -> Vec<u8> {
    helplet_search::gb2312()
}

/// Documents on their way into an index.
#[wasm_bindgen]
pub struct Collection {
    builder: Builder,
    fields: Vec<(Field, String)>,
}

#[wasm_bindgen]
impl Collection {
    /// An empty one, with the decoded text of [`gb2312`].
    #[wasm_bindgen(constructor)]
    pub fn new(gb2312: &str) -> Self {
        Self { builder: Builder::new(Pinyin::new(gb2312, &helplet_search::sounds())), fields: Vec::new() }
    }

    /// Adds a text to the document being put together: 0 title, 1 alias, 2 keyword, 3 heading, 4 running text.
    pub fn text(&mut self, field: usize, text: String) {
        if let Some(field) = FIELDS.get(field) {
            self.fields.push((*field, text));
        }
    }

    /// Adds the document whose texts were given.
    pub fn add(&mut self) {
        let fields: Vec<(Field, &str)> = self.fields.iter().map(|(field, text)| (*field, text.as_str())).collect();
        self.builder.add(&Document { fields: &fields });
        self.fields.clear();
    }

    /// A part of what is left to do; whether nothing is left. See [`Builder::prepare`].
    pub fn prepare(&mut self, postings: usize) -> bool {
        self.builder.prepare(postings)
    }

    /// The index. The collection is used up.
    pub fn finish(self) -> Engine {
        Engine { index: self.builder.finish() }
    }
}

/// An index to be searched.
#[wasm_bindgen]
pub struct Engine {
    index: Index,
}

#[wasm_bindgen]
impl Engine {
    /// For each hit, best first: the document's number, and the bits of its score.
    pub fn search(&self, query: &str, limit: usize) -> Vec<u32> {
        self.index.search(query, limit).iter().flat_map(|hit| [hit.document, hit.score.to_bits()]).collect()
    }
}

#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
