//! Secrets of the desk's own.

use super::{Store, StoreError, clock, files, random_id};

impl Store {
    /// The 32 bytes under this name, made where there are none: of several processes at their
    /// first start, one makes them for all.
    pub async fn key(&self, name: &str) -> Result<[u8; 32], StoreError> {
        let made = [random_id()?, random_id()?].concat();
        let mut work = self.begin().await?;
        let kept: String = sqlx::query_scalar(
            "INSERT INTO keys (name, secret, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (name) DO UPDATE SET secret = keys.secret RETURNING secret",
        )
        .bind(name)
        .bind(made)
        .bind(clock::now())
        .fetch_one(&mut *work.transaction)
        .await?;
        work.commit().await?;
        let bytes = files::unhex(&kept);
        bytes.try_into().map_err(|_| StoreError::Failed(format!("the key {name} is damaged").into()))
    }
}
