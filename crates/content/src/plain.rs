//! An article as plain text: what is searched, and what a snippet is cut from.

use crate::model::{Article, Block, Inlines, Item, ItemPart};

impl Article {
    /// The headings, and the running text with the texts of tables, code and pictures: a line each.
    pub fn texts(&self) -> (String, String) {
        let mut headings = String::new();
        let mut body = String::new();
        for block in &self.body {
            match block {
                Block::Heading(_, text) => line(&mut headings, text),
                other => block_text(other, &mut body),
            }
        }
        (headings, body)
    }
}

fn put(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn line(out: &mut String, text: &Inlines) {
    text.iter().for_each(|piece| out.push_str(piece.text()));
    put(out, "");
}

fn block_text(block: &Block, out: &mut String) {
    match block {
        Block::Heading(_, text) | Block::Paragraph(text) => line(out, text),
        Block::List(_, items) => items.iter().for_each(|item| item_text(item, out)),
        Block::Table(header, rows) => header.iter().chain(rows.iter().flatten()).for_each(|cell| line(out, cell)),
        Block::Code(text) => put(out, text),
        Block::Callout(_, paragraphs) => paragraphs.iter().for_each(|text| line(out, text)),
        Block::Picture(picture) => put(out, &picture.alt),
    }
}

fn item_text(item: &Item, out: &mut String) {
    line(out, &item.text);
    for part in &item.parts {
        match part {
            ItemPart::Paragraph(text) => line(out, text),
            ItemPart::List(_, items) => items.iter().for_each(|text| line(out, text)),
            ItemPart::Code(text) => put(out, text),
            ItemPart::Picture(picture) => put(out, &picture.alt),
        }
    }
}
