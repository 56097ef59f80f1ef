//! A bad line: a proxy that hands bytes on late, in part, twice, or not at all.

use crate::Error;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// How long a connection is held on which nothing is handed on: longer than any client waits.
const HELD: Duration = Duration::from_secs(30);

/// How long the answer to a duplicate is listened to, which nobody reads.
const DUPLICATE: Duration = Duration::from_secs(10);

/// A proxy between clients and a desk that moves.
pub struct Proxy {
    /// Where clients connect to.
    pub address: SocketAddr,
    shared: Arc<Shared>,
    accepting: JoinHandle<()>,
    /// Nothing is ever sent: the channel closes when the last duplicate has arrived.
    duplicates: mpsc::Receiver<()>,
}

struct Shared {
    desk: Mutex<SocketAddr>,
    disturbed: AtomicUsize,
    calm: AtomicBool,
}

/// What happens on one connection.
struct Plan {
    /// Before each piece, in either direction.
    delay: Duration,
    /// Bytes handed on to the desk before the line breaks.
    request: usize,
    /// Bytes handed on to the client before the line breaks.
    answer: usize,
    /// A break after the request's last byte leaves the desk its way to answer.
    half: bool,
    /// A break is a reset, not an end.
    reset: bool,
    /// Nothing is handed on, and the line does not break.
    held: bool,
    /// All that is sent reaches the desk a second time, this much later.
    duplicate: Option<Duration>,
}

impl Plan {
    const GOOD: Self = Self {
        delay: Duration::ZERO,
        request: usize::MAX,
        answer: usize::MAX,
        half: false,
        reset: false,
        held: false,
        duplicate: None,
    };

    /// Three connections of ten are undisturbed.
    fn draw(random: &mut fastrand::Rng) -> Self {
        let reset = random.bool();
        let milliseconds = |random: &mut fastrand::Rng, most| Duration::from_millis(random.u64(0..most));
        match random.u32(0..20) {
            0..6 => Self::GOOD,
            6..8 => Self { delay: milliseconds(random, 400), ..Self::GOOD },
            8 => Self { request: 0, reset, ..Self::GOOD },
            9..11 => Self { request: random.usize(1..3000), reset, ..Self::GOOD },
            11 => Self { request: random.usize(1..3000), half: true, ..Self::GOOD },
            12..14 => Self { answer: 0, reset, ..Self::GOOD },
            14..16 => Self { answer: random.usize(1..500), reset, ..Self::GOOD },
            16 => Self { held: random.bool(), delay: milliseconds(random, 1000), ..Self::GOOD },
            17 => Self { duplicate: Some(Duration::ZERO), ..Self::GOOD },
            18 => Self { duplicate: Some(milliseconds(random, 3000)), ..Self::GOOD },
            // The first answer is lost as well: the duplicate and the client's next try meet.
            _ => Self { duplicate: Some(milliseconds(random, 1000)), answer: 0, reset, ..Self::GOOD },
        }
    }

    fn is_good(&self) -> bool {
        let whole = self.request == usize::MAX && self.answer == usize::MAX;
        whole && self.delay.is_zero() && !self.held && self.duplicate.is_none()
    }
}

impl Proxy {
    /// Starts on a free port, in front of a desk.
    pub async fn start(desk: SocketAddr, seed: u64) -> Result<Self, Error> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let shared =
            Arc::new(Shared { desk: Mutex::new(desk), disturbed: AtomicUsize::new(0), calm: AtomicBool::new(false) });
        let (duplicating, duplicates) = mpsc::channel(1);
        let mut random = fastrand::Rng::with_seed(seed);
        let accepting = tokio::spawn({
            let shared = Arc::clone(&shared);
            async move {
                while let Ok((client, _)) = listener.accept().await {
                    let drawn = Plan::draw(&mut random);
                    let plan = if shared.calm.load(Ordering::Relaxed) { Plan::GOOD } else { drawn };
                    if !plan.is_good() {
                        shared.disturbed.fetch_add(1, Ordering::Relaxed);
                    }
                    let (shared, duplicating) = (Arc::clone(&shared), duplicating.clone());
                    // What breaks is what this is for.
                    tokio::spawn(async move { _ = connection(client, plan, shared, duplicating).await });
                }
            }
        });
        Ok(Self { address, shared, accepting, duplicates })
    }

    /// The desk is elsewhere from now on.
    pub fn moved(&self, desk: SocketAddr) {
        *self.shared.desk.lock().unwrap_or_else(PoisonError::into_inner) = desk;
    }

    /// New connections are undisturbed from now on.
    pub fn calm(&self) {
        self.shared.calm.store(true, Ordering::Relaxed);
    }

    /// Takes no more connections, waits for the duplicates under way, and tells how many connections were
    /// disturbed.
    pub async fn finish(mut self) -> usize {
        self.accepting.abort();
        // Ends with None, when every sender is gone.
        _ = self.duplicates.recv().await;
        self.shared.disturbed.load(Ordering::Relaxed)
    }
}

impl Shared {
    async fn connect(&self) -> std::io::Result<TcpStream> {
        let desk = *self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        TcpStream::connect(desk).await
    }
}

async fn connection(
    client: TcpStream,
    plan: Plan,
    shared: Arc<Shared>,
    duplicating: mpsc::Sender<()>,
) -> std::io::Result<()> {
    if plan.reset {
        client.set_zero_linger()?;
    }
    let copies = plan.duplicate.map(|after| {
        let (sender, pieces) = mpsc::unbounded_channel();
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            sleep(after).await;
            _ = timeout(DUPLICATE, duplicate(&shared, pieces)).await;
            drop(duplicating);
        });
        sender
    });
    if plan.held {
        sleep(HELD).await;
        return Ok(());
    }
    let (from_client, to_client) = client.into_split();
    let (from_desk, to_desk) = shared.connect().await?.into_split();
    let up = async {
        copy(from_client, to_desk, plan.request, plan.delay, copies).await?;
        if plan.half {
            // The desk's end of the request, and nothing more: its answer still comes through.
            sleep(HELD).await;
        }
        Ok(())
    };
    tokio::select! {
        ended = up => ended,
        ended = copy(from_desk, to_client, plan.answer, plan.delay, None) => ended,
    }
}

/// Hands on at most so many bytes, until either side ends.
async fn copy(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut left: usize,
    delay: Duration,
    copies: Option<mpsc::UnboundedSender<Vec<u8>>>,
) -> std::io::Result<()> {
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = from.read(&mut buffer).await?;
        if read == 0 {
            return Ok(());
        }
        sleep(delay).await;
        let piece = &buffer[..read.min(left)];
        if let Some(copies) = &copies {
            // A duplicate that the desk has broken off is over.
            _ = copies.send(piece.to_vec());
        }
        to.write_all(piece).await?;
        left -= piece.len();
        if left == 0 {
            return Ok(());
        }
    }
}

async fn duplicate(shared: &Shared, mut pieces: mpsc::UnboundedReceiver<Vec<u8>>) -> std::io::Result<()> {
    let mut desk = shared.connect().await?;
    while let Some(piece) = pieces.recv().await {
        desk.write_all(&piece).await?;
    }
    let mut answer = [0; 1024];
    while desk.read(&mut answer).await? > 0 {}
    Ok(())
}
