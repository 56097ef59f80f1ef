//! A loaded bundle with its index.

use crate::browser::inflate::gunzip;
use crate::browser::{bytes, clock, pinyin, timer};
use helplet_content::{Article, Library, Person, bundle};
use helplet_robot::articles::{self, FLOOR};
use helplet_search::{Builder, Field, Hit, Index, Span};
use js_sys::Promise;
use std::time::Duration;

/// A language as it is used: its content and the index over its articles.
pub struct Loaded {
    /// The content.
    pub library: Library,
    /// The index; document numbers are article numbers.
    pub index: Index,
}

/// An article found, and what to mark of it.
pub struct Found {
    /// Index of the article.
    pub article: u16,
    /// Byte ranges of the title to mark.
    pub title_marks: Vec<(usize, usize)>,
    /// A piece of the answer, or the alias that was meant.
    pub snippet: String,
    /// Byte ranges of the snippet to mark.
    pub snippet_marks: Vec<(usize, usize)>,
}

// Steps of reading a bundle, as they are named on the page's performance timeline.
const INFLATE: &str = "helplet:inflate";
const DECODE: &str = "helplet:decode";
const INDEX: &str = "helplet:index";

/// Fetches a bundle.
pub fn fetch(url: &str) -> Promise {
    bytes::fetch(url)
}

/// Reads a bundle that is on its way; `None` where it doesn't come or is not what it should be.
pub async fn load(bundle: Promise) -> Option<Loaded> {
    let bytes = bytes::received(bundle).await?;
    let (header, compressed) = bundle::header(&bytes).ok()?;
    clock::mark(INFLATE);
    let payload = gunzip(compressed, header.payload_len).await?;
    clock::measure(INFLATE);
    clock::mark(DECODE);
    let library = bundle::decode(&header, &payload).ok()?;
    clock::measure(DECODE);
    clock::mark(INDEX);
    let index = index(&library).await;
    clock::measure(INDEX);
    Some(Loaded { library, index })
}

/// How long the page may be kept from drawing and answering at a time, in ms: a third of a frame.
const SLICE: f64 = 5.0;

/// Steps of the index's making between two looks at the clock: well below 1 ms, on a slow phone too.
const STEPS: usize = 2_000;

async fn index(library: &Library) -> Index {
    let mut builder = Builder::new(pinyin::table(&library.sounds));
    let mut articles = library.articles.iter();
    let mut votes = library.votes();
    let mut begun = clock::ticks();
    loop {
        match articles.next() {
            Some(article) => {
                let number = articles::add(&mut builder, article);
                if let Some(vote) = votes.next() {
                    builder.vote(number, vote);
                }
            }
            None if builder.prepare(STEPS) => return builder.finish(),
            None => {}
        }
        if clock::ticks() - begun > SLICE {
            timer::sleep(Duration::ZERO).await;
            begun = clock::ticks();
        }
    }
}

/// Characters of a snippet: two lines of the panel.
const SNIPPET: usize = 72;

/// Results shown at once: more than a person reads, few enough to draw within a frame.
const SHOWN: usize = 8;

impl Loaded {
    /// The identifier of an article found.
    pub fn article_id(&self, found: &Found) -> Option<&str> {
        Some(self.library.articles.get(usize::from(found.article))?.id.as_str())
    }

    /// The articles that answer a query, best first, of those meant for `person`.
    pub fn search(&self, query: &str, person: &Person) -> Vec<Found> {
        let articles = &self.library.articles;
        self.index
            .search(query, SHOWN * 3)
            .into_iter()
            .filter(|hit| hit.score >= FLOOR && articles[hit.document as usize].audience.admits(person))
            .take(SHOWN)
            .map(|hit| self.found(query, hit))
            .collect()
    }

    fn found(&self, query: &str, hit: Hit) -> Found {
        let article = &self.library.articles[hit.document as usize];
        let marks = |spans: Vec<Span>, from: u32| {
            spans.iter().map(|span| ((span.start - from) as usize, (span.end - from) as usize)).collect()
        };
        let title_marks = marks(self.index.highlight(&article.title, query), 0);
        // Where another way to ask was meant, it says best why this article was found.
        if let (Field::Alias, Some(alias)) = (hit.field, article.aliases.get(hit.value as usize)) {
            let (snippet, snippet_marks) = (alias.clone(), marks(hit.spans, 0));
            return Found { article: hit.document as u16, title_marks, snippet, snippet_marks };
        }
        let (_, body) = article.texts();
        let snippet = self.index.snippet(&body, query, SNIPPET);
        let (from, to) = (snippet.range.start, snippet.range.end);
        Found {
            article: hit.document as u16,
            title_marks,
            // A line break and a blank are one byte each, so the marks stay right.
            snippet: body[from as usize..to as usize].replace('\n', " "),
            snippet_marks: marks(snippet.spans, from),
        }
    }

    /// The article named `id`.
    pub fn article(&self, id: &str) -> Option<&Article> {
        self.library.article_named(id).map(|at| &self.library.articles[usize::from(at)])
    }
}
