//! Texts cut into tokens: one for each ideograph, one for each word or number.

use crate::fold::{Class, class, fold};
use crate::pinyin::Pinyin;

/// One token of a text.
#[derive(Clone, Copy)]
pub(crate) struct Token {
    /// The simplified ideograph, or 0 for a word.
    pub(crate) ideograph: u32,
    /// Where the folded word stands in [`Tokens::letters`].
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// Where the token stands in the text, in bytes.
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// The tokens of a text, and the folded letters of its words. Reused from text to text.
#[derive(Default)]
pub(crate) struct Tokens {
    pub(crate) list: Vec<Token>,
    pub(crate) letters: Vec<u8>,
}

impl Tokens {
    pub(crate) fn word(&self, token: &Token) -> &[u8] {
        &self.letters[token.from as usize..token.to as usize]
    }

    /// Replaces the tokens by those of `text`.
    pub(crate) fn read(&mut self, text: &str, pinyin: Option<&Pinyin>) {
        self.list.clear();
        self.letters.clear();
        // The class of the word that is being read, if one is.
        let mut open = Class::Separator;
        for (start, c) in text.char_indices() {
            let end = (start + c.len_utf8()) as u32;
            let folded = fold(c);
            let kind = class(folded);
            match kind {
                Class::Letter | Class::Digit => {
                    let mut buffer = [0; 4];
                    self.letters.extend_from_slice(folded.encode_utf8(&mut buffer).as_bytes());
                    let to = self.letters.len() as u32;
                    if open == kind {
                        if let Some(last) = self.list.last_mut() {
                            (last.to, last.end) = (to, end);
                        }
                    } else {
                        let from = to - folded.len_utf8() as u32;
                        self.list.push(Token { ideograph: 0, from, to, start: start as u32, end });
                    }
                    open = kind;
                }
                Class::Silent => {}
                Class::Ideograph => {
                    let simple = pinyin.map_or(folded, |table| table.simplified(folded));
                    self.list.push(Token { ideograph: simple as u32, from: 0, to: 0, start: start as u32, end });
                    open = kind;
                }
                Class::Separator => open = kind,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_ideographs_are_told_apart() {
        let table = crate::pinyin::native();
        for (text, expected) in [
            ("WPS打不开", "wps 打 不 开"),
            ("Office365，登陸", "office 365 登 陆"),
            ("don't re-open Café", "dont re open cafe"),
            ("ＰＤＦ转ｗｏｒｄ", "pdf 转 word"),
            (" \n😀。", ""),
        ] {
            let mut tokens = Tokens::default();
            tokens.read(text, Some(&table));
            let shown: Vec<String> = tokens
                .list
                .iter()
                .map(|t| match char::from_u32(t.ideograph) {
                    Some(c) if t.ideograph != 0 => c.to_string(),
                    _ => String::from_utf8_lossy(tokens.word(t)).into_owned(),
                })
                .collect();
            assert_eq!(shown.join(" "), expected);
            assert!(tokens.list.iter().all(|t| text.get(t.start as usize..t.end as usize).is_some()));
        }
    }
}
