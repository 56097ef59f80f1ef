//! How many streams of events are open: each holds a connection for as long as it likes.

use super::problem::{Kind, Problem};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Streams one device may have open: a few tabs.
pub const STREAMS_PER_VISITOR: usize = 8;

/// The open streams of a desk.
#[derive(Clone)]
pub struct Streams {
    most: usize,
    open: Arc<Mutex<HashMap<String, usize>>>,
}

/// A stream's place, free again when dropped.
pub struct Place {
    streams: Streams,
    secret_hash: String,
}

impl Streams {
    /// At most this many in all.
    pub fn new(most: usize) -> Self {
        Self { most, open: Arc::default() }
    }

    /// How many are open.
    pub fn open_now(&self) -> usize {
        self.open.lock().unwrap_or_else(std::sync::PoisonError::into_inner).values().sum()
    }

    /// A place for another stream of this device; `None` where it has too many.
    ///
    /// # Errors
    /// 503 where all have too many together.
    pub fn open(&self, secret_hash: &str) -> Result<Option<Place>, Problem> {
        let mut open = self.open.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if open.values().sum::<usize>() >= self.most {
            let detail = "too many streams are open at this desk; ask with Accept: application/json for now";
            return Err(Problem::new(Kind::Unavailable, detail).retry_after(60));
        }
        let mine = open.entry(secret_hash.to_owned()).or_default();
        if *mine >= STREAMS_PER_VISITOR {
            return Ok(None);
        }
        *mine += 1;
        Ok(Some(Place { streams: self.clone(), secret_hash: secret_hash.to_owned() }))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.streams.open.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(mine) = open.get_mut(&self.secret_hash) {
            *mine -= 1;
            if *mine == 0 {
                open.remove(&self.secret_hash);
            }
        }
    }
}
