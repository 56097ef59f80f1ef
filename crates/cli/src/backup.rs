//! `helplet backup`: a copy of a desk's data, while it is running.

use crate::kept::{self, Kept};
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `helplet backup`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    kept: Kept,
    /// A new or empty folder. `helplet serve --data FOLDER/helplet.db` opens what is made there.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    kept::with(args.kept, async |archive| {
        let copied = archive.backup(&args.out).await.map_err(|error| error.to_string())?;
        archive.close().await;
        println!("{}: the database, {} files, {} bytes", args.out.display(), copied.files, copied.bytes);
        Ok(())
    })
}
