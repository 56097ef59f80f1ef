use crate::harness::{Setup, files, noise, tickets};
use helplet_content::Ui;
use serde_json::json;

#[test]
fn survives_a_reload_in_the_middle_of_sending() {
    let page = Setup::default().open();
    page.press(Ui::TicketTile);
    page.write_ticket("发到一半刷新了", "someone@example.com");
    let picture = noise(400, 300, 9);
    page.pick(&[&page.on_device("a.png", &picture)]);
    page.listed_files(1);
    let draft = page.kept_draft();
    let key = draft.lines().find_map(|line| line.strip_prefix("key\t")).expect("a key");

    // Slow enough to be seen on its way: some 360 kB at 20 kB a second.
    let slow = |upload: i32| {
        let conditions = json!({"offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": upload});
        page.devtools("Network.enable", json!({}));
        page.devtools("Network.emulateNetworkConditions", conditions);
    };
    slow(20_000);
    page.press(Ui::Send);
    page.until_js(
        "a part is on its way",
        "const bar = root.querySelector('progress'); return !!bar && bar.value > 0",
        json!([]),
    );
    page.reload();
    assert!(tickets(&page.data()).is_empty(), "it was in the middle");

    slow(-1);
    page.open_widget();
    page.press(Ui::TicketsTile);
    // It goes on by itself, and is listed under its number as soon as the desk has it.
    let listed = page.until_js(
        "the ticket's number",
        "return root.querySelector('[data-screen]').textContent.match(/\\d{3}-\\d{3}-\\d{4}/)?.[0] ?? null",
        json!([]),
    );
    let number = listed.as_str().expect("a number");
    let stored = tickets(&page.data());
    assert_eq!(stored.len(), 1);
    assert_eq!((stored[0].number.as_str(), stored[0].key.as_str()), (number, key));
    assert!(files(&page.data())[0].2 == picture, "the bytes came through the reload");
    assert_eq!(page.kept_draft(), "");
}
