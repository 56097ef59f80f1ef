use crate::harness::{Setup, ZH};
use serde_json::json;

/// Keeps a list of the listeners there are, and of what the built-in prototypes have.
const WATCH: &str = "(() => {
  const proto = EventTarget.prototype, {addEventListener: add, removeEventListener: remove} = proto;
  const live = new Set();
  proto.addEventListener = function (type, hear, options) {
    const target = this || window;
    const entry = {target, type, hear};
    const end = () => live.delete(entry);
    live.add(entry);
    if (options && options.once) add.call(target, type, end, {once: true});
    if (options && options.signal) add.call(options.signal, 'abort', end);
    return add.call(target, type, hear, options);
  };
  proto.removeEventListener = function (type, hear, options) {
    const target = this || window;
    for (const it of live) if (it.target == target && it.type == type && it.hear == hear) live.delete(it);
    return remove.call(target, type, hear, options);
  };
  // Listeners of what is out of the page and held by nothing go with it.
  window.listeners = () => [...live].filter((it) => !(it.target instanceof Node) || it.target.isConnected)
    .map((it) => it.target.constructor.name + ' ' + it.type);
  const kept = [Object, Array, Function, String, Promise, EventTarget, Node, Element, HTMLElement, Document, Window]
    .map(({prototype}) => [prototype, Object.getOwnPropertyDescriptors(prototype)]);
  window.changed = () => kept.flatMap(([prototype, before]) => {
    const now = Object.getOwnPropertyDescriptors(prototype);
    return Object.keys({...before, ...now}).filter((name) =>
      !before[name] || !now[name] || before[name].value !== now[name].value || before[name].get !== now[name].get);
  });
})();";

#[test]
fn leaves_nothing_behind_when_destroyed() {
    let page = Setup::default().script(WATCH.into()).load();
    let before = page.js("return listeners()", json!([]));
    page.open_widget();
    page.finds("文件打不开了怎么办", ZH, "file-wont-open");
    page.navigate("ticket/other");
    page.js("Helplet('on', 'close', () => 0); Helplet('once', 'open', () => 0)", json!([]));
    assert_ne!(page.js("return listeners()", json!([])), before, "the list works");

    page.command("destroy", "");
    page.until_js(
        "gone",
        "return !document.querySelector('helplet-root') && !document.querySelector('.panel')",
        json!([]),
    );
    page.until_js("no listener", "return listeners().length == arguments[0].length", json!([before]));
    assert_eq!(page.js("return changed()", json!([])), json!([]));

    // What is said now waits, and the widget is as new.
    page.js("Helplet('showArticle', 'forgot-password'); Helplet('boot', {theme: 'dark'})", json!([]));
    page.until_js(
        "the article",
        "return root && root.querySelector('[data-screen=\"article/forgot-password\"]')",
        json!([]),
    );
    page.until_js("the theme of now", "return host.dataset.theme == 'dark'", json!([]));
    assert_eq!(page.js("return document.querySelectorAll('helplet-root').length", json!([])), 1);
}
