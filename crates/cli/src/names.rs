//! Short names between the wasm and its glue.
//!
//! wasm-bindgen names each import after its function and a hash, in the wasm and again in the glue; what
//! the wasm's parts share has names of that kind too.
//! Nobody reads either, and hashes don't compress: for the widget they are 5 KB of brotli. Custom
//! sections go too: they are for tools that have run by now.

use std::collections::HashMap;

/// Length of a wasm file's magic and version.
const HEAD: usize = 8;

/// How the name of the module starts that the imports come from.
const MODULE: &str = "./";

/// How the names start that are made up by tools, and nobody else's.
const MADE_UP: [&str; 3] = ["__", "wasm_bindgen_", MODULE];

const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const EXPORT: u8 = 7;

/// The parts of the wasm and the glue with the names that tools made up replaced by letters in all;
/// `None` where a part is not well formed.
pub fn shorten<const PARTS: usize>(wasm: &[Vec<u8>; PARTS], glue: &str) -> Option<([Vec<u8>; PARTS], String)> {
    let mut names = Names::default();
    let parts: Option<Vec<_>> = wasm.iter().map(|part| shorten_part(part, &mut names)).collect();
    Some((parts?.try_into().ok()?, names.in_script(glue)))
}

fn shorten_part(wasm: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let mut out = wasm.get(..HEAD)?.to_vec();
    let mut rest = wasm.get(HEAD..)?;
    while let Some((&id, after)) = rest.split_first() {
        let (length, after) = number(after)?;
        let (section, after) = after.split_at_checked(length)?;
        rest = after;
        let section = match id {
            CUSTOM => continue,
            IMPORT => entries(section, 2, names)?,
            EXPORT => entries(section, 1, names)?,
            _ => section.to_vec(),
        };
        out.push(id);
        write_number(&mut out, section.len());
        out.extend(section);
    }
    Some(out)
}

/// The names replaced so far.
#[derive(Default)]
struct Names(HashMap<String, String>);

impl Names {
    /// What a name becomes.
    fn short(&mut self, name: &str) -> String {
        if !MADE_UP.iter().any(|start| name.starts_with(start)) {
            return name.to_owned();
        }
        let number = self.0.len();
        self.0.entry(name.to_owned()).or_insert_with(|| letters(number)).clone()
    }

    fn in_script(&self, glue: &str) -> String {
        // The modules' names are paths, not words; and there may be such words in them.
        let modules = self.0.iter().filter(|(name, _)| name.starts_with(MODULE));
        let glue = modules.fold(glue.to_owned(), |glue, (name, short)| glue.replace(name, short));
        let of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
        let mut out = String::with_capacity(glue.len());
        for word in glue.split_inclusive(|c| !of_name(c)) {
            let (name, end) = word.split_at(word.trim_end_matches(|c| !of_name(c)).len());
            out.push_str(self.0.get(name).map_or(name, String::as_str));
            out.push_str(end);
        }
        out
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
    const TABLE: u8 = 1;
    const MEMORY: u8 = 2;
    const GLOBAL: u8 = 3;
    let (&kind, after) = bytes.split_first()?;
    let end = match kind {
        FUNCTION => number(after)?.1,
        _ if is_export => number(after)?.1,
        // A table's limits come after the type of what is in it.
        TABLE => limits(after.get(1..)?)?,
        MEMORY => limits(after)?,
        GLOBAL => after.get(2..)?,
        _ => return None,
    };
    Some(bytes.len() - end.len())
}

/// What follows limits: whether there is an upper one, the lower and the upper one.
fn limits(bytes: &[u8]) -> Option<&[u8]> {
    let (&upper, after) = bytes.split_first()?;
    let (_, after) = number(after)?;
    match upper {
        0 => Some(after),
        1 => Some(number(after)?.1),
        _ => None,
    }
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

    /// Imports of a memory, a table and a global that another part exports.
    const PART: &[u8] = b"\0asm\x01\0\0\0\
        \x02\x34\x03\x04__of\x06memory\x02\x01\x11\xff\x01\
        \x04__of\x07__table\x01\x70\0\x80\x02\
        \x04__of\x07__stack\x03\x7f\x01";

    #[test]
    fn parts_and_glue_get_the_same_letters() {
        let ([wasm, part], glue) = shorten(&[WASM.to_vec(), PART.to_vec()], "{__of:m,__free:m.__wbg_free}").unwrap();
        assert_eq!(glue, "{d:m,__free:m.c}");
        assert_eq!(wasm, shorten(&[WASM.to_vec()], "").unwrap().0[0]);
        let expected = b"\0asm\x01\0\0\0\x02\x1f\x03\x01d\x06memory\x02\x01\x11\xff\x01\
            \x01d\x01e\x01\x70\0\x80\x02\x01d\x01f\x03\x7f\x01";
        assert_eq!(part, expected);
    }

    #[test]
    fn made_up_names_become_letters_in_both() {
        let glue = r#"i={"./x.js":{__wbg_abc:f}};m.__wbg_free(m.memory,__wbg_abcd)"#;
        let ([wasm], glue) = shorten(&[WASM.to_vec()], glue).unwrap();
        assert_eq!(glue, r#"i={"a":{b:f}};m.c(m.memory,__wbg_abcd)"#);
        let expected = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01a\x01b\0\0\
            \x05\x03\x01\0\x01\x07\x0e\x02\x06memory\x02\0\x01c\0\0";
        assert_eq!(wasm, expected);
    }

    #[test]
    fn a_name_within_a_modules_name_is_left_to_it() {
        let names = Names(["./__of.js", "__of"].map(|name| (name.into(), letters(name.len()))).into());
        assert_eq!(names.in_script(r#"{"./__of.js":__of}"#), r#"{"j":e}"#);
    }

    #[test]
    fn damaged_wasm_is_refused() {
        for end in 9..WASM.len() {
            let whole_sections = [14, 36, 41, 66].contains(&end);
            assert_eq!(shorten(&[WASM[..end].to_vec()], "").is_some(), whole_sections, "{end}");
        }
    }

    #[test]
    fn letters_never_repeat() {
        let all: std::collections::HashSet<String> = (0..2000).map(letters).collect();
        assert_eq!(all.len(), 2000);
    }
}
