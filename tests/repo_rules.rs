//! What holds for the repository as a whole, and no compiler sees. Each message says what to do.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Files under version control, and those about to be.
fn tracked() -> Vec<String> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(ROOT)
        .output()
        .expect("the repository rules need git");
    assert!(output.status.success(), "the repository rules need a git checkout");
    let names = String::from_utf8(output.stdout).expect("UTF-8");
    names.lines().filter(|name| Path::new(ROOT).join(name).is_file()).map(str::to_owned).collect()
}

/// The files that `wanted` accepts, with their text; this file, which names what it forbids, is left out.
fn texts(wanted: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let names = tracked().into_iter().filter(|name| wanted(name) && name != "tests/repo_rules.rs");
    names.filter_map(|name| Some((name.clone(), fs::read_to_string(Path::new(ROOT).join(&name)).ok()?))).collect()
}

fn text(name: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Fails with the lines of `files` that hold any of `forbidden`, and what to do about it.
#[track_caller]
fn nowhere(files: &[(String, String)], forbidden: &[&str], remedy: &str) {
    let mut found = Vec::new();
    for (name, text) in files {
        for (number, line) in text.lines().enumerate() {
            for word in forbidden.iter().filter(|word| line.contains(**word)) {
                found.push(format!("{name}:{}: {word}", number + 1));
            }
        }
    }
    assert!(!files.is_empty(), "no file was looked at: the rule is out of date");
    assert!(found.is_empty(), "{remedy}:\n{}", found.join("\n"));
}

/// The pieces of `text` that stand between `before` and the next `after`.
fn between<'a>(text: &'a str, before: &str, after: &str) -> BTreeSet<&'a str> {
    text.split(before).skip(1).filter_map(|rest| Some(rest.split_once(after)?.0)).collect()
}

/// Fails where `docs` lacks one of `names`, written as `form` writes it.
#[track_caller]
fn documented(names: &BTreeSet<&str>, form: impl Fn(&str) -> String, docs: &str) {
    assert!(!names.is_empty(), "nothing was found to look for: the rule is out of date");
    let page = text(docs);
    let missing: Vec<_> = names.iter().map(|name| form(name)).filter(|it| !page.contains(it.as_str())).collect();
    assert!(missing.is_empty(), "describe in {docs}: {missing:?}");
}

/// A camel-case option as its attribute: `endpointKind` is `data-helplet-endpoint-kind`.
fn attribute(option: &str) -> String {
    let words = option.chars().map(|c| if c.is_uppercase() { format!("-{}", c.to_lowercase()) } else { c.to_string() });
    format!("data-helplet-{}", words.collect::<String>())
}

fn is_rust_source(name: &str) -> bool {
    name.ends_with(".rs") && (name.starts_with("src/") || name.contains("/src/"))
}

#[test]
fn no_path_of_a_build_machine_is_in_a_file() {
    nowhere(
        &texts(|_| true),
        &["/home/", "/root/", "/Users/", "/work/", "/tmp/"],
        "name paths relative to the repository",
    );
}

#[test]
fn packages_come_from_the_public_registries() {
    for address in between(&text("Cargo.lock"), "source = \"", "\"") {
        let registry = "registry+https://github.com/rust-lang/crates.io-index";
        assert_eq!(address, registry, "Cargo.lock names another registry: build without a mirror configured");
    }
    for address in between(&text("package-lock.json"), "\"resolved\": \"", "\"") {
        let public = address.starts_with("https://registry.npmjs.org/");
        assert!(public, "package-lock.json names {address}: make it with registry.npmjs.org");
    }
}

#[test]
fn only_host_and_browser_touch_the_browser() {
    let others =
        texts(|name| is_rust_source(name) && !name.starts_with("src/host/") && !name.starts_with("src/browser/"));
    nowhere(&others, &["web_sys"], "go through src/browser, or put it there");
}

#[test]
fn only_the_second_part_names_its_screens() {
    let screens =
        ["chat", "field", "message", "news", "outgoing", "picture_editor", "rating", "reply", "thread", "ticket"];
    let mut later: Vec<String> = screens.map(|name| format!("src/view/{name}")).into();
    // The store holds what both parts share.
    later.extend(["src/later.rs", "src/state.rs", "src/chat/", "src/ticket/"].map(String::from));
    let first = texts(|name| name.starts_with("src/") && !later.iter().any(|start| name.starts_with(start.as_str())));
    let forbidden = [
        "ticket_form::",
        "ticket_sent::",
        "tickets::",
        "view::chat",
        "helplet_robot::{",
        "helplet_robot::Robot",
        "crate::ticket::",
        "view::field",
    ];
    nowhere(
        &first,
        &forbidden,
        "go through src/later.rs, or it comes with the first wasm (docs/decisions/0006-lazy.md)",
    );
}

#[test]
fn only_the_store_knows_sql() {
    let others = texts(|name| is_rust_source(name) && !name.starts_with("crates/desk/src/store/"));
    nowhere(&others, &["sqlx", "SELECT ", "INSERT INTO"], "put it into crates/desk/src/store");
}

#[test]
fn markup_is_never_made_of_text() {
    let is_console = |name: &str| name.starts_with("crates/desk/src/console/") && name.ends_with(".js");
    let widget = texts(|name| {
        let is_page = name.ends_with(".html") && !name.starts_with("docs/");
        name.starts_with("src/") || name == "loader/helplet.js" || is_console(name) || is_page
    });
    let forbidden = [
        "inner_html",
        "innerHTML",
        "outer_html",
        "outerHTML",
        "insert_adjacent_html",
        "insertAdjacentHTML",
        "document.write",
        "js_sys::eval",
        "eval(",
        "new Function",
        "Function::new_",
        " style=",
        "\"style\"",
        "cssText",
        "set_css_text",
        "<style",
        "<script>",
        "javascript:",
        " onclick=",
        " onload=",
        " onerror=",
    ];
    nowhere(&widget, &forbidden, "the strict policy forbids it: build elements, use classes and listeners");
    let console = texts(|name| name.starts_with("crates/desk/src/console/") && name.ends_with(".rs"));
    nowhere(&console, &["PreEscaped"], "the console's pages escape every text");
}

#[test]
fn files_are_short() {
    /// Lines: beyond, a file holds more than one idea.
    const MOST: usize = 500;
    for (name, text) in texts(|name| is_rust_source(name) || name.starts_with("tests/") || name.starts_with("loader/"))
    {
        let lines = text.lines().count();
        assert!(lines <= MOST, "{name} has {lines} lines, at most {MOST}: divide it");
    }
}

#[test]
fn every_string_of_the_interface_is_shown_somewhere() {
    let list = text("crates/content/src/ui.rs");
    let users: String = texts(|name| name.starts_with("src/") || name.starts_with("crates/cli/src/"))
        .into_iter()
        .map(|it| it.1)
        .collect();
    let table = list.split_once("ui_strings! {\n").expect("the table").1.split_once("\n}").expect("its end").0;
    let variants: Vec<_> = table.lines().filter_map(|line| line.trim().split_once(" = ")).collect();
    assert!(variants.len() > 100, "the table was not understood: the rule is out of date");
    let words: BTreeSet<&str> = users.split(|c: char| !c.is_alphanumeric() && c != ':').collect();
    let unused: Vec<_> =
        variants.iter().filter(|(variant, _)| !words.contains(format!("Ui::{variant}").as_str())).collect();
    assert!(unused.is_empty(), "show these, or take them out of ui.rs and ui.toml: {unused:?}");
}

/// Names in the first cell of the rows of the table under a heading of docs/EMBED.md.
fn rows<'a>(page: &'a str, heading: &str) -> BTreeSet<&'a str> {
    let part = page.split_once(&format!("\n## {heading}\n")).expect("the heading").1.split("\n## ").next();
    let cells = part.into_iter().flat_map(str::lines).filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect()
}

/// Names of the members of an interface in the package's types.
fn members<'a>(types: &'a str, interface: &str) -> BTreeSet<&'a str> {
    let start = format!("export interface {interface} {{\n");
    let body = types.split_once(&start).expect("the interface").1.split_once("\n}").expect("its end").0;
    let lines = body.lines().filter_map(|line| line.strip_prefix("  ").filter(|it| !it.starts_with(['/', ' '])));
    lines.map(|line| line.trim_start_matches('"').split(['(', '?', ':', '<', '"']).next().unwrap_or_default()).collect()
}

/// Fails where code, types and docs don't name the same.
#[track_caller]
fn agree(what: &str, code: &BTreeSet<&str>, types: &BTreeSet<&str>, docs: &BTreeSet<&str>) {
    assert!(code.len() > 10, "the {what} of the code were not understood: {code:?}");
    assert_eq!(code, types, "{what}: the code (left) and npm/index.d.ts (right) differ");
    assert_eq!(code, docs, "{what}: the code (left) and docs/EMBED.md (right) differ");
}

fn set(names: &[String]) -> BTreeSet<&str> {
    names.iter().map(String::as_str).collect()
}

#[test]
fn options_are_the_same_in_code_types_and_docs() {
    let sources = ["src/host/options.rs", "src/host/handle.rs", "loader/helplet.js", "loader/shell.js"].map(text);
    let tables = sources[0].split("] =").skip(1).map(|table| table.split_once(']').expect("its end").0);
    // Every second piece between quotes is a name.
    let mut code: BTreeSet<&str> = tables.flat_map(|table| table.split('"').skip(1).step_by(2)).collect();
    assert!(code.contains("theme") && code.contains("tier"), "the tables were not understood: {code:?}");
    code.extend(between(&sources[0], "get(value, \"", "\""));
    // What may be said before, by a command or in the tag.
    let before = sources[1].split_once("for name in [").expect("the list").1.split_once(']').expect("its end").0;
    code.extend(before.split('"').skip(1).step_by(2));
    for script in &sources[2..] {
        code.extend(
            script.split("options.").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next()),
        );
    }
    code.extend(between(&sources[2], "said.", " "));
    // What the loader itself hands on, what is read of each language, and commands that have no attribute.
    for inner in [
        "",
        "languages",
        "name",
        "lang",
        "file",
        "failed",
        "retry",
        "update",
        "navigate",
        "identify",
        "setTheme",
        "setLocale",
    ] {
        code.remove(inner);
    }
    let (types, page) = (text("npm/index.d.ts"), text("docs/EMBED.md"));
    let attributes: Vec<String> = members(&types, "Options").iter().map(|name| attribute(name)).collect();
    let code: Vec<String> = code.iter().map(|name| attribute(name)).collect();
    agree("options", &set(&code), &set(&attributes), &rows(&page, "Attributes of the script tag"));
}

#[test]
fn commands_are_the_same_in_code_types_and_docs() {
    let (loader, handle) = (text("loader/helplet.js"), text("src/host/handle.rs"));
    let table =
        loader.split_once("const commands = {\n").expect("the commands").1.split_once("\n    };").expect("their end").0;
    let keys = table.lines().filter_map(|line| line.strip_prefix("      ")?.split([':', ',']).next());
    let mut code: BTreeSet<&str> = keys.filter(|key| !key.is_empty() && key.chars().all(char::is_alphabetic)).collect();
    let arms = handle
        .split_once("match name {\n")
        .expect("the commands")
        .1
        .split_once("_ => return false")
        .expect("their end")
        .0;
    code.extend(between(arms, "        \"", "\" =>"));
    let (types, page) = (text("npm/index.d.ts"), text("docs/EMBED.md"));
    let mut docs = rows(&page, "Commands");
    assert!(docs.remove("boot"), "docs/EMBED.md describes boot, which is a function of its own in the types");
    agree("commands", &code, &members(&types, "Commands"), &docs);
    let module = text("npm/index.js");
    let list = module.split_once("const COMMANDS = [").expect("the commands").1.split_once("];").expect("their end").0;
    assert_eq!(code, list.split('"').skip(1).step_by(2).collect(), "the code (left) and npm/index.js (right) differ");
}

#[test]
fn events_are_the_same_in_code_types_and_docs() {
    let sources: String =
        texts(|name| name.starts_with("src/") || name == "loader/helplet.js").into_iter().map(|it| it.1).collect();
    let calls: Vec<&str> = ["emit(", "emit_count("]
        .iter()
        .flat_map(|call| sources.split(call).skip(1).filter_map(|rest| rest.split([',', ')']).next()))
        .collect();
    // Every second piece between quotes is a name.
    let code: BTreeSet<&str> = calls.iter().flat_map(|argument| argument.split('"').skip(1).step_by(2)).collect();
    let (types, page) = (text("npm/index.d.ts"), text("docs/EMBED.md"));
    let docs = rows(&page, "Events").into_iter().filter_map(|name| name.strip_prefix("helplet:")).collect();
    agree("events", &code, &members(&types, "Events"), &docs);
}

#[test]
fn the_bridge_its_types_and_its_page_name_the_same_messages() {
    let (code, types, page) = (text("loader/bridge.js"), text("loader/bridge.d.ts"), text("docs/WEBVIEW.md"));
    let table = |start: &str| {
        let table = code.split_once(start).expect(start).1.split_once("\n  };").expect("its end").0.to_owned();
        let keys = table.lines().filter_map(|line| line.strip_prefix("    ")?.split_once(": "));
        let keys = keys.map(|(key, _)| key.trim_matches('"').to_owned());
        keys.filter(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '-')).collect::<BTreeSet<String>>()
    };
    let declared = |start: &str| {
        let body = types.split_once(start).expect(start).1.split_once(");").expect("its end").0;
        between(body, "type: \"", "\"").into_iter().map(str::to_owned).collect::<BTreeSet<String>>()
    };
    let (said, mut heard) = (table("const types = {\n"), table("const told = {\n"));
    heard.extend(between(&code, "tell(\"", "\"").into_iter().map(str::to_owned));
    heard.extend(between(&code, "ask(\"", "\"").into_iter().map(str::to_owned));
    assert!(said.contains("set-theme") && heard.contains("open-link"), "not understood: {said:?} {heard:?}");
    assert_eq!(said, declared("export type ToWidget"));
    assert_eq!(heard, declared("export type FromWidget"));
    for name in said.union(&heard) {
        let rows = page.lines().filter(|line| line.starts_with("| `")).map(|line| line.split('|').nth(1).unwrap_or(""));
        assert!(rows.clone().any(|cell| cell.contains(&format!("`{name}`"))), "describe in docs/WEBVIEW.md: {name}");
    }
}

#[test]
fn the_lists_of_browser_tests_name_tests() {
    let main = text("tests/browser/main.rs");
    for list in ["every_engine", "chromium_only", "not_webkit"] {
        for name in text(&format!("tests/browser/{list}.txt")).lines() {
            let module = name.split("::").next().unwrap_or_default();
            assert!(
                main.contains(&format!("mod {module};\n")),
                "tests/browser/{list}.txt names {name}, which is not there"
            );
        }
    }
}

#[test]
fn has_styles_what_it_stands_with() {
    for (name, style) in texts(|name| name.starts_with("style/")) {
        for (at, _) in style.match_indices(":has(") {
            let ends = |depth: &mut i32, it: char| {
                *depth += i32::from(it == '(') - i32::from(it == ')');
                Some(*depth)
            };
            let inside = style[at + 4..].chars().scan(0, ends).take_while(|depth| *depth > 0).count();
            let rest = style[at + 4 + inside + 1..].split([',', '{']).next().unwrap_or_default().trim();
            let combines = rest.contains([' ', '>', '+', '~']);
            assert!(
                !combines,
                "{name}: :has(){rest}: WebKit doesn't notice its changes in a shadow root; style the element that has"
            );
        }
    }
}

#[test]
fn every_custom_property_is_documented() {
    let styles: String = texts(|name| name.starts_with("style/")).into_iter().map(|it| it.1).collect();
    let properties = styles.split("var(--helplet-").skip(1).filter_map(|rest| rest.split([',', ')']).next());
    documented(&properties.collect(), |name| format!("| `--helplet-{name}` |"), "docs/EMBED.md");
}

#[test]
fn what_the_docs_name_is_there() {
    for (page, text) in texts(|name| {
        name.ends_with(".md") && !name.starts_with("content/") && !name.starts_with("crates/content/tests/")
    }) {
        let folder = Path::new(ROOT).join(&page);
        for name in text.split('`').skip(1).step_by(2) {
            let starts = ["src/", "style/", "loader/", "content/", "crates/", "tests/", "bench/", "fuzz/", "docs/"];
            let path = name.split([':', '#', '…']).next().unwrap_or_default();
            if starts.iter().any(|start| name.starts_with(start)) && !name.contains(['*', '<', '{', ' ', '…']) {
                assert!(Path::new(ROOT).join(path).exists(), "{page} names `{name}`, which is not there");
            }
        }
        // Outside of code, where links are examples.
        let prose: String = text.split('`').step_by(2).collect();
        for link in between(&prose, "](", ")") {
            let path = link.split('#').next().unwrap_or_default();
            if !path.is_empty() && !link.contains(':') && !path.contains(' ') {
                assert!(folder.with_file_name(path).exists(), "{page} links to {link}, which is not there");
            }
        }
    }
}

#[test]
fn nothing_that_is_built_is_tracked() {
    let built = |name: &String| {
        let folders = ["target/", "dist/", "node_modules/", ".tools/"];
        let endings = [".wasm", ".hlp", ".br", ".gz", ".db", ".log"];
        folders.iter().any(|folder| name.starts_with(folder)) || endings.iter().any(|ending| name.ends_with(ending))
    };
    let found: Vec<_> = tracked().into_iter().filter(built).collect();
    assert!(found.is_empty(), "put into .gitignore, and git rm --cached: {found:?}");
}

#[test]
fn every_crate_says_its_licence() {
    // fuzz/ is no part of the workspace.
    let manifests = texts(|name| name.ends_with("Cargo.toml") && !name.starts_with("fuzz/"));
    assert!(manifests.len() > 4, "the manifests were not found");
    for (name, text) in manifests {
        let says =
            ["license.workspace = true", "license = \"MIT OR Apache-2.0\""].iter().any(|line| text.contains(line));
        assert!(says, "{name}: add license.workspace = true");
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md", "README.md", "ARCHITECTURE.md"] {
        assert!(!text(name).trim().is_empty(), "{name} is empty");
    }
}

#[test]
fn every_browser_test_is_run() {
    let main = text("tests/browser/main.rs");
    for name in tracked() {
        let Some(file) = name.strip_prefix("tests/browser/").and_then(|name| name.strip_suffix(".rs")) else {
            continue;
        };
        if file != "main" && !file.contains('/') {
            assert!(main.contains(&format!("mod {file};\n")), "add `mod {file};` to tests/browser/main.rs");
        }
    }
}
