//! Several desks at one database, each behind a bad line of its own, and who hands requests to those that live.

use super::super::proxy::Proxy;
use crate::Error;
use crate::desk::{Desk, Place};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::sleep;

/// Processes of one desk.
pub const PROCESSES: usize = 3;

/// Starts that may take too long in a run.
const MOST_SLOW: usize = 5;

/// The addresses of all, as a load balancer knows them.
pub struct Desks {
    lines: Vec<Line>,
}

struct Line {
    proxy: Proxy,
    lives: AtomicBool,
}

impl Desks {
    /// Starts all processes, and a line to each.
    pub async fn start(place: &Place, random: &mut fastrand::Rng) -> Result<(Self, Vec<Desk>), Error> {
        let (mut lines, mut running) = (Vec::new(), Vec::new());
        for _ in 0..PROCESSES {
            let desk = place.open().await?;
            let proxy = Proxy::start(desk.address, random.u64(..)).await?;
            lines.push(Line { proxy, lives: AtomicBool::new(true) });
            running.push(desk);
        }
        Ok((Self { lines }, running))
    }

    /// The address of one that lives, by chance; of the first where none does.
    pub fn any(&self, random: &mut fastrand::Rng) -> String {
        let living: Vec<&Line> = self.lines.iter().filter(|line| line.lives.load(Ordering::Relaxed)).collect();
        let line = random.choice(living).unwrap_or(&self.lines[0]);
        format!("http://{}", line.proxy.address)
    }

    /// New connections are undisturbed from now on.
    pub fn calm(&self) {
        self.lines.iter().for_each(|line| line.proxy.calm());
    }

    /// Waits for what is still under way twice, and tells how many connections were disturbed.
    pub async fn finish(self) -> usize {
        let mut disturbed = 0;
        for line in self.lines {
            disturbed += line.proxy.finish().await;
        }
        disturbed
    }

    /// Kills one process after the other, by chance, and starts it anew, until all is done; how often, and how many
    /// starts took too long.
    pub async fn kill_at_random(
        &self,
        place: &Place,
        running: &mut [Desk],
        random: &mut fastrand::Rng,
        mut is_done: oneshot::Receiver<()>,
    ) -> Result<(usize, usize), Error> {
        let (mut kills, mut slow) = (0, 0);
        loop {
            tokio::select! {
                _ = &mut is_done => return Ok((kills, slow)),
                () = sleep(Duration::from_millis(random.u64(500..5000))) => {}
            }
            let at = random.usize(..running.len());
            let line = &self.lines[at];
            running[at].kill().await?;
            // As a load balancer does, this one learns of it a little later.
            sleep(Duration::from_millis(random.u64(0..100))).await;
            line.lives.store(false, Ordering::Relaxed);
            sleep(Duration::from_millis(random.u64(0..500))).await;
            running[at] = loop {
                match place.open().await {
                    Ok(desk) => break desk,
                    // On a busy machine; the others are there meanwhile.
                    Err(error) if slow == MOST_SLOW => return Err(error),
                    Err(_) => slow += 1,
                }
            };
            line.proxy.moved(running[at].address);
            line.lives.store(true, Ordering::Relaxed);
            kills += 1;
        }
    }
}
