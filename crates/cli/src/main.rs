//! `helplet`: the one program beside the widget. Packs and checks content, serves the desk and
//! looks after its data.

mod agent;
mod backup;
mod check;
mod dist;
mod eval;
mod export;
mod forget;
mod gaps;
mod hosting;
mod kept;
mod names;
mod openapi;
mod pack;
mod pages;
mod place;
mod receive_mail;
mod search;
mod serve;
mod settings;
mod single;
mod spelling;
mod suggest_aliases;
mod sweep;
mod votes;
mod weigh_articles;

use clap::{CommandFactory, FromArgMatches, Parser};
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
    /// Make the help centre's plain HTML pages, in a folder that `dist` made.
    Pages(pages::Args),
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
    /// Take one e-mail from standard input, for a mail server's pipe.
    ReceiveMail(receive_mail::Args),
    /// Copy a desk's database and files, while it is running.
    Backup(backup::Args),
    /// Write all tickets with their messages as JSON Lines.
    Export(export::Args),
    /// Delete tickets that were closed long ago.
    Sweep(sweep::Args),
    /// Delete one person's data.
    Forget(forget::Args),
    /// List what people searched for and did not find.
    Gaps(gaps::Args),
    /// List words that led people to an article and do not find it first yet.
    SuggestAliases(suggest_aliases::Args),
    /// Write how much each article helps, from votes and searches.
    WeighArticles(weigh_articles::Args),
}

fn main() -> ExitCode {
    let line = match settings::with_file(&Command::command(), std::env::args_os().collect()) {
        Ok(line) => line,
        Err(reason) => {
            eprintln!("helplet: {reason}");
            return ExitCode::from(2);
        }
    };
    // A mail server that pipes to it takes any other end for a refusal, and an e-mail would be lost.
    let is_piped_to = line.get(1).is_some_and(|name| name == "receive-mail");
    let said = Command::command().try_get_matches_from(line).and_then(|said| Command::from_arg_matches(&said));
    let command = match said {
        Err(error) if is_piped_to && error.use_stderr() => {
            eprintln!("{error}");
            return ExitCode::from(receive_mail::AGAIN);
        }
        said => said.unwrap_or_else(|error| error.exit()),
    };
    match command {
        Command::Check(args) => check::run(&args),
        Command::Pack(args) => pack::run(&args),
        Command::Dist(args) => dist::run(&args),
        Command::Pages(args) => pages::run(&args),
        Command::Search(args) => search::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Openapi(args) => openapi::run(&args),
        Command::Serve(args) => serve::run(*args),
        Command::Agent(args) => agent::run(args),
        Command::ReceiveMail(args) => receive_mail::run(args),
        Command::Backup(args) => backup::run(args),
        Command::Export(args) => export::run(args),
        Command::Sweep(args) => sweep::run(args),
        Command::Forget(args) => forget::run(args),
        Command::Gaps(args) => gaps::run(args),
        Command::SuggestAliases(args) => suggest_aliases::run(args),
        Command::WeighArticles(args) => weigh_articles::run(args),
    }
}
