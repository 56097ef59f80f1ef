//! An article's parts as HTML. The widget draws the same nodes as elements: `src/view/blocks.rs`.

use helplet_content::Inline;
use helplet_content::{Block, CalloutKind, Inlines, Item, ItemPart, Library, Picture, Target, Ui};
use maud::{Markup, html};

/// Draws what stands in one article; `up` leads to the language's folder.
pub struct Blocks<'a> {
    /// The language.
    pub library: &'a Library,
    /// The way up to its folder.
    pub up: &'a str,
}

impl Blocks<'_> {
    /// All parts, in order.
    pub fn all(&self, body: &[Block]) -> Markup {
        html! { @for block in body { (self.block(block)) } }
    }

    fn block(&self, block: &Block) -> Markup {
        match block {
            Block::Heading(level, text) if *level <= 2 => html! { h2 { (self.inlines(text)) } },
            Block::Heading(_, text) => html! { h3 { (self.inlines(text)) } },
            Block::Paragraph(text) => html! { p { (self.inlines(text)) } },
            Block::List(ordered, items) => list(*ordered, &html! { @for item in items { (self.item(item)) } }),
            Block::Table(header, rows) => html! {
                div.table-frame tabindex="0" role="group" aria-label=(self.library.text(Ui::Table)) {
                    table {
                        thead { tr { @for cell in header { th scope="col" { (self.inlines(cell)) } } } }
                        tbody { @for row in rows { tr { @for cell in row { td { (self.inlines(cell)) } } } } }
                    }
                }
            },
            Block::Code(text) => code(text),
            Block::Callout(kind, paragraphs) => {
                let (class, label) = match kind {
                    CalloutKind::Note => ("remark remark-note", Ui::Note),
                    CalloutKind::Tip => ("remark remark-tip", Ui::Tip),
                    CalloutKind::Important => ("remark remark-important", Ui::Important),
                    CalloutKind::Warning => ("remark remark-warning", Ui::Warning),
                };
                html! {
                    div class=(class) {
                        strong.remark-label { (self.library.text(label)) }
                        div.remark-text { @for text in paragraphs { p { (self.inlines(text)) } } }
                    }
                }
            }
            Block::Picture(shown) => self.picture(shown),
        }
    }

    fn item(&self, item: &Item) -> Markup {
        html! {
            li {
                (self.inlines(&item.text))
                @for part in &item.parts {
                    @match part {
                        ItemPart::Paragraph(text) => p { (self.inlines(text)) },
                        ItemPart::List(ordered, lines) => {
                            (list(*ordered, &html! { @for text in lines { li { (self.inlines(text)) } } }))
                        }
                        ItemPart::Code(text) => (code(text)),
                        ItemPart::Picture(shown) => (self.picture(shown)),
                    }
                }
            }
        }
    }

    fn picture(&self, picture: &Picture) -> Markup {
        html! {
            img src={ (self.up) "../" (picture.src) } alt=(picture.alt) width=(picture.width) height=(picture.height)
                loading="lazy";
        }
    }

    fn inlines(&self, text: &Inlines) -> Markup {
        html! {
            @for piece in text {
                @match piece {
                    Inline::Text(text) => (text),
                    Inline::Strong(text) => strong { (text) },
                    Inline::Emphasis(text) => em { (text) },
                    Inline::Code(text) => code { (text) },
                    Inline::Link(text, target) => a href=(self.address(target)) { (text) },
                    Inline::Break => br;
                }
            }
        }
    }

    /// Where a link leads: to another page, or for what needs the widget to the page that is the widget.
    pub fn address(&self, target: &Target) -> String {
        let up = self.up;
        match target {
            Target::Url(url) => url.clone(),
            Target::Article(at) => format!("{up}article/{}.html", self.library.articles[usize::from(*at)].id),
            Target::Contact => format!("{up}contact.html"),
            Target::Ticket => format!("{up}../index.html#ticket"),
            Target::Wizard => format!("{up}../index.html#wizard"),
        }
    }
}

fn list(ordered: bool, items: &Markup) -> Markup {
    html! { @if ordered { ol { (items) } } @else { ul { (items) } } }
}

fn code(text: &str) -> Markup {
    html! { pre tabindex="0" { code { (text) } } }
}
