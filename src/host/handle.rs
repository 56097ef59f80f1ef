//! What the loader holds of a mounted widget.

use crate::browser::element::El;
use crate::browser::json;
use crate::host::event::emit;
use crate::host::options::{Options, person};
use crate::later::Wish;
use crate::screen::Screen;
use crate::state::App;
use crate::text::find;
use crate::view;
use js_sys::Function;
use reactive_graph::owner::Owner;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The mounted widget. Once it is taken out (`destroy` in the loader), every effect, listener and timer ends.
struct Widget {
    owner: Owner,
    app: App,
    element: El,
}

thread_local! {
    // A page has one.
    static WIDGET: RefCell<Option<Rc<Widget>>> = const { RefCell::new(None) };
}

fn widget() -> Option<Rc<Widget>> {
    WIDGET.with_borrow(Clone::clone)
}

/// Draws the widget into `container`, an element inside a shadow root. `bundle` is a promise of the
/// first language's bundle; `close` is called when the person closes the panel.
#[wasm_bindgen]
pub fn mount(container: web_sys::Element, options: &JsValue, bundle: js_sys::Promise, close: Function) {
    let owner = Owner::new();
    let (app, element) = owner.with(|| {
        let app = App::new(Options::read(options), move || {
            _ = close.call0(&JsValue::UNDEFINED);
        });
        app.load(bundle);
        (app, view::panel::panel(app))
    });
    _ = container.append_child(element.node());
    owner.with(|| navigate(app, &app.options.start));
    WIDGET.set(Some(Rc::new(Widget { owner: owner.clone(), app, element })));
    // What the page has said before, be it in the tag.
    for name in ["update", "identify", "setTheme", "prefill", "environment", "suggest"] {
        let value = json::get(options, name);
        if !value.is_undefined() {
            command(name, &value);
        }
    }
    // The colours hang on the host element: the launcher's are among them.
    let host = El::from_element(container.get_root_node().unchecked_into::<web_sys::ShadowRoot>().host());
    owner.with(|| host.attr_live("data-theme", move || Some(app.theme.get())));
}

fn navigate(app: App, path: &str) -> bool {
    const GRANT: &str = "?grant=";
    let path = path.trim_start_matches(['#', '/']);
    if let Some(at) = find(path, GRANT) {
        let Some(Screen::Thread(number)) = Screen::parse(&path[..at]) else { return false };
        app.wish(Wish::Grant(number, path[at + GRANT.len()..].to_owned()));
        return true;
    }
    match path.strip_prefix("search/") {
        Some(query) => {
            app.search_for(query);
            true
        }
        None => Screen::parse(path).map(|screen| app.go(screen)).is_some(),
    }
}

/// False where the page said something that can't be.
fn carry_out(app: App, name: &str, value: &JsValue) -> bool {
    let text = json::said(value);
    let to = |start: &str| navigate(app, &[start, &text].concat());
    match name {
        "navigate" => return to(""),
        "search" => return to("search/"),
        "showArticle" => return to("article/"),
        "showTicket" => return to("ticket/"),
        "startWizard" => return to("wizard/"),
        "showContact" => return to("contact/"),
        "showNewTicket" => {
            app.prefill_once.replace(value.clone());
            return navigate(app, &["ticket/", &json::text(value, "type")].concat());
        }
        "startChat" => {
            app.chat_message.replace(json::text(value, "message"));
            let human = if json::get(value, "human").is_truthy() { "human/" } else { "" };
            return navigate(app, &["chat/", human, &json::text(value, "topic")].concat());
        }
        "setLocale" => return app.set_locale(&text),
        "setTheme" => app.set_theme(&text),
        "update" => app.update_person(person(value)),
        "prefill" => _ = app.prefill.replace(json::as_object(value)),
        "environment" => _ = app.facts.replace(json::pairs(value)),
        "suggest" => app.suggested.set(json::words(value)),
        "identify" => app.wish(Wish::Identify(if text.is_empty() { json::text(value, "token") } else { text })),
        "shutdown" => app.wish(Wish::Shutdown { discard: json::get(value, "discard").is_truthy() }),
        _ => return false,
    }
    true
}

/// Carries out a command of the host page (docs/EMBED.md). One that is not known, or whose value
/// leads nowhere, is told as an error.
#[wasm_bindgen]
pub fn command(name: &str, value: &JsValue) {
    let Some(widget) = widget() else { return };
    if !widget.owner.with(|| carry_out(widget.app, name, value)) {
        let message = [name, "(", &json::said(value), "): docs/EMBED.md has the commands and their values"].concat();
        emit("error", &[("what", "command"), ("message", &message)]);
    }
}

/// The panel has been opened: the keyboard belongs in it now.
#[wasm_bindgen]
pub fn opened() {
    if let Some(widget) = widget() {
        widget.app.opened.update(|times| *times += 1);
    }
}

/// Takes the widget out of the page.
#[wasm_bindgen]
pub fn destroy() {
    if let Some(widget) = WIDGET.take() {
        widget.app.end();
        widget.owner.cleanup();
        widget.element.node().remove();
    }
}
