//! Every way to reach a human, whoever one is.

use super::dates;
use super::document::Document;
use helplet_content::hours::week;
use helplet_content::{Calendar, Channels, Library, Ui, WeChat, ui};
use maud::{Markup, html};

/// Quiet zone round a QR code, in modules, as the standard asks.
const QUIET: u16 = 4;

/// The page.
pub fn contact(library: &Library) -> Document<'_> {
    let channels = &library.channels;
    let body = html! {
        h1 { (library.text(Ui::ContactTitle)) }
        div.contact {
            (hotlines(library, channels))
            @if !channels.wechat.is_empty() {
                section {
                    h2.section-title { (library.text(Ui::WeChat)) }
                    @for account in &channels.wechat { (wechat(library, account)) }
                }
            }
            @if !channels.emails.is_empty() {
                section {
                    h2.section-title { (library.text(Ui::Emails)) }
                    @for email in &channels.emails {
                        div.card {
                            h3.card-title { (email.label) (sample(library, email.sample)) }
                            a href={ "mailto:" (email.address) } { (email.address) }
                        }
                    }
                }
            }
            @if !channels.in_app.is_empty() {
                section {
                    h2.section-title { (library.text(Ui::InApp)) }
                    @for route in &channels.in_app {
                        div.card { h3.card-title { (route.title) } (steps(&route.steps)) }
                    }
                }
            }
        }
    };
    Document {
        library,
        path: "contact.html".to_owned(),
        title: library.text(Ui::ContactTitle).to_owned(),
        description: library.text(Ui::ContactBelow).to_owned(),
        updated: None,
        data: Vec::new(),
        body,
    }
}

fn hotlines(library: &Library, channels: &Channels) -> Markup {
    html! {
        section {
            h2.section-title { (library.text(Ui::Hotlines)) }
            @for line in &channels.hotlines {
                div.card.hotline {
                    h3.card-title { (line.label) }
                    p.number { a href={ "tel:" (line.tel) } { (line.number) } (sample(library, line.sample)) }
                    (hours(library, &channels.calendars[usize::from(line.calendar)]))
                    @if !line.advice.is_empty() {
                        div.advice-box {
                            p.small.strong { (library.text(Ui::BeforeCalling)) }
                            ul.advice { @for text in &line.advice { li { (text) } } }
                        }
                    }
                }
            }
            @if !channels.recognise.is_empty() {
                div.remark { div.remark-text { @for line in &channels.recognise { p { (line) } } } }
            }
        }
    }
}

fn wechat(library: &Library, account: &WeChat) -> Markup {
    let side = u16::from(account.qr_size) + 2 * QUIET;
    html! {
        div.card.wechat {
            div.wechat-top {
                svg.qr viewBox={ "-" (QUIET) " -" (QUIET) " " (side) " " (side) } role="img" shape-rendering="crispEdges"
                    aria-label=(ui::fill(library.text(Ui::QrLabel), &[("name", &account.name)])) {
                    path d=(account.qr_path) {}
                }
                div.wechat-words {
                    h3.card-title { (account.name) (sample(library, account.sample)) }
                    p.verified { (ui::fill(library.text(Ui::VerifiedEntity), &[("entity", &account.entity)])) }
                }
            }
            @if let Some(at) = account.calendar { (hours(library, &library.channels.calendars[usize::from(at)])) }
            (steps(&account.steps))
        }
    }
}

fn sample(library: &Library, sample: bool) -> Markup {
    html! { @if sample { span.sample { (library.text(Ui::Sample)) } } }
}

fn steps(lines: &[String]) -> Markup {
    html! { ol.steps { @for line in lines { li { (line) } } } }
}

/// The ordinary week, in the office's own time, and the days that differ from it. Whether somebody is
/// there now only the widget can say.
fn hours(library: &Library, calendar: &Calendar) -> Markup {
    let open = week(calendar).into_iter().filter(|run| !run.spans.is_empty());
    let runs = open.map(|run| {
        let [first, last] = [run.first, run.last].map(|day| dates::weekday(day, &library.lang));
        let days = if run.first == run.last { first } else { format!("{first}–{last}") };
        let spans: Vec<String> =
            run.spans.iter().map(|span| format!("{}–{}", time(span.from), time(span.to))).collect();
        format!("{days} {}", spans.join(", "))
    });
    let text = runs.collect::<Vec<_>>().join(" · ");
    html! {
        p.hours-week.quiet {
            (ui::fill(library.text(Ui::InZone), &[("hours", &text), ("zone", &calendar.zone)]))
        }
    }
}

fn time(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
