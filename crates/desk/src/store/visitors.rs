//! Who asks: visitors, and the users they stand for.

use super::{Store, StoreError, clock, random_id};
use sqlx::Row;

/// Whoever asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// 32 hexadecimal digits.
    pub id: String,
    /// Whom the visitor stands for, while signed in.
    pub user: Option<User>,
    /// They may not write: an agent has blocked them, or another device of the same user.
    pub blocked: bool,
}

/// A person that a signed token of the operator's site spoke of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// 32 hexadecimal digits.
    pub id: String,
    /// `free`, `member` or `enterprise`, where the token said it.
    pub tier: Option<String>,
}

impl Store {
    /// The visitor whose secret has this SHA-256, in hexadecimal.
    pub async fn visitor(&self, secret_hash: &str) -> Result<Option<Visitor>, StoreError> {
        let found = sqlx::query(
            "SELECT visitors.id, users.id AS user_id, users.tier,
                    CASE WHEN visitors.blocked_at IS NOT NULL OR EXISTS (
                        SELECT 1 FROM visitors other WHERE other.user_id = users.id AND other.blocked_at IS NOT NULL)
                    THEN 1 ELSE 0 END AS blocked
             FROM visitors
             LEFT JOIN users ON users.id = visitors.user_id AND visitors.signed_in_until > $2
             WHERE visitors.secret_hash = $1",
        )
        .bind(secret_hash)
        .bind(clock::now())
        .fetch_optional(&self.inner.reader)
        .await?;
        let Some(row) = found else { return Ok(None) };
        let tier = row.try_get("tier")?;
        let user = row.try_get::<Option<String>, _>("user_id")?.map(|id| User { id, tier });
        let blocked = row.try_get::<i64, _>("blocked")? != 0;
        Ok(Some(Visitor { id: row.try_get("id")?, user, blocked }))
    }

    /// The same, made where there is none.
    pub async fn visitor_or_new(&self, secret_hash: &str) -> Result<Visitor, StoreError> {
        if let Some(visitor) = self.visitor(secret_hash).await? {
            return Ok(visitor);
        }
        let mut work = self.begin().await?;
        // Where another request was faster, that one's visitor.
        let id = sqlx::query_scalar(
            "INSERT INTO visitors (id, secret_hash, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (secret_hash) DO UPDATE SET secret_hash = excluded.secret_hash RETURNING id",
        )
        .bind(random_id()?)
        .bind(secret_hash)
        .bind(clock::now())
        .fetch_one(&mut *work.transaction)
        .await?;
        work.commit().await?;
        Ok(Visitor { id, user: None, blocked: false })
    }
}
