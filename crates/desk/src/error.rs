//! Why a desk can't start or had to stop, and what to do about it.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a desk can't start or had to stop.
#[derive(Debug)]
pub enum Error {
    /// The database can't be used.
    Database {
        /// The file, or the URL without its password.
        name: String,
        /// Why.
        fault: DatabaseFault,
    },
    /// The place for files can't be used.
    Files {
        /// The folder or URL.
        name: String,
        /// Why, and what to do.
        reason: String,
    },
    /// The site's folder is not there.
    NoSite {
        /// The folder.
        path: PathBuf,
    },
    /// The database or the files lie inside the site's folder, where anyone could download them.
    Exposed {
        /// The file or folder.
        data: PathBuf,
        /// The site's folder.
        site: PathBuf,
    },
    /// A backup can't be made.
    Backup {
        /// Why.
        reason: String,
    },
    /// No requests to a webhook can be made.
    Webhook(reqwest::Error),
    /// Another system that is to have the tickets, too, refuses the settings.
    Bridge {
        /// What kind of system.
        name: &'static str,
        /// Why, and what to do.
        reason: String,
    },
    /// A mail server refuses the settings of the folder that e-mails come to.
    Inbox {
        /// Which.
        name: String,
        /// Why, and what to do.
        reason: String,
    },
    /// The network failed.
    Network(io::Error),
}

/// Why a database can't be used.
#[derive(Debug)]
pub enum DatabaseFault {
    /// The folder it should be in is not there.
    NoFolder,
    /// The file is not there, and none is to be made.
    NoFile,
    /// The path is a folder.
    IsFolder,
    /// The file is something else.
    NotADatabase,
    /// A newer Helplet has changed its schema.
    Newer {
        /// The schema in the file.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// Its schema was made from other statements than this program's.
    Altered {
        /// The step that differs.
        version: i64,
    },
    /// Not a URL of a database.
    BadUrl(String),
    /// A URL of another kind of database.
    UnknownScheme,
    /// No server answers there.
    Unreachable(String),
    /// The server refuses the user or the password.
    Denied,
    /// The server has no such database.
    Missing,
    /// The user may not make tables in it.
    NotAllowed,
    /// The server refuses for another reason.
    Server(String),
    /// It can't be read or written.
    Unusable(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Database { name, fault } => write!(out, "the database {name} {fault}"),
            Self::Files { name, reason } => write!(out, "the place for files {name} {reason}"),
            Self::NoSite { path } => write!(
                out,
                "the site's folder {} is not there: build the site first, or name another folder",
                path.display()
            ),
            Self::Exposed { data, site } => write!(
                out,
                "{} lies inside the site's folder {}, where anyone could download it: keep it outside",
                data.display(),
                site.display()
            ),
            Self::Backup { reason } => write!(out, "the backup is not complete: {reason}"),
            Self::Webhook(error) => write!(
                out,
                "requests to the webhook can't be made ({error}): see that this machine has root certificates"
            ),
            Self::Bridge { name, reason } => write!(out, "the bridge to {name} can't be used: {reason}"),
            Self::Inbox { name, reason } => write!(out, "e-mails can't be read from {name}: {reason}"),
            Self::Network(error) => write!(out, "the network failed: {error}"),
        }
    }
}

impl fmt::Display for DatabaseFault {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::NoFolder => out.write_str("can't be made, its folder is not there: make the folder first"),
            Self::NoFile => out.write_str("is not there: name the one that the desk uses with --data"),
            Self::IsFolder => out.write_str("is a folder: name a file in it"),
            Self::NotADatabase => out.write_str("is not an SQLite database: name another file, or a new one"),
            Self::Newer { found, known } => write!(
                out,
                "was written by a newer Helplet (its schema is {found}, this program knows up to {known}): \
                 update this program, or name another file"
            ),
            Self::Altered { version } => write!(
                out,
                "was made by a different build (step {version} of its schema differs): use the program \
                 that made it, or name another file"
            ),
            Self::BadUrl(error) => {
                write!(
                    out,
                    "is not a database's address ({error}): write postgres://USER:PASSWORD@HOST/NAME, or a path"
                )
            }
            Self::UnknownScheme => {
                out.write_str("is of a kind Helplet doesn't know: write postgres://USER:PASSWORD@HOST/NAME, or a path")
            }
            Self::Unreachable(error) => write!(
                out,
                "can't be reached ({error}): see that PostgreSQL runs there, and that host and port are right"
            ),
            Self::Denied => out.write_str("refuses this user or password: see both in the URL, and pg_hba.conf"),
            Self::Missing => out.write_str("is not there: make it with createdb, or name another"),
            Self::NotAllowed => out.write_str(
                "does not let this user make tables: grant CREATE on its schema public, or make it the owner",
            ),
            Self::Server(error) => write!(out, "refuses ({error}): see the log of PostgreSQL"),
            Self::Unusable(error) => write!(
                out,
                "can't be read and written ({error}): see that the file and its folder may be written by \
                 this user and that the disk is not full"
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database { fault: DatabaseFault::Unusable(error), .. } => Some(error.as_ref()),
            Self::Webhook(error) => Some(error),
            Self::Network(error) => Some(error),
            _ => None,
        }
    }
}
