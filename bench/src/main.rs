//! What Helplet weighs and how fast it is, measured on the built site in dist/: `./x bench`. And the
//! pictures of the README, taken in the same browser: `./x pictures`. And what the desk withstands: `./x soak`.

mod beside;
mod browser;
mod bytes;
mod desk;
mod lighthouse;
mod load;
mod peers;
mod pictures;
mod search;
mod server;
mod soak;
mod table;
mod times;
mod weight;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Any error; it is only ever shown.
type Error = Box<dyn std::error::Error + Send + Sync>;

/// Bytes and times of the built widget; without a command, all of them.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    built: Built,
}

/// Where the things are that were built before.
#[derive(clap::Args)]
struct Built {
    /// The deployable folder.
    #[arg(long, global = true, value_name = "FOLDER", default_value = "dist")]
    dist: PathBuf,
    /// The content the folder was made from.
    #[arg(long, global = true, value_name = "FOLDER", default_value = "content")]
    content: PathBuf,
    /// The widget's first wasm while its functions still had names: after wasm-bindgen, before wasm-opt.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        default_value = "target/web/wasm-bindgen/release/helplet-widget_bg.wasm"
    )]
    named_wasm: PathBuf,
    /// The program that serves the folder.
    #[arg(long, global = true, value_name = "FILE", env = "CARGO_BIN", default_value = "target/debug/helplet")]
    program: PathBuf,
}

#[derive(Subcommand)]
enum Command {
    /// Bytes of the code and of the bundles, and what is heaviest in the wasm.
    Bytes,
    /// Times in Chromium as on a slow phone, and on this machine as it is.
    Times {
        /// Runs of each measurement, of which the median is told.
        #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=99))]
        runs: u32,
    },
    /// What the script tag costs a page, as Lighthouse sees it.
    Lighthouse {
        /// Runs of each page, of which the median is told.
        #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=99))]
        runs: u32,
    },
    /// The widget beside others: bytes, and the time from the click to the first results.
    Beside {
        /// Runs of each widget, of which the median is told.
        #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=99))]
        runs: u32,
    },
    /// The search engine beside others in Chromium: its bytes, times and memory.
    Search(search::Args),
    /// What the search finds beside what others find.
    Peers(peers::Args),
    /// What a desk takes in a second, and its memory.
    Desk(load::Args),
    /// Whether tickets are lost, doubled or damaged: `./x soak`.
    Soak(soak::Args),
    /// The README's pictures.
    Pictures {
        /// The folder for them, which is made when it is not there.
        #[arg(default_value = "docs/pictures")]
        out: PathBuf,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let Args { command, built } = Args::parse();
    match run(command, &built).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("helplet-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Option<Command>, built: &Built) -> Result<(), Error> {
    match command {
        Some(Command::Bytes) => weigh(built),
        Some(Command::Times { runs }) => times::print(built, runs).await,
        Some(Command::Lighthouse { runs }) => lighthouse::print(built, runs).await,
        Some(Command::Beside { runs }) => beside::print(built, runs).await,
        Some(Command::Search(args)) => search::print(&args, built).await,
        Some(Command::Peers(args)) => peers::print(&args).await,
        Some(Command::Desk(args)) => load::print(&args, built).await,
        Some(Command::Soak(args)) => soak::print(&args, built).await,
        Some(Command::Pictures { out }) => pictures::take(built, &out).await,
        None => {
            weigh(built)?;
            times::print(built, 7).await
        }
    }
}

fn weigh(built: &Built) -> Result<(), Error> {
    bytes::print(&built.dist, &built.content)?;
    weight::print(&built.named_wasm)
}
