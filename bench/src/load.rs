//! `./x bench desk`: what a desk takes in a second, and what memory it wants. Clients and desk share the
//! machine, so a machine of its own does better.

use crate::desk::{Desk, Kind, Place};
use crate::table::{Table, grouped};
use crate::{Built, Error};
use reqwest::{Client, StatusCode};
use serde_json::json;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

/// How long all streams may take to be greeted.
const GREETING: Duration = Duration::from_secs(60);

/// Tickets a second of `POST /v1/tickets`, how long they take, and memory, on both databases.
#[derive(clap::Args)]
pub struct Args {
    /// Clients that send tickets at once, each as soon as the last one is answered.
    #[arg(long, value_name = "NUMBER", default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..))]
    clients: u32,
    /// How long they do so on each database, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// Idle streams of events. Each needs a file descriptor here and one at the desk.
    #[arg(long, value_name = "NUMBER", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..))]
    streams: u32,
}

/// What was measured on one database.
struct Measured {
    tickets_per_second: usize,
    median: Duration,
    slowest_of_100: Duration,
    at_rest: usize,
    under_load: usize,
    per_stream: usize,
}

/// Measures on each database and prints a table.
pub async fn print(args: &Args, built: &Built) -> Result<(), Error> {
    let mut all = Vec::new();
    for kind in Kind::ALL {
        all.push(measure(args, built, kind).await.map_err(|error| format!("on {}: {error}", kind.name()))?);
    }
    let title = format!("POST /v1/tickets, {} clients, {} s", args.clients, args.seconds);
    let mut table = Table::new(&title, &Kind::ALL.map(Kind::name));
    let milliseconds = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
    let kibibytes = |bytes: usize| grouped(bytes >> 10);
    table.row("tickets a second", all.iter().map(|it| grouped(it.tickets_per_second)));
    table.row("p50, ms", all.iter().map(|it| milliseconds(it.median)));
    table.row("p99, ms", all.iter().map(|it| milliseconds(it.slowest_of_100)));
    table.row("memory at rest, KiB", all.iter().map(|it| kibibytes(it.at_rest)));
    table.row("memory under load, at most, KiB", all.iter().map(|it| kibibytes(it.under_load)));
    let streams = format!("memory of an idle stream, of {}, bytes", grouped(args.streams as usize));
    table.row(&streams, all.iter().map(|it| grouped(it.per_stream)));
    table.print();
    Ok(())
}

async fn measure(args: &Args, built: &Built, kind: Kind) -> Result<Measured, Error> {
    let streams = args.streams.to_string();
    // Some connections more: those that ended a moment ago still count.
    let connections = (args.streams + args.clients + 50).to_string();
    let no_limits = ["--requests-per-minute", "0", "--visitor-requests-per-minute", "0"];
    let options = [&no_limits[..], &["--max-connections", &connections, "--max-streams", &streams]].concat();
    let place = Place::new(built, kind, &options)?;

    let mut desk = place.open().await?;
    let at_rest = desk.resident()?;
    let mut times = load(args, desk.address).await?;
    let under_load = desk.most_resident()?;
    desk.kill().await?;
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];

    // What the load has left to the allocator would hide the streams: a new process.
    let desk = place.open().await?;
    let per_stream = streams_of(&desk, args.streams).await?;
    Ok(Measured {
        tickets_per_second: times.len() / args.seconds as usize,
        median: at(50),
        slowest_of_100: at(99),
        at_rest,
        under_load,
        per_stream,
    })
}

/// Sends tickets for the stated time; how long each took.
async fn load(args: &Args, desk: SocketAddr) -> Result<Vec<Duration>, Error> {
    let end = Instant::now() + Duration::from_secs(args.seconds.into());
    let mut clients = JoinSet::new();
    for number in 0..args.clients {
        clients.spawn(async move {
            let client = Client::builder().no_proxy().build()?;
            let ticket = json!({
                "type": "other",
                "description": "打开 3 MB 以上的表格时闪退。".repeat(20),
                "contact": { "email": "somebody@example.com" },
                "environment": { "os": "Windows 11", "version": "12.1.0.18276" },
                "locale": "zh-CN",
            });
            let mut times = Vec::new();
            while Instant::now() < end {
                let request = client
                    .post(format!("http://{desk}/v1/tickets"))
                    .bearer_auth(secret(number))
                    .header("idempotency-key", format!("ticket-{:016}", times.len()))
                    .json(&ticket);
                let begun = Instant::now();
                let answer = request.send().await?;
                if answer.status() != StatusCode::CREATED {
                    return Err(Error::from(format!("{}: {}", answer.status(), answer.text().await?)));
                }
                answer.bytes().await?;
                times.push(begun.elapsed());
            }
            Ok(times)
        });
    }
    let mut times = Vec::new();
    while let Some(one) = clients.join_next().await {
        times.extend(one??);
    }
    Ok(times)
}

/// Bytes of memory for each of so many streams on which nothing happens.
async fn streams_of(desk: &Desk, number: u32) -> Result<usize, Error> {
    let before = desk.resident()?;
    let mut streams = Vec::new();
    for number in 0..number {
        let mut stream = TcpStream::connect(desk.address).await?;
        let secret = secret(number);
        let request = format!("GET /v1/events HTTP/1.1\r\nhost: desk\r\nauthorization: Bearer {secret}\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        streams.push(stream);
    }
    let greeted = async {
        for stream in &mut streams {
            let mut read = Vec::new();
            while !String::from_utf8_lossy(&read).contains("event: hello") {
                if stream.read_buf(&mut read).await? == 0 {
                    return Err(Error::from(String::from_utf8_lossy(&read).into_owned()));
                }
            }
        }
        Ok(())
    };
    timeout(GREETING, greeted).await.map_err(|_| format!("not all streams were greeted within {GREETING:?}"))??;
    Ok(desk.resident()?.saturating_sub(before) / number as usize)
}

/// The secret of a device.
fn secret(number: u32) -> String {
    format!("hv1_{number:043}")
}
