//! Who signed tokens speak of, and the rights that links give.

use super::{Store, StoreError, Visitor, clock, random_id};

/// Somebody a signed token speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'a> {
    /// Their name in the operator's system.
    pub subject: &'a str,
    /// What to call them; may be empty.
    pub name: &'a str,
    /// Where to write to them.
    pub email: Option<&'a str>,
    /// One of [`helplet_desk_api::TIERS`].
    pub tier: Option<&'a str>,
}

impl Store {
    /// Lets a visitor stand for a person until that time, and makes the visitor's threads the
    /// person's. False where another visitor has presented the token `jti`, which nobody can use
    /// from `useless_from` on. Times in milliseconds since 1970.
    pub async fn sign_in(
        &self,
        visitor: &Visitor,
        jti: &str,
        useless_from: i64,
        person: &Person<'_>,
        until: i64,
    ) -> Result<bool, StoreError> {
        let now = clock::now();
        let mut work = self.begin().await?;
        // Of two at once, the second waits here for the first.
        let first: String = sqlx::query_scalar(
            "INSERT INTO used_tokens (jti, visitor_id, expires_at) VALUES ($1, $2, $3)
             ON CONFLICT (jti) DO UPDATE SET jti = excluded.jti RETURNING visitor_id",
        )
        .bind(jti)
        .bind(&visitor.id)
        .bind(useless_from)
        .fetch_one(&mut *work.transaction)
        .await?;
        if first != visitor.id {
            return Ok(false);
        }
        let user: String = sqlx::query_scalar(
            "INSERT INTO users (id, subject, name, email, tier, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $6)
             ON CONFLICT (subject) DO UPDATE SET name = excluded.name, email = excluded.email, tier = excluded.tier,
                                                 updated_at = excluded.updated_at
             RETURNING id",
        )
        .bind(random_id()?)
        .bind(person.subject)
        .bind(person.name)
        .bind(person.email)
        .bind(person.tier)
        .bind(now)
        .fetch_one(&mut *work.transaction)
        .await?;
        sqlx::query("UPDATE visitors SET user_id = $2, signed_in_until = $3 WHERE id = $1")
            .bind(&visitor.id)
            .bind(&user)
            .bind(until)
            .execute(&mut *work.transaction)
            .await?;
        sqlx::query("UPDATE threads SET user_id = $2 WHERE visitor_id = $1 AND user_id IS NULL")
            .bind(&visitor.id)
            .bind(&user)
            .execute(&mut *work.transaction)
            .await?;
        sqlx::query("DELETE FROM used_tokens WHERE expires_at < $1").bind(now).execute(&mut *work.transaction).await?;
        work.commit().await?;
        Ok(true)
    }

    /// Lets a visitor see a thread; gives its number, or `None` where there is no such thread.
    pub async fn grant(&self, visitor: &Visitor, thread: &str) -> Result<Option<String>, StoreError> {
        let number: Option<String> = sqlx::query_scalar("SELECT number FROM threads WHERE id = $1")
            .bind(thread)
            .fetch_optional(&self.inner.reader)
            .await?;
        if number.is_some() {
            let mut work = self.begin().await?;
            sqlx::query(
                "INSERT INTO grants (visitor_id, thread_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            )
            .bind(&visitor.id)
            .bind(thread)
            .bind(clock::now())
            .execute(&mut *work.transaction)
            .await?;
            work.commit().await?;
        }
        Ok(number)
    }
}
