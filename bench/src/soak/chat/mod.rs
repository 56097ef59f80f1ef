//! Conversations between visitors and agents at several processes of one desk, which are killed by chance.

mod agent;
mod ask;
mod desks;
mod talk;
mod verdict;
mod visitor;

use super::REASONS;
use crate::desk::{Kind, Place};
use crate::table::{Table, grouped};
use crate::{Built, Error};
use agent::Agent;
use desks::{Desks, PROCESSES};
use reqwest::Client;
use reqwest::redirect::Policy;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;
use talk::{EACH, Side, Talk};
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinSet;
use tokio::time::Instant;
use verdict::{Verdict, judge};
use visitor::{Visitor, listen};

/// Conversations under way at once.
const AT_ONCE: usize = 24;
/// Agents; each answers in every eighth conversation.
const AGENTS: usize = 8;
/// Conversations on a good line, for their times, at most.
const MOST_CALM: usize = 50;
/// After this long either side asks for what is new without having been told.
const POLL: Duration = Duration::from_secs(10);

/// What all have to do with.
struct Shared {
    client: Client,
    desks: Desks,
    /// Streams that were begun.
    streams: AtomicUsize,
}

/// How one conversation went.
struct Ended {
    secret: String,
    talk: Arc<Talk>,
    /// Why one side could not go on.
    refused: Option<String>,
}

/// What one run has seen.
struct Run {
    conversations: usize,
    verdict: Verdict,
    refused: Vec<String>,
    /// From the first try to the other's eyes, in order.
    times: Vec<Duration>,
    kills: usize,
    slow: usize,
    disturbed: usize,
    streams: usize,
    seconds: u64,
}

impl Run {
    fn is_good(&self) -> bool {
        self.verdict.is_good() && self.refused.is_empty()
    }

    /// Milliseconds within which so many of a hundred messages were seen.
    fn within(&self, percent: usize) -> usize {
        let last = self.times.len().saturating_sub(1);
        self.times.get(last * percent / 100).map_or(0, |time| time.as_millis() as usize)
    }
}

/// A row of the table: its name, and what stands in it.
type Row = (&'static str, fn(&Run) -> usize);

/// Runs on a good line, then on a bad one with kills, and prints a table; whether all is well.
pub async fn print(seed: u64, conversations: u32, longest: Duration, built: &Built) -> Result<bool, Error> {
    let conversations = conversations as usize;
    let calm = run(seed, conversations.min(MOST_CALM), longest, true, built).await?;
    let bad = run(seed, conversations, longest, false, built).await?;
    let runs = [calm, bad];
    let title = format!("chats of {} messages, {PROCESSES} processes, PostgreSQL, seed {seed}", 2 * EACH);
    let mut table = Table::new(&title, &["good line", "bad line, killed"]);
    let rows: [Row; 15] = [
        ("conversations", |run| run.conversations),
        ("  live until the person ended them", |run| run.verdict.ended),
        ("messages told \"sent\"", |run| run.verdict.told),
        ("  of them lost", |run| run.verdict.lost),
        ("duplicated", |run| run.verdict.duplicated),
        ("out of order", |run| run.verdict.out_of_order),
        ("not sent in time", |run| run.verdict.unsent),
        ("from the first try to seen, p50, ms", |run| run.within(50)),
        ("from the first try to seen, p99, ms", |run| run.within(99)),
        ("seen", |run| run.times.len()),
        ("processes killed, times", |run| run.kills),
        ("  not ready again within 30 seconds", |run| run.slow),
        ("connections disturbed", |run| run.disturbed),
        ("streams begun", |run| run.streams),
        ("seconds", |run| run.seconds as usize),
    ];
    for (name, value) in rows {
        table.row(name, runs.iter().map(|run| grouped(value(run))));
    }
    table.print();
    for reason in runs.iter().flat_map(|run| &run.refused).take(REASONS) {
        println!("refused: {reason}");
    }
    Ok(runs.iter().all(Run::is_good))
}

async fn run(seed: u64, conversations: usize, longest: Duration, calm: bool, built: &Built) -> Result<Run, Error> {
    let mut random = fastrand::Rng::with_seed(seed);
    // All come from one address here.
    let limits = ["--requests-per-minute", "0", "--visitor-requests-per-minute", "0"];
    let place = Place::new(built, Kind::Postgres, &limits)?;
    let (desks, mut running) = Desks::start(&place, &mut random).await?;
    // A connection for each request: each has a fate of its own.
    let client = Client::builder().no_proxy().pool_max_idle_per_host(0).redirect(Policy::none()).build()?;
    if calm {
        desks.calm();
    }
    let shared = Arc::new(Shared { client, desks, streams: AtomicUsize::new(0) });
    let mut agents = Vec::new();
    let mut listening = JoinSet::new();
    for number in 0..AGENTS {
        let (desk, name) = (running[number % PROCESSES].address, format!("agent-{number}"));
        let agent = Arc::new(Agent::sign_in(&shared, &place, desk, &name).await?);
        listening.spawn(Arc::clone(&agent).listen(Arc::clone(&shared), random.fork()));
        agents.push(agent);
    }

    let started = Instant::now();
    let end = started + longest;
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut talking = JoinSet::new();
    for number in 0..conversations {
        let visitor = Visitor::draw(&shared, &mut random, end);
        let (agent, places) = (Arc::clone(&agents[number % AGENTS]), Arc::clone(&places));
        let random = random.fork();
        talking.spawn(async move {
            // The semaphore is never closed.
            let _place = places.acquire_owned().await;
            converse(visitor, &agent, Arc::new(Talk::new(number)), random).await
        });
    }
    let (done, is_done) = oneshot::channel();
    let all = async {
        let all: Vec<Ended> = talking.join_all().await;
        // Whoever kills the desks has failed and ended where nobody hears this.
        _ = done.send(());
        all
    };
    let killing = async {
        if calm { Ok((0, 0)) } else { shared.desks.kill_at_random(&place, &mut running, &mut random, is_done).await }
    };
    let (all, kills) = tokio::join!(all, killing);
    let (kills, slow) = kills?;
    let seconds = started.elapsed().as_secs();
    listening.shutdown().await;
    drop(agents);
    let shared = Arc::into_inner(shared).ok_or("somebody still talks")?;
    let disturbed = shared.desks.finish().await;

    // Only what is on the disk counts.
    for desk in &mut running {
        desk.kill().await?;
    }
    let desk = place.open().await?;
    let (address, client) = (format!("http://{}", desk.address), Client::builder().no_proxy().build()?);
    let mut verdict = Verdict::default();
    for Ended { secret, talk, .. } in &all {
        verdict += judge(&client, &address, secret, talk).await?;
    }
    let mut times: Vec<Duration> =
        all.iter().flat_map(|ended| Side::BOTH.into_iter().flat_map(|side| ended.talk.times(side))).collect();
    times.sort_unstable();
    let refused = all.into_iter().filter_map(|ended| ended.refused).collect();
    let streams = shared.streams.into_inner();
    Ok(Run { conversations, verdict, refused, times, kills, slow, disturbed, streams, seconds })
}

/// Both sides of one conversation, until all is said and seen, or the time is over.
async fn converse(mut visitor: Visitor, agent: &Agent, talk: Arc<Talk>, mut random: fastrand::Rng) -> Ended {
    let (shared, secret, end) = (Arc::clone(&visitor.shared), visitor.secret.clone(), visitor.end);
    let listens = tokio::spawn(listen(Arc::clone(&shared), secret.clone(), Arc::clone(&talk), random.fork()));
    let both = async {
        let Some(ticket) = visitor.begin(&talk).await? else { return Ok(()) };
        tokio::try_join!(visitor.go_on(&talk, &ticket), agent.answer(&shared, &talk, &ticket, random, end))?;
        Ok(())
    };
    let refused = both.await.err();
    listens.abort();
    // Ended by that, it holds nothing any more.
    _ = listens.await;
    Ended { secret, talk, refused }
}
