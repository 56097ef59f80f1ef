//! Agents' accounts: names, passwords, and whether they may sign in.

use crate::error::{DatabaseFault, Error};
use crate::store::{Agent, Place, Store, StoreError};
use argon2::password_hash::SaltString;
use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use std::fmt;
use std::sync::LazyLock;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Fewest characters of a password.
pub const MIN_PASSWORD: usize = 12;
/// Most of them: beyond, hashing costs more than it protects.
pub const MAX_PASSWORD: usize = 256;
/// Most characters of a name.
pub const MAX_NAME: usize = 64;

/// Passwords checked at once: each takes 19 MiB and a core for a while.
static CHECKS: Semaphore = Semaphore::const_new(2);

/// Why an account can't be made or changed.
#[derive(Debug)]
pub enum AccountError {
    /// Not a name.
    Name,
    /// Not a team's name.
    Team(String),
    /// Too short or too long.
    Password,
    /// Another agent has it.
    Taken(String),
    /// No agent has it.
    Unknown(String),
    /// The database failed.
    Store(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for AccountError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Name => {
                write!(out, "not a usable name: write 1 to {MAX_NAME} visible characters, without spaces at the ends")
            }
            Self::Team(team) => write!(
                out,
                "{team:?} is no name of a team: write 1 to {MAX_NAME} visible characters, without spaces at the ends"
            ),
            Self::Password => write!(
                out,
                "the password must have {MIN_PASSWORD} to {MAX_PASSWORD} characters: a few unrelated words are long \
                 and easy to keep in mind"
            ),
            Self::Taken(name) => write!(
                out,
                "there is an agent {name} already: choose another name, or give that one a new password with \
                 `helplet agent password`"
            ),
            Self::Unknown(name) => write!(out, "there is no agent {name}: `helplet agent list` names all"),
            Self::Store(error) => write!(out, "{error}"),
        }
    }
}

impl std::error::Error for AccountError {}

impl From<StoreError> for AccountError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

/// The accounts in a database, whether a desk runs on it or not.
pub struct Agents {
    store: Store,
}

/// An account, as `helplet agent list` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What the agent signs in with.
    pub name: String,
    /// What people read.
    pub shown_as: String,
    /// Whether they may not sign in any more.
    pub disabled: bool,
    /// The teams whose chats they take; none: they take all.
    pub teams: Vec<String>,
}

impl Agents {
    /// Opens a database, named as in [`crate::Config::database`].
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn open(database: &str) -> Result<Self, Error> {
        let hidden = |fault: DatabaseFault| Error::Database { name: "named with --data".to_owned(), fault };
        Ok(Self { store: Store::open(&Place::read(database).map_err(hidden)?).await? })
    }

    /// Makes an account.
    ///
    /// # Errors
    /// All of [`AccountError`] but [`AccountError::Unknown`].
    pub async fn add(&self, name: &str, shown_as: Option<&str>, password: &str) -> Result<(), AccountError> {
        let key = account_name(name)?;
        let shown_as = shown_as.unwrap_or(name).trim();
        account_name(shown_as)?;
        let hash = hash(password).await?;
        if self.store.add_agent(&key, shown_as, &hash).await? { Ok(()) } else { Err(AccountError::Taken(key)) }
    }

    /// All accounts, by name.
    ///
    /// # Errors
    /// [`AccountError::Store`].
    pub async fn list(&self) -> Result<Vec<Account>, AccountError> {
        let mut teams = self.store.teams().await?;
        let account = |agent: Agent| Account {
            name: agent.name,
            shown_as: agent.shown_as,
            disabled: agent.disabled,
            teams: teams.remove(&agent.id).unwrap_or_default().into_iter().collect(),
        };
        Ok(self.store.agents().await?.into_iter().map(account).collect())
    }

    /// Lets an agent sign in no more; open sessions end at once.
    ///
    /// # Errors
    /// [`AccountError::Unknown`] and [`AccountError::Store`].
    pub async fn disable(&self, name: &str) -> Result<(), AccountError> {
        let key = account_name(name)?;
        if self.store.disable_agent(&key).await? { Ok(()) } else { Err(AccountError::Unknown(key)) }
    }

    /// Gives an agent a new password and lets them sign in; open sessions end at once.
    ///
    /// # Errors
    /// All of [`AccountError`] but [`AccountError::Taken`].
    pub async fn set_password(&self, name: &str, password: &str) -> Result<(), AccountError> {
        let key = account_name(name)?;
        let hash = hash(password).await?;
        if self.store.set_password(&key, &hash).await? { Ok(()) } else { Err(AccountError::Unknown(key)) }
    }

    /// Puts an agent into these teams and no others. Of no team, they take all chats.
    ///
    /// # Errors
    /// [`AccountError::Team`], [`AccountError::Unknown`] and [`AccountError::Store`].
    pub async fn set_teams(&self, name: &str, teams: &[String]) -> Result<(), AccountError> {
        let key = account_name(name)?;
        if let Some(team) = teams.iter().find(|team| account_name(team).is_err()) {
            return Err(AccountError::Team(team.clone()));
        }
        if self.store.set_teams(&key, teams).await? { Ok(()) } else { Err(AccountError::Unknown(key)) }
    }

    /// Closes the database.
    pub async fn close(self) {
        self.store.close().await;
    }
}

/// The name in the one form it is stored and looked for.
fn account_name(name: &str) -> Result<String, AccountError> {
    let fits = !name.is_empty()
        && name.chars().count() <= MAX_NAME
        && name.trim() == name
        && !name.chars().any(char::is_control);
    if fits { Ok(name.to_lowercase()) } else { Err(AccountError::Name) }
}

async fn hash(password: &str) -> Result<String, AccountError> {
    if !(MIN_PASSWORD..=MAX_PASSWORD).contains(&password.chars().count()) {
        return Err(AccountError::Password);
    }
    let password = password.to_owned();
    let hashed = spawn_blocking(move || hashed(&password)).await.map_err(|error| AccountError::Store(error.into()))?;
    hashed.map_err(AccountError::Store)
}

/// Argon2id with the crate's parameters, which are those OWASP names first: 19 MiB, 2 passes.
fn hashed(password: &str) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt)?;
    let salt = SaltString::encode_b64(&salt).map_err(|error| error.to_string())?;
    let hash = Argon2::default().hash_password(password.as_bytes(), &salt).map_err(|error| error.to_string())?;
    Ok(hash.to_string())
}

/// What an unknown name's password is compared with, so that it takes as long as a known one's.
static NOBODY: LazyLock<String> = LazyLock::new(|| hashed("nobody has this password").unwrap_or_default());

impl Store {
    /// The agent of this name, where the password is theirs and they may sign in. Otherwise none,
    /// after the same work, whatever the reason.
    pub(crate) async fn agent_by_password(&self, name: &str, password: String) -> Result<Option<Agent>, StoreError> {
        let found = self.credentials(&name.trim().to_lowercase()).await?;
        let known = found.as_ref().is_some_and(|found| !found.agent.disabled);
        let hash = found.as_ref().map(|found| found.password_hash.clone());
        let turn = CHECKS.acquire().await.map_err(|error| StoreError::Failed(error.into()))?;
        let checked = spawn_blocking(move || matches(&password, hash.as_deref())).await;
        drop(turn);
        let right = checked.map_err(|error| StoreError::Failed(error.into()))?;
        Ok(found.filter(|_| right && known).map(|found| found.agent))
    }
}

fn matches(password: &str, hash: Option<&str>) -> bool {
    let hash = hash.unwrap_or(&NOBODY);
    // A longer one can't be right, and is not worth the work.
    let password = if password.chars().count() > MAX_PASSWORD { "" } else { password };
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_form() {
        for (name, expected) in [("Anna", Some("anna")), ("小王", Some("小王")), ("a b", Some("a b"))] {
            assert_eq!(account_name(name).ok().as_deref(), expected);
        }
        for name in ["", " anna", "anna ", "an\nna", &"a".repeat(65)] {
            assert!(account_name(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn only_the_password_itself_matches() {
        let hash = hashed("correct horse battery").expect("a hash");
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(matches("correct horse battery", Some(&hash)));
        for wrong in ["", "correct horse battery ", "Correct horse battery"] {
            assert!(!matches(wrong, Some(&hash)), "{wrong:?}");
        }
        assert!(!matches("correct horse battery", None));
        assert_ne!(hash, hashed("correct horse battery").expect("a hash"), "salted");
    }
}
