//! A WeChat account with its QR code.

use super::blocks::{steps, with_icon};
use super::contact::sample_badge;
use super::copy::copy_button;
use super::hours::hours;
use crate::browser::element::{El, div, el, svg};
use crate::state::App;
use crate::text::{decimal, join};
use helplet_content::{Calendar, Ui, WeChat};

/// Quiet zone round a QR code, in modules, as the standard asks.
const QUIET: usize = 4;

/// The account's card.
pub fn wechat(app: App, calendars: &[Calendar], account: &WeChat) -> El {
    let side = decimal(usize::from(account.qr_size) + 2 * QUIET);
    let start = ["-", &decimal(QUIET)].concat();
    // Dark on white in both themes: inverted codes are not read by every scanner.
    let code = svg("svg")
        .class("qr")
        .attr("viewBox", &join([start.as_str(), &start, &side, &side], " "))
        .attr("role", "img")
        .attr("aria-label", &app.fill(Ui::QrLabel, &[("name", &account.name)]))
        .attr("shape-rendering", "crispEdges")
        .child(svg("path").attr("d", &account.qr_path));
    let words = div("wechat-words")
        .child(el("h4").class("card-title").text(&account.name).maybe(sample_badge(app, account.sample)))
        .child(with_icon("check", "verified", &app.fill(Ui::VerifiedEntity, &[("entity", &account.entity)])))
        .child(copy_button(app, account.name.clone()));
    let hours = account.calendar.map(|at| hours(app, &calendars[usize::from(at)]));
    div("card wechat").child(div("wechat-top").child(code).child(words)).maybe(hours).child(steps(&account.steps))
}
