//! What must hold of a decoded [`Library`] so that the widget can index without looking.
//!
//! - every index (category, related, popular, suggested, link, wizard goal, calendar) is in range;
//! - every date is a day of the calendar, every hour `from < to <= 1440`, every weekday below 7;
//! - there are votes for all articles or for none;
//! - there are as many interface strings as [`Ui`](crate::Ui) names;
//! - headings are of level 2 or 3, table rows as wide as their header;
//! - links to the web are `https`, pictures are plain file names beside the bundle.
//!
//! The wizard may be empty: then there is none to offer.

use crate::date::CivilDate;
use crate::model::*;
use crate::ui::Ui;

/// The first thing that does not hold, by name.
type Check = Result<(), &'static str>;

fn ensure(holds: bool, what: &'static str) -> Check {
    if holds { Ok(()) } else { Err(what) }
}

/// Checks everything listed above.
pub(crate) fn library(library: &Library) -> Check {
    ensure(library.ui.len() == Ui::COUNT, "ui")?;
    let articles = library.articles.len();
    // Indexes are 16 bits wide.
    ensure(articles <= usize::from(u16::MAX), "articles")?;
    ensure(all_below(&library.site.popular, articles), "popular")?;
    ensure(library.votes.is_empty() || library.votes.len() == articles, "votes")?;
    for rule in &library.site.suggestions {
        ensure(all_below(&rule.articles, articles), "suggest")?;
    }
    for notice in &library.site.announcements {
        ensure(is_day(notice.from) && is_day(notice.to), "announcement")?;
        if let Some(link) = &notice.link {
            target(link, articles)?;
        }
    }
    for article in &library.articles {
        ensure(usize::from(article.category) < library.categories.len(), "category")?;
        ensure(all_below(&article.related, articles), "related")?;
        ensure(is_day(article.updated), "updated")?;
        for part in &article.body {
            block(part, articles)?;
        }
    }
    for choice in library.wizard.iter().flat_map(|node| &node.choices) {
        let (index, len) = match choice.to {
            Goal::Node(index) => (index, library.wizard.len()),
            Goal::Article(index) => (index, articles),
            Goal::Ticket(index) => (index, library.tickets.types.len()),
            Goal::Contact(_) => continue,
        };
        ensure(usize::from(index) < len, "wizard")?;
    }
    channels(&library.channels)
}

fn channels(channels: &Channels) -> Check {
    let known = |index: u16| ensure(usize::from(index) < channels.calendars.len(), "calendar");
    for hotline in &channels.hotlines {
        known(hotline.calendar)?;
    }
    for index in channels.wechat.iter().filter_map(|account| account.calendar) {
        known(index)?;
    }
    if let Some(chat) = &channels.chat {
        known(chat.calendar)?;
    }
    for calendar in &channels.calendars {
        for hours in &calendar.weekly {
            ensure(hours.weekday < 7 && is_span(&hours.span), "hours")?;
        }
        for exception in &calendar.exceptions {
            ensure(is_day(exception.date) && exception.spans.iter().all(is_span), "exception")?;
        }
    }
    Ok(())
}

fn block(block: &Block, articles: usize) -> Check {
    match block {
        Block::Heading(level, text) => {
            ensure(matches!(level, 2 | 3), "heading")?;
            inlines(text, articles)
        }
        Block::Paragraph(text) => inlines(text, articles),
        Block::List(_, items) => items.iter().try_for_each(|item| {
            inlines(&item.text, articles)?;
            item.parts.iter().try_for_each(|part| match part {
                ItemPart::Paragraph(text) => inlines(text, articles),
                ItemPart::List(_, lines) => lines.iter().try_for_each(|line| inlines(line, articles)),
                ItemPart::Code(_) => Ok(()),
                ItemPart::Picture(picture) => is_beside(picture),
            })
        }),
        Block::Table(header, rows) => {
            ensure(rows.iter().all(|row| row.len() == header.len()), "table")?;
            header.iter().chain(rows.iter().flatten()).try_for_each(|cell| inlines(cell, articles))
        }
        Block::Callout(_, paragraphs) => paragraphs.iter().try_for_each(|text| inlines(text, articles)),
        Block::Code(_) => Ok(()),
        Block::Picture(picture) => is_beside(picture),
    }
}

fn inlines(text: &Inlines, articles: usize) -> Check {
    text.iter().try_for_each(|piece| match piece {
        Inline::Link(_, to) => target(to, articles),
        _ => Ok(()),
    })
}

fn target(to: &Target, articles: usize) -> Check {
    ensure(
        match to {
            Target::Article(index) => usize::from(*index) < articles,
            // A bundle must never become a way to run `javascript:` or to downgrade to http.
            Target::Url(url) => url.starts_with("https://"),
            Target::Contact | Target::Ticket | Target::Wizard => true,
        },
        "link",
    )
}

/// A bundle must not make the browser ask anywhere but beside itself.
fn is_beside(picture: &Picture) -> Check {
    ensure(
        !picture.src.starts_with('.')
            && picture.src.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')),
        "picture",
    )
}

fn all_below(indexes: &[u16], len: usize) -> bool {
    indexes.iter().all(|&index| usize::from(index) < len)
}

fn is_day(date: CivilDate) -> bool {
    CivilDate::new(date.year, date.month, date.day).is_some()
}

fn is_span(span: &DaySpan) -> bool {
    span.from < span.to && span.to <= 1440
}

#[cfg(all(test, feature = "author"))]
mod tests {
    use super::*;
    use std::path::Path;

    /// What is damaged in a library, and what the refusal calls it.
    type Damage = (fn(&mut Library), &'static str);

    #[test]
    fn every_reference_and_range_is_checked() {
        const NOWHERE: u16 = 99;
        let damages: &[Damage] = &[
            (|library| library.ui.truncate(1), "ui"),
            (|library| library.site.popular = vec![NOWHERE], "popular"),
            (|library| library.site.suggestions[0].articles = vec![NOWHERE], "suggest"),
            (|library| library.site.announcements[0].to.month = 13, "announcement"),
            (|library| library.site.announcements[0].link = Some(Target::Article(NOWHERE)), "link"),
            (|library| library.articles[0].category = NOWHERE, "category"),
            (|library| library.articles[0].related = vec![NOWHERE], "related"),
            (|library| library.articles[0].updated.day = 31, "updated"),
            (|library| library.articles[0].body = vec![Block::Heading(1, vec![])], "heading"),
            (|library| library.articles[0].body = vec![Block::Paragraph(vec![link(Target::Article(NOWHERE))])], "link"),
            (|library| library.articles[0].body = vec![Block::Heading(2, vec![link(script())])], "link"),
            (
                |library| library.articles[0].body = vec![Block::Callout(CalloutKind::Tip, vec![vec![link(script())]])],
                "link",
            ),
            (|library| library.articles[0].body = vec![Block::Table(vec![vec![link(script())]], vec![])], "link"),
            (|library| library.articles[0].body = vec![Block::Table(vec![], vec![vec![vec![]]])], "table"),
            (
                |library| {
                    library.articles[0].body =
                        vec![Block::List(true, vec![item(ItemPart::Paragraph(vec![link(script())]))])]
                },
                "link",
            ),
            (
                |library| {
                    library.articles[0].body =
                        vec![Block::List(true, vec![item(ItemPart::List(true, vec![vec![link(script())]]))])]
                },
                "link",
            ),
            (
                |library| {
                    library.articles[0].body =
                        vec![Block::List(true, vec![item(ItemPart::Picture(picture("//evil.example/x.png")))])]
                },
                "picture",
            ),
            (|library| library.articles[0].body = vec![Block::Picture(picture("../x.png"))], "picture"),
            (|library| library.articles[0].body = vec![Block::Picture(picture(".png"))], "picture"),
            (|library| library.wizard[0].choices[0].to = Goal::Node(NOWHERE), "wizard"),
            (|library| library.wizard[0].choices[0].to = Goal::Article(NOWHERE), "wizard"),
            (|library| library.wizard[0].choices[0].to = Goal::Ticket(NOWHERE), "wizard"),
            (|library| library.channels.hotlines[0].calendar = NOWHERE, "calendar"),
            (|library| library.channels.wechat[0].calendar = Some(NOWHERE), "calendar"),
            (
                |library| {
                    library.channels.chat =
                        Some(ChatHours { calendar: NOWHERE, audience: library.articles[0].audience.clone() });
                },
                "calendar",
            ),
            (|library| library.channels.calendars[0].weekly[0].weekday = 7, "hours"),
            (|library| library.channels.calendars[0].weekly[0].span = DaySpan { from: 600, to: 600 }, "hours"),
            (|library| library.channels.calendars[0].exceptions[0].date.day = 0, "exception"),
            (
                |library| library.channels.calendars[0].exceptions[0].spans = vec![DaySpan { from: 0, to: 1441 }],
                "exception",
            ),
        ];
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture");
        let sound = crate::author::load(&folder, CivilDate { year: 2026, month: 11, day: 23 }).libraries.remove(1);
        assert_eq!(library(&sound), Ok(()));
        for (at, (damage, what)) in damages.iter().enumerate() {
            let mut damaged = sound.clone();
            damage(&mut damaged);
            assert_eq!(library(&damaged), Err(*what), "damage {at}");
        }
    }

    fn link(target: Target) -> Inline {
        Inline::Link("here".into(), target)
    }

    fn script() -> Target {
        Target::Url("javascript:alert(1)".into())
    }

    fn item(part: ItemPart) -> Item {
        Item { text: vec![], parts: vec![part] }
    }

    fn picture(src: &str) -> Picture {
        Picture { src: src.into(), alt: "alt".into(), width: 1, height: 1 }
    }
}
