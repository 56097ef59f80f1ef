//! The live side of threads. A step locks its thread, looks at the state it starts from, and changes it: two
//! processes that do the same step do it once.

mod due;
mod line;
mod live;
mod offers;
mod presence;
mod steps;
mod view;

pub use line::InLine;
pub use live::Wished;
pub use offers::Free;
pub use presence::{Presence, ROOM};
pub use steps::{Step, To};
pub use view::LiveChat;

use super::{EventKind, Locked, NewEvent, Store, StoreError, Work};
use crate::chats::Chats;
use helplet_desk_api::ChatState;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// Milliseconds, as the database has them.
fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX / 2)
}

impl Store {
    /// Says how chats are given to agents from now on.
    pub fn chat_by(&self, chats: Chats) {
        *self.inner.chats.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(chats);
    }

    /// How chats are given to agents.
    pub fn chats(&self) -> Arc<Chats> {
        Arc::clone(&self.inner.chats.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Work {
    /// The state of a locked thread's chat.
    pub(super) async fn chat_state(&mut self, thread: &str) -> Result<Option<ChatState>, StoreError> {
        let state: Option<String> = sqlx::query_scalar("SELECT state FROM chats WHERE thread_id = $1")
            .bind(thread)
            .fetch_optional(&mut *self.transaction)
            .await?;
        state.as_deref().map(read_state).transpose()
    }

    /// Announces that a chat has changed; `internal` where only agents can see how.
    fn announce_chat(&mut self, thread: &Locked, internal: bool) -> Result<(), StoreError> {
        self.announce(NewEvent::new(EventKind::ChatUpdated, internal, &thread.told())?);
        Ok(())
    }

    /// Forgets who has let a chat pass: a new agent, or the end.
    async fn forget_passes(&mut self, thread: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM chat_passes WHERE thread_id = $1")
            .bind(thread)
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }
}

/// Reads a state from its column.
pub(super) fn read_state(name: &str) -> Result<ChatState, StoreError> {
    ChatState::parse(name).ok_or_else(|| StoreError::Failed(format!("a chat of unknown state {name:?}").into()))
}
