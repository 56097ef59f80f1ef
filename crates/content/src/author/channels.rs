//! `channels.toml`: hotlines, WeChat, e-mail, ways inside the software.

use super::audience::audience;
use super::ids::Ids;
use super::keys;
use super::section::Section;
use crate::model::{Calendar, Channels, ChatHours, Email, Hotline, Route, WeChat};
use qrcodegen::{QrCode, QrCodeEcc};

/// What other files and languages refer to.
pub(super) struct ChannelIds {
    pub(super) calendars: Ids,
    /// Hotlines, WeChat accounts and e-mail addresses: what a wizard answer can name.
    pub(super) contacts: Ids,
}

/// Reads the whole file.
pub(super) fn channels(file: &Section<'_>, today: crate::CivilDate) -> (Channels, ChannelIds) {
    let mut ids = ChannelIds { calendars: Ids::new("calendar"), contacts: Ids::new("contact channel") };
    let calendars: Vec<Calendar> = file
        .tables("calendar", keys::CALENDAR)
        .iter()
        .map(|table| super::calendar::calendar(table, &mut ids.calendars, today))
        .collect();
    let channels = Channels {
        calendars,
        hotlines: file.tables("hotline", keys::HOTLINE).iter().map(|table| hotline(table, &mut ids)).collect(),
        wechat: file.tables("wechat", keys::WECHAT).iter().map(|table| wechat(table, &mut ids)).collect(),
        emails: file.tables("email", keys::EMAIL).iter().map(|table| email(table, &mut ids)).collect(),
        in_app: file
            .tables("in_app", keys::IN_APP)
            .iter()
            .map(|table| Route { title: table.text("title"), steps: table.required_texts("steps") })
            .collect(),
        recognise: file.texts("recognise").into_iter().map(|text| text.text).collect(),
        chat: file.table("chat", keys::CHAT_HOURS).and_then(|table| chat(&table, &ids)),
    };
    (channels, ids)
}

fn chat(table: &Section<'_>, ids: &ChannelIds) -> Option<ChatHours> {
    let calendar = table.text("calendar");
    if calendar.is_empty() {
        return None;
    }
    let calendar = ids.calendars.find(&calendar, &table.place_of("calendar"), table.faults())?;
    Some(ChatHours { calendar, audience: audience(table) })
}

fn hotline(table: &Section<'_>, ids: &mut ChannelIds) -> Hotline {
    let faults = table.faults();
    let id = table.id();
    ids.contacts.add(id.clone(), faults);
    let number = table.text("number");
    let tel = if table.has("tel") { table.text("tel") } else { dialled(&number) };
    if !number.is_empty() && !is_dialled(&tel) {
        let (key, text) = if table.has("tel") { ("tel", &tel) } else { ("number", &number) };
        faults.error(
            &table.place_of(key),
            format!(
                "\"{text}\" can't be dialled: write digits, with + before a country code, like tel = \"+864000000000\""
            ),
        );
    }
    let sample = table.flag("sample");
    if !sample && looks_like_sample(&tel) {
        faults.error(
            &table.place_of("number"),
            format!("\"{number}\" looks like the shipped sample: write your own number, or say sample = true while you have none"),
        );
    }
    let calendar = table.text("calendar");
    let calendar =
        if calendar.is_empty() { None } else { ids.calendars.find(&calendar, &table.place_of("calendar"), faults) };
    Hotline {
        id: id.text,
        label: table.text("label"),
        number,
        tel,
        sample,
        audience: audience(table),
        calendar: calendar.unwrap_or(0),
        advice: table.texts("advice").into_iter().map(|text| text.text).collect(),
    }
}

/// The characters of a number that a telephone takes.
fn dialled(number: &str) -> String {
    number.chars().filter(|&letter| letter.is_ascii_digit() || letter == '+').collect()
}

fn is_dialled(tel: &str) -> bool {
    let digits = tel.strip_prefix('+').unwrap_or(tel);
    // The longest international number has 15 digits (ITU E.164); short ones are service numbers.
    (3..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The shipped numbers have six zeros in a row; no one's real number should.
fn looks_like_sample(tel: &str) -> bool {
    tel.contains("000000")
}

fn wechat(table: &Section<'_>, ids: &mut ChannelIds) -> WeChat {
    let faults = table.faults();
    let id = table.id();
    ids.contacts.add(id.clone(), faults);
    let qr_text = table.text("qr_text");
    let (qr_size, qr_path) = match QrCode::encode_text(&qr_text, QrCodeEcc::Medium) {
        Ok(code) => (code.size() as u8, path_data(&code)),
        Err(_) => {
            let bytes = qr_text.len();
            faults.error(
                &table.place_of("qr_text"),
                format!("the QR text is too long: it has {bytes} bytes and a QR code holds about 2300; give it the short link that WeChat shows for the account"),
            );
            (0, String::new())
        }
    };
    // Beyond version 10 (57 modules) a phone can't read it at the size the panel shows.
    if qr_size > 57 {
        faults.error(
            &table.place_of("qr_text"),
            format!("the QR text is too long: it needs {qr_size} modules a side, and more than 57 can't be read from the panel; use a shorter link"),
        );
    }
    let sample = table.flag("sample");
    if !sample && qr_text.contains("sample") {
        faults.error(
            &table.place_of("qr_text"),
            "the QR text looks like the shipped sample: write your account's own, or say sample = true while you have none",
        );
    }
    let calendar = table.optional_text("calendar");
    WeChat {
        id: id.text,
        name: table.text("name"),
        entity: table.text("entity"),
        qr_text,
        sample,
        qr_size,
        qr_path,
        steps: table.texts("steps").into_iter().map(|text| text.text).collect(),
        audience: audience(table),
        calendar: if calendar.is_empty() {
            None
        } else {
            ids.calendars.find(&calendar, &table.place_of("calendar"), faults)
        },
    }
}

/// The dark modules as SVG path data: for each run in a row `Mx y` and a bar one unit high.
fn path_data(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|&at| code.get_module(at, y)).count() as i32;
            if run > 0 {
                path.push_str(&format!("M{x} {y}h{run}v1h-{run}z"));
            }
            x += run.max(1);
        }
    }
    path
}

fn email(table: &Section<'_>, ids: &mut ChannelIds) -> Email {
    let faults = table.faults();
    let id = table.id();
    ids.contacts.add(id.clone(), faults);
    let address = table.text("address");
    let domain = address.split_once('@').map(|(_, domain)| domain);
    if !address.is_empty() && domain.is_none_or(|domain| !domain.contains('.') || address.contains(char::is_whitespace))
    {
        faults.error(&table.place_of("address"), format!("\"{address}\" is no e-mail address: write name@domain"));
    }
    let sample = table.flag("sample");
    // The domains that RFC 2606 sets aside for examples.
    if !sample && domain.is_some_and(|domain| matches!(domain, "example.com" | "example.org" | "example.net")) {
        faults.error(
            &table.place_of("address"),
            format!("\"{address}\" looks like the shipped sample: write your own address, or say sample = true while you have none"),
        );
    }
    Email { id: id.text, label: table.text("label"), address, sample, audience: audience(table) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_draws_every_dark_module_and_no_other() {
        let code = QrCode::encode_text("https://example.com/", QrCodeEcc::Medium).unwrap();
        let mut drawn = std::collections::HashSet::new();
        for bar in path_data(&code).split_terminator('z') {
            let (at, rest) = bar.strip_prefix('M').unwrap().split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
            let run: i32 = rest.split_once('v').unwrap().0.parse().unwrap();
            assert_eq!(rest, format!("{run}v1h-{run}"));
            drawn.extend((x..x + run).map(|x| (x, y)));
        }
        for y in 0..code.size() {
            for x in 0..code.size() {
                assert_eq!(drawn.contains(&(x, y)), code.get_module(x, y), "{x} {y}");
            }
        }
    }

    #[test]
    fn numbers_are_dialled_without_their_spacing() {
        for (number, tel, usable) in [
            ("400-677-5005", "4006775005", true),
            ("+852 2123 4567", "+85221234567", true),
            ("95", "95", false),
            ("call us", "", false),
        ] {
            assert_eq!(dialled(number), tel);
            assert_eq!(is_dialled(tel), usable, "{number}");
        }
    }
}
