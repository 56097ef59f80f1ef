//! `helplet openapi`: the ticket contract for programs, or for people.

use std::process::ExitCode;

/// Write the ticket contract as an OpenAPI 3.1 document.
#[derive(clap::Args)]
pub struct Args {
    /// As Markdown, the reference part of docs/API.md.
    #[arg(long)]
    markdown: bool,
}

/// Writes it to standard output.
pub fn run(args: &Args) -> ExitCode {
    if args.markdown {
        print!("{}", helplet_desk::openapi_markdown());
    } else {
        println!("{:#}", helplet_desk::openapi());
    }
    ExitCode::SUCCESS
}
