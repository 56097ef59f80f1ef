//! Uploads that hardly come: whoever sends a byte a second would hold a connection and a file open for as
//! long as an honest sender with a slow line may take.

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http_body::Frame;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep};

/// Bytes that must come within [`crate::Config::upload_idle`]. With its default that is half a kilobyte a
/// second: less than the slowest mobile networks carry.
pub const LEAST: usize = 16 << 10;

/// How long a sender may let the desk wait for [`LEAST`] bytes.
#[derive(Clone, Copy)]
pub struct Pace(pub Duration);

/// Ends a body that comes more slowly; no time is no limit.
pub async fn keep_up(State(Pace(longest)): State<Pace>, request: Request, next: Next) -> Response {
    if longest.is_zero() {
        return next.run(request).await;
    }
    let paced = |body| Body::new(Paced { body, allowance: Allowance::new(longest), waiting: None });
    next.run(request.map(paced)).await
}

/// The body came too slowly.
#[derive(Debug)]
pub struct TooSlow(Duration);

impl fmt::Display for TooSlow {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "less than {LEAST} bytes came in {} seconds; send the same again", self.0.as_secs_f32())
    }
}

impl std::error::Error for TooSlow {}

/// What is left of a sender's time.
struct Allowance {
    longest: Duration,
    waited: Duration,
    came: usize,
}

impl Allowance {
    fn new(longest: Duration) -> Self {
        Self { longest, waited: Duration::ZERO, came: 0 }
    }

    fn left(&self) -> Duration {
        self.longest.saturating_sub(self.waited)
    }

    /// So many bytes came after this wait.
    fn take(&mut self, bytes: usize, wait: Duration) {
        self.waited += wait;
        self.came += bytes;
        if self.came >= LEAST {
            *self = Self::new(self.longest);
        }
    }
}

/// A body whose sender is waited for only so long. What the desk itself takes, to write a piece away, doesn't
/// count.
struct Paced {
    body: Body,
    allowance: Allowance,
    /// Since when the sender is waited for, and until when.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            let wait = this.waiting.take().map_or(Duration::ZERO, |(since, _)| since.elapsed());
            if let Some(Ok(frame)) = &frame {
                this.allowance.take(frame.data_ref().map_or(0, Bytes::len), wait);
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let left = this.allowance.left();
        let (_, until) = this.waiting.get_or_insert_with(|| (Instant::now(), Box::pin(sleep(left))));
        until.as_mut().poll(context).map(|()| Some(Err(TooSlow(this.allowance.longest).into())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_byte_a_second_is_too_slow_and_a_slow_line_is_not() {
        let mut slow = Allowance::new(30 * SECOND);
        for _ in 0..29 {
            slow.take(1, SECOND);
        }
        assert_eq!(slow.left(), SECOND);
        slow.take(1, SECOND);
        assert_eq!(slow.left(), Duration::ZERO);
        let mut steady = Allowance::new(30 * SECOND);
        for _ in 0..1000 {
            steady.take(LEAST / 29, SECOND);
            assert!(steady.left() > Duration::ZERO);
        }
    }

    #[test]
    fn a_file_at_once_uses_nothing_up() {
        let mut fast = Allowance::new(SECOND);
        for _ in 0..1000 {
            fast.take(LEAST, Duration::ZERO);
        }
        assert_eq!(fast.left(), SECOND);
    }
}
