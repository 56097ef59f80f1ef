//! `helplet check`: every fault of the content, with file and line.

use helplet_content::author::{Fault, Loaded, Severity, load};
use helplet_content::{CivilDate, Library, Ui};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

/// Options of `helplet check`.
#[derive(clap::Args)]
pub struct Args {
    /// The content folder.
    #[arg(default_value = "content")]
    content: PathBuf,
    /// The day to check announcements for, as year-month-day; today when not given.
    #[arg(long, value_parser = day)]
    today: Option<CivilDate>,
}

/// Runs the command; fails when there is an error.
pub fn run(args: &Args) -> ExitCode {
    let loaded = load(&args.content, args.today.unwrap_or_else(today));
    let errors = report(&loaded.faults);
    for library in &loaded.libraries {
        println!("{}", summary(library));
    }
    println!("{}", verdict(&loaded, errors));
    if errors > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Prints the faults and counts the errors.
fn report(faults: &[Fault]) -> usize {
    for fault in faults {
        println!("{fault}");
    }
    faults.iter().filter(|fault| fault.severity == Severity::Error).count()
}

/// Reads a content folder and prints its faults; `None`, and the words for it, where there are errors.
pub fn sound(content: &Path, outcome: &str) -> Option<Loaded> {
    let loaded = load(content, today());
    let errors = report(&loaded.faults);
    if errors > 0 {
        eprintln!("{}: {errors} errors, {outcome}", content.display());
        return None;
    }
    Some(loaded)
}

/// The day it is, in UTC: a notice may expire some hours early or late, as its author's own clock would have it.
pub fn today() -> CivilDate {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let mut date = CivilDate { year: 1970, month: 1, day: 1 };
    for _ in 0..since.as_secs() / 86_400 {
        date = date.next();
    }
    date
}

fn day(text: &str) -> Result<CivilDate, String> {
    let mut parts = text.splitn(3, '-');
    let mut number = || parts.next().and_then(|part| part.parse::<u16>().ok());
    let date = match (number(), number(), number()) {
        (Some(year), Some(month), Some(day)) => u8::try_from(month)
            .ok()
            .zip(u8::try_from(day).ok())
            .and_then(|(month, day)| CivilDate::new(year, month, day)),
        _ => None,
    };
    date.ok_or_else(|| "write year-month-day, like 2026-12-31".to_owned())
}

fn summary(library: &Library) -> String {
    let aliases: usize = library.articles.iter().map(|article| article.aliases.len()).sum();
    let channels = &library.channels;
    let samples = channels.hotlines.iter().filter(|line| line.sample).count()
        + channels.wechat.iter().filter(|account| account.sample).count()
        + channels.emails.iter().filter(|email| email.sample).count();
    format!(
        "{}: {} articles, {aliases} aliases, {} wizard questions, {} ticket types, {} of {} strings, {samples} sample contacts still to replace",
        library.lang,
        library.articles.len(),
        library.wizard.len(),
        library.tickets.types.len(),
        library.ui.iter().filter(|text| !text.is_empty()).count(),
        Ui::COUNT,
    )
}

fn verdict(loaded: &Loaded, errors: usize) -> String {
    let warnings = loaded.faults.len() - errors;
    format!("{} languages, {errors} errors, {warnings} warnings", loaded.libraries.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_is_read_or_explained() {
        assert_eq!(day("2026-11-23"), Ok(CivilDate { year: 2026, month: 11, day: 23 }));
        for text in ["", "2026", "2026-02-30", "2026-13-01", "23.11.2026", "2026-1-1-1", "2026-300-01"] {
            assert!(day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn today_is_a_day_after_this_was_written() {
        assert!(today() > CivilDate { year: 2026, month: 1, day: 1 });
    }
}
