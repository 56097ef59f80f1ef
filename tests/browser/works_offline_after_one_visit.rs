use crate::harness::{Page, Role, Setup, ZH, until};
use helplet_content::Ui;
use serde_json::json;
use std::fs;

const HOME: &str = "return root && root.querySelector('[data-screen=home]')";

/// The caches of builds, filled.
const BUILDS: &str = "const wanted = arguments[0];
return caches.keys().then((names) => navigator.serviceWorker.controller
  && names.filter((name) => !name.endsWith(' pages')).length == wanted)";

fn visit() -> Page {
    let page = Setup::default().at("index.html").unreachable().load();
    page.until_js("the first screen", HOME, json!([]));
    page.until_js("a filled cache", BUILDS, json!([1]));
    page
}

#[test]
fn the_page_works_offline_after_one_visit() {
    let mut page = visit();
    page.goto(&format!("http://{}/zh-CN/article/refund-request.html", page.desk.address));
    page.until_js("the article", "return document.querySelector('main h1')", json!([]));
    page.desk.stop();

    page.goto(&format!("http://{}/", page.desk.address));
    page.until_js("the first screen", HOME, json!([]));
    page.finds("文件打不开了怎么办", ZH, "file-wont-open");
    page.navigate("ticket/other");
    page.find(Role::Button, crate::harness::t(Ui::Send));

    let address = page.desk.address.clone();
    page.goto(&format!("http://{address}/zh-CN/article/refund-request.html"));
    page.until_js("the article seen before", "return document.querySelector('main h1')", json!([]));
    page.goto(&format!("http://{address}/zh-CN/article/file-wont-open.html"));
    page.until_js(
        "the article never seen, in the widget",
        "return root && root.querySelector('[data-screen=\"article/file-wont-open\"]')",
        json!([]),
    );
}

#[test]
fn a_tab_of_the_build_before_goes_on_with_its_files() {
    let page = visit();
    let site = page.site();
    let old = fs::read_dir(&site)
        .expect("a folder")
        .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
        .find_map(|name| Some(name.strip_prefix("helplet-")?.strip_suffix(".wasm")?.split('.').next()?.to_owned()))
        .expect("a wasm");
    let new = "fedcba9876543210";
    for entry in fs::read_dir(&site).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        if name.ends_with(".br") || name.ends_with(".gz") {
            fs::remove_file(&path).expect("removed");
        } else if matches!(name.as_str(), "helplet.js" | "sw.js") {
            let text = fs::read_to_string(&path).expect("read").replace(&old, new);
            let renamed = if name == "sw.js" { text.replacen("\"name\":\"", "\"name\":\"new-", 1) } else { text };
            fs::write(&path, renamed).expect("written");
        } else if name.contains(&old) {
            fs::rename(&path, site.join(name.replace(&old, new))).expect("renamed");
        }
    }
    page.js("return navigator.serviceWorker.ready.then((worker) => worker.update()).then(() => null)", json!([]));
    page.until_js("the new build's cache", BUILDS, json!([2]));
    // The second part of the old build is gone from the server.
    page.navigate("ticket/other");
    page.arrives_at(Ui::TicketTitle);

    page.goto(&format!("http://{}/", page.desk.address));
    page.until_js("the first screen", HOME, json!([]));
    until("the new build alone", || {
        let loaded = page.js(
            "return performance.getEntriesByType('resource').map((it) => it.name).filter((name) => name.includes('/helplet-'))",
            json!([]),
        );
        let loaded: Vec<&str> = loaded.as_array()?.iter().filter_map(|name| name.as_str()).collect();
        (!loaded.is_empty() && loaded.iter().all(|name| name.contains(new))).then_some(())
    });
}
