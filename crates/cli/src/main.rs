//! `helplet`: the one program beside the widget. Packs and checks content, serves the desk.

mod agent;
mod check;
mod dist;
mod eval;
mod names;
mod openapi;
mod pack;
mod search;
mod serve;

use clap::Parser;
use std::process::ExitCode;

/// Helplet: a help centre in one script tag.
#[derive(Parser)]
#[command(name = "helplet", version)]
enum Command {
    /// Name every fault in the content, with file and line.
    Check(check::Args),
    /// Write one compressed bundle per language, and the manifest.
    Pack(pack::Args),
    /// Make the deployable folder of the built widget, the content and the pages.
    Dist(dist::Args),
    /// Try a query on a bundle.
    Search(search::Args),
    /// Measure the search on a set of documents and queries.
    Eval(eval::Args),
    /// Write the ticket contract as an OpenAPI 3.1 document.
    Openapi(openapi::Args),
    /// Serve the built site and take tickets.
    Serve(Box<serve::Args>),
    /// Manage the accounts of those who answer tickets.
    Agent(agent::Args),
}

fn main() -> ExitCode {
    match Command::parse() {
        Command::Check(args) => check::run(&args),
        Command::Pack(args) => pack::run(&args),
        Command::Dist(args) => dist::run(&args),
        Command::Search(args) => search::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Openapi(args) => openapi::run(&args),
        Command::Serve(args) => serve::run(*args),
        Command::Agent(args) => agent::run(args),
    }
}
