use crate::harness::{EN, Page, Setup, ZH, library};
use helplet_search::{Builder, Document, Field, Index, Pinyin};
use serde_json::{Value, json};
use std::path::Path;

/// The questions over the shipped content.
const ROWS: &str = include_str!("../../crates/cli/tests/answers.tsv");

const MOST: usize = 24;

/// The same engine as wasm, with the browser's own GBK decoder: same documents, same bits of their scores.
#[test]
fn finds_what_native_code_finds() {
    let page = Setup::default().load();
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/engine");
    for name in ["helplet_engine.js", "engine.wasm"] {
        let copied = std::fs::copy(built.join(name), page.site().join(name));
        copied.unwrap_or_else(|error| panic!("target/engine/{name}: {error}; ./x test builds it"));
    }
    for lang in [ZH, EN] {
        let documents = documents(lang);
        let queries: Vec<&str> =
            ROWS.lines().filter(|row| row.starts_with(lang)).filter_map(|row| row.split('\t').nth(2)).collect();
        assert!(queries.len() > 100, "answers.tsv was not understood");
        let index = index(&documents);
        let in_browser = searched(&page, &documents, &queries);
        for (query, found) in queries.iter().zip(&in_browser) {
            let hits = index.search(query, MOST);
            let native: Vec<u32> = hits.iter().flat_map(|hit| [hit.document, hit.score.to_bits()]).collect();
            assert_eq!(json!(native), *found, "{lang}: {query}");
        }
        assert_eq!(in_browser.len(), queries.len());
    }
}

type Texts = Vec<(Field, String)>;

/// The texts of the articles, as the widget hands them to the engine.
fn documents(lang: &str) -> Vec<Texts> {
    let texts = library(lang).articles.iter().map(|article| {
        let (headings, body) = article.texts();
        let mut texts = vec![(Field::Title, article.title.clone()), (Field::Body, body)];
        texts.extend(article.aliases.iter().map(|alias| (Field::Alias, alias.clone())));
        texts.extend(article.keywords.iter().map(|keyword| (Field::Keyword, keyword.clone())));
        texts.extend(headings.lines().map(|heading| (Field::Heading, heading.to_owned())));
        texts
    });
    texts.collect()
}

fn index(documents: &[Texts]) -> Index {
    let mut builder = Builder::new(Pinyin::native());
    for texts in documents {
        let fields: Vec<(Field, &str)> = texts.iter().map(|(field, text)| (*field, text.as_str())).collect();
        builder.add(&Document { fields: &fields });
    }
    builder.finish()
}

/// For each query what the engine in the page finds: documents and bits of their scores, in turn.
fn searched(page: &Page, documents: &[Texts], queries: &[&str]) -> Vec<Value> {
    let script = "
        const [documents, queries, most, done] = arguments;
        (async () => {
            const engine = await import('./helplet_engine.js');
            await engine.default({ module_or_path: 'engine.wasm' });
            const collection = new engine.Collection(new TextDecoder('gbk').decode(engine.gb2312()));
            for (const texts of documents) {
                for (const [field, text] of texts) collection.text(field, text);
                collection.add();
            }
            while (!collection.prepare(100));
            const index = collection.finish();
            return queries.map((query) => [...index.search(query, most)]);
        })().then(done, (error) => done(String(error)));";
    let numbered: Vec<Vec<(u8, &str)>> = documents
        .iter()
        .map(|texts| texts.iter().map(|(field, text)| (*field as u8, text.as_str())).collect())
        .collect();
    let arguments = vec![json!(numbered), json!(queries), json!(MOST)];
    let found = page.run(page.driver().execute_async(script, arguments)).json().clone();
    found.as_array().unwrap_or_else(|| panic!("the engine in the page: {found}")).clone()
}
