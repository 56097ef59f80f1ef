//! `helplet pack`: one bundle per language, the pictures, and the manifest.

use crate::{check, votes};
use helplet_content::author::{self, Packed, Sizes};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Options of `helplet pack`.
#[derive(clap::Args)]
pub struct Args {
    /// The content folder.
    #[arg(default_value = "content")]
    content: PathBuf,
    /// Where the bundles go; made when it is not there.
    #[arg(short, long)]
    out: PathBuf,
    /// How people voted on the articles: a TOML file with a table `[articles]` of "id" = vote, -1 to 1. Of
    /// articles that answer equally well, the search then shows the better voted first.
    #[arg(long)]
    votes: Option<PathBuf>,
}

/// Runs the command; content with errors is not packed.
pub fn run(args: &Args) -> ExitCode {
    let Some(loaded) = ready(&args.content, args.votes.as_deref(), "nothing was packed") else {
        return ExitCode::FAILURE;
    };
    let written = author::pack(&loaded, &args.out).and_then(|packed| {
        for (library, packed) in loaded.libraries.iter().zip(&packed) {
            println!("{}", line(library.articles.len(), packed, author::sizes(&args.content, library)?, &args.out));
        }
        Ok(())
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: can't be written: {error}", args.out.display());
            ExitCode::FAILURE
        }
    }
}

/// Content with all that a bundle holds besides; `None`, and the words for it, where something is wrong with it
/// or with the file of votes.
pub fn ready(content: &Path, votes: Option<&Path>, outcome: &str) -> Option<author::Loaded> {
    let mut loaded = check::sound(content, outcome)?;
    add_sounds(&mut loaded);
    if let Some(file) = votes
        && let Err(message) = votes::add(&mut loaded, file)
    {
        eprintln!("{message}");
        return None;
    }
    Some(loaded)
}

/// Gives the languages written in Chinese characters what the search engine knows of their sounds.
fn add_sounds(loaded: &mut author::Loaded) {
    let chinese = loaded.libraries.iter_mut().filter(|library| library.lang.starts_with("zh"));
    chinese.for_each(|library| library.sounds = helplet_search::sounds());
}

fn line(articles: usize, packed: &Packed, sizes: Sizes, out: &Path) -> String {
    format!(
        "{}: {articles} articles, payload {} bytes, bundle {} bytes (gzip -9 of its Markdown: {}, with its TOML: {}) -> {}",
        packed.lang,
        packed.payload,
        packed.bytes,
        sizes.markdown_gzip,
        sizes.sources_gzip,
        out.join(&packed.file).display(),
    )
}
