use crate::harness::{Page, Setup, ZH, article, host_page, t};
use helplet_content::Ui;
use serde_json::json;

/// Titles under the heading, if it is there.
const SUGGESTED: &str =
    "const heading = [...root.querySelectorAll('.section-title')].find((it) => it.textContent == arguments[0]);
    return heading ? [...heading.parentNode.querySelectorAll('.row-title')].map((it) => it.textContent) : []";

#[track_caller]
fn offers(page: &Page, ids: &[&str]) {
    let titles: Vec<&str> = ids.iter().map(|id| article(ZH, id).title.as_str()).collect();
    let same = format!("const found = (() => {{ {SUGGESTED} }})(); return found.join() == arguments[1].join()");
    page.until_js(&format!("{ids:?} for this page"), &same, json!([t(Ui::Suggested), titles]));
}

#[test]
fn suggests_what_the_page_says() {
    let page = Setup::default().open();
    offers(&page, &[]);
    page.js("Helplet('suggest', ['file-wont-open', 'no-such-article', 'forgot-password'])", json!([]));
    offers(&page, &["file-wont-open", "forgot-password"]);
}

#[test]
fn suggests_what_the_content_says_of_the_address() {
    let rule = ["membership-tiers-difference", "membership-not-arrived", "cancel-auto-renew"];
    let tag = "data-helplet-endpoint=\".\" data-helplet-suggest=\"cancel-auto-renew file-wont-open\"";
    let page =
        Setup::default().file("pricing.html", &host_page(ZH, tag, "", "<main></main>")).at("pricing.html").open();
    // Those of the page come first, and none twice.
    offers(&page, &["cancel-auto-renew", "file-wont-open", rule[0], rule[1]]);
    // A page that only changes its address is asked again when the panel opens.
    page.js(
        "Helplet('close'); Helplet('suggest', []); history.pushState(0, '', '/elsewhere'); Helplet('open')",
        json!([]),
    );
    offers(&page, &[]);
    page.js("Helplet('close'); history.pushState(0, '', '/pricing/teams'); Helplet('open')", json!([]));
    offers(&page, &rule);
}
