//! Which database an operator means.

use crate::error::{DatabaseFault, Error};
use std::fmt;
use std::path::{Path, PathBuf};
use url::Url;

/// A database, as an operator names it: a path, `sqlite:PATH`, or `postgres://USER@HOST/NAME`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file.
    Sqlite(PathBuf),
    /// A server's database.
    Postgres(Url),
}

impl Place {
    /// Reads a path or URL.
    ///
    /// # Errors
    /// [`DatabaseFault::BadUrl`] and [`DatabaseFault::UnknownScheme`].
    pub fn read(text: &str) -> Result<Self, DatabaseFault> {
        if let Some(path) = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:")) {
            return Ok(Self::Sqlite(path.into()));
        }
        match text.split_once("://") {
            Some(("postgres" | "postgresql", _)) => {
                Url::parse(text).map(Self::Postgres).map_err(|error| DatabaseFault::BadUrl(error.to_string()))
            }
            Some(_) => Err(DatabaseFault::UnknownScheme),
            None => Ok(Self::Sqlite(text.into())),
        }
    }

    /// Reads a path or URL as an operator has set it.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn of(text: &str) -> Result<Self, Error> {
        Self::read(text).map_err(|fault| {
            // What can't be understood may hold a password: only what stands before it is shown.
            let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
            Error::Database { name: format!("{scheme}://…"), fault }
        })
    }

    /// The folder of an SQLite file.
    pub fn folder(&self) -> Option<&Path> {
        let Self::Sqlite(file) = self else { return None };
        let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty());
        Some(parent.unwrap_or(".".as_ref()))
    }
}

/// The name for messages and logs: a path, or a URL without password and settings.
impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(out, "{}", path.display()),
            Self::Postgres(url) => {
                let user = if url.username().is_empty() { String::new() } else { format!("{}@", url.username()) };
                let port = url.port().map_or(String::new(), |port| format!(":{port}"));
                write!(out, "{}://{user}{}{port}{}", url.scheme(), url.host_str().unwrap_or_default(), url.path())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_urls_are_told_apart() {
        for text in ["helplet.db", "sqlite:helplet.db", "sqlite://helplet.db"] {
            assert_eq!(Place::read(text).ok(), Some(Place::Sqlite("helplet.db".into())), "{text}");
        }
        assert!(matches!(Place::read("postgresql://a/b"), Ok(Place::Postgres(_))));
        assert!(matches!(Place::read("mysql://a/b"), Err(DatabaseFault::UnknownScheme)));
        assert!(matches!(Place::read("postgres://a:b:c/d"), Err(DatabaseFault::BadUrl(_))));
    }

    #[test]
    fn no_password_is_shown() {
        for (text, shown) in [
            ("postgres://me:secret@db.example:5433/help?sslmode=require", "postgres://me@db.example:5433/help"),
            ("postgres:///help?user=me&password=secret", "postgres:///help"),
        ] {
            assert_eq!(Place::read(text).expect("a URL").to_string(), shown);
        }
    }
}
