//! How much there is: for metrics.

use super::deliveries::Channel;
use super::{Store, StoreError, events};

/// How much there is at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Tickets by status.
    pub tickets: Vec<(String, i64)>,
    /// Messages by author, notes among agents left out.
    pub messages: Vec<(String, i64)>,
    /// Chats by state.
    pub chats: Vec<(String, i64)>,
    /// Deliveries by channel: those that wait, and those that were given up.
    pub deliveries: Vec<(Channel, i64, i64)>,
    /// Events that this process has not handed on to its streams yet.
    pub event_lag: i64,
}

impl Store {
    /// Counts.
    pub async fn figures(&self) -> Result<Figures, StoreError> {
        let pool = &self.inner.reader;
        let tickets = "SELECT status, COUNT(*) FROM threads GROUP BY status";
        let messages = "SELECT author, COUNT(*) FROM messages WHERE internal = 0 GROUP BY author";
        let chats = "SELECT state, COUNT(*) FROM chats GROUP BY state";
        let mut deliveries = Vec::new();
        for channel in Channel::ALL {
            let (waiting, given_up) = self.deliveries(channel).await?;
            deliveries.push((channel, waiting, given_up));
        }
        // What is told between the two is no lag below none.
        let last = events::last(pool).await?;
        Ok(Figures {
            tickets: sqlx::query_as(tickets).fetch_all(pool).await?,
            messages: sqlx::query_as(messages).fetch_all(pool).await?,
            chats: sqlx::query_as(chats).fetch_all(pool).await?,
            deliveries,
            event_lag: (last - self.inner.feed.handed_on()).max(0),
        })
    }
}
