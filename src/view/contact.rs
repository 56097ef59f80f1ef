//! Ways to reach a human: those meant for this person first.

use super::blocks::{steps, with_icon};
use super::copy::copy_button;
use super::hours::hours;
use super::icon::icon;
use super::list::{remark, row, rows, screen_title, section_title};
use super::wechat::wechat;
use super::words::Words;
use crate::browser::element::{El, div, el};
use crate::screen::Screen;
use crate::state::App;
use helplet_content::{Audience, Calendar, Channels, Email, Hotline, Person, Route, Ui};

/// The screen, with the channel named `first` before its like, and what was tried before.
pub fn contact(app: App, first: &str, trail: &[String]) -> El {
    let Some(loaded) = app.loaded() else { return div("screen") };
    let channels = &loaded.library.channels;
    let person = app.person.get();
    let calendars = &channels.calendars;
    let hotlines = meant(&channels.hotlines, &person, first, |it| &it.audience, |it| &it.id);
    let accounts = meant(&channels.wechat, &person, first, |it| &it.audience, |it| &it.id);
    let emails = meant(&channels.emails, &person, first, |it| &it.audience, |it| &it.id);
    let section = |title: Ui, cards: Vec<El>| {
        (!cards.is_empty()).then(|| el("section").child(section_title(&app.t(title))).children(cards))
    };
    let takes_tickets = !app.options.endpoint.url.is_empty();
    let ticket = takes_tickets.then(|| {
        let screen = Screen::Ticket(String::new(), trail.to_vec());
        rows([row(app, &app.t(Ui::TicketTile), &app.t(Ui::TicketBelow), screen)])
    });
    let chat = row(app, &app.t(Ui::ChatTile), &app.t(Ui::ChatBelow), Screen::Chat(String::new()));
    div("screen contact")
        .child(screen_title(&app.t(Ui::ContactTitle)))
        .maybe(tried(app, trail))
        .child(rows([chat]))
        .maybe(section(Ui::Hotlines, hotlines.into_iter().map(|it| hotline(app, calendars, it)).collect()))
        .maybe(recognise(channels))
        .maybe(section(Ui::WeChat, accounts.into_iter().map(|it| wechat(app, calendars, it)).collect()))
        .maybe(section(Ui::Emails, emails.into_iter().map(|it| email(app, it)).collect()))
        .maybe(section(Ui::InApp, channels.in_app.iter().map(in_app).collect()))
        .maybe(ticket)
}

/// What the person has tried, to have at hand when speaking to somebody.
pub fn tried(app: App, trail: &[String]) -> Option<El> {
    (!trail.is_empty()).then(|| {
        div("trail")
            .child(el("p").class("small quiet").say(app, Ui::Tried))
            .child(el("ol").class("trail-steps").children(trail.iter().map(|step| el("li").text(step))))
    })
}

/// The entries meant for `person`: the one asked for, then the best fitting, then content order.
fn meant<'a, T>(
    all: &'a [T],
    person: &Person,
    first: &str,
    audience: fn(&T) -> &Audience,
    id: fn(&T) -> &String,
) -> Vec<&'a T> {
    let mut entries: Vec<&T> = Vec::new();
    // Few entries, three types of them: placing each is less code than three sorts.
    for entry in all.iter().filter(|entry| audience(entry).admits(person) || id(entry) == first) {
        let rank = |entry: &T| (id(entry) != first, u8::MAX - audience(entry).fit(person));
        let after = entries.iter().take_while(|placed| rank(placed) <= rank(entry)).count();
        entries.insert(after, entry);
    }
    entries
}

/// The mark on numbers and addresses that the operator has still to replace.
pub fn sample_badge(app: App, sample: bool) -> Option<El> {
    sample.then(|| el("span").class("sample").say(app, Ui::Sample))
}

fn hotline(app: App, calendars: &[Calendar], line: &Hotline) -> El {
    let call = el("a")
        .class("button primary small-button")
        .attr("href", &["tel:", &line.tel].concat())
        .attr("aria-label", &app.fill(Ui::CallNumber, &[("number", &line.number)]))
        .child(icon("call"))
        .child(el("span").say(app, Ui::Call));
    let number = el("p").class("number").text(&line.number).maybe(sample_badge(app, line.sample));
    let advice = el("ul").class("advice").children(line.advice.iter().map(|text| el("li").text(text)));
    div("card hotline")
        .child(el("h4").class("card-title").text(&line.label))
        .child(number)
        .child(hours(app, &calendars[usize::from(line.calendar)]))
        .child(div("card-actions").child(call).child(copy_button(app, line.number.clone())))
        .maybe(
            (!line.advice.is_empty()).then(|| {
                div("advice-box").child(el("p").class("small strong").say(app, Ui::BeforeCalling)).child(advice)
            }),
        )
}

fn recognise(channels: &Channels) -> Option<El> {
    let lines: Vec<El> = channels.recognise.iter().map(|line| el("p").text(line)).collect();
    (!lines.is_empty()).then(|| remark("important", "info").child(div("remark-text").children(lines)))
}

fn email(app: App, email: &Email) -> El {
    let address = el("a").class("link").attr("href", &["mailto:", &email.address].concat()).text(&email.address);
    div("card")
        .child(el("h4").class("card-title").text(&email.label).maybe(sample_badge(app, email.sample)))
        .child(div("card-actions").child(address).child(copy_button(app, email.address.clone())))
}

fn in_app(route: &Route) -> El {
    div("card").child(with_icon("lifebuoy", "card-title", &route.title)).child(steps(&route.steps))
}
