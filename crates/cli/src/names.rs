//! Short names between the wasm and its glue.
//!
//! wasm-bindgen names each import after its function and a hash, in the wasm and again in the glue.
//! Nobody reads either, and hashes don't compress: for the widget they are 5 KB of brotli. Custom
//! sections go too: they are for tools that have run by now.

use std::collections::HashMap;

/// Length of a wasm file's magic and version.
const HEAD: usize = 8;

/// How the name of the module starts that the imports come from.
const MODULE: &str = "./";

const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const EXPORT: u8 = 7;

/// The wasm and the glue with the names that wasm-bindgen made up replaced by letters in both;
/// `None` where the wasm is not well formed.
pub fn shorten(wasm: &[u8], glue: &str) -> Option<(Vec<u8>, String)> {
    let mut names = Names::default();
    let mut out = wasm.get(..HEAD)?.to_vec();
    let mut rest = wasm.get(HEAD..)?;
    while let Some((&id, after)) = rest.split_first() {
        let (length, after) = number(after)?;
        let (section, after) = after.split_at_checked(length)?;
        rest = after;
        let section = match id {
            CUSTOM => continue,
            IMPORT => entries(section, 2, &mut names)?,
            EXPORT => entries(section, 1, &mut names)?,
            _ => section.to_vec(),
        };
        out.push(id);
        write_number(&mut out, section.len());
        out.extend(section);
    }
    Some((out, names.in_script(glue)))
}

/// The names replaced so far.
#[derive(Default)]
struct Names(HashMap<String, String>);

impl Names {
    /// What a name becomes: only those that wasm-bindgen makes up are nobody else's.
    fn short(&mut self, name: &str) -> String {
        let made_up = ["__", "wasm_bindgen_", MODULE].iter().any(|start| name.starts_with(start));
        if !made_up {
            return name.to_owned();
        }
        let number = self.0.len();
        self.0.entry(name.to_owned()).or_insert_with(|| letters(number)).clone()
    }

    fn in_script(&self, glue: &str) -> String {
        let of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
        let mut out = String::with_capacity(glue.len());
        for word in glue.split_inclusive(|c| !of_name(c)) {
            let (name, end) = word.split_at(word.trim_end_matches(|c| !of_name(c)).len());
            out.push_str(self.0.get(name).map_or(name, String::as_str));
            out.push_str(end);
        }
        // The module's own name is a path, not a word.
        let modules = self.0.iter().filter(|(name, _)| name.starts_with(MODULE));
        modules.fold(out, |out, (name, short)| out.replace(name, short))
    }
}

/// The number in letters: a to z, then ba, bb and on.
fn letters(number: usize) -> String {
    let before = if number < 26 { String::new() } else { letters(number / 26) };
    before + &char::from(b'a' + (number % 26) as u8).to_string()
}

/// A section of entries that start with `count` names.
fn entries(section: &[u8], count: usize, names: &mut Names) -> Option<Vec<u8>> {
    let (length, mut rest) = number(section)?;
    let mut out = Vec::with_capacity(section.len());
    write_number(&mut out, length);
    for _ in 0..length {
        for _ in 0..count {
            let (length, after) = number(rest)?;
            let (name, after) = after.split_at_checked(length)?;
            let name = names.short(str::from_utf8(name).ok()?);
            write_number(&mut out, name.len());
            out.extend(name.into_bytes());
            rest = after;
        }
        let length = description(rest, count == 1)?;
        out.extend(rest.get(..length)?);
        rest = rest.get(length..)?;
    }
    Some(out)
}

/// The length of what follows a name: its kind, then a number for each function and export; for
/// imports of tables, memories and globals, types with limits.
fn description(bytes: &[u8], is_export: bool) -> Option<usize> {
    const FUNCTION: u8 = 0;
    const GLOBAL: u8 = 3;
    let (&kind, after) = bytes.split_first()?;
    let end = match kind {
        FUNCTION => number(after)?.1,
        _ if is_export => number(after)?.1,
        GLOBAL => after.get(2..)?,
        // The widget owns its memory and tables.
        _ => return None,
    };
    Some(bytes.len() - end.len())
}

/// A number in little-endian base 128, and what follows it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = bytes.iter().take(5).position(|byte| byte & 0x80 == 0)? + 1;
    let value = bytes[..end].iter().rev().fold(0, |value, byte| value << 7 | usize::from(byte & 0x7f));
    Some((value, &bytes[end..]))
}

fn write_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A function type, one import, one memory, two exports, a custom section.
    const WASM: &[u8] = b"\0asm\x01\0\0\0\
        \x01\x04\x01\x60\0\0\
        \x02\x14\x01\x06./x.js\x09__wbg_abc\0\0\
        \x05\x03\x01\0\x01\
        \x07\x17\x02\x06memory\x02\0\x0a__wbg_free\0\0\
        \x00\x05\x04name";

    #[test]
    fn made_up_names_become_letters_in_both() {
        let glue = r#"i={"./x.js":{__wbg_abc:f}};m.__wbg_free(m.memory,__wbg_abcd)"#;
        let (wasm, glue) = shorten(WASM, glue).unwrap();
        assert_eq!(glue, r#"i={"a":{b:f}};m.c(m.memory,__wbg_abcd)"#);
        let expected = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01a\x01b\0\0\
            \x05\x03\x01\0\x01\x07\x0e\x02\x06memory\x02\0\x01c\0\0";
        assert_eq!(wasm, expected);
    }

    #[test]
    fn damaged_wasm_is_refused() {
        for end in 9..WASM.len() {
            let whole_sections = [14, 36, 41, 66].contains(&end);
            assert_eq!(shorten(&WASM[..end], "").is_some(), whole_sections, "{end}");
        }
    }

    #[test]
    fn letters_never_repeat() {
        let all: std::collections::HashSet<String> = (0..2000).map(letters).collect();
        assert_eq!(all.len(), 2000);
    }
}
