//! A library's articles in the search index: what is searched, in the order that ranking expects.

use helplet_content::{Article, Library};
use helplet_search::{Builder, Document, Field, Index, Pinyin};

/// Below this score a result shares no more than stray characters with the query, and isn't shown. Scores are
/// weighed by what the query asks for: a plain match of it has 3 and more. At 0.7 one right answer in five to a
/// whole sentence was hidden; here four off-topic queries in five still show nothing
/// (`cargo test -p helplet --test answers -- --nocapture`).
pub const FLOOR: f32 = 0.55;

/// Adds an article with all that is searched of it; returns its number.
pub fn add(builder: &mut Builder, article: &Article) -> u32 {
    let (headings, body) = article.texts();
    let mut fields = vec![(Field::Title, article.title.as_str()), (Field::Body, body.as_str())];
    fields.extend(article.aliases.iter().map(|alias| (Field::Alias, alias.as_str())));
    fields.extend(article.keywords.iter().map(|keyword| (Field::Keyword, keyword.as_str())));
    fields.extend(headings.lines().map(|heading| (Field::Heading, heading)));
    builder.add(&Document { fields: &fields })
}

/// The index over a library with its votes, made at a stretch; document numbers are article numbers.
pub fn index(library: &Library, pinyin: Option<Pinyin>) -> Index {
    let mut builder = Builder::new(pinyin);
    for article in &library.articles {
        add(&mut builder, article);
    }
    for (number, vote) in library.votes().enumerate() {
        builder.vote(number as u32, vote);
    }
    builder.finish()
}
