//! Markdown to [`Block`]s. What the model can't hold is a fault with its line, never silently lost.

use super::fault::Faults;
use super::ids::Ids;
use super::link;
use super::picture::Pictures;
use super::section::Source;
use crate::model::*;
use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd,
};
use std::iter::Peekable;
use std::ops::Range;
use std::path::PathBuf;

/// What links and pictures refer to.
pub(super) struct Context<'a> {
    pub(super) articles: &'a Ids,
    pub(super) pictures: &'a mut Pictures,
    /// Where pictures may be, in this order.
    pub(super) folders: &'a [PathBuf],
    pub(super) faults: &'a Faults,
}

/// Reads a whole body.
pub(super) fn blocks(text: &str, source: &Source<'_>, context: Context<'_>) -> Vec<Block> {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_GFM).into_offset_iter().peekable();
    let mut reader = Reader { events, source, context };
    let mut blocks = Vec::new();
    while let Some((event, range)) = reader.events.next() {
        match event {
            Event::Start(tag) => reader.block(tag, range, &mut blocks),
            event => reader.refuse_event(&event, &range),
        }
    }
    blocks
}

struct Reader<'a, 'b> {
    events: Peekable<OffsetIter<'b>>,
    source: &'a Source<'a>,
    context: Context<'a>,
}

/// What a paragraph turned out to be.
enum Line {
    Text(Inlines),
    Picture(Picture),
}

impl<'b> Reader<'_, 'b> {
    fn error(&self, range: &Range<usize>, message: impl Into<String>) {
        self.context.faults.error(&self.source.place(range.start), message);
    }

    fn block(&mut self, tag: Tag<'b>, range: Range<usize>, blocks: &mut Vec<Block>) {
        match tag {
            Tag::Paragraph => match self.paragraph() {
                Some(Line::Text(text)) => blocks.push(Block::Paragraph(text)),
                Some(Line::Picture(picture)) => blocks.push(Block::Picture(picture)),
                None => {}
            },
            Tag::Heading { level, .. } => {
                let text = self.inlines(TagEnd::Heading(level));
                match level {
                    HeadingLevel::H2 => blocks.push(Block::Heading(2, text)),
                    HeadingLevel::H3 => blocks.push(Block::Heading(3, text)),
                    _ => self.error(
                        &range,
                        "a heading of this level has no place here: use ## or ###, the title is in the front matter",
                    ),
                }
            }
            Tag::List(start) => blocks.push(self.list(start, &range)),
            Tag::CodeBlock(kind) => blocks.extend(self.code(&kind, &range).map(Block::Code)),
            Tag::Table(columns) => blocks.push(self.table(&columns)),
            Tag::BlockQuote(Some(kind)) => blocks.push(self.callout(kind)),
            Tag::BlockQuote(None) => {
                self.error(&range, "a quotation has no place here: write > [!NOTE], [!TIP], [!IMPORTANT] or [!WARNING] on its first line");
                self.skip();
            }
            tag => self.refuse(&tag, &range),
        }
    }

    /// Reads to the end of the paragraph; a picture must be alone in it.
    fn paragraph(&mut self) -> Option<Line> {
        let text = if let Some((Event::Start(Tag::Image { dest_url, .. }), range)) =
            self.events.next_if(|(event, _)| matches!(event, Event::Start(Tag::Image { .. })))
        {
            let picture = self.picture(&dest_url, &range);
            if self.events.next_if(|(event, _)| *event == Event::End(TagEnd::Paragraph)).is_some() {
                return picture.map(Line::Picture);
            }
            self.error(&range, "a picture stands in a line of text: leave an empty line before and after it");
            self.inlines(TagEnd::Paragraph)
        } else {
            self.inlines(TagEnd::Paragraph)
        };
        (!text.is_empty()).then_some(Line::Text(text))
    }

    fn picture(&mut self, reference: &str, range: &Range<usize>) -> Option<Picture> {
        let alt = self.plain(TagEnd::Image);
        if alt.is_empty() {
            self.error(range, "the picture has no description: write what it shows between the brackets, ![what it shows](pictures/name.png)");
        }
        match self.context.pictures.add(reference, self.context.folders) {
            Ok(found) => {
                if found.heavy {
                    let place = self.source.place(range.start);
                    self.context
                        .faults
                        .warning(&place, "the picture is larger than 300 KiB: crop it or save it as WebP");
                }
                Some(Picture { src: found.name, alt, width: found.width, height: found.height })
            }
            Err(message) => {
                self.error(range, message);
                None
            }
        }
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) -> Option<String> {
        let text = self.plain(TagEnd::CodeBlock);
        if matches!(kind, CodeBlockKind::Indented) {
            self.error(
                range,
                "four spaces before a line make it code: take the spaces out, or put code between two lines of ```",
            );
            return None;
        }
        Some(text)
    }

    fn list(&mut self, start: Option<u64>, range: &Range<usize>) -> Block {
        self.check_start(start, range);
        let mut items = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.item()),
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        Block::List(start.is_some(), items)
    }

    /// A list that begins later than 1 was broken in two by something not indented.
    fn check_start(&self, start: Option<u64>, range: &Range<usize>) {
        if let Some(start) = start.filter(|&start| start != 1) {
            self.error(
                range,
                format!(
                    "this list begins at {start}: indent what stands between it and the list before, or begin at 1"
                ),
            );
        }
    }

    fn item(&mut self) -> Item {
        let text = self.item_text();
        let mut parts = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(TagEnd::Item) => break,
                Event::Start(Tag::Paragraph) => match self.paragraph() {
                    Some(Line::Text(text)) => parts.push(ItemPart::Paragraph(text)),
                    Some(Line::Picture(picture)) => parts.push(ItemPart::Picture(picture)),
                    None => {}
                },
                Event::Start(Tag::List(start)) => {
                    self.check_start(start, &range);
                    parts.push(ItemPart::List(start.is_some(), self.plain_items()));
                }
                Event::Start(Tag::CodeBlock(kind)) => parts.extend(self.code(&kind, &range).map(ItemPart::Code)),
                Event::Start(_) => {
                    self.error(
                        &range,
                        "inside a list there may be text, one more list, code and pictures: put this after the list",
                    );
                    self.skip();
                }
                event => self.refuse_event(&event, &range),
            }
        }
        Item { text, parts }
    }

    /// The first line of an item, whether the list has empty lines between its items or not.
    fn item_text(&mut self) -> Inlines {
        if self.events.next_if(|(event, _)| *event == Event::Start(Tag::Paragraph)).is_some() {
            return self.inlines(TagEnd::Paragraph);
        }
        self.inlines_while(|event| match event {
            Event::Start(tag) => !is_inline(tag),
            Event::End(TagEnd::Item) => true,
            _ => false,
        })
    }

    /// The lines of a nested list.
    fn plain_items(&mut self) -> Vec<Inlines> {
        let mut lines = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => lines.push(self.item_text()),
                Event::End(TagEnd::List(_)) => break,
                Event::Start(Tag::List(_)) => {
                    self.error(&range, "a list in a list in a list is too deep: make two steps of it, or a heading");
                    self.skip();
                }
                Event::Start(_) => {
                    self.error(&range, "a line of an inner list is text only: put this under the outer list's item");
                    self.skip();
                }
                Event::End(_) => {}
                event => self.refuse_event(&event, &range),
            }
        }
        lines
    }

    fn table(&mut self, columns: &[Alignment]) -> Block {
        let mut rows: Vec<Vec<Inlines>> = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::with_capacity(columns.len())),
                Event::Start(Tag::TableCell) => {
                    let cell = self.inlines(TagEnd::TableCell);
                    if let Some(row) = rows.last_mut() {
                        row.push(cell);
                    }
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let header = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        Block::Table(header, rows)
    }

    fn callout(&mut self, kind: BlockQuoteKind) -> Block {
        let kind = match kind {
            BlockQuoteKind::Note => CalloutKind::Note,
            BlockQuoteKind::Tip => CalloutKind::Tip,
            BlockQuoteKind::Important => CalloutKind::Important,
            BlockQuoteKind::Warning | BlockQuoteKind::Caution => CalloutKind::Warning,
        };
        let mut paragraphs = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(TagEnd::BlockQuote(_)) => break,
                Event::Start(Tag::Paragraph) => paragraphs.push(self.inlines(TagEnd::Paragraph)),
                Event::Start(_) => {
                    self.error(&range, "a callout holds paragraphs only: put this after it");
                    self.skip();
                }
                event => self.refuse_event(&event, &range),
            }
        }
        Block::Callout(kind, paragraphs)
    }

    /// Running text to its end, which is taken.
    fn inlines(&mut self, end: TagEnd) -> Inlines {
        let text = self.inlines_while(|event| *event == Event::End(end));
        self.events.next();
        text
    }

    /// Running text up to the event at which `stop` holds, which is left.
    fn inlines_while(&mut self, stop: impl Fn(&Event<'b>) -> bool) -> Inlines {
        let mut out = Inlines::new();
        let mut soft_break = false;
        let mut at = None;
        while let Some((event, range)) = self.events.next_if(|(event, _)| !stop(event)) {
            let piece = match event {
                Event::Text(text) => Inline::Text(text.into_string()),
                Event::Code(text) => Inline::Code(text.into_string()),
                Event::HardBreak => Inline::Break,
                Event::SoftBreak => {
                    soft_break = true;
                    continue;
                }
                Event::Start(Tag::Strong) => Inline::Strong(self.marked(TagEnd::Strong, "bold", &range)),
                Event::Start(Tag::Emphasis) => Inline::Emphasis(self.marked(TagEnd::Emphasis, "emphasis", &range)),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let text = self.marked(TagEnd::Link, "a link", &range);
                    let place = self.source.place(range.start);
                    match link::target(&dest_url, &place, self.context.articles, self.context.faults) {
                        Some(target) => Inline::Link(text, target),
                        None => Inline::Text(text),
                    }
                }
                Event::Start(Tag::Image { .. }) => {
                    self.error(&range, "a picture stands in a line of text: leave an empty line before and after it");
                    self.plain(TagEnd::Image);
                    continue;
                }
                Event::Start(tag) => {
                    self.refuse(&tag, &range);
                    continue;
                }
                event => {
                    self.refuse_event(&event, &range);
                    continue;
                }
            };
            if std::mem::take(&mut soft_break) && !joins(out.last(), &piece) {
                append(&mut out, Inline::Text(" ".to_owned()));
            }
            append(&mut out, piece);
            at = Some(range);
        }
        let literal =
            |piece: &Inline| matches!(piece, Inline::Text(text) if text.contains("**") || text.contains("]("));
        if let Some(range) = at.filter(|_| out.iter().any(literal)) {
            // CommonMark's rule for Chinese: ** beside full-width punctuation does not count as bold.
            self.error(
                &range,
                "a mark near here is shown as it is: close ** and [ ]( ), and keep punctuation outside of **",
            );
        }
        out
    }

    /// The text inside bold, emphasis or a link, where nothing else may stand.
    fn marked(&mut self, end: TagEnd, name: &str, range: &Range<usize>) -> String {
        let mut out = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(text) => out.push_str(&text),
                Event::SoftBreak => out.push(' '),
                Event::End(tag) if tag == end => break,
                Event::End(_) => {}
                other => {
                    let place = self.source.place(range.start);
                    self.context
                        .faults
                        .error(&place, format!("inside {name} only plain text may stand: end it before the next mark"));
                    if let Event::Code(text) = other {
                        out.push_str(&text);
                    }
                }
            }
        }
        out
    }

    /// The text to `end` without any marks.
    fn plain(&mut self, end: TagEnd) -> String {
        let mut out = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(text) | Event::Code(text) => out.push_str(&text),
                Event::SoftBreak => out.push(' '),
                Event::End(tag) if tag == end => break,
                _ => {}
            }
        }
        out.truncate(out.trim_end_matches('\n').len());
        out
    }

    /// Leaves out everything to the end of the tag just begun.
    fn skip(&mut self) {
        let mut depth = 1;
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }

    fn refuse(&mut self, tag: &Tag<'b>, range: &Range<usize>) {
        let message = match tag {
            Tag::HtmlBlock => HTML,
            _ => "this kind of Markdown has no place here: use paragraphs, lists, tables, code, callouts and pictures",
        };
        self.error(range, message);
        self.skip();
    }

    fn refuse_event(&self, event: &Event<'_>, range: &Range<usize>) {
        let message = match event {
            Event::Html(_) | Event::InlineHtml(_) => HTML,
            Event::Rule => "a rule between parts has no place here: use a heading",
            _ => "this has no place here: take it out",
        };
        self.error(range, message);
    }
}

const HTML: &str = "HTML has no place here: use Markdown, and write &lt; for a less-than sign";

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Strong | Tag::Emphasis | Tag::Link { .. } | Tag::Image { .. })
}

/// Adds a piece; neighbouring plain texts become one.
fn append(out: &mut Inlines, piece: Inline) {
    match (out.last_mut(), piece) {
        (Some(Inline::Text(last)), Inline::Text(more)) => last.push_str(&more),
        (_, piece) => out.push(piece),
    }
}

/// Whether two lines of a paragraph join without a space: Chinese text has none between its words.
fn joins(before: Option<&Inline>, after: &Inline) -> bool {
    let last = before.and_then(|piece| piece.text().chars().next_back());
    let first = after.text().chars().next();
    matches!((last, first), (Some(last), Some(first)) if is_wide(last) && is_wide(first))
        || matches!(before, Some(Inline::Break) | None)
}

/// Chinese characters, kana and full-width punctuation (blocks U+2E80 to U+9FFF, U+F900 to U+FAFF,
/// U+FF00 to U+FFEF and the supplementary ideographs).
fn is_wide(letter: char) -> bool {
    matches!(letter as u32, 0x2e80..=0x9fff | 0xf900..=0xfaff | 0xff00..=0xffef | 0x20000..=0x3ffff)
}
