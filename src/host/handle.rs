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
use wasm_bindgen::prelude::*;

/// A mounted widget. Dropping it (`destroy` in the loader) ends every effect, listener and timer.
#[wasm_bindgen]
pub struct Handle {
    owner: Owner,
    app: App,
    element: El,
}

/// Draws the widget into `container`, an element inside a shadow root. `bundle` is a promise of the
/// first language's bundle; `close` is called when the person closes the panel.
#[wasm_bindgen]
pub fn mount(container: web_sys::Element, options: &JsValue, bundle: js_sys::Promise, close: Function) -> Handle {
    let owner = Owner::new();
    let (app, element) = owner.with(|| {
        let app = App::new(Options::read(options), move || {
            _ = close.call0(&JsValue::UNDEFINED);
        });
        app.load(bundle);
        (app, view::panel::panel(app))
    });
    _ = container.append_child(element.node());
    let handle = Handle { owner, app, element };
    handle.owner.with(|| navigate(app, &app.options.start));
    // What the page has said before, be it in the tag.
    for name in ["update", "identify", "setTheme", "prefill", "environment", "suggest"] {
        let value = json::get(options, name);
        if !value.is_undefined() {
            handle.command(name, &value);
        }
    }
    // The colours hang on the host element: the launcher's are among them.
    let host = El::from_element(container.get_root_node().unchecked_into::<web_sys::ShadowRoot>().host());
    handle.owner.with(|| host.attr_live("data-theme", move || Some(app.theme.get())));
    handle
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

#[wasm_bindgen]
impl Handle {
    /// Carries out a command of the host page (docs/EMBED.md). One that is not known, or whose value
    /// leads nowhere, is told as an error.
    pub fn command(&self, name: &str, value: &JsValue) {
        if !self.owner.with(|| carry_out(self.app, name, value)) {
            let message =
                [name, "(", &json::said(value), "): docs/EMBED.md has the commands and their values"].concat();
            emit("error", &[("what", "command"), ("message", &message)]);
        }
    }

    /// The panel has been opened: the keyboard belongs in it now.
    pub fn opened(&self) {
        self.app.opened.update(|times| *times += 1);
    }

    /// Takes the widget out of the page.
    pub fn destroy(self) {
        self.app.end();
        self.owner.cleanup();
        self.element.node().remove();
    }
}
