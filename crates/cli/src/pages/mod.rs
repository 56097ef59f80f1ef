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

use crate::{check, dist};
use document::{Document, Site};
use helplet_content::{Library, author};
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

/// Where the folder will stand, and who takes tickets.
#[derive(clap::Args)]
pub struct Place {
    /// Where the folder will be found, such as `https://help.example.com/`: for the sitemap and for
    /// what search engines want in full. Without it there is no sitemap.
    #[arg(long, value_name = "URL", value_parser = address)]
    pub address: Option<String>,
    /// Who takes tickets, for the pages in the folder; relative to it. `none` where nobody does.
    #[arg(long, value_name = "URL", default_value = ".")]
    pub endpoint: String,
}

/// Runs the command; content with errors makes no page.
pub fn run(args: &Args) -> ExitCode {
    let loaded = author::load(&args.content, check::today());
    let errors = check::report(&loaded.faults);
    if errors > 0 {
        eprintln!("{}: {errors} errors, no page was made", args.content.display());
        return ExitCode::FAILURE;
    }
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

impl Place {
    /// Who takes tickets, if anybody.
    pub fn endpoint(&self) -> Option<&str> {
        Some(self.endpoint.as_str()).filter(|endpoint| *endpoint != "none")
    }
}

/// The pages of one language.
fn of<'a>(site: &Site<'a>, library: &'a Library) -> Vec<Document<'a>> {
    let mut pages = vec![home::home(library), contact::contact(library)];
    pages.extend((0..library.categories.len()).map(|at| home::category(library, at)));
    pages.extend(library.articles.iter().map(|article| article::article(site, library, article)));
    pages
}

/// An address that others can be joined to: http or https, with a slash at its end.
fn address(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.starts_with('/') || text.contains(['?', '#', ' ']) {
        return Err("is no address such as https://help.example.com/".to_owned());
    }
    Ok(format!("{}/", text.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_ends_in_one_slash() {
        assert_eq!(address("https://help.example.com").unwrap(), "https://help.example.com/");
        assert_eq!(address("http://example.com/help//").unwrap(), "http://example.com/help/");
        for wrong in ["help.example.com", "ftp://example.com", "https://", "https:///x", "https://example.com/?a"] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }
}
