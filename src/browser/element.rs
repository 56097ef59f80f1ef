//! Elements: a thin builder over the DOM and Leptos' signals.
//!
//! Every screen is built with it instead of `view!`, because each `view!` component costs two to
//! five times its bytes in wasm (docs/decisions/0001-views.md). The rule is the same as in
//! any Leptos program: a function runs once and builds elements; what is passed as a closure runs
//! again when a signal it reads changes. Effects and listeners end with the owner they were made in.

use super::first;
use crate::reactive::{Shared, effect};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, Node};

/// An element being built. Cloning gives another handle to the same element.
#[derive(Clone)]
pub struct El(Element);

const SVG: &str = "http://www.w3.org/2000/svg";

#[wasm_bindgen]
extern "C" {
    // web-sys' own way asks for four other names first.
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: web_sys::Window;
    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: web_sys::Document;
}

/// The page's document; a widget cannot run without one.
pub fn document() -> web_sys::Document {
    DOCUMENT.with(Clone::clone)
}

/// The page's window.
pub fn window() -> web_sys::Window {
    WINDOW.with(Clone::clone)
}

/// A new HTML element.
pub fn el(tag: &str) -> El {
    El(document().create_element(tag).unwrap_throw())
}

/// A new HTML element with a class, the commonest case.
pub fn div(class: &str) -> El {
    el("div").class(class)
}

/// A new SVG element.
pub fn svg(tag: &str) -> El {
    El(document().create_element_ns(Some(SVG), tag).unwrap_throw())
}

/// A button that doesn't submit anything.
pub fn button(class: &str, on_click: impl Fn() + 'static) -> El {
    fn boxed(class: &str, on_click: Box<dyn Fn()>) -> El {
        el("button").attr("type", "button").class(class).on("click", move |_| on_click())
    }
    boxed(class, Box::new(on_click))
}

/// A listener that ends with its owner.
struct Listener {
    target: web_sys::EventTarget,
    event: &'static str,
    callback: Closure<dyn Fn(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        _ = self.target.remove_event_listener_with_callback(self.event, callback);
    }
}

/// Listens on any target until the current owner ends.
pub fn listen(target: &web_sys::EventTarget, event: &'static str, work: impl Fn(Event) + 'static) {
    fn boxed(target: &web_sys::EventTarget, event: &'static str, work: Box<dyn Fn(Event)>) {
        let callback = Closure::wrap(work);
        first::listen(target, event, callback.as_ref());
        Shared::new(Listener { target: target.clone(), event, callback });
    }
    boxed(target, event, Box::new(work));
}

impl El {
    /// Wraps an element that exists.
    pub fn from_element(element: Element) -> Self {
        Self(element)
    }

    /// The element itself.
    pub fn node(&self) -> &Element {
        &self.0
    }

    /// Sets the class attribute.
    pub fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    /// Sets an attribute.
    pub fn attr(self, name: &str, value: &str) -> Self {
        _ = self.0.set_attribute(name, value);
        self
    }

    /// Keeps an attribute equal to what `value` returns; `None` removes it.
    pub fn attr_live(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        self.attr_follows(name, Box::new(value));
        self
    }

    // Closures are boxed as soon as they come in, here and below: the rest is then compiled once.
    fn attr_follows(&self, name: &'static str, value: Box<dyn Fn() -> Option<String>>) {
        let element = self.0.clone();
        effect(move || {
            _ = match value() {
                Some(value) => element.set_attribute(name, &value),
                None => element.remove_attribute(name),
            };
        });
    }

    /// Keeps an attribute present exactly while `on` returns true.
    pub fn flag_live(self, name: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        self.switch(name, Box::new(on), (Some(""), None))
    }

    /// Keeps an ARIA state equal to what `on` returns.
    pub fn state_live(self, name: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        self.switch(name, Box::new(on), (Some("true"), Some("false")))
    }

    fn switch(
        self,
        name: &'static str,
        on: Box<dyn Fn() -> bool>,
        words: (Option<&'static str>, Option<&'static str>),
    ) -> Self {
        self.attr_live(name, move || if on() { words.0 } else { words.1 }.map(String::from))
    }

    /// Appends text.
    pub fn text(self, text: &str) -> Self {
        _ = self.0.append_child(&document().create_text_node(text));
        self
    }

    /// Appends text that follows what `text` returns.
    pub fn text_live(self, text: impl Fn() -> String + 'static) -> Self {
        self.text_follows(Box::new(text));
        self
    }

    fn text_follows(&self, text: Box<dyn Fn() -> String>) {
        let node = document().create_text_node("");
        _ = self.0.append_child(&node);
        effect(move || node.set_data(&text()));
    }

    /// Appends an element.
    pub fn child(self, child: El) -> Self {
        _ = self.0.append_child(&child.0);
        self
    }

    /// Appends an element if there is one.
    pub fn maybe(self, child: Option<El>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Appends elements.
    pub fn children(self, children: impl IntoIterator<Item = El>) -> Self {
        children.into_iter().fold(self, El::child)
    }

    /// Appends a region rebuilt whenever a signal read by `build` changes.
    pub fn live(self, build: impl Fn() -> Vec<El> + 'static) -> Self {
        self.region(Box::new(build));
        self
    }

    /// Appends an element while `build` returns one.
    pub fn live_one(self, build: impl Fn() -> Option<El> + 'static) -> Self {
        self.region_of_one(Box::new(build));
        self
    }

    fn region_of_one(&self, build: Box<dyn Fn() -> Option<El>>) {
        self.region(Box::new(move || build().into_iter().collect()));
    }

    fn region(&self, build: Box<dyn Fn() -> Vec<El>>) {
        let end: Node = document().create_comment("").into();
        _ = self.0.append_child(&end);
        let shown = RefCell::new(Vec::<El>::new());
        effect(move || {
            let fresh = build();
            let Some(parent) = end.parent_node() else { return };
            shown.take().iter().for_each(|old| old.0.remove());
            for new in &fresh {
                _ = parent.insert_before(&new.0, Some(&end));
            }
            shown.replace(fresh);
        });
    }

    /// Listens to an event.
    pub fn on(self, event: &'static str, work: impl Fn(Event) + 'static) -> Self {
        listen(&self.0, event, work);
        self
    }

    /// Moves the keyboard focus here, without scrolling the page.
    pub fn focus(&self) {
        _ = first::focus(&self.0);
    }

    /// Moves the focus to the first element inside that matches; false where there is none.
    pub fn focus_first(&self, selector: &str) -> bool {
        let found = self.0.query_selector(selector).ok().flatten().map(El);
        found.as_ref().map(El::focus).is_some()
    }

    /// Moves the focus to the first element inside that matches, and scrolls it into the middle.
    pub fn point_at(&self, selector: &str) {
        if let Some(found) = self.0.query_selector(selector).ok().flatten().map(El) {
            found.focus();
            found.scroll_to("center");
        }
    }

    /// Brings the first element inside that matches into view, as little as needed.
    pub fn reveal_first(&self, selector: &str) {
        let found = self.0.query_selector(selector).ok().flatten().map(El);
        found.iter().for_each(El::reveal);
    }

    /// Moves the focus to the first element beside this one that matches.
    pub fn focus_beside(&self, selector: &str) -> bool {
        self.0.parent_element().map(El).is_some_and(|parent| parent.focus_first(selector))
    }

    /// Whether it takes room on a page that is looked at.
    pub fn is_seen(&self) -> bool {
        super::json::number(&self.0, "clientHeight") > 0.0 && !document().hidden()
    }

    /// Whether the focus is somewhere in the shadow root this element is in.
    pub fn root_has_focus(&self) -> bool {
        self.0.get_root_node().unchecked_into::<web_sys::ShadowRoot>().active_element().is_some()
    }

    /// Scrolls the element's content to its start.
    pub fn scroll_to_top(&self) {
        self.0.set_scroll_top(0);
    }

    /// Takes it out of the page.
    pub fn remove(&self) {
        self.0.remove();
    }

    /// Scrolls the element into view, as little as needed.
    pub fn reveal(&self) {
        self.scroll_to("nearest");
    }

    fn scroll_to(&self, place: &str) {
        first::scroll_to(&self.0, place);
    }

    /// The value of an input, text area or select.
    pub fn value(&self) -> String {
        value_of(&self.0)
    }

    /// Sets the value of an input, text area or select.
    pub fn set_value(&self, value: &str) {
        _ = js_sys::Reflect::set(&self.0, &"value".into(), &value.into());
    }
}

fn value_of(element: &JsValue) -> String {
    js_sys::Reflect::get(element, &"value".into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

/// The value of the control an event came from.
pub fn target_value(event: &Event) -> String {
    event.current_target().map(|target| value_of(&target)).unwrap_or_default()
}

impl El {
    /// The element an event was listened to on.
    pub fn from_target(event: &Event) -> Option<Self> {
        event.current_target().map(|target| Self(target.unchecked_into()))
    }
}
