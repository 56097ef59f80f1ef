use crate::harness::{Page, Role, Setup, ZH, host_page, library, tickets, token};
use helplet_content::Ui;
use serde_json::json;

/// A question with an end for the enterprise edition alone, and what that end is called there.
const NODE: &str = "enterprise-admin";

/// The shipped content, with tiers in place of editions.
fn tiers(toml: &str) -> String {
    toml.replace("edition = [\"enterprise\"]", "tier = [\"enterprise\"]")
        .replace("edition = [\"personal\"]", "tier = [\"free\", \"member\"]")
}

fn setup(attributes: &str) -> Setup {
    const LISTEN: &str = "window.told = []; for (const name of ['identified', 'shutdown'])
        document.addEventListener('helplet:' + name, (event) => told.push([name, (event.detail || {}).tier || '']));";
    let attributes = format!("data-helplet-endpoint=\".\" {attributes}");
    Setup::default()
        .content(tiers)
        .signing()
        .page(host_page(ZH, &attributes, "", "<main>Host page</main>"))
        .script(LISTEN.into())
}

/// Sees on each of the three screens what is meant for one tier and not for the other.
fn sees_what_is_for(page: &Page, enterprise: bool) {
    let line = |id: &str| &library(ZH).channels.hotlines.iter().find(|it| it.id == id).expect("a hotline").label;
    let (theirs, other) = (line("hotline-enterprise"), line("hotline-personal"));
    let (shown, hidden) = if enterprise { (theirs, other) } else { (other, theirs) };
    page.navigate("contact");
    page.reads(shown);
    assert!(!page.text().contains(hidden), "{hidden}");

    let node = library(ZH).wizard.iter().find(|it| it.id == NODE).expect("a question");
    let ends: Vec<&str> =
        node.choices.iter().filter(|it| it.audience.editions != 0).map(|it| it.label.as_str()).collect();
    assert!(!ends.is_empty(), "an end for one edition");
    page.navigate(&format!("wizard/{NODE}"));
    for end in ends {
        assert_eq!(page.look(Role::Button, end).is_some(), enterprise, "{end}");
    }

    let kind = &library(ZH).tickets.types.iter().find(|it| it.id == "enterprise").expect("a type").label;
    page.navigate("ticket");
    assert_eq!(page.texts("select:first-of-type option").contains(kind), enterprise, "{kind}");
}

fn sends(page: &Page) -> (String, bool) {
    page.navigate("ticket");
    page.write_ticket("打印出来是空白页", "someone@example.com");
    page.press(Ui::Send);
    page.sent_number();
    tickets(&page.data()).pop().expect("a ticket").tier
}

#[test]
fn a_signed_tier_beats_the_pages() {
    let page = setup("data-helplet-tier=\"free\"").open();
    sees_what_is_for(&page, false);
    page.js("Helplet('identify', {token: arguments[0]})", json!([token("user-1", "enterprise", 300)]));
    page.until_js("who it is", "return told.some((it) => it[0] == 'identified' && it[1] == 'enterprise')", json!([]));
    sees_what_is_for(&page, true);
    // The page may say what it likes.
    page.js("Helplet('update', {tier: 'member'})", json!([]));
    sees_what_is_for(&page, true);
    assert_eq!(sends(&page), ("enterprise".into(), true));

    // It holds after a reload, too, until they sign out.
    page.reload();
    page.open_widget();
    sees_what_is_for(&page, true);
    page.command("shutdown", "");
    page.until_js("signed out", "return !localStorage['helplet:signed']", json!([]));
    sees_what_is_for(&page, false);
}

#[test]
fn a_tier_changes_what_is_on_the_screen_while_it_is_looked_at() {
    let page = setup("data-helplet-tier=\"free\"").open();
    let line = &library(ZH).channels.hotlines.iter().find(|it| it.id == "hotline-enterprise").expect("a hotline").label;
    page.navigate("contact");
    page.js("Helplet('identify', {token: arguments[0]})", json!([token("user-1", "enterprise", 300)]));
    page.reads(line);
    page.navigate("ticket");
    page.fill(Ui::Description, "写了一半");
    page.command("shutdown", "");
    page.until_js("signed out", "return !localStorage['helplet:signed']", json!([]));
}

#[test]
fn a_signed_tier_holds_as_long_as_the_page_where_nothing_can_be_kept() {
    const DENIED: &str = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied', 'SecurityError'); }});";
    let page = setup("data-helplet-tier=\"free\"").script(DENIED.into()).open();
    page.js("Helplet('identify', {token: arguments[0]})", json!([token("user-1", "enterprise", 300)]));
    page.until_js("who it is", "return told.some((it) => it[0] == 'identified')", json!([]));
    sees_what_is_for(&page, true);
    page.command("shutdown", "");
    page.until_js("signed out", "return told.some((it) => it[0] == 'shutdown')", json!([]));
    sees_what_is_for(&page, false);
}

#[test]
fn what_the_page_claims_is_sent_as_a_claim() {
    let page = setup("data-helplet-tier=\"free\"").open();
    page.js("Helplet('update', {tier: 'member'})", json!([]));
    assert_eq!(sends(&page), ("member".into(), false));
}

#[test]
fn of_whom_nothing_is_known_nothing_is_claimed() {
    assert_eq!(sends(&setup("").open()), (String::new(), false));
}
