//! The greeting over the search field.

use crate::browser::element::{El, div, el};
use helplet_content::Site;

/// The greeting.
pub fn hero(site: &Site) -> El {
    div("hero")
        .child(el("h2").class("screen-title hero-greeting").attr("tabindex", "-1").text(&site.greeting))
        .child(el("p").class("hero-subtitle").text(&site.subtitle))
}
