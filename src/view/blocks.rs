//! Articles as elements: typed nodes in, no markup parsed, nothing set as HTML.

use super::icon::icon;
use super::words::Words;
use crate::browser::element::{El, div, el};
use crate::library::Loaded;
use crate::screen::Screen;
use crate::state::App;
use crate::text::decimal;
use helplet_content::{Block, CalloutKind, Inline, Inlines, Item, ItemPart, Picture, Target, Ui};

/// The parts of an article's body.
pub fn blocks(app: App, loaded: &Loaded, body: &[Block]) -> Vec<El> {
    body.iter().map(|part| block(app, loaded, part)).collect()
}

fn block(app: App, loaded: &Loaded, block: &Block) -> El {
    let words = |element: El, text: &Inlines| inlines(app, loaded, element, text);
    match block {
        // The article's title is the screen's h2.
        Block::Heading(level, text) => words(el(if *level <= 2 { "h3" } else { "h4" }), text),
        Block::Paragraph(text) => words(el("p"), text),
        Block::List(ordered, items) => {
            let items = items.iter().map(|one| item(app, loaded, one));
            el(list_tag(*ordered)).children(items)
        }
        Block::Table(header, rows) => {
            let cells = |tag: &'static str, row: &[Inlines]| {
                el("tr").children(row.iter().map(|cell| words(el(tag), cell)).collect::<Vec<_>>())
            };
            // A wide table scrolls by itself, by keyboard too.
            let table = el("table")
                .child(el("thead").child(cells("th", header)))
                .child(el("tbody").children(rows.iter().map(|row| cells("td", row)).collect::<Vec<_>>()));
            div("table-frame")
                .attr("tabindex", "0")
                .attr("role", "group")
                .attr("aria-label", &app.t(Ui::Table))
                .child(table)
        }
        Block::Code(text) => code(text),
        Block::Callout(kind, paragraphs) => {
            let (class, name, label) = match kind {
                CalloutKind::Note => ("note", "info", Ui::Note),
                CalloutKind::Tip => ("tip", "tip", Ui::Tip),
                CalloutKind::Important => ("important", "info", Ui::Important),
                CalloutKind::Warning => ("warning", "warning", Ui::Warning),
            };
            let text = div("remark-text")
                .child(el("strong").class("unseen").say(app, label))
                .children(paragraphs.iter().map(|text| words(el("p"), text)).collect::<Vec<_>>());
            super::list::remark(class, name).child(text)
        }
        Block::Picture(shown) => picture(app, shown),
    }
}

fn list_tag(ordered: bool) -> &'static str {
    if ordered { "ol" } else { "ul" }
}

fn item(app: App, loaded: &Loaded, item: &Item) -> El {
    let parts = item.parts.iter().map(|part| match part {
        ItemPart::Paragraph(text) => inlines(app, loaded, el("p"), text),
        ItemPart::List(ordered, lines) => {
            let lines = lines.iter().map(|text| inlines(app, loaded, el("li"), text));
            el(list_tag(*ordered)).children(lines.collect::<Vec<_>>())
        }
        ItemPart::Code(text) => code(text),
        ItemPart::Picture(shown) => picture(app, shown),
    });
    inlines(app, loaded, el("li"), &item.text).children(parts.collect::<Vec<_>>())
}

fn code(text: &str) -> El {
    el("pre").attr("tabindex", "0").child(el("code").text(text))
}

fn picture(app: App, picture: &Picture) -> El {
    let base = app.options.base.clone();
    el("img")
        .attr("src", &[base.as_str(), &picture.src].concat())
        .attr("alt", &picture.alt)
        .attr("width", &decimal(picture.width.into()))
        .attr("height", &decimal(picture.height.into()))
        .attr("loading", "lazy")
}

fn inlines(app: App, loaded: &Loaded, element: El, text: &Inlines) -> El {
    text.iter().fold(element, |element, piece| match piece {
        Inline::Text(text) => element.text(text),
        Inline::Strong(text) => element.child(el("strong").text(text)),
        Inline::Emphasis(text) => element.child(el("em").text(text)),
        Inline::Code(text) => element.child(el("code").text(text)),
        Inline::Link(text, target) => element.child(link(app, loaded, text, target)),
        Inline::Break => element.child(el("br")),
    })
}

/// A link to wherever content may lead. Pages open in a tab of their own: the host page stays.
pub fn link(app: App, loaded: &Loaded, text: &str, target: &Target) -> El {
    let screen = match target {
        Target::Url(url) => {
            return el("a")
                .attr("href", url)
                .attr("target", "_blank")
                .attr("rel", "noopener noreferrer")
                .text(text)
                .child(el("span").class("unseen").say(app, Ui::NewTab));
        }
        Target::Article(at) => Screen::Article(loaded.library.articles[usize::from(*at)].id.clone(), Vec::new()),
        Target::Contact => Screen::Contact(String::new(), Vec::new()),
        Target::Ticket => Screen::Ticket(String::new(), Vec::new()),
        Target::Wizard => Screen::Wizard(String::new(), Vec::new()),
    };
    // A link rather than a button, because only a link breaks over lines as text does.
    el("a").class("link").attr("href", &["#", &screen.path()].concat()).text(text).on("click", move |event| {
        event.prevent_default();
        app.go(screen.clone());
    })
}

/// A step-by-step list of plain lines.
pub fn steps(lines: &[String]) -> El {
    el("ol").class("steps").children(lines.iter().map(|line| el("li").text(line)))
}

/// A line with an icon before it.
pub fn with_icon(name: &str, class: &str, text: &str) -> El {
    el("p").class(class).child(icon(name)).child(el("span").text(text))
}
