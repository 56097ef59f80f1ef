//! What the loader holds of a mounted widget.

use crate::browser::element::El;
use crate::host::options::Options;
use crate::screen::Screen;
use crate::state::App;
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
    // Fails only where an executor is there already: a second widget on the page.
    _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let (app, element) = owner.with(|| {
        let app = App::new(Options::read(options), move || {
            _ = close.call0(&JsValue::UNDEFINED);
        });
        app.load(bundle);
        (app, view::panel::panel(app))
    });
    _ = container.append_child(element.node());
    // The colours hang on the host element: the launcher's are among them.
    let host = El::from_element(container.get_root_node().unchecked_into::<web_sys::ShadowRoot>().host());
    owner.with(|| host.attr_live("data-theme", move || Some(app.theme.get())));
    Handle { owner, app, element }
}

#[wasm_bindgen]
impl Handle {
    /// Shows the screen at a path (docs/EMBED.md); false for an unknown one.
    pub fn navigate(&self, path: &str) -> bool {
        self.owner.with(|| match path.strip_prefix("search/") {
            Some(query) => {
                self.app.search_for(query);
                true
            }
            None => Screen::parse(path).map(|screen| self.app.go(screen)).is_some(),
        })
    }

    /// Changes the language; false where there is no bundle for it.
    #[wasm_bindgen(js_name = setLocale)]
    pub fn set_locale(&self, lang: &str) -> bool {
        self.owner.with(|| self.app.set_locale(lang))
    }

    /// `auto`, `light` or `dark`.
    #[wasm_bindgen(js_name = setTheme)]
    pub fn set_theme(&self, theme: &str) {
        self.owner.with(|| self.app.set_theme(theme));
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
