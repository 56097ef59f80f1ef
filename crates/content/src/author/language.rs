//! A content folder: one folder per language, read into libraries.

use super::article::{self, Draft};
use super::channels::{self, ChannelIds};
use super::chat;
use super::compare;
use super::encode::plain_len;
use super::fault::{Fault, Faults};
use super::ids::Ids;
use super::keys::{self, Shape};
use super::picture::{PictureFile, Pictures, shown};
use super::replies::{self, Replies};
use super::section::{Section, Source, Text};
use super::site::{self, CategoryDraft};
use super::tickets;
use super::ui;
use super::wizard;
use crate::bundle;
use crate::date::CivilDate;
use crate::model::Library;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What a content folder holds.
#[derive(Debug)]
pub struct Loaded {
    /// One library per language: the default one first, the others by name. Only fit to be packed
    /// when no fault is an error.
    pub libraries: Vec<Library>,
    /// Everything wrong, by file and line.
    pub faults: Vec<Fault>,
    /// The pictures of all languages, without duplicates.
    pub pictures: Vec<PictureFile>,
    /// The canned answers of the languages that have any, in the order of the libraries.
    pub replies: Vec<Replies>,
}

/// A language with what is needed to compare it with another.
pub(super) struct Language {
    pub(super) library: Library,
    pub(super) is_default: bool,
    pub(super) categories: Ids,
    pub(super) articles: Ids,
    pub(super) channels: ChannelIds,
    pub(super) types: Ids,
    pub(super) nodes: Ids,
    pub(super) ui: Vec<Text>,
    replies: Replies,
}

/// Reads the content folder `dir`; `today` decides which announcements have expired.
///
/// Nothing stops it: a missing folder gives no libraries and a fault that says so.
pub fn load(dir: &Path, today: CivilDate) -> Loaded {
    let faults = Faults::default();
    let mut pictures = Pictures::default();
    let folders: Vec<PathBuf> =
        subfolders(dir).into_iter().filter(|folder| folder.join("site.toml").is_file()).collect();
    if folders.is_empty() {
        faults.error(
            &ui::top_of(&shown(dir)),
            "there is no language here: each is a folder such as zh-CN with a site.toml in it",
        );
    }
    let mut languages: Vec<Language> =
        folders.iter().map(|folder| language(folder, today, &mut pictures, &faults)).collect();
    // Stable, so the others stay in the order of their names.
    languages.sort_by_key(|language| !language.is_default);
    compare::languages(dir, &languages, &faults);
    for language in &languages {
        let bytes = plain_len(&language.library);
        if bytes > bundle::MAX_PAYLOAD {
            let message = format!(
                "the content of {} has {bytes} bytes, a bundle holds {}: split it",
                language.library.lang,
                bundle::MAX_PAYLOAD
            );
            faults.error(&ui::top_of(&shown(&dir.join(&language.library.lang))), message);
        }
    }
    let (libraries, replies): (Vec<Library>, Vec<Replies>) =
        languages.into_iter().map(|language| (language.library, language.replies)).unzip();
    let replies = replies.into_iter().filter(|language| !language.replies.is_empty()).collect();
    Loaded { libraries, faults: faults.into_sorted(), pictures: pictures.into_files(), replies }
}

fn language(folder: &Path, today: CivilDate, pictures: &mut Pictures, faults: &Faults) -> Language {
    let lang = file_name(folder);
    if !lang
        .split('-')
        .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    {
        faults.error(
            &ui::top_of(&shown(folder)),
            format!("\"{lang}\" is no language tag: name the folder like zh-CN, en or pt-BR"),
        );
    }
    let site_text = read(&folder.join("site.toml"), faults);
    let site_source = Source::new(&shown(&folder.join("site.toml")), &site_text, 0, faults);
    let site_table = site_source.parse();
    let site = Section::new(&site_source, site_table.get_ref(), 0..0, keys::SITE);

    let (category_drafts, categories) = site::categories(&site);
    let drafts = drafts(folder, &category_drafts, faults);
    let mut articles = Ids::new("article");
    for draft in &drafts {
        articles.add(draft.id.clone(), faults);
    }
    check_aliases(&drafts, faults);

    let (channels, channel_ids) =
        file(folder, "channels.toml", keys::CHANNELS, faults, |file| channels::channels(file, today));
    let (tickets, types) = file(folder, "tickets.toml", keys::TICKETS, faults, tickets::tickets);
    let chat = file(folder, "chat.toml", keys::CHAT, faults, chat::chat);
    let goals = wizard::Goals { articles: &articles, contacts: &channel_ids.contacts, types: &types };
    let (wizard, nodes) = file(folder, "wizard.toml", keys::WIZARD, faults, |file| wizard::wizard(file, &goals));
    let ui_text = read(&folder.join("ui.toml"), faults);
    let ui = ui::strings(&Source::new(&shown(&folder.join("ui.toml")), &ui_text, 0, faults), faults);

    // A folder without a desk behind it needs no such file.
    let replies = if folder.join("replies.toml").is_file() {
        file(folder, "replies.toml", keys::REPLIES, faults, |file| replies::replies(file, &articles))
    } else {
        Vec::new()
    };

    let replies = Replies { lang: lang.clone(), replies };
    let library = Library {
        lang,
        lang_name: site.text("name"),
        site: site::site(&site, &articles, today),
        ui: ui.iter().map(|string| string.text.clone()).collect(),
        categories: category_drafts.into_iter().map(|draft| draft.category).collect(),
        articles: drafts
            .into_iter()
            .map(|draft| draft.finish(&articles, pictures, &folder.join("pictures"), faults))
            .collect(),
        wizard,
        channels,
        tickets,
        chat,
        // The search engine's, so whoever packs puts them in.
        sounds: Vec::new(),
        votes: Vec::new(),
    };
    Language {
        library,
        is_default: site.flag("default"),
        categories,
        articles,
        channels: channel_ids,
        types,
        nodes,
        ui,
        replies,
    }
}

/// Reads one TOML file with `reader`; a file that is not there is read as an empty one, with a fault.
fn file<T>(
    folder: &Path,
    name: &str,
    shape: &'static Shape,
    faults: &Faults,
    reader: impl FnOnce(&Section<'_>) -> T,
) -> T {
    let path = folder.join(name);
    let text = read(&path, faults);
    let source = Source::new(&shown(&path), &text, 0, faults);
    let table = source.parse();
    reader(&Section::new(&source, table.get_ref(), 0..0, shape))
}

fn read(path: &Path, faults: &Faults) -> String {
    let fault = |why: String| {
        faults.error(&ui::top_of(&shown(path)), why);
        String::new()
    };
    match std::fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).unwrap_or_else(|_| fault("the file is not UTF-8: save it with that encoding".to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => fault(
            "the file is missing: every language has site.toml, ui.toml, channels.toml, wizard.toml, tickets.toml and chat.toml; copy another language's and translate it".to_owned(),
        ),
        Err(error) => fault(format!("the file can't be read: {error}")),
    }
}

/// The articles of all categories: in each, first those its `order` names, then the others by name.
fn drafts(folder: &Path, categories: &[CategoryDraft], faults: &Faults) -> Vec<Draft> {
    let faq = folder.join("faq");
    for path in entries(&faq) {
        let name = file_name(&path);
        if !path.is_dir() {
            faults.error(&ui::top_of(&shown(&path)), "this file is in no category: move it into a folder of faq/");
        } else if !categories.iter().any(|draft| draft.category.id == name) {
            faults.error(
                &ui::top_of(&shown(&path)),
                format!("the folder is no category: add [[category]] with id = \"{name}\" to site.toml"),
            );
        }
    }
    let mut drafts = Vec::new();
    for (index, category) in categories.iter().enumerate() {
        let mut own = Vec::new();
        for path in entries(&faq.join(&category.category.id)) {
            let is_article = path.extension().is_some_and(|extension| extension == "md");
            if is_article {
                let text = read(&path, faults);
                own.extend(article::draft(&path, &shown(&path), &text, index as u16, faults));
            } else if file_name(&path) != "pictures" {
                faults.warning(
                    &ui::top_of(&shown(&path)),
                    "this is no article and is not packed: articles end in .md, pictures go into pictures/",
                );
            }
        }
        if own.is_empty() {
            let name = &category.category.id;
            faults.warning(
                &category.place,
                format!("the category \"{name}\" has no articles: write faq/{name}/….md, or take it out"),
            );
        }
        for wanted in &category.order {
            if !own.iter().any(|draft| draft.id.text == wanted.text) {
                let (name, id) = (&category.category.id, &wanted.text);
                faults.error(
                    &wanted.place,
                    format!("there is no article \"{id}\" in the category \"{name}\": take it out of `order`"),
                );
            }
        }
        own.sort_by_key(|draft| category.order.iter().position(|id| id.text == draft.id.text).unwrap_or(usize::MAX));
        drafts.extend(own);
    }
    drafts
}

/// The same words can't be an alias of two articles: the search could not choose.
fn check_aliases(drafts: &[Draft], faults: &Faults) {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for draft in drafts {
        for alias in &draft.aliases {
            if let Some(owner) = owners.insert(alias.text.to_lowercase(), &draft.id.text) {
                let message = if owner == draft.id.text {
                    format!("the alias \"{}\" is there twice: take one out", alias.text)
                } else {
                    format!(
                        "the alias \"{}\" also belongs to the article \"{owner}\": leave it to the one that answers it",
                        alias.text
                    )
                };
                faults.warning(&alias.place, message);
            }
        }
    }
}

fn subfolders(dir: &Path) -> Vec<PathBuf> {
    entries(dir).into_iter().filter(|path| path.is_dir()).collect()
}

/// What is in a folder, by name, without hidden files; nothing when there is no such folder.
fn entries(dir: &Path) -> Vec<PathBuf> {
    let list = std::fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = list.filter(|path| !file_name(path).starts_with('.')).collect();
    paths.sort();
    paths
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
