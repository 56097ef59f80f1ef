//! How often signing in may fail, for one address and for one name.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Failures of one address in a window: an office behind one address may mistype now and then.
const PER_ADDRESS: u32 = 30;
/// Failures under one name in a window. Whoever knows a name can keep its agent out as long as they
/// go on trying; who could try without limit would find a weak password.
const PER_NAME: u32 = 10;
/// How long failures count.
const WINDOW: Duration = Duration::from_secs(600);
/// Keys remembered at once, some MB.
const KEYS: usize = 65_536;

/// Counts of failures.
pub struct Attempts {
    addresses: Failures<IpAddr>,
    names: Failures<String>,
}

impl Attempts {
    pub fn new() -> Self {
        Self { addresses: Failures::new(PER_ADDRESS), names: Failures::new(PER_NAME) }
    }

    /// Counts a try as failed until [`Attempts::succeeded`]: many at once can't pass the limit.
    /// `Err` is how long until the next one is looked at.
    pub fn begin(&self, address: IpAddr, name: &str, now: Instant) -> Result<(), Duration> {
        self.addresses.add(address, now)?;
        // Names are as long as their senders like; what is kept is not.
        self.names.add(name.chars().take(crate::agents::MAX_NAME).collect(), now)
    }

    /// Takes the name's failures back.
    pub fn succeeded(&self, address: IpAddr, name: &str) {
        self.addresses.take_back(&address);
        self.names.forget(&name.chars().take(crate::agents::MAX_NAME).collect());
    }
}

struct Failures<K> {
    most: u32,
    seen: Mutex<HashMap<K, (u32, Instant)>>,
}

impl<K: Hash + Eq> Failures<K> {
    fn new(most: u32) -> Self {
        Self { most, seen: Mutex::default() }
    }

    fn add(&self, key: K, now: Instant) -> Result<(), Duration> {
        // A panic while the lock was held can't leave a count half written.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= KEYS && !seen.contains_key(&key) {
            seen.retain(|_, (_, since)| now.duration_since(*since) < WINDOW);
            if seen.len() >= KEYS {
                seen.clear();
            }
        }
        let (count, since) = seen.entry(key).or_insert((0, now));
        if now.duration_since(*since) >= WINDOW {
            (*count, *since) = (0, now);
        }
        if *count >= self.most {
            return Err(WINDOW - now.duration_since(*since));
        }
        *count += 1;
        Ok(())
    }

    fn take_back(&self, key: &K) {
        if let Some((count, _)) = self.seen.lock().unwrap_or_else(PoisonError::into_inner).get_mut(key) {
            *count = count.saturating_sub(1);
        }
    }

    fn forget(&self, key: &K) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_count_for_a_while_and_success_takes_them_back() {
        let attempts = Attempts::new();
        let start = Instant::now();
        let ip = |last| IpAddr::from([10, 0, 0, last]);
        for _ in 0..PER_NAME {
            assert_eq!(attempts.begin(ip(1), "anna", start), Ok(()));
        }
        assert_eq!(attempts.begin(ip(2), "anna", start), Err(WINDOW), "from wherever");
        assert_eq!(attempts.begin(ip(1), "ben", start), Ok(()), "others are not concerned");
        assert_eq!(attempts.begin(ip(1), "anna", start + WINDOW), Ok(()));
        attempts.succeeded(ip(1), "anna");
        for _ in 0..PER_NAME {
            assert_eq!(attempts.begin(ip(3), "anna", start + WINDOW), Ok(()));
        }
    }

    #[test]
    fn an_address_can_try_only_so_many_names() {
        let attempts = Attempts::new();
        let now = Instant::now();
        let address = IpAddr::from([10, 0, 0, 1]);
        for at in 0..PER_ADDRESS {
            assert_eq!(attempts.begin(address, &format!("name {at}"), now), Ok(()));
        }
        assert!(attempts.begin(address, "one more", now).is_err());
    }

    #[test]
    fn memory_stays_bounded() {
        let failures = Failures::new(1);
        let now = Instant::now();
        for key in 0..KEYS + 10 {
            assert_eq!(failures.add(key, now), Ok(()));
        }
        assert!(failures.seen.lock().is_ok_and(|seen| seen.len() <= KEYS));
    }
}
