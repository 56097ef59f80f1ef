//! The beginning of an answer: as much as one reads in a chat.

use helplet_content::{Article, Block, Inlines, ItemPart};

/// Items of a list that are shown.
const ITEMS: usize = 5;

/// Blocks that are looked at for the first list; an answer that has none yet begins with its text.
const BLOCKS: usize = 4;

/// The first steps of an article: what stands before its first list, and the list, both cut short. Headings,
/// pictures and tables are left to the whole article.
pub fn first_steps(article: &Article) -> Vec<Block> {
    let mut steps = Vec::new();
    for block in article.body.iter().take(BLOCKS) {
        match block {
            Block::List(ordered, items) => {
                steps.push(Block::List(*ordered, items.iter().take(ITEMS).cloned().collect()));
                return steps;
            }
            Block::Paragraph(_) | Block::Callout(..) => steps.push(block.clone()),
            _ => {}
        }
    }
    steps.truncate(2);
    steps
}

/// The same as text, a line for each step: for whoever takes the conversation over.
pub fn plain_steps(article: &Article) -> String {
    let mut out = String::new();
    for block in first_steps(article) {
        match &block {
            Block::Paragraph(text) => line(&mut out, text),
            Block::Callout(_, paragraphs) => paragraphs.iter().for_each(|text| line(&mut out, text)),
            Block::List(_, items) => {
                for item in items {
                    out.push_str("- ");
                    line(&mut out, &item.text);
                    for part in &item.parts {
                        if let ItemPart::Paragraph(text) = part {
                            line(&mut out, text);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    out
}

fn line(out: &mut String, text: &Inlines) {
    text.iter().for_each(|piece| out.push_str(piece.text()));
    out.push('\n');
}
