//! `helplet pages`, as a support lead runs it: every link leads somewhere, every page says what it is.

use scraper::{Html, Selector};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, io};

const CONTENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content");
const ADDRESS: &str = "https://help.example.com/support/";

/// A folder as `helplet dist` makes it, as far as the pages know it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["helplet.js", "pages.css", "index.html"] {
        fs::write(folder.path().join(name), "").unwrap();
    }
    folder
}

fn pages(out: &Path, content: &str, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_helplet"));
    command.args(["pages", "--content", content, "--out"]).arg(out).args(more).output().unwrap()
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "html") {
            found.push(path);
        }
    }
    Ok(found)
}

fn all(html: &Html, selector: &str, attribute: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector).filter_map(|element| element.attr(attribute)).map(str::to_owned).collect()
}

#[test]
fn every_link_leads_to_a_page_and_every_page_says_what_it_is() {
    let folder = folder();
    let made = pages(folder.path(), CONTENT, &["--address", ADDRESS]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let pages = files(folder.path()).unwrap();
    assert!(pages.len() > 200, "{} pages", pages.len());
    let mut titles = BTreeSet::new();
    for page in pages.iter().filter(|page| page.parent() != Some(folder.path())) {
        let name = page.strip_prefix(folder.path()).unwrap().display();
        let html = Html::parse_document(&fs::read_to_string(page).unwrap());
        assert!(html.errors.is_empty(), "{name}: {:?}", html.errors);
        for link in all(&html, "a[href]", "href").into_iter().chain(all(&html, "script[src]", "src")) {
            if !link.contains(':') {
                let target = page.parent().unwrap().join(link.split('#').next().unwrap());
                assert!(target.is_file(), "{name} links to {link}");
            }
        }
        let lang = name.to_string().split('/').next().unwrap().to_owned();
        assert_eq!(all(&html, "html", "lang"), [lang], "{name}");
        assert_eq!(all(&html, "link[rel=canonical]", "href"), [format!("{ADDRESS}{name}")]);
        assert_eq!(all(&html, "link[rel=alternate]", "hreflang").len(), 2, "{name}");
        assert!(!all(&html, "meta[name=description]", "content")[0].is_empty(), "{name}");
        assert_eq!(html.select(&Selector::parse("h1").unwrap()).count(), 1, "{name}");
        assert!(all(&html, "[style], [onclick]", "class").is_empty(), "{name}: the policy forbids these");
        let title = html.select(&Selector::parse("title").unwrap()).next().unwrap().text().collect::<String>();
        assert!(titles.insert((all(&html, "html", "lang"), title.clone())), "{name}: another page is called {title}");
    }
}

#[test]
fn search_engines_read_questions_answers_and_a_map() {
    let folder = folder();
    assert!(pages(folder.path(), CONTENT, &["--address", ADDRESS]).status.success());
    let page = fs::read_to_string(folder.path().join("en/article/file-wont-open.html")).unwrap();
    let html = Html::parse_document(&page);
    let data: Vec<serde_json::Value> = html
        .select(&Selector::parse("script[type='application/ld+json']").unwrap())
        .map(|script| serde_json::from_str(&script.text().collect::<String>()).unwrap())
        .collect();
    assert_eq!(data[0]["@type"], "FAQPage");
    let question = &data[0]["mainEntity"][0];
    assert_eq!(Some(question["name"].as_str().unwrap().to_owned()), {
        let heading = Selector::parse("h1").unwrap();
        html.select(&heading).next().map(|heading| heading.text().collect::<String>())
    });
    let answer = question["acceptedAnswer"]["text"].as_str().unwrap();
    assert!(answer.contains("<li>") && answer.contains(&format!("href=\"{ADDRESS}en/article/")), "{answer}");
    assert!(!answer.contains("href=\".."), "a link that is relative leads nowhere from a list of results");
    assert_eq!(data[1]["itemListElement"][1]["item"].as_str().unwrap(), format!("{ADDRESS}en/category/recovery.html"));

    let map = fs::read_to_string(folder.path().join("sitemap.xml")).unwrap();
    let map = roxmltree::Document::parse(&map).unwrap();
    let listed: Vec<&str> =
        map.descendants().filter(|node| node.has_tag_name("loc")).filter_map(|node| node.text()).collect();
    let listed_once: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(listed.len(), listed_once.len());
    assert_eq!(listed.len(), files(folder.path()).unwrap().len() - 1, "all but the page that is the widget");
    let first = map.descendants().find(|node| node.has_tag_name("url")).unwrap();
    assert_eq!(first.children().filter(|node| node.has_tag_name("link")).count(), 2);
}

#[test]
fn without_an_address_there_is_no_map_and_links_stay_relative() {
    let folder = folder();
    assert!(pages(folder.path(), CONTENT, &["--endpoint", "none"]).status.success());
    assert!(!folder.path().join("sitemap.xml").exists());
    let html = Html::parse_document(&fs::read_to_string(folder.path().join("zh-CN/contact.html")).unwrap());
    assert_eq!(all(&html, "link[rel=alternate]", "href"), ["../zh-CN/contact.html", "../en/contact.html"]);
    assert_eq!(all(&html, "script[src]", "data-helplet-endpoint"), Vec::<String>::new());
}

#[test]
fn a_folder_that_dist_did_not_make_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let refused = pages(folder.path(), CONTENT, &[]);
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("holds no helplet.js; ./x dist makes the folder"), "{said}");
    let refused = pages(folder.path(), CONTENT, &["--address", "help.example.com"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("is no address such as"));
}
