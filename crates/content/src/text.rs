//! The text of a bundle, written in pieces.
//!
//! Gzip counts bytes, and a Chinese character is three of them; so the file brings its own alphabet.
//! A *piece* is a character, or some that often stand together. The most frequent pieces have codes
//! of one byte, the others of two, and gzip does better on the codes than on the text: on the
//! shipped content by a sixth for Chinese (67 KB to 56 KB), by a fifteenth for English (63 KB to 59 KB).
//!
//! Layout of a payload, numbers being little-endian base 128:
//!
//! 1. number of pieces, and how many of them, `ones`, have codes of one byte;
//! 2. the pieces in runs until all are there: how many single characters, each as the difference to
//!    the code point before it; how many longer pieces, each as its length and its UTF-8;
//! 3. length of the structure in bytes, then the structure (see [`crate::wire`]);
//! 4. length of the text in bytes, then its codes to the end. A byte `b < ones` is piece `b`; any
//!    other is, with the byte after it, piece `ones + (b - ones) * 256 + next`.

use crate::wire::{END, Reader};

/// The longest piece in bytes: three Chinese characters. It bounds what a byte can become; longer
/// pieces make the shipped content no smaller.
pub(crate) const LONGEST: usize = 9;

/// A payload's two streams.
pub(crate) struct Streams<'a> {
    pub(crate) structure: &'a [u8],
    pub(crate) text: String,
    /// How many strings end in the text.
    pub(crate) strings: usize,
}

/// The pieces of a bundle, one after the other in `text`.
struct Pieces {
    text: String,
    /// Where each piece ends in `text`.
    ends: Vec<u32>,
    ones: usize,
}

/// Reads a payload up to the structure's values; `None` when it is malformed.
pub(crate) fn streams(payload: &[u8]) -> Option<Streams<'_>> {
    let mut from = Reader::new(payload, "", 0);
    let pieces = Pieces::read(&mut from);
    let len = from.number() as usize;
    let structure = from.take(len);
    let len = from.number() as usize;
    if from.failed() {
        return None;
    }
    let (text, strings) = pieces.expand(from.rest(), len)?;
    Some(Streams { structure, text, strings })
}

impl Pieces {
    /// Reads the table; what it gives is of no use when `from` has failed.
    fn read(from: &mut Reader<'_>) -> Self {
        let count = from.number() as usize;
        let ones = from.number_below(257) as usize;
        let mut pieces = Self { text: String::new(), ends: Vec::new(), ones };
        while pieces.ends.len() < count && !from.failed() {
            let mut code_point = 0u32;
            for _ in 0..from.number() {
                code_point = code_point.wrapping_add(from.number());
                match char::from_u32(code_point) {
                    Some(letter) if !from.failed() => pieces.add(letter.encode_utf8(&mut [0; 4])),
                    _ => {
                        from.fail();
                        break;
                    }
                }
            }
            for _ in 0..from.number() {
                let len = usize::from(from.byte());
                match core::str::from_utf8(from.take(len)) {
                    Ok(piece) if is_piece(piece) => pieces.add(piece),
                    _ => {
                        from.fail();
                        break;
                    }
                }
            }
        }
        pieces
    }

    fn add(&mut self, piece: &str) {
        self.text.push_str(piece);
        self.ends.push(self.text.len() as u32);
    }

    /// The text of `len` bytes that `codes` stand for, and how many strings end in it.
    fn expand(&self, codes: &[u8], len: usize) -> Option<(String, usize)> {
        if len > codes.len() * LONGEST {
            return None;
        }
        let mut text = String::with_capacity(len);
        let mut strings = 0;
        let mut codes = codes.iter();
        while let Some(&code) = codes.next() {
            let mut piece = usize::from(code);
            if piece >= self.ones {
                piece = self.ones + (piece - self.ones) * 256 + usize::from(*codes.next()?);
            }
            let end = *self.ends.get(piece)? as usize;
            let start = piece.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
            let piece = self.text.get(start..end)?;
            if piece.len() > len - text.len() {
                return None;
            }
            text.push_str(piece);
            strings += usize::from(piece.as_bytes().last() == Some(&(END as u8)));
        }
        (text.len() == len).then_some((text, strings))
    }
}

/// One string at most may end in a piece: it bounds how many strings a byte can become.
fn is_piece(piece: &str) -> bool {
    let before_last = piece.len().wrapping_sub(1);
    before_last < LONGEST && piece.bytes().take(before_last).all(|byte| byte != END as u8)
}
