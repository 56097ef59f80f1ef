//! Agents and their sessions.

use super::{Store, StoreError, clock, random_id};

/// How long an agent stays signed in, in milliseconds: a long day's work.
const SESSION_MS: i64 = 12 * 3600 * 1000;

/// An agent, as an operator sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// 32 hexadecimal digits.
    pub id: String,
    /// What they sign in with.
    pub name: String,
    /// What people read.
    pub shown_as: String,
    /// Whether they may not sign in any more.
    pub disabled: bool,
}

/// Somebody signed in.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who.
    pub agent: Agent,
    /// SHA-256 of the cookie's secret, in hexadecimal: which session.
    pub secret_hash: String,
    /// What every form of the session carries.
    pub csrf: String,
}

/// An agent with the hash of the password, for signing in.
pub struct Credentials {
    /// Who.
    pub agent: Agent,
    /// In the PHC form, such as `$argon2id$v=19$…`.
    pub password_hash: String,
}

type Row = (String, String, String, i64);

fn agent((id, name, shown_as, disabled): Row) -> Agent {
    Agent { id, name, shown_as, disabled: disabled != 0 }
}

impl Store {
    /// Makes an agent; false where the name is taken.
    pub async fn add_agent(&self, name: &str, shown_as: &str, password_hash: &str) -> Result<bool, StoreError> {
        let mut work = self.begin().await?;
        let made = sqlx::query(
            "INSERT INTO agents (id, name, shown_as, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (name) DO NOTHING",
        )
        .bind(random_id()?)
        .bind(name)
        .bind(shown_as)
        .bind(password_hash)
        .bind(clock::now())
        .execute(&mut *work.transaction)
        .await?;
        work.commit().await?;
        Ok(made.rows_affected() == 1)
    }

    /// All agents, by name.
    pub async fn agents(&self) -> Result<Vec<Agent>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT id, name, shown_as, CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END FROM agents ORDER BY name",
        )
        .fetch_all(&self.inner.reader)
        .await?;
        Ok(rows.into_iter().map(agent).collect())
    }

    /// The agent of this name with the password's hash.
    pub async fn credentials(&self, name: &str) -> Result<Option<Credentials>, StoreError> {
        let found: Option<(String, String, String, i64, String)> = sqlx::query_as(
            "SELECT id, name, shown_as, CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END, password_hash
             FROM agents WHERE name = $1",
        )
        .bind(name)
        .fetch_optional(&self.inner.reader)
        .await?;
        Ok(found.map(|(id, name, shown_as, disabled, password_hash)| Credentials {
            agent: agent((id, name, shown_as, disabled)),
            password_hash,
        }))
    }

    /// Lets an agent sign in no more, and ends their sessions; false where nobody has this name.
    pub async fn disable_agent(&self, name: &str) -> Result<bool, StoreError> {
        let mut work = self.begin().await?;
        let found = sqlx::query("UPDATE agents SET disabled_at = COALESCE(disabled_at, $2) WHERE name = $1")
            .bind(name)
            .bind(clock::now())
            .execute(&mut *work.transaction)
            .await?;
        end_sessions(&mut work, name).await?;
        work.commit().await?;
        Ok(found.rows_affected() == 1)
    }

    /// Gives an agent a new password, lets them sign in where they might not, and ends their
    /// sessions; false where nobody has this name.
    pub async fn set_password(&self, name: &str, password_hash: &str) -> Result<bool, StoreError> {
        let mut work = self.begin().await?;
        let found = sqlx::query("UPDATE agents SET password_hash = $2, disabled_at = NULL WHERE name = $1")
            .bind(name)
            .bind(password_hash)
            .execute(&mut *work.transaction)
            .await?;
        end_sessions(&mut work, name).await?;
        work.commit().await?;
        Ok(found.rows_affected() == 1)
    }

    /// Begins a session under the hash of its secret, and sweeps those that are over.
    pub async fn begin_session(&self, agent_id: &str, secret_hash: &str) -> Result<(), StoreError> {
        let now = clock::now();
        let mut work = self.begin().await?;
        sqlx::query("DELETE FROM agent_sessions WHERE expires_at <= $1")
            .bind(now)
            .execute(&mut *work.transaction)
            .await?;
        sqlx::query(
            "INSERT INTO agent_sessions (secret_hash, agent_id, csrf, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(secret_hash)
        .bind(agent_id)
        .bind(random_id()?)
        .bind(now)
        .bind(now + SESSION_MS)
        .execute(&mut *work.transaction)
        .await?;
        work.commit().await
    }

    /// The session under this hash, while it lasts and its agent may sign in.
    pub async fn session(&self, secret_hash: &str) -> Result<Option<Session>, StoreError> {
        let found: Option<(String, String, String, String)> = sqlx::query_as(
            "SELECT agents.id, agents.name, agents.shown_as, agent_sessions.csrf
             FROM agent_sessions JOIN agents ON agents.id = agent_sessions.agent_id
             WHERE agent_sessions.secret_hash = $1 AND agent_sessions.expires_at > $2 AND agents.disabled_at IS NULL",
        )
        .bind(secret_hash)
        .bind(clock::now())
        .fetch_optional(&self.inner.reader)
        .await?;
        Ok(found.map(|(id, name, shown_as, csrf)| Session {
            agent: agent((id, name, shown_as, 0)),
            secret_hash: secret_hash.to_owned(),
            csrf,
        }))
    }

    /// Ends a session.
    pub async fn end_session(&self, secret_hash: &str) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        sqlx::query("DELETE FROM agent_sessions WHERE secret_hash = $1")
            .bind(secret_hash)
            .execute(&mut *work.transaction)
            .await?;
        work.commit().await
    }
}

async fn end_sessions(work: &mut super::Work, name: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM agent_sessions WHERE agent_id IN (SELECT id FROM agents WHERE name = $1)")
        .bind(name)
        .execute(&mut *work.transaction)
        .await?;
    Ok(())
}
