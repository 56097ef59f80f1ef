//! Connections: accepted up to a number, given a time to say what they want, and ended gracefully.

use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// How long to wait where no connection can be accepted, as when all file descriptors are in use.
const PAUSE: Duration = Duration::from_secs(1);
/// How often in a row before the listener counts as broken.
const PATIENCE: u32 = 60;

/// At most so many connections, each of which has so long to send a request's head, also while it
/// is kept alive between two.
pub struct Limits {
    pub connections: usize,
    pub header_time: Duration,
}

/// Serves until `stop` completes, then finishes what is under way.
///
/// # Errors
/// The listener's, where it accepts nothing for a minute.
pub async fn serve(
    listener: TcpListener,
    router: axum::Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(limits.header_time);
    let mut stop = std::pin::pin!(stop);
    let mut failures = 0;
    loop {
        let accepted = async {
            // The semaphore is never closed. Who comes beyond the limit waits with the system.
            let place = Arc::clone(&places).acquire_owned().await.map_err(io::Error::other)?;
            Ok::<_, io::Error>((place, listener.accept().await?))
        };
        let accepted = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        let (place, (stream, peer)) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_of_the_client(&error) => continue,
            Err(error) if failures >= PATIENCE => return Err(error),
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted, trying again");
                failures += 1;
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        failures = 0;
        // An event is small and must not wait for the next one.
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = router.map_request(move |mut request: hyper::Request<hyper::body::Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            request.map(Body::new)
        });
        let connection = protocol.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A connection that broke off has nobody left to tell.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    graceful.shutdown().await;
    Ok(())
}

/// Whether only this one connection failed.
fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
