//! The same with the real widget in Chromium: its page is loaded anew, closed and crashed, its network comes and
//! goes, in two tabs of one device.

use super::person::{Person, Written};
use super::proxy::Proxy;
use super::{kill_at_random, site};
use crate::browser::Browser;
use crate::desk::{Kind, Place};
use crate::table::{Table, grouped};
use crate::{Built, Error};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::Instant;

/// How long mishaps go on at most; what is not written by then is written without.
const MISHAPS: Duration = Duration::from_secs(100);
/// How long everything may take that is still to be sent once nothing more goes wrong.
const CALM: Duration = Duration::from_secs(80);
/// Rounds of mishaps after the last ticket was written.
const ROUNDS_AFTER: usize = 6;

/// What the desk has in the end, beside what the widget showed.
#[derive(Default)]
struct Verdict {
    /// Sent off: the widget said that it keeps them.
    accepted: usize,
    /// Shown with a number.
    told: usize,
    missing: usize,
    duplicates: usize,
    files: usize,
    corrupt: usize,
    unsent: usize,
}

/// Writes so many tickets and prints a table; whether all is well.
pub async fn print(seed: u64, tickets: u32, built: &Built) -> Result<bool, Error> {
    let mut random = fastrand::Rng::with_seed(seed);
    let started = Instant::now();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    // One device here asks as much as many elsewhere: its pages are loaded all the time.
    let limits = ["--requests-per-minute", "0", "--uploads-per-minute", "0", "--visitor-requests-per-minute", "0"];
    let place = Place::new(built, Kind::Sqlite, &[&limits[..], &["--allow-origin", &origin]].concat())?;
    let desk = place.open().await?;
    let proxy = Proxy::start(desk.address, random.u64(..)).await?;
    site::serve(listener, &built.dist, proxy.address)?;
    let browser = Browser::on([&origin, "/"].concat()).await?;

    let written: Vec<Written> = (0..tickets).map(|number| Written::draw(number, &mut random)).collect();
    let mut person = Person::new(&browser, random.fork(), written).await?;
    let (done, is_done) = oneshot::channel();
    let mishaps = async {
        let went = live(&mut person).await;
        // Whoever kills the desk has failed and ended where nobody hears this.
        _ = done.send(());
        went
    };
    let (went, killed) = tokio::join!(mishaps, kill_at_random(&place, desk, &proxy, &mut random, is_done));
    let (kills, mut desk) = killed?;
    went?;
    proxy.calm();
    while person.write_one().await? {}
    let end = Instant::now() + CALM;
    while !person.all_told() && Instant::now() < end {
        person.open_anew().await?;
        person.hurry().await?;
    }
    let (written, done) = person.leave();
    browser.quit().await?;
    let disturbed = proxy.finish().await;
    // Only what is on the disk counts.
    desk.kill().await?;

    let verdict = judge(&place, &written).await?;
    let mut table = Table::new(&format!("{tickets} tickets written in Chromium, seed {seed}"), &["SQLite"]);
    for (name, value) in [
        ("sent off", verdict.accepted),
        ("told \"sent\"", verdict.told),
        ("  of them missing", verdict.missing),
        ("duplicates", verdict.duplicates),
        ("sent off and not sent in the end", verdict.unsent),
        ("pictures", verdict.files),
        ("  of them missing or corrupt", verdict.corrupt),
        ("pages loaded anew", done.reloads),
        ("tabs closed", done.closed),
        ("tabs crashed", done.crashed),
        ("networks cut", done.cut),
        ("the desk was killed, times", kills),
        ("connections disturbed", disturbed),
        ("seconds", started.elapsed().as_secs() as usize),
    ] {
        table.row(name, [grouped(value)]);
    }
    table.print();
    for unsent in written.iter().filter_map(Written::unsent) {
        println!("not sent: {unsent}");
    }
    Ok(verdict.is_good(written.len()))
}

/// Writes all tickets amid mishaps.
async fn live(person: &mut Person<'_>) -> Result<(), Error> {
    let end = Instant::now() + MISHAPS;
    let mut rounds = 0;
    while Instant::now() < end && rounds < ROUNDS_AFTER {
        if !person.write_one().await? {
            rounds += 1;
        }
        person.mishap().await?;
        person.look().await?;
    }
    Ok(())
}

impl Verdict {
    fn is_good(&self, written: usize) -> bool {
        self.accepted == written
            && self.told == written
            && [self.missing, self.duplicates, self.unsent, self.corrupt] == [0; 4]
    }
}

async fn judge(place: &Place, written: &[Written]) -> Result<Verdict, Error> {
    let mut there: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for ticket in place.export().await? {
        let body = ticket["messages"][0]["body"].as_str().unwrap_or_default().to_owned();
        there.entry(body).or_default().push(ticket);
    }
    let mut verdict = Verdict::default();
    for ticket in written {
        let same = there.remove(&ticket.description()).unwrap_or_default();
        verdict.duplicates += same.len().saturating_sub(1);
        verdict.accepted += usize::from(ticket.accepted);
        let Some(number) = &ticket.told else {
            verdict.unsent += usize::from(ticket.accepted);
            continue;
        };
        verdict.told += 1;
        let kept = same.iter().find(|it| it["number"] == **number);
        verdict.missing += usize::from(kept.is_none());
        if let Some(sha256) = &ticket.picture {
            verdict.files += 1;
            let named = kept.is_some_and(|it| it["messages"][0]["attachments"][0]["sha256"] == **sha256);
            let whole = place.file(sha256).is_some_and(|bytes| format!("{:x}", Sha256::digest(bytes)) == *sha256);
            verdict.corrupt += usize::from(!named || !whole);
        }
    }
    // What is there and was never written this way.
    verdict.missing += there.len();
    Ok(verdict)
}
