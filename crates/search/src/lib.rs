//! Full-text search for help centres, in Chinese and English, small enough for a web page.
//!
//! It finds articles by the words people really type: Chinese characters, pinyin with or without
//! spaces, initials, homophones, English with prefixes and typos, and mixtures of them.
//! No browser, no I/O; native and wasm32 give the same results.
//!
//! ```
//! use helplet_search::{Builder, Document, Field, Pinyin, gb2312, sounds};
//!
//! // The order of GB 2312 comes from the platform: in a browser, `new TextDecoder("gbk")`.
//! let pinyin = Pinyin::new(&encoding_rs::GBK.decode(&gb2312()).0, &sounds());
//!
//! let mut builder = Builder::new(pinyin);
//! builder.add(&Document { fields: &[(Field::Title, "会员续费失败怎么办"), (Field::Alias, "会员充不上")] });
//! builder.add(&Document { fields: &[(Field::Title, "PDF 转 Word"), (Field::Body, "打开文件，选择导出。")] });
//! builder.add(&Document { fields: &[(Field::Title, "Printing stops after one page")] });
//! let index = builder.finish();
//!
//! let first = |query: &str| index.search(query, 10).first().map(|hit| hit.document);
//! assert_eq!(first("续费失败"), Some(0));
//! assert_eq!(first("hyxf"), Some(0)); // initials
//! assert_eq!(first("huiyuan xufei"), Some(0)); // pinyin
//! assert_eq!(first("pdf zhuan word"), Some(1)); // a mixture
//! assert_eq!(first("pritner stoped"), Some(2)); // typos, word forms
//! assert!(index.search("", 10).is_empty());
//!
//! // Where to mark the title, in bytes of UTF-8.
//! let title = "会员续费失败怎么办";
//! let spans = index.highlight(title, "hyxf");
//! assert_eq!(&title[spans[0].start as usize..spans[0].end as usize], "会员续费");
//! ```
//!
//! How results are ranked is told in `docs/decisions/0003-search.md`.

#![deny(missing_docs)]

mod builder;
mod confidence;
#[cfg(feature = "explain")]
mod explain;
mod fold;
mod index;
mod mark;
mod meaning;
mod number;
mod pinyin;
mod query;
mod rank;
mod scan;
mod segment;
mod spot;
mod stem;
mod subsequence;
mod suggest;
mod table;
mod token;
mod words;

pub use builder::Builder;
pub use index::Index;
pub use mark::Snippet;
pub use pinyin::{Pinyin, gb2312, sounds};
pub use spot::Spotted;

/// What a piece of a document's text is, and with it how much a match in it counts.
///
/// The weights stand with the fields in `builder.rs`; a title counts most, then what else people call the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Field {
    /// The one title of a document.
    Title,
    /// Another way to ask the same, in the words of those who ask. A match counts like one in the title.
    Alias,
    /// A term that readers may type and that need not stand in the text.
    Keyword,
    /// A heading inside the text.
    Heading,
    /// Running text. Finds documents that nothing else finds, and adds to the rank of others.
    Body,
}

/// A document as it is handed to [`Builder::add`]: its texts, each with its field, in any order and number.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// Field and text. Several values of one field are several entries.
    pub fields: &'a [(Field, &'a str)],
}

/// A piece of a text to be marked: bytes of its UTF-8, always on character boundaries, `start < end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// One result.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The number that [`Builder::add`] gave the document.
    pub document: u32,
    /// The rank's measure: higher is better, comparable within one search only ([`Index::confidence`] is
    /// comparable between searches). Above 0.
    pub score: f32,
    /// The field that matched best.
    pub field: Field,
    /// Which value of that field, counted from 0 in the order of the document: the third alias is 2.
    pub value: u32,
    /// What to mark in that value. Empty for [`Field::Body`]: use [`Index::snippet`] there.
    pub spans: Vec<Span>,
}

/// A completion of what is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The document it leads to.
    pub document: u32,
    /// The field whose text completes the input: a title or an alias.
    pub field: Field,
    /// Which value of that field, counted from 0.
    pub value: u32,
}
