use crate::harness::Setup;
use serde_json::{Value, json};

/// But for what is not the page's own: the icon, and the script of the tests.
const LOADED: &str = "return performance.getEntriesByType('resource').map((it) => new URL(it.name).pathname)
  .filter((it) => it != '/favicon.ico' && it != '/before.js').sort()";

const KEPT: &str = "return (async () => [
  localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length,
  (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length,
])()";

#[test]
fn asks_nothing_of_the_page_before_the_first_touch() {
    let page = Setup::default().load();
    page.until_js("the launcher", "return root && root.querySelector('.launcher')", json!([]));
    page.until_js("all is loaded", "return document.readyState == 'complete'", json!([]));
    assert_eq!(page.js(LOADED, json!([])), json!(["/helplet.js", "/website.css"]));
    assert_eq!(page.js(KEPT, json!([])), json!([0, 0, "", 0, 0, 0]));
    assert!(page.run(page.driver().get_all_cookies()).is_empty());

    // The first touch brings the rest, each file once; the second part may have come by now.
    page.open_widget();
    let Value::Array(mut loaded) = page.js(LOADED, json!([])) else { panic!("a list") };
    loaded.retain(|it| it.as_str().is_some_and(|it| !it.contains(".later.")));
    let ends = |ending: &str| loaded.iter().filter(|it| it.as_str().is_some_and(|it| it.ends_with(ending))).count();
    assert_eq!((loaded.len(), ends(".wasm"), ends(".hlp")), (6, 1, 1), "{loaded:?}");
}
