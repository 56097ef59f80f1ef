//! docs/CONTENT.md says what is true.

use crate::check::slips;
use helplet_content::author::keys;
use std::fs;
use std::path::Path;

fn guide() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/CONTENT.md")).unwrap()
}

#[test]
fn every_key_is_in_the_guide() {
    let guide = guide();
    for shape in keys::ALL {
        // Each kind of table has a row that lists its keys.
        let row = guide.lines().find(|line| line.starts_with(&format!("| `{}` |", shape.name)));
        let row = row.unwrap_or_else(|| panic!("no row for {}", shape.name));
        for key in shape.keys {
            assert!(row.contains(&format!("`{key}`")), "{key} of {} is not documented", shape.name);
        }
    }
}

#[test]
fn the_messages_in_the_guide_are_the_ones_printed() {
    let guide = guide();
    let shown: Vec<&str> =
        guide.lines().filter(|line| line.contains(": error: ") || line.contains(": warning: ")).collect();
    assert!(shown.len() > 10, "the guide shows too few messages");
    for line in shown {
        // In the guide the folder is called content, in the tests it has no name.
        let plain = line.replace("content/", "");
        let printed = slips().flat_map(|(.., faults)| faults.iter()).any(|fault| plain == *fault);
        assert!(printed, "no slip prints {line}");
    }
}

#[test]
fn the_examples_in_the_guide_are_valid_toml() {
    let guide = guide();
    let mut examples = 0;
    for block in guide.split("```toml\n").skip(1) {
        let example = block.split("```").next().unwrap();
        assert!(toml::de::DeTable::parse(example).is_ok(), "{example}");
        examples += 1;
    }
    assert!(examples > 5);
}
