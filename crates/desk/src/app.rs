//! A desk from start to stop.

use crate::bridges;
use crate::config::Config;
use crate::error::{DatabaseFault, Error};
use crate::grants::Grants;
use crate::mailbox::inbox::{self, InboxSettings};
use crate::mailbox::{self, Mailbox, ReplyTokens};
use crate::server::Limits;
use crate::store::{Place, Store, StoreError, Subscription};
use crate::{dispatch, files, http, notices, server, sweep};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How long requests under way may go on after a desk was told to stop. A ticket being stored needs
/// a moment; a file on a slow line is put again by its sender.
pub const GRACE: Duration = Duration::from_secs(10);

/// A desk with its database open.
pub struct App {
    routes: http::Routes,
    store: Store,
    limits: Limits,
    leaving: watch::Sender<bool>,
    leave_after: Duration,
    stopping: watch::Sender<bool>,
    grants: Grants,
    /// What is told to people and systems outside.
    workers: JoinSet<()>,
    /// What goes on beside requests, until this is dropped.
    tasks: JoinSet<()>,
}

impl App {
    /// Opens the database, bringing its schema up to date, and looks at the settings.
    ///
    /// # Errors
    /// Every [`Error`] but [`Error::Network`].
    pub async fn open(config: Config) -> Result<Self, Error> {
        let place = Place::of(&config.database)?;
        if let Some(site) = &config.site {
            if !site.is_dir() {
                return Err(Error::NoSite { path: site.clone() });
            }
            let database = place.folder().map(|folder| (folder.to_owned(), config.database.clone().into()));
            let files = files::folder(&config, &place).map(|folder| (folder.clone(), folder));
            for (folder, data) in database.into_iter().chain(files) {
                if is_inside(&folder, site) {
                    return Err(Error::Exposed { data, site: site.clone() });
                }
            }
        }
        let store = Store::open(&place).await?;
        store.chat_by(config.chats.clone());
        let unusable = |error: StoreError| Error::Database {
            name: place.to_string(),
            fault: DatabaseFault::Unusable(error.into()),
        };
        let key = store.key("grants").await.map_err(unusable)?;
        let tokens = ReplyTokens::new(store.key(mailbox::KEY).await.map_err(unusable)?);
        let files = files::open(&config, &place)?;
        let (age, every) = (config.orphan_age, config.sweep_every);
        let (stopping, stopped) = watch::channel(false);
        let sweep = sweep::always(store.clone(), Arc::clone(&files), age, config.keep_closed, every, stopped.clone());
        let mut tasks = JoinSet::new();
        tasks.spawn(sweep);
        tasks.spawn(dispatch::always(store.clone(), stopped.clone()));
        let grants = Grants::new(key);
        let limits = Limits { connections: config.max_connections, header_time: config.header_timeout };
        let (leaving, left) = watch::channel(false);
        let leave_after = config.leave_after;
        let mut workers = notices::start(config.notices.clone(), &store, &grants, tokens.clone(), &stopped)?;
        if let Some(bridge) = config.bridge.clone() {
            let retries = config.notices.retries;
            bridges::start(bridge, &config.rules, retries, &store, &files, &stopped, &mut workers).await?;
        }
        if let Some(InboxSettings { folder, new_tickets, poll }) = config.inbox.clone() {
            let mailbox = Mailbox::new(store.clone(), Arc::clone(&files), tokens, config.rules.clone(), new_tickets);
            inbox::start(folder, mailbox, poll, &stopped, &mut workers).await?;
        }
        let routes = http::router(config, store.clone(), files, grants.clone(), stopped, left);
        Ok(Self { routes, store, limits, leaving, leave_after, stopping, grants, workers, tasks })
    }

    /// The desk's database, for whoever runs the desk inside another program.
    pub fn store(&self) -> Store {
        self.store.clone()
    }

    /// What happens at this desk, and at others on the same database, from now on.
    pub fn events(&self) -> Subscription {
        self.store.subscribe()
    }

    /// Signs the links of this desk's e-mails, and of all others on the same database.
    pub fn grants(&self) -> &Grants {
        &self.grants
    }

    /// Answers `GET /metrics` on a listener of its own, as long as the desk serves.
    pub fn serve_metrics(&mut self, listener: TcpListener) {
        let metrics = self.routes.metrics.clone();
        let mut stopped = self.stopping.subscribe();
        self.tasks.spawn(async move {
            if let Err(error) = axum::serve(listener, metrics)
                .with_graceful_shutdown(async move {
                    // A closed channel is a desk that has ended.
                    let _ = stopped.wait_for(|stopped| *stopped).await;
                })
                .await
            {
                tracing::error!(%error, "metrics are answered no more");
            }
        });
    }

    /// Answers requests until `stop` completes, then takes no more, finishes those under way (for
    /// at most [`GRACE`]) and closes the database.
    ///
    /// # Errors
    /// [`Error::Network`] when the listener fails.
    pub async fn serve(
        mut self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), Error> {
        let mut stopped = self.stopping.subscribe();
        let stopping = self.stopping;
        let (leaving, leave_after) = (self.leaving, self.leave_after);
        let stop = async move {
            stop.await;
            leaving.send_replace(true);
            tokio::time::sleep(leave_after).await;
            stopping.send_replace(true);
        };
        let server = server::serve(listener, self.routes.desk, self.limits, stop);
        let patience = async {
            // A listener that failed closes the channel, and the other branch tells.
            let _ = stopped.wait_for(|stopping| *stopping).await;
            tokio::time::sleep(GRACE).await;
        };
        let finished = async {
            let result = server.await;
            // They were told by the same signal, and have something under way at most.
            while self.workers.join_next().await.is_some() {}
            result
        };
        let result = tokio::select! {
            result = finished => result.map_err(Error::Network),
            () = patience => Ok(()),
        };
        self.workers.shutdown().await;
        // What goes on beside requests ends by itself between two steps; only what hangs is broken off.
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(GRACE, ended).await.is_err() {
            self.tasks.shutdown().await;
        }
        self.store.close().await;
        result
    }
}

/// Whether a folder, or the nearest one above it that is there, lies inside another.
fn is_inside(folder: &Path, root: &Path) -> bool {
    let above = folder.ancestors().map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above });
    let real = above.into_iter().find_map(|above| above.canonicalize().ok());
    real.zip(root.canonicalize().ok()).is_some_and(|(real, root)| real.starts_with(root))
}
