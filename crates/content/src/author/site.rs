//! `site.toml`: product, greeting, categories, announcements.

use super::audience::audience;
use super::fault::Place;
use super::icons;
use super::ids::Ids;
use super::keys;
use super::link;
use super::section::{Section, Text};
use crate::date::CivilDate;
use crate::model::{Announcement, Category, Site, Suggestion};

/// A category, and the articles that come first in it.
pub(super) struct CategoryDraft {
    pub(super) category: Category,
    pub(super) order: Vec<Text>,
    pub(super) place: Place,
}

/// Reads the categories in the order they are shown.
pub(super) fn categories(site: &Section<'_>) -> (Vec<CategoryDraft>, Ids) {
    let mut ids = Ids::new("category");
    let draft = |table: &Section<'_>| {
        let id = table.id();
        ids.add(id.clone(), table.faults());
        CategoryDraft {
            category: Category {
                id: id.text,
                title: table.text("title"),
                summary: table.text("summary"),
                icon: icons::drawing(table, "icon"),
            },
            order: table.texts("order"),
            place: id.place,
        }
    };
    let drafts: Vec<CategoryDraft> = site.tables("category", keys::CATEGORY).iter().map(draft).collect();
    if drafts.is_empty() {
        site.faults()
            .error(&site.place(), "there is no category: add one with [[category]], named like its folder under faq/");
    }
    (drafts, ids)
}

/// Reads the rest, once the articles are known.
pub(super) fn site(site: &Section<'_>, articles: &Ids, today: CivilDate) -> Site {
    let popular = site.texts("popular");
    Site {
        product: site.text("product"),
        greeting: site.text("greeting"),
        subtitle: site.text("subtitle"),
        announcements: site
            .tables("announcement", keys::ANNOUNCEMENT)
            .iter()
            .filter_map(|table| announcement(table, articles, today))
            .collect(),
        popular: found(&popular, articles, site),
        suggestions: site.tables("suggest", keys::SUGGEST).iter().map(|table| suggestion(table, articles)).collect(),
    }
}

fn found(ids: &[Text], articles: &Ids, section: &Section<'_>) -> Vec<u16> {
    ids.iter().filter_map(|id| articles.find(&id.text, &id.place, section.faults())).collect()
}

fn suggestion(table: &Section<'_>, articles: &Ids) -> Suggestion {
    let faults = table.faults();
    let (pages, named) = (table.texts("pages"), table.texts("articles"));
    for (key, texts) in [("pages", &pages), ("articles", &named)] {
        if texts.is_empty() {
            faults
                .error(&table.place(), format!("`{key}` names nothing: write {key} = [\"…\"], or take the block out"));
        }
    }
    for page in pages.iter().filter(|page| !page.text.starts_with(['/', '*'])) {
        let text = &page.text;
        faults.error(
            &page.place,
            format!("\"{text}\" is no path of a page: write what follows the site's name, such as /pricing*"),
        );
    }
    let articles = found(&named, articles, table);
    Suggestion { pages: pages.into_iter().map(|page| page.text).collect(), articles }
}

fn announcement(table: &Section<'_>, articles: &Ids, today: CivilDate) -> Option<Announcement> {
    let faults = table.faults();
    let text = table.text("text");
    let link = table
        .has("link")
        .then(|| link::target(&table.text("link"), &table.place_of("link"), articles, faults))
        .flatten();
    let (from, to) = (table.date("from"), table.date("to"));
    let (from, to) = (from?, to?);
    if from > to {
        faults.error(&table.place_of("to"), "the announcement ends before it begins: exchange `from` and `to`");
    } else if to < today {
        faults.warning(&table.place_of("to"), "the announcement has expired: take it out or give it a later `to`");
    }
    Some(Announcement { text, link, from, to, audience: audience(table) })
}
