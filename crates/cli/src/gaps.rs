//! `helplet gaps`: what people searched for and did not find, which is what to write next.

use crate::kept::{self, Kept};
use crate::spelling;
use std::process::ExitCode;
use std::time::Duration;

/// Other spellings shown of one search.
const SPELLINGS: usize = 3;

/// Options of `helplet gaps`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    kept: Kept,
    /// Look at so many days.
    #[arg(long, value_name = "NUMBER", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=36_500))]
    days: u32,
    /// Look at one language, such as zh-CN.
    #[arg(long, value_name = "LANGUAGE")]
    locale: Option<String>,
    /// Show what was searched for at least so often.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    at_least: i64,
}

/// The length of so many days.
pub fn days(number: u32) -> Duration {
    Duration::from_secs(u64::from(number) * 86_400)
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    kept::with(args.kept, async |archive| {
        let searches = archive.store().searches_in_vain(days(args.days)).await.map_err(|error| error.to_string())?;
        archive.close().await;
        let wanted = searches.into_iter().filter(|it| args.locale.as_ref().is_none_or(|locale| *locale == it.locale));
        let groups = spelling::grouped(wanted.collect());
        let mut shown = groups.iter().filter(|group| group.count >= args.at_least).peekable();
        if shown.peek().is_none() {
            eprintln!("helplet: no search of the last {} days found nothing", args.days);
        }
        for group in shown {
            let others = group.spellings.iter().skip(1).take(SPELLINGS).cloned().collect::<Vec<_>>().join(", ");
            let others = if others.is_empty() { others } else { format!("  (also: {others})") };
            println!("{:>5}  {:<6} {}{others}", group.count, group.locale, group.spellings[0]);
        }
        Ok(())
    })
}
