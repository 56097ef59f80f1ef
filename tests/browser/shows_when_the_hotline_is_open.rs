use crate::harness::{Page, Setup, t, until};
use helplet_content::{Ui, ui};

fn at(instant: &str) -> Page {
    let page = Setup::default().clock(instant).open();
    page.navigate("contact");
    page
}

/// State and detail of the first hotline.
fn state(page: &Page) -> (String, String) {
    let texts = page.texts(".hotline:first-of-type .state *");
    let [label, detail] = texts.get(..2).unwrap_or_else(|| panic!("{texts:?}")) else { unreachable!() };
    (label.clone(), detail.clone())
}

fn is_open(page: &Page, until: &str) {
    assert_eq!(state(page), (t(Ui::OpenNow).into(), ui::fill(t(Ui::ClosesAt), &[("time", until)])));
}

#[test]
fn the_hotline_is_closed_on_a_holiday() {
    let page = at("2026-10-01T10:00:00+08:00");
    let (label, detail) = state(&page);
    assert_eq!(label, t(Ui::ClosedNow));
    assert!(detail.contains(&ui::fill(t(Ui::ClosedBecause), &[("reason", "国庆节")])), "{detail}");
    // The next opening is Thursday the 8th, after the whole holiday.
    assert!(detail.contains("10月8日") && detail.contains("09:00"), "{detail}");
}

#[test]
fn the_hotline_is_open_on_a_make_up_saturday() {
    is_open(&at("2026-10-10T10:00:00+08:00"), "18:00");
}

#[test]
fn the_hotline_closes_and_opens_by_itself() {
    // A Tuesday evening.
    let page = at("2026-11-24T17:50:00+08:00");
    is_open(&page, "18:00");
    page.skip_minutes(11);
    until("closed after six", || (state(&page).0 == t(Ui::ClosedNow)).then_some(()));
    let morning = ui::fill(t(Ui::TomorrowAt), &[("time", "09:00")]);
    assert_eq!(state(&page).1, ui::fill(t(Ui::OpensAt), &[("time", &morning)]));
    page.skip_minutes(15 * 60);
    until("open after nine", || (state(&page).0 == t(Ui::OpenNow)).then_some(()));
}

#[test]
fn the_hours_are_the_offices_wherever_the_person_is() {
    // Half past eleven in Berlin is half past six in the evening in Beijing.
    let page = Setup::default().zone("Europe/Berlin").clock("2026-11-24T18:30:00+08:00").open();
    page.navigate("contact");
    assert_eq!(state(&page).0, t(Ui::ClosedNow));
    page.reads("Asia/Shanghai");
}
