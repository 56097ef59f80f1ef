//! The figures a support lead needs: who was answered by whom, after how long, and how they found it.

mod days;
mod plot;
mod sums;

use super::Console;
use super::content::topic_label;
use super::layout::{self, View};
use super::queue_page::type_label;
use super::refusal::Refusal;
use super::text;
use super::visit::Visit;
use super::words::{Lang, Word};
use crate::store::clock;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use days::{Days, shown};
use maud::{Markup, html};
use plot::{Form, Series};
use std::collections::BTreeMap;
use std::fmt::Write;
use sums::{OTHER, Place, Sum};

/// The first line of the CSV.
const COLUMNS: &str =
    "day,type,topic,robot_answered,human_answered,missed,left,wait_median_s,wait_p90_s,solved,unsolved";

/// What an address may say: days as `YYYY-MM-DD`, both included.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    from: String,
    to: String,
}

async fn read(console: &Console, asked: &Asked, headers: &HeaderMap) -> Result<(Days, BTreeMap<Place, Sum>), Refusal> {
    let days = Days::of(&asked.from, &asked.to, days::zone(headers), clock::now());
    let (from, to) = days.span();
    let chats = console.store.chat_figures(from, to).await?;
    let robot = console.store.robot_answers(from, to, days.zone).await?;
    let topics = console.languages.iter().flat_map(|language| &language.topics).map(|(id, _)| id.as_str());
    let topics: Vec<&str> = topics.collect();
    Ok((days, sums::sums(&days, &chats, &robot, &topics)))
}

/// `GET /desk/figures`
pub async fn get(
    State(console): State<Console>,
    visit: Visit,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Markup, Refusal> {
    let (days, sums) = read(&console, &asked, &headers).await?;
    let lang = visit.lang;
    let query = format!("from={}&to={}", shown(days.first), shown(days.last));
    let by_day = sums::by(&sums, |(day, ..)| *day);
    let whole = sums::by(&sums, |_| ()).remove(&()).unwrap_or_default();
    let languages = &console.languages;
    let by_type = sums::by(&sums, |(_, kind, _)| kind.clone());
    let by_type = by_type.into_iter().filter(|(kind, _)| !kind.is_empty());
    let by_topic = sums::by(&sums, |(.., topic)| topic.clone());
    let topic_name = |topic: &str| match topic {
        "" => lang.say(Word::NoTopic).to_owned(),
        OTHER => lang.say(Word::OtherTopic).to_owned(),
        topic => topic_label(lang, languages, topic).to_owned(),
    };
    let content = html! {
        h1 { (lang.say(Word::Figures)) }
        form.filters method="get" action="/desk/figures" {
            label.filter { span { (lang.say(Word::FromDay)) } input type="date" name="from" value=(shown(days.first)) required; }
            label.filter { span { (lang.say(Word::ToDay)) } input type="date" name="to" value=(shown(days.last)) required; }
            button type="submit" { (lang.say(Word::Apply)) }
            a.reset href={ "/desk/figures.csv?" (query) } download { (lang.say(Word::AsCsv)) }
        }
        p.zone { (lang.fill(Word::DaysIn, days.zone_name())) }
        (tiles(lang, &whole))
        @if sums.is_empty() { p.empty { (lang.say(Word::NoFigures)) } }
        @else {
            (plots(lang, &days, &by_day))
            (table(lang, Word::ByTopic, Word::Topic, by_topic.iter().map(|(topic, sum)| (topic_name(topic), sum)), true))
            (table(lang, Word::ByType, Word::Type, by_type.collect::<Vec<_>>().iter().map(|(kind, sum)| (type_label(lang, languages, kind).to_owned(), sum)), false))
        }
    };
    Ok(layout::page_of(View::Figures, &visit, lang.say(Word::Figures), &format!("/desk/figures?{query}"), content))
}

/// The whole in a few numbers.
fn tiles(lang: Lang, whole: &Sum) -> Markup {
    let rated = whole.solved + whole.unsolved;
    let share = if rated == 0 { "–".to_owned() } else { format!("{} %", whole.solved * 100 / rated) };
    let tiles = [
        (Word::ByRobot, whole.robot.to_string()),
        (Word::ByHuman, whole.human.to_string()),
        (Word::MissedCount, whole.missed.to_string()),
        (Word::LeftCount, whole.left.to_string()),
        (Word::WaitMedian, wait(lang, whole.wait(50))),
        (Word::WaitLong, wait(lang, whole.wait(90))),
        (Word::SolvedShare, share),
    ];
    html! {
        dl.tiles { @for (word, value) in tiles { div { dt { (lang.say(word)) } dd { (value) } } } }
    }
}

/// A wait for people; a dash where there was none.
fn wait(lang: Lang, wait: Option<i64>) -> String {
    wait.map_or_else(|| "–".to_owned(), |wait| text::wait(lang, wait))
}

fn plots(lang: Lang, days: &Days, by_day: &BTreeMap<i64, Sum>) -> Markup {
    let none = Sum::default();
    let of = |shade: usize, word: Word, value: &dyn Fn(&Sum) -> Option<f64>| Series {
        name: lang.say(word).to_owned(),
        shade,
        values: days.all().map(|day| value(by_day.get(&day).unwrap_or(&none))).collect(),
    };
    let count = |value: i64| Some(value as f64);
    let seconds = |value: Option<i64>| value.map(|value| value as f64 / 1000.0);
    let number = |value: f64| format!("{value:.0}");
    let length = |value: f64| text::wait(lang, (value * 1000.0) as i64);
    let answered = [
        of(0, Word::ByRobot, &|sum| count(sum.robot)),
        of(1, Word::ByHuman, &|sum| count(sum.human)),
        of(2, Word::MissedCount, &|sum| count(sum.missed)),
        of(3, Word::LeftCount, &|sum| count(sum.left)),
    ];
    let waited =
        [of(0, Word::WaitMedian, &|sum| seconds(sum.wait(50))), of(1, Word::WaitLong, &|sum| seconds(sum.wait(90)))];
    let rated =
        [of(1, Word::RatedSolved, &|sum| count(sum.solved)), of(2, Word::RatedUnsolved, &|sum| count(sum.unsolved))];
    html! {
        (figure(lang, "answered", Word::AnsweredByDay, days, &answered, Form::Stacked, &number))
        (figure(lang, "waited", Word::WaitsByDay, days, &waited, Form::Lines, &length))
        (figure(lang, "rated", Word::RatingsByDay, days, &rated, Form::Stacked, &number))
    }
}

/// A plot, and below it the same as a table.
fn figure(
    lang: Lang,
    id: &str,
    title: Word,
    days: &Days,
    series: &[Series],
    form: Form,
    tell: &dyn Fn(f64) -> String,
) -> Markup {
    let title = lang.say(title);
    html! {
        section.card {
            h2 { (title) }
            figure {
                (plot::plot(id, title, days.first, series, form, tell))
                details {
                    summary { (lang.fill(Word::AsTable, title)) }
                    div.scroll tabindex="0" role="region" aria-label=(lang.fill(Word::AsTable, title)) {
                        table {
                            thead { tr { th scope="col" { (lang.say(Word::Day)) } @for one in series { th scope="col" { (one.name) } } } }
                            tbody {
                                @for (at, day) in days.all().enumerate() {
                                    tr {
                                        th scope="row" { (shown(day)) }
                                        @for one in series { td { (one.values[at].map_or_else(|| "–".to_owned(), tell)) } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// All figures of each part. `robot`: whether the robot's answers are told apart by it.
fn table<'a>(
    lang: Lang,
    title: Word,
    part: Word,
    rows: impl Iterator<Item = (String, &'a Sum)>,
    robot: bool,
) -> Markup {
    let words = [
        Word::ByHuman,
        Word::MissedCount,
        Word::LeftCount,
        Word::WaitMedian,
        Word::WaitLong,
        Word::RatedSolved,
        Word::RatedUnsolved,
    ];
    html! {
        section.card {
            h2 { (lang.say(title)) }
            div.scroll tabindex="0" role="region" aria-label=(lang.say(title)) {
                table {
                    thead {
                        tr {
                            th scope="col" { (lang.say(part)) }
                            @if robot { th scope="col" { (lang.say(Word::ByRobot)) } }
                            @for word in words { th scope="col" { (lang.say(word)) } }
                        }
                    }
                    tbody {
                        @for (name, sum) in rows {
                            tr {
                                th scope="row" { (name) }
                                @if robot { td { (sum.robot) } }
                                td { (sum.human) } td { (sum.missed) } td { (sum.left) }
                                td { (wait(lang, sum.wait(50))) } td { (wait(lang, sum.wait(90))) }
                                td { (sum.solved) } td { (sum.unsolved) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// `GET /desk/figures.csv`: a line for each day, type and topic of which there is anything to tell.
pub async fn csv(
    State(console): State<Console>,
    _visit: Visit,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let (days, sums) = read(&console, &asked, &headers).await?;
    let mut csv = format!("{COLUMNS}\r\n");
    let seconds = |wait: Option<i64>| wait.map(|wait| format!("{:.1}", wait as f64 / 1000.0)).unwrap_or_default();
    for ((day, kind, topic), sum) in &sums {
        // Writing to a text doesn't fail.
        let _ = write!(
            csv,
            "{},{},{},{},{},{},{},{},{},{},{}\r\n",
            shown(*day),
            cell(kind),
            cell(topic),
            sum.robot,
            sum.human,
            sum.missed,
            sum.left,
            seconds(sum.wait(50)),
            seconds(sum.wait(90)),
            sum.solved,
            sum.unsolved
        );
    }
    let name = format!("attachment; filename=\"helplet-figures-{}-{}.csv\"", shown(days.first), shown(days.last));
    let headers = [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, csv).into_response())
}

/// A text as a cell, which no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_text_whatever_it_holds() {
        for (text, expected) in [
            ("account", "account"),
            ("=1+1", "'=1+1"),
            ("a,b", "\"a,b\""),
            ("a\"b", "\"a\"\"b\""),
            ("-1,2", "\"'-1,2\""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
