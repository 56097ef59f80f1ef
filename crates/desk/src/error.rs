//! Why a desk can't start or had to stop, and what to do about it.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a desk can't start or had to stop.
#[derive(Debug)]
pub enum Error {
    /// The database can't be used.
    Database {
        /// The file.
        path: PathBuf,
        /// Why.
        fault: DatabaseFault,
    },
    /// The site's folder is not there.
    NoSite {
        /// The folder.
        path: PathBuf,
    },
    /// The database lies inside the site's folder, where anyone could download it.
    Exposed {
        /// The database.
        database: PathBuf,
        /// The site's folder.
        site: PathBuf,
    },
    /// The network failed.
    Network(io::Error),
}

/// Why a database can't be used.
#[derive(Debug)]
pub enum DatabaseFault {
    /// The folder it should be in is not there.
    NoFolder,
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
    /// It can't be read or written.
    Unusable(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Database { path, fault } => {
                write!(out, "the database {} {fault}", path.display())
            }
            Self::NoSite { path } => write!(
                out,
                "the site's folder {} is not there: build the site first, or name another folder",
                path.display()
            ),
            Self::Exposed { database, site } => write!(
                out,
                "the database {} lies inside the site's folder {}, where anyone could download it: \
                 keep it outside",
                database.display(),
                site.display()
            ),
            Self::Network(error) => write!(out, "the network failed: {error}"),
        }
    }
}

impl fmt::Display for DatabaseFault {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::NoFolder => out.write_str("can't be made, its folder is not there: make the folder first"),
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
            Self::Network(error) => Some(error),
            _ => None,
        }
    }
}
