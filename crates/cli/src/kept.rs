//! What the commands beside a running desk share: where its data is.

use helplet_desk::Archive;
use std::process::ExitCode;
use tokio::runtime::Runtime;

/// Where a desk's data is, as `helplet serve` was told.
#[derive(clap::Args)]
pub struct Kept {
    /// SQLite file of the desk, or postgres://USER:PASSWORD@HOST/NAME; better in the variable.
    #[arg(long, env = "HELPLET_DATA", value_name = "FILE|URL", default_value = "helplet.db", hide_env_values = true)]
    data: String,
    /// Folder for the files that come with tickets, or s3://BUCKET/PREFIX.
    #[arg(long, env = "HELPLET_FILES", value_name = "FOLDER|URL")]
    files: Option<String>,
}

/// Opens a desk's data, does the work, and says on standard error why where it can't.
pub fn with<F: Future<Output = Result<(), String>>>(kept: Kept, work: impl FnOnce(Archive) -> F) -> ExitCode {
    let done = Runtime::new().map_err(|error| error.to_string()).and_then(|runtime| {
        runtime.block_on(async {
            let archive = Archive::open(&kept.data, kept.files).await.map_err(|error| error.to_string())?;
            work(archive).await
        })
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("helplet: {reason}");
            ExitCode::FAILURE
        }
    }
}
