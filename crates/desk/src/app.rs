//! A desk from start to stop.

use crate::config::Config;
use crate::error::Error;
use crate::http;
use crate::store::Sqlite;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long requests under way may go on after a desk was told to stop. A ticket being stored needs
/// a moment; a file on a slow line is put again by its sender.
pub const GRACE: Duration = Duration::from_secs(10);

/// A desk with its database open.
pub struct App {
    router: axum::Router,
    store: Sqlite,
}

impl App {
    /// Opens the database, bringing its schema up to date, and looks at the settings.
    ///
    /// # Errors
    /// Every [`Error`] but [`Error::Network`].
    pub async fn open(config: Config) -> Result<Self, Error> {
        if let Some(site) = &config.site {
            if !site.is_dir() {
                return Err(Error::NoSite { path: site.clone() });
            }
            let folder = config.database.parent().filter(|parent| !parent.as_os_str().is_empty());
            let folder = folder.unwrap_or(".".as_ref()).canonicalize();
            if let (Ok(folder), Ok(root)) = (folder, site.canonicalize())
                && folder.starts_with(root)
            {
                return Err(Error::Exposed { database: config.database, site: site.clone() });
            }
        }
        let store = Sqlite::open(&config.database).await?;
        Ok(Self { router: http::router(config, store.clone()), store })
    }

    /// Answers requests until `stop` completes, then takes no more, finishes those under way (for
    /// at most [`GRACE`]) and closes the database.
    ///
    /// # Errors
    /// [`Error::Network`] when the listener fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), Error> {
        let (stopping, mut stopped) = watch::channel(false);
        let service = self.router.into_make_service_with_connect_info::<SocketAddr>();
        let server = axum::serve(listener, service).with_graceful_shutdown(async move {
            stop.await;
            stopping.send_replace(true);
        });
        let patience = async {
            // A closed channel is a server that has ended by itself; the other branch tells.
            if stopped.wait_for(|stopping| *stopping).await.is_err() {
                std::future::pending::<()>().await;
            }
            tokio::time::sleep(GRACE).await;
        };
        let result = tokio::select! {
            result = server => result.map_err(Error::Network),
            () = patience => Ok(()),
        };
        self.store.close().await;
        result
    }
}
