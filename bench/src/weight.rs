//! What is heaviest in the wasm: code bytes by crate and by function.
//!
//! Names are in the module as wasm-bindgen leaves it. wasm-opt drops them and a few per cent of the
//! code, evenly enough for this list to say where the next cut is.

use crate::Error;
use crate::table::{Table, grouped};
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// Functions listed.
const FUNCTIONS: usize = 20;

/// Crates listed; the rest is one line.
const CRATES: usize = 16;

/// Characters of a function's name that are printed; generic names run to thousands.
const NAME: usize = 110;

/// Crates that are everybody's. Generic code of theirs counts for the crate it was made for.
const STANDARD: [&str; 5] = ["core", "alloc", "std", "compiler_builtins", "dlmalloc"];

/// Prints the heaviest crates and functions of the module at `path`.
pub fn print(path: &Path) -> Result<(), Error> {
    let module = fs::read(path).map_err(|error| format!("{}: {error}; ./x dist builds it", path.display()))?;
    let mut functions = functions(&module)?;
    functions.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    let total: usize = functions.iter().map(|(_, bytes)| bytes).sum();

    let mut crates: HashMap<&str, (usize, usize)> = HashMap::new();
    for (name, bytes) in &functions {
        let (sum, count) = crates.entry(owner(name)).or_default();
        *sum += bytes;
        *count += 1;
    }
    let mut crates: Vec<(&str, (usize, usize))> = crates.into_iter().collect();
    crates.sort_by_key(|(name, (bytes, _))| (std::cmp::Reverse(*bytes), *name));

    let share = |bytes: usize| format!("{:.1} %", bytes as f64 * 100.0 / total as f64);
    let mut table = Table::new("Wasm by crate, before wasm-opt", &["code bytes", "share", "functions"]);
    for (name, (bytes, count)) in crates.iter().take(CRATES) {
        table.row(name, [grouped(*bytes), share(*bytes), count.to_string()]);
    }
    let rest = crates.iter().skip(CRATES);
    let (bytes, count) = rest.fold((0, 0), |(bytes, count), (_, (more, functions))| (bytes + more, count + functions));
    table.row("others", [grouped(bytes), share(bytes), count.to_string()]);
    table.row("all functions", [grouped(total), share(total), functions.len().to_string()]);
    table.print();

    println!("Heaviest functions, code bytes before wasm-opt");
    for (name, bytes) in functions.iter().take(FUNCTIONS) {
        println!("{:>8}  {}", grouped(*bytes), shortened(&readable(name)));
    }
    println!();
    Ok(())
}

/// Name and code bytes of each function the module defines.
fn functions(module: &[u8]) -> Result<Vec<(String, usize)>, Error> {
    // Functions are numbered with the imported ones first.
    let mut imported = 0;
    let mut sizes = Vec::new();
    let mut names: HashMap<u32, String> = HashMap::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(subsections) = section.as_known() {
                    for subsection in subsections {
                        let Name::Function(map) = subsection? else { continue };
                        for naming in map {
                            let naming = naming?;
                            names.insert(naming.index, naming.name.to_owned());
                        }
                    }
                }
            }
            _ => {}
        }
    }
    if names.is_empty() {
        return Err("the module's functions have no names: build it without stripping".into());
    }
    let named = (imported..).zip(sizes).map(|(index, bytes)| {
        let name = names.remove(&index).unwrap_or_else(|| String::from("(no name)"));
        (name, bytes)
    });
    Ok(named.collect())
}

/// The crate a function is there for: the first one in its name that isn't everybody's.
fn owner(name: &str) -> &str {
    let mut standard = None;
    for found in crates(name) {
        if !STANDARD.contains(&found) {
            return found;
        }
        standard.get_or_insert(found);
    }
    match standard {
        Some(_) => "standard library alone",
        None => "glue and others without a crate",
    }
}

/// The crates in a name, in order: `helplet_search[38b0ef4f5868b912]::rank` has one.
fn crates(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('[').filter_map(|(at, _)| {
        let inside = name[at + 1..].split(']').next()?;
        let is_hash = inside.len() > 8 && inside.bytes().all(|byte| byte.is_ascii_hexdigit());
        let start = name[..at].rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |before| before + 1);
        (is_hash && start < at).then(|| &name[start..at])
    })
}

/// A name without the hashes of its crates.
fn readable(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some(at) = rest.find('[') {
        let inside = rest[at + 1..].split(']').next().unwrap_or_default();
        let is_hash = inside.len() > 8 && inside.bytes().all(|byte| byte.is_ascii_hexdigit());
        let end = if is_hash { at + inside.len() + 2 } else { at + 1 };
        out += if is_hash { &rest[..at] } else { &rest[..end] };
        rest = &rest[end..];
    }
    out + rest
}

fn shortened(name: &str) -> String {
    match name.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generic_code_counts_for_the_crate_it_was_made_for() {
        let table = [
            ("helplet_search[38b0ef4f5868b912]::query::read", "helplet_search"),
            ("<fuzzy_matcher[ea50cf8e3417ec36]::skim::SkimMatcherV2>::fuzzy", "fuzzy_matcher"),
            (
                "<alloc[6ccceecd3902b573]::vec::Vec<helplet_content[5e9d119832334d1c]::model::Block>>::drop",
                "helplet_content",
            ),
            ("<[u8] as core[15266d276e3a2055]::cmp::PartialEq>::eq[2]", "standard library alone"),
            ("__wbindgen_malloc", "glue and others without a crate"),
        ];
        for (name, expected) in table {
            assert_eq!(owner(name), expected, "{name}");
        }
    }

    #[test]
    fn hashes_of_crates_are_not_printed() {
        let name = "<[u8] as core[15266d276e3a2055]::cmp::PartialEq>::eq[2]";
        assert_eq!(readable(name), "<[u8] as core::cmp::PartialEq>::eq[2]");
    }
}
