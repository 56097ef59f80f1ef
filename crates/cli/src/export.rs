//! `helplet export`: tickets as JSON Lines.

use crate::kept::{self, Kept};
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// Tickets read at once.
const BATCH: i64 = 100;

/// Options of `helplet export`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    kept: Kept,
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    kept::with(args.kept, async |archive| {
        let mut out = std::io::BufWriter::new(std::io::stdout());
        let mut behind = String::new();
        loop {
            let tickets = archive.store().export(&behind, BATCH).await.map_err(|error| error.to_string())?;
            let Some(last) = tickets.last().and_then(|ticket| ticket["id"].as_str()) else { break };
            behind = last.to_owned();
            for ticket in &tickets {
                match writeln!(out, "{ticket}") {
                    // Who reads it has seen enough.
                    Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
                    written => written.map_err(|error| error.to_string())?,
                }
            }
        }
        out.flush().map_err(|error| error.to_string())?;
        archive.close().await;
        Ok(())
    })
}
