//! `helplet sweep`: deletes what was closed long ago, once.

use crate::kept::{self, Kept};
use crate::serve::duration::Span;
use std::process::ExitCode;

/// Options of `helplet sweep`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    kept: Kept,
    /// Tickets that were closed longer ago are deleted: a number and s, m, h or d.
    #[arg(long, env = "HELPLET_KEEP_CLOSED", value_name = "TIME")]
    keep_closed: Span,
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    kept::with(args.kept, async |archive| {
        let deleted = archive.sweep(args.keep_closed.0).await.map_err(|error| error.to_string())?;
        archive.close().await;
        println!("{deleted} tickets deleted");
        Ok(())
    })
}
