//! `helplet pages`: the help centre as plain HTML, for people without scripts and for crawlers.
//!
//! Each article has a stable address, `LANG/article/ID.html`, beside `LANG/category/ID.html`,
//! `LANG/contact.html` and `LANG/index.html`. The pages work on any host under any path, and from a
//! folder: every link among them is relative. Where scripts run the widget stands on top.

mod article;
mod blocks;
mod contact;
mod dates;
mod document;
mod home;
mod sitemap;
mod structured;

use crate::place::Place;
use crate::{check, dist};
use document::{Document, Site};
use helplet_content::Library;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

/// Options of `helplet pages`.
#[derive(clap::Args)]
pub struct Args {
    /// The content folder.
    #[arg(long, default_value = "content")]
    content: PathBuf,
    /// The folder that `helplet dist` made: its styles and its script tag are used.
    #[arg(short, long, default_value = "dist")]
    out: PathBuf,
    #[command(flatten)]
    place: Place,
}

/// Runs the command; content with errors makes no page.
pub fn run(args: &Args) -> ExitCode {
    let Some(loaded) = check::sound(&args.content, "no page was made") else { return ExitCode::FAILURE };
    match write(&loaded.libraries, &args.place, &args.out) {
        Ok(pages) => {
            println!("{}: {pages} pages", args.out.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", args.out.display());
            ExitCode::FAILURE
        }
    }
}

/// Writes the pages into a folder that holds the widget; returns how many there are.
pub fn write(libraries: &[Library], place: &Place, out: &Path) -> io::Result<usize> {
    let site = &Site { libraries, address: place.address.as_deref(), endpoint: place.endpoint() };
    if !out.join("helplet.js").is_file() {
        return Err(io::Error::other("holds no helplet.js; ./x dist makes the folder"));
    }
    let pages: Vec<Document> = site.libraries.iter().flat_map(|library| of(site, library)).collect();
    for page in &pages {
        let path = out.join(page.file());
        fs::create_dir_all(path.parent().unwrap_or(out))?;
        dist::put(&path, page.html(site).into_string().as_bytes())?;
    }
    if let Some(address) = site.address {
        dist::put(&out.join("sitemap.xml"), sitemap::sitemap(site, address, &pages).as_bytes())?;
    }
    Ok(pages.len())
}

/// The pages of one language.
fn of<'a>(site: &Site<'a>, library: &'a Library) -> Vec<Document<'a>> {
    let mut pages = vec![home::home(library), contact::contact(library)];
    pages.extend((0..library.categories.len()).map(|at| home::category(library, at)));
    pages.extend(library.articles.iter().map(|article| article::article(site, library, article)));
    pages
}
