//! `helplet search`: tries a query on a packed bundle, for those who write articles.

use flate2::read::GzDecoder;
use helplet_content::{Article, Library, bundle};
use helplet_robot::articles;
use helplet_search::{Field, Hit, Pinyin, Suggestion};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Options of `helplet search`.
#[derive(clap::Args)]
pub struct Args {
    /// A bundle made by `helplet pack`, such as dist/zh-CN-….hlp.
    bundle: PathBuf,
    /// What a person would type.
    query: String,
    /// Show so many results.
    #[arg(long, default_value_t = 5)]
    limit: usize,
    /// Say of each result why it was found.
    #[arg(long)]
    explain: bool,
}

/// Runs the command. Exit code 1 when nothing is found, as with grep.
pub fn run(args: &Args) -> ExitCode {
    let library = match open(&args.bundle) {
        Ok(library) => library,
        Err(message) => {
            eprintln!("helplet search: {}: {message}", args.bundle.display());
            return ExitCode::from(2);
        }
    };
    let index = articles::index(&library, Pinyin::native());
    // Two at least: confidence compares the first with the second.
    let mut hits = index.search(&args.query, args.limit.max(2));
    let confidence = index.confidence(&args.query, &hits);
    hits.truncate(args.limit);
    for (place, hit) in hits.iter().enumerate() {
        let article = &library.articles[hit.document as usize];
        println!("{}. {}  ({}, score {:.2})", place + 1, article.title, article.id, hit.score);
        let (headings, _) = article.texts();
        println!("   {} {}", name(hit.field), marked(matched(article, &headings, hit), hit));
        if args.explain {
            for line in index.explain(&args.query, hit.document).lines() {
                println!("     {line}");
            }
        }
    }
    if !hits.is_empty() {
        println!("Confidence in the first: {:.0} %", confidence * 100.0);
    }
    for completion in index.suggest(&args.query, 3) {
        println!("Completion: {}", completed(&library.articles[completion.document as usize], &completion));
    }
    if let Some(meant) = index.did_you_mean(&args.query) {
        println!("Did you mean: {meant}");
    }
    if hits.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn open(path: &Path) -> Result<Library, String> {
    let bytes = std::fs::read(path).map_err(|e| e.to_string())?;
    let (header, compressed) = bundle::header(&bytes).map_err(|e| e.to_string())?;
    let mut payload = Vec::new();
    GzDecoder::new(compressed)
        .take(bundle::MAX_PAYLOAD as u64)
        .read_to_end(&mut payload)
        .map_err(|e| format!("the gzip stream is damaged: {e}"))?;
    bundle::decode(&header, &payload).map_err(|e| e.to_string())
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Title => "title:",
        Field::Alias => "alias:",
        Field::Keyword => "keyword:",
        Field::Heading => "heading:",
        Field::Body => "text",
    }
}

fn matched<'a>(article: &'a Article, headings: &'a str, hit: &Hit) -> &'a str {
    let nth = hit.value as usize;
    match hit.field {
        Field::Title => &article.title,
        Field::Alias => article.aliases.get(nth).map_or("", String::as_str),
        Field::Keyword => article.keywords.get(nth).map_or("", String::as_str),
        Field::Heading => headings.lines().nth(nth).unwrap_or_default(),
        // Running text is long: the article itself is the place to look.
        Field::Body => "",
    }
}

fn completed<'a>(article: &'a Article, completion: &Suggestion) -> &'a str {
    match completion.field {
        Field::Alias => article.aliases.get(completion.value as usize).map_or("", String::as_str),
        _ => &article.title,
    }
}

/// The matched text with brackets around what the widget would mark.
fn marked(text: &str, hit: &Hit) -> String {
    let mut out = String::new();
    let mut copied = 0;
    for span in &hit.spans {
        let (start, end) = (span.start as usize, span.end as usize);
        out.push_str(&text[copied..start]);
        out.push('[');
        out.push_str(&text[start..end]);
        out.push(']');
        copied = end;
    }
    out.push_str(&text[copied..]);
    out
}
