//! From a ticket's number to its thread.

use super::{Store, StoreError};

impl Store {
    /// The id of the thread of this number.
    pub async fn thread_id(&self, number: &str) -> Result<Option<String>, StoreError> {
        let found = sqlx::query_scalar("SELECT id FROM threads WHERE number = $1");
        Ok(found.bind(number).fetch_optional(&self.inner.reader).await?)
    }
}
