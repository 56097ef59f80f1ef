//! How much one address may ask, and how long an answer may take.

use super::body::discard;
use super::problem::{Kind, Problem};
use crate::config::Rate;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Addresses or devices remembered at once, about 4 MB. Beyond it the quiet ones are forgotten.
const ADDRESSES: usize = 65_536;

/// A limit per address.
#[derive(Clone)]
pub struct Limiter {
    trusted_proxies: Arc<[IpAddr]>,
    buckets: Buckets<IpAddr>,
}

/// A limit per device, whatever address it asks from.
#[derive(Clone)]
pub struct PerVisitor(Buckets<[u8; 32]>);

/// Token buckets: each full after a minute's rest, refilled evenly.
#[derive(Clone)]
struct Buckets<K> {
    rate: Rate,
    buckets: Arc<Mutex<HashMap<K, Bucket>>>,
}

struct Bucket {
    tokens: f64,
    seen: Instant,
}

impl Limiter {
    pub fn new(rate: Rate, trusted_proxies: Arc<[IpAddr]>) -> Self {
        Self { trusted_proxies, buckets: Buckets { rate, buckets: Arc::default() } }
    }
}

impl PerVisitor {
    pub fn new(rate: Rate) -> Self {
        Self(Buckets { rate, buckets: Arc::default() })
    }
}

impl<K: Copy + Eq + Hash> Buckets<K> {
    /// Takes one token; `Err` is how long until there is one.
    fn take(&self, key: K, now: Instant) -> Result<(), Duration> {
        if self.rate.per_minute == 0 {
            return Ok(());
        }
        let capacity = f64::from(self.rate.per_minute);
        let per_second = capacity / 60.0;
        // A panic while the lock was held can't leave a bucket half written.
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= ADDRESSES && !buckets.contains_key(&key) {
            buckets.retain(|_, bucket| now.duration_since(bucket.seen) < Duration::from_secs(60));
            if buckets.len() >= ADDRESSES {
                // Under attack from everywhere: memory stays bounded, honest people stay served.
                buckets.clear();
            }
        }
        let bucket = buckets.entry(key).or_insert(Bucket { tokens: capacity, seen: now });
        let refill = now.duration_since(bucket.seen).as_secs_f64() * per_second;
        bucket.tokens = (bucket.tokens + refill).min(capacity);
        bucket.seen = now;
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            return Ok(());
        }
        Err(Duration::from_secs_f64((1.0 - bucket.tokens) / per_second))
    }
}

/// Answers 429 to an address that asks too much.
pub async fn rate(
    State(limiter): State<Limiter>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let address = network(client(peer.ip(), request.headers(), &limiter.trusted_proxies));
    match limiter.buckets.take(address, Instant::now()) {
        Ok(()) => next.run(request).await,
        Err(wait) => too_many(request, wait, "this address").await,
    }
}

/// Answers 429 to a device that asks too much.
pub async fn visitor_rate(State(PerVisitor(buckets)): State<PerVisitor>, request: Request, next: Next) -> Response {
    // Whoever says nothing is refused by the route, or not asked.
    let said = request.headers().get(AUTHORIZATION).map(|secret| Sha256::digest(secret).into());
    match said.map_or(Ok(()), |device| buckets.take(device, Instant::now())) {
        Ok(()) => next.run(request).await,
        Err(wait) => too_many(request, wait, "this device").await,
    }
}

async fn too_many(request: Request, wait: Duration, whose: &str) -> Response {
    discard(request.into_body()).await;
    let seconds = wait.as_secs() + 1;
    let detail = format!("too many requests from {whose}; try again in {seconds} seconds");
    Problem::new(Kind::TooManyRequests, detail).retry_after(seconds).into_response()
}

/// Who asks: the peer, or, where that is a trusted proxy, the last address it forwards for that is
/// no trusted proxy itself. Addresses further left were written by the client and prove nothing.
pub fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    if !trusted.contains(&peer) {
        return peer;
    }
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let mut address = peer;
    for hop in hops.iter().rev() {
        let Ok(hop) = hop.parse() else { break };
        address = hop;
        if !trusted.contains(&address) {
            break;
        }
    }
    address
}

/// What one subscriber has: an IPv4 address, or the /64 network of an IPv6 address.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        v4 => v4,
    }
}

/// How long an answer may take.
#[derive(Clone, Copy)]
pub struct Patience(pub Duration);

/// Answers 408 where a request takes longer. What was stored by then stays stored, and the same
/// request again gives its answer.
pub async fn timeout(State(Patience(longest)): State<Patience>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(longest, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let detail = format!("not done after {} seconds; send the same request again", longest.as_secs());
            Problem::new(Kind::Timeout, detail).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_bucket_empties_and_refills() {
        let limiter = Limiter::new(Rate { per_minute: 60 }, Arc::new([]));
        let start = Instant::now();
        let at = |seconds: f64| start + Duration::from_secs_f64(seconds);
        for _ in 0..60 {
            assert_eq!(limiter.buckets.take(ip("10.0.0.1"), start), Ok(()));
        }
        assert_eq!(limiter.buckets.take(ip("10.0.0.1"), start), Err(Duration::from_secs(1)));
        assert_eq!(limiter.buckets.take(ip("10.0.0.2"), start), Ok(()), "others are not concerned");
        assert_eq!(limiter.buckets.take(ip("10.0.0.1"), at(1.001)), Ok(()));
        assert!(limiter.buckets.take(ip("10.0.0.1"), at(1.5)).is_err());
        for _ in 0..60 {
            assert_eq!(
                limiter.buckets.take(ip("10.0.0.1"), at(1000.0)),
                Ok(()),
                "no more than a minute's worth is saved up"
            );
        }
        assert!(limiter.buckets.take(ip("10.0.0.1"), at(1000.0)).is_err());
    }

    #[test]
    fn zero_is_no_limit() {
        let limiter = Limiter::new(Rate { per_minute: 0 }, Arc::new([]));
        assert!((0..1000).all(|_| limiter.buckets.take(ip("10.0.0.1"), Instant::now()).is_ok()));
    }

    #[test]
    fn memory_stays_bounded_however_many_addresses_ask() {
        let limiter = Limiter::new(Rate { per_minute: 1 }, Arc::new([]));
        let now = Instant::now();
        for address in 0..ADDRESSES as u32 + 10 {
            assert_eq!(limiter.buckets.take(IpAddr::V4(address.into()), now), Ok(()));
        }
        assert!(limiter.buckets.buckets.lock().is_ok_and(|buckets| buckets.len() <= ADDRESSES));
    }

    #[test]
    fn forwarded_addresses_are_believed_of_trusted_proxies_alone() {
        let trusted = [ip("127.0.0.1"), ip("10.0.0.9")];
        for (peer, forwarded, expected) in [
            ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
            ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.9", "198.51.100.1"),
            ("127.0.0.1", "198.51.100.1, nonsense", "127.0.0.1"),
            ("127.0.0.1", "", "127.0.0.1"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", HeaderValue::from_static(forwarded));
            assert_eq!(client(ip(peer), &headers, &trusted), ip(expected), "{peer} for {forwarded}");
        }
    }

    #[test]
    fn an_ipv6_subscriber_is_one_address() {
        assert_eq!(network(ip("2001:db8:1:2:3:4:5:6")), network(ip("2001:db8:1:2::9")));
        assert_ne!(network(ip("2001:db8:1:2::9")), network(ip("2001:db8:1:3::9")));
        assert_eq!(network(ip("::ffff:10.0.0.1")), ip("10.0.0.1"));
    }
}
