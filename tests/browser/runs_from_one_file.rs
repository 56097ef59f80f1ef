use crate::harness::{EN, Page, Role, Setup, ZH, host_page, library, t};
use helplet_content::Ui;
use serde_json::json;
use std::fs;

const HOME: &str = "return root && root.querySelector('[data-screen=home]')";

/// Leaves a page alone with one file of the site, opens it from the disk, and cuts the network.
fn alone(file: &str, page: &str) -> Page {
    let opened = Setup::default().file("alone.html", page).unreachable().load();
    let folder = opened.on_device("one-file", b"").with_extension("d");
    fs::create_dir(&folder).expect("a folder");
    for name in [file, "alone.html"] {
        fs::copy(opened.site().join(name), folder.join(name)).expect("copied");
    }
    let mut opened = opened;
    opened.desk.stop();
    opened.network(false);
    let name = if page.is_empty() { file } else { "alone.html" };
    opened.goto(&format!("file://{}", folder.join(name).display()));
    opened
}

#[test]
fn the_page_in_one_file_answers_from_the_disk() {
    let page = alone("helplet.single.html", "");
    page.until_js("the first screen", HOME, json!([]));
    page.finds("文件打不开了怎么办", ZH, "file-wont-open");
    page.command("setLocale", EN);
    page.reads(&library(EN).site.product);
    page.navigate("home");
    page.finds("file will not open", EN, "file-wont-open");
    // Nobody takes tickets, so nobody is offered one.
    page.navigate("contact");
    page.reads(&library(EN).channels.hotlines[0].number);
    page.gone(Role::Button, library(EN).text(Ui::TicketTile));
}

#[test]
fn a_file_of_one_language_holds_that_alone() {
    let page = alone("helplet.single.en.html", "");
    page.until_js("the first screen", HOME, json!([]));
    page.finds("file will not open", EN, "file-wont-open");
    let bytes = |name: &str| fs::metadata(page.site().join(name)).expect("a file").len();
    assert!(bytes("helplet.single.en.html") < bytes("helplet.single.html"));
}

#[test]
fn a_ticket_from_the_disk_waits_for_its_desk() {
    // Port 1024 is reserved, so nobody listens there; browsers refuse the lower ones unasked.
    let content = host_page(ZH, "data-helplet-endpoint=\"http://127.0.0.1:1024\"", "", "<h1>Host page</h1>")
        .replace("helplet.js", "helplet.single.js");
    let page = alone("helplet.single.js", &content);
    page.open_widget();
    page.navigate("ticket");
    page.write_ticket("单文件里写的", "someone@example.com");
    page.press(Ui::Send);
    page.reads(Ui::KeptHere);
    page.reload();
    page.open_widget();
    page.navigate("tickets");
    page.reads("单文件里写的");
    page.reads(t(Ui::WaitingNetwork));
}
