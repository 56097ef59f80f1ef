use crate::harness::{EN, Page, Setup, article};
use serde_json::json;
use std::fs;
use std::path::Path;

/// The example page `name` with the files it names.
fn example(name: &str, files: &[&str]) -> Page {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: String| {
        fs::read_to_string(root.join(&path)).unwrap_or_else(|error| panic!("{path}: {error}; ./x dist builds it"))
    };
    let page = Setup::default().page(read(format!("loader/examples/{name}.html")));
    let with = files.iter().fold(page, |page, file| {
        let folder = if *file == "app.js" { "target/examples" } else { "loader/examples" };
        page.file(file, &read(format!("{folder}/{file}")))
    });
    with.load()
}

#[test]
fn works_in_plain_html() {
    let page = example("plain", &["plain.js"]);
    page.js("password.click()", json!([]));
    page.arrives_at(&article(EN, "forgot-password").title);
}

#[test]
fn works_under_a_strict_policy() {
    let page = example("strict", &[]);
    page.open_widget();
    page.finds("file will not open", EN, "file-wont-open");
    page.navigate("ticket/other");
}

#[track_caller]
fn follow(page: &Page, link: &str) {
    let link = page.element("return document.querySelector(`a[href=\"${arguments[0]}\"]`)", json!([link]));
    page.run(link.expect("a link").click());
}

#[test]
fn works_in_a_single_page_application() {
    let page = example("app", &["app.js", "app.css"]);
    page.until_js("the launcher", "return root && root.querySelector('.launcher')", json!([]));
    page.js("window.first = host", json!([]));
    follow(&page, "/pricing");
    page.until_js("the route", "return view.textContent.includes('Pricing')", json!([]));
    page.open_widget();
    page.reads(&article(EN, "cancel-auto-renew").title);
    assert_eq!(page.js("return host == first", json!([])), true, "it stays from route to route");

    // On this route the panel is a part of the page, as high as its element.
    follow(&page, "/help");
    let inside =
        "return host && host.parentNode.localName == 'helplet-panel' && root.querySelector('[data-screen=home]')";
    page.until_js("the panel in the page", inside, json!([]));
    let height = "return root.querySelector('.panel').getBoundingClientRect().height == 600";
    page.until_js("its height", height, json!([]));
    let parts = "return [root.querySelector('.close'), root.querySelector('.launcher')]";
    assert_eq!(page.js(parts, json!([])), json!([null, null]));
    page.navigate("contact");
    page.js("document.body.append(host.parentNode)", json!([]));
    page.until_js("moved with what is in it", "return root.querySelector('[data-screen=contact]')", json!([]));

    page.js("document.querySelector('helplet-panel').remove()", json!([]));
    page.until_js("gone with its element", "return !host", json!([]));
    follow(&page, "/");
    let again = "return host && host.parentNode == document.body && root.querySelector('.launcher')";
    page.until_js("the launcher again", again, json!([]));
}
