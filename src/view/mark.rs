//! Text with the matched parts marked.

use crate::browser::element::{El, el};

/// `text` with the byte ranges `marks` in `<mark>`; ranges that don't fall on characters are left out.
pub fn marked(element: El, text: &str, marks: &[(usize, usize)]) -> El {
    let mut done = 0;
    let mut element = element;
    for &(start, end) in marks {
        let (Some(before), Some(inside)) = (text.get(done..start), text.get(start..end)) else { continue };
        element = element.text(before).child(el("mark").text(inside));
        done = end;
    }
    element.text(text.get(done..).unwrap_or_default())
}
