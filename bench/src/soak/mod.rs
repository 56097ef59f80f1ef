//! `./x soak`: whether a ticket or a message is ever lost, doubled or damaged, while the line is bad and the desk is
//! killed.

mod browser;
mod chat;
mod person;
mod proxy;
mod site;
mod verdict;
mod visitor;

use crate::desk::{Desk, Kind, Place};
use crate::table::{Table, grouped};
use crate::{Built, Error};
use proxy::Proxy;
use reqwest::Client;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use verdict::{Verdict, judge};
use visitor::{Outcome, Visitor, send};

/// Tickets of one visitor, sent one after the other.
const TICKETS_PER_VISITOR: usize = 4;
/// Visitors who send at once. What they have under way must take less time than the desk lives, else it does the
/// same work again and again; these are enough that something is under way at every kill.
const AT_ONCE: usize = 32;
/// Reasons of refusals shown.
const REASONS: usize = 5;

/// Tickets told "sent" that are missing, doubled or damaged, on a bad line to a desk that is killed at random.
#[derive(clap::Args)]
pub struct Args {
    /// One part alone; without it all.
    part: Option<Part>,
    /// Tickets on each database.
    #[arg(long, value_name = "NUMBER", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    tickets: u32,
    /// What the tickets, the mishaps and their times are drawn from. The same seed draws the same; what meets
    /// what is up to the machine.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// The longest that sending may take on one database or line, in seconds; what is not sent by then is a failure.
    #[arg(long, value_name = "SECONDS", default_value_t = 420)]
    longest: u64,
    /// One database alone.
    #[arg(long)]
    only: Option<Kind>,
    /// Tickets written in the browser.
    #[arg(long, value_name = "NUMBER", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..))]
    written: u32,
    /// Conversations between visitors and agents.
    #[arg(long, value_name = "NUMBER", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..))]
    conversations: u32,
}

/// Who sends.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Many simulated visitors, to a desk on each database.
    Visitors,
    /// The real widget in Chromium, to a desk on SQLite.
    Widget,
    /// Visitors and agents who talk, at three processes of a desk on PostgreSQL.
    Chat,
}

/// What one run has seen.
struct Run {
    verdict: Verdict,
    kills: usize,
    disturbed: usize,
    seconds: u64,
}

/// A row of the table: its name, and what stands in it.
type Row = (&'static str, fn(&Run) -> usize);

/// Runs the parts and prints a table of each.
///
/// # Errors
/// Where anything is missing, doubled, damaged or not sent.
pub async fn print(args: &Args, built: &Built) -> Result<(), Error> {
    let mut good = true;
    let is_meant = |part| args.part.is_none_or(|only| only == part);
    if is_meant(Part::Visitors) {
        good &= visitors(args, built).await?;
    }
    if is_meant(Part::Widget) {
        good &= browser::print(args.seed, args.written, built).await?;
    }
    if is_meant(Part::Chat) {
        good &= chat::print(args.seed, args.conversations, Duration::from_secs(args.longest), built).await?;
    }
    if good { Ok(()) } else { Err("not everything was kept as it was".into()) }
}

/// Runs on each database and prints a table; whether all is well.
async fn visitors(args: &Args, built: &Built) -> Result<bool, Error> {
    let kinds = Kind::ALL.into_iter().filter(|kind| args.only.is_none_or(|only| only == *kind));
    let (mut names, mut runs) = (Vec::new(), Vec::new());
    for kind in kinds {
        runs.push(run(args, built, kind).await.map_err(|error| format!("on {}: {error}", kind.name()))?);
        names.push(kind.name());
    }
    let mut table = Table::new(&format!("{} tickets, seed {}", grouped(args.tickets as usize), args.seed), &names);
    let rows: [Row; 10] = [
        ("told \"sent\"", |run| run.verdict.sent),
        ("  of them missing", |run| run.verdict.missing),
        ("duplicates", |run| run.verdict.duplicates),
        ("refused", |run| run.verdict.refused),
        ("not sent in time", |run| run.verdict.unfinished),
        ("attachments", |run| run.verdict.files),
        ("  of them missing or corrupt", |run| run.verdict.corrupt),
        ("the desk was killed, times", |run| run.kills),
        ("connections disturbed", |run| run.disturbed),
        ("seconds", |run| run.seconds as usize),
    ];
    for (name, value) in rows {
        table.row(name, runs.iter().map(|run| grouped(value(run))));
    }
    table.print();
    for reason in runs.iter().flat_map(|run| &run.verdict.reasons).take(REASONS) {
        println!("refused: {reason}");
    }
    Ok(runs.iter().all(|run| run.verdict.is_good()))
}

async fn run(args: &Args, built: &Built, kind: Kind) -> Result<Run, Error> {
    let mut random = fastrand::Rng::with_seed(args.seed);
    let started = Instant::now();
    let end = started + Duration::from_secs(args.longest);
    // All come from one address here. The limit for each device stays.
    let place = Place::new(built, kind, &["--requests-per-minute", "0", "--uploads-per-minute", "0"])?;
    let desk = place.open().await?;
    let proxy = Proxy::start(desk.address, random.u64(..)).await?;
    let line: Arc<str> = format!("http://{}", proxy.address).into();
    // A connection for each request: each has a fate of its own.
    let client = Client::builder().no_proxy().pool_max_idle_per_host(0).build()?;

    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut sending = JoinSet::new();
    let mut left = args.tickets as usize;
    while left > 0 {
        let tickets = left.min(TICKETS_PER_VISITOR);
        left -= tickets;
        let visitor = Visitor::draw(&mut random, tickets);
        let mut random = random.fork();
        let (client, line, places) = (client.clone(), Arc::clone(&line), Arc::clone(&places));
        sending.spawn(async move {
            // The semaphore is never closed.
            let _place = places.acquire_owned().await;
            let mut outcomes = Vec::new();
            for ticket in &visitor.tickets {
                outcomes.push(send(&client, &line, &visitor.secret, ticket, random.fork(), end).await);
            }
            (visitor, outcomes)
        });
    }

    let (done, is_done) = oneshot::channel();
    let all = async {
        let all: Vec<(Visitor, Vec<Outcome>)> = sending.join_all().await;
        // Whoever kills the desk has failed and ended where nobody hears this.
        _ = done.send(());
        all
    };
    let (all, killed) = tokio::join!(all, kill_at_random(&place, desk, &proxy, &mut random, is_done));
    let (kills, mut desk) = killed?;
    let seconds = started.elapsed().as_secs();
    let disturbed = proxy.finish().await;

    // Only what is on the disk counts.
    desk.kill().await?;
    desk = place.open().await?;
    let address = format!("http://{}", desk.address);
    let client = Client::builder().no_proxy().build()?;
    let mut verdict = Verdict::default();
    for (visitor, outcomes) in &all {
        verdict += judge(&client, &address, visitor, outcomes).await?;
    }
    Ok(Run { verdict, kills, disturbed, seconds })
}

/// Kills the desk again and again and starts it anew, until all is done; how often, and the desk that runs then.
async fn kill_at_random(
    place: &Place,
    mut desk: Desk,
    proxy: &Proxy,
    random: &mut fastrand::Rng,
    mut is_done: oneshot::Receiver<()>,
) -> Result<(usize, Desk), Error> {
    let mut kills = 0;
    loop {
        tokio::select! {
            _ = &mut is_done => return Ok((kills, desk)),
            () = sleep(Duration::from_millis(random.u64(500..5000))) => {}
        }
        desk.kill().await?;
        sleep(Duration::from_millis(random.u64(0..500))).await;
        desk = place.open().await?;
        proxy.moved(desk.address);
        kills += 1;
    }
}
