//! A desk as one runs it: `helplet serve` as a process of its own, on either database.

use crate::browser::start;
use crate::{Built, Error};
use helplet_testing::postgres::Server;
use serde_json::Value;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

/// Which database a desk keeps its tickets in.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Everything that outlives a desk's process: its database and its folder of files, both removed when dropped.
pub struct Place {
    program: PathBuf,
    content: PathBuf,
    /// Options of `helplet serve` besides those for the database and the files.
    options: Vec<String>,
    folder: TempDir,
    /// On a server of its own, where it isn't a file.
    database: Option<String>,
    _server: Option<Server>,
}

impl Place {
    /// An empty database and an empty folder for files.
    pub fn new(built: &Built, kind: Kind, options: &[&str]) -> Result<Self, Error> {
        // As it comes: every commit waits for the disk.
        let server = (kind == Kind::Postgres).then(|| Server::start(&[])).transpose()?;
        let database = server.as_ref().map(|server| server.new_database("desk")).transpose()?;
        Ok(Self {
            program: built.program.clone(),
            content: built.content.clone(),
            options: options.iter().map(|&option| option.to_owned()).collect(),
            folder: tempfile::Builder::new().prefix("helplet-bench-").tempdir()?,
            database,
            _server: server,
        })
    }

    /// All tickets of an SQLite file, as `helplet export` tells them: what is on the disk.
    pub async fn export(&self) -> Result<Vec<Value>, Error> {
        let mut export = Command::new(&self.program);
        export.arg("export").arg("--data").arg(self.data()).arg("--files").arg(self.files());
        let out = export.stderr(Stdio::inherit()).output().await?;
        if !out.status.success() {
            return Err(format!("the tickets can't be exported: {}", out.status).into());
        }
        Ok(serde_json::Deserializer::from_slice(&out.stdout).into_iter().collect::<Result<_, _>>()?)
    }

    /// Makes an account in the console.
    pub async fn add_agent(&self, name: &str, password: &str) -> Result<(), Error> {
        let mut add = Command::new(&self.program);
        add.args(["agent", "add", name]).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut process = self.at_data(&mut add).spawn()?;
        let mut asked = process.stdin.take().ok_or("no standard input")?;
        asked.write_all([password, "\n"].concat().as_bytes()).await?;
        drop(asked);
        let ended = process.wait().await?;
        if ended.success() { Ok(()) } else { Err(format!("no account can be made: {ended}").into()) }
    }

    /// The bytes of a file, from the folder the desk keeps them in; `None` where it isn't there.
    pub fn file(&self, sha256: &str) -> Option<Vec<u8>> {
        std::fs::read(self.files().join(sha256.get(..2)?).join(sha256)).ok()
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("helplet.db")
    }

    fn files(&self) -> PathBuf {
        self.folder.path().join("files")
    }

    /// Names the database to a command.
    fn at_data<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        match &self.database {
            Some(database) => command.arg("--data").arg(database),
            None => command.arg("--data").arg(self.data()),
        }
    }

    /// Starts a desk here, on a free port.
    pub async fn open(&self) -> Result<Desk, Error> {
        let mut serve = Command::new(&self.program);
        serve.args(["serve", "--quiet", "--listen", "127.0.0.1:0"]).args(&self.options);
        serve.arg("--content").arg(&self.content).arg("--files").arg(self.files());
        self.at_data(&mut serve);
        let (process, line) = start(serve, "ready at ", "./x builds it").await?;
        let address = line.split("http://").nth(1).unwrap_or_default().trim_end_matches('/').parse()?;
        Ok(Desk { process, address })
    }
}

/// A running desk. Killed when dropped.
pub struct Desk {
    process: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Desk {
    /// Ends it with SIGKILL, as the kernel does where memory runs out; returns when it is gone.
    pub async fn kill(&mut self) -> Result<(), Error> {
        Ok(self.process.kill().await?)
    }

    /// Bytes of its memory that are in use: the resident set.
    pub fn resident(&self) -> Result<usize, Error> {
        self.status("VmRSS:")
    }

    /// The most that has been.
    pub fn most_resident(&self) -> Result<usize, Error> {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> Result<usize, Error> {
        let id = self.process.id().ok_or("the desk has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let value = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("the system tells no memory")?;
        let kibibytes: usize = value.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kibibytes << 10)
    }
}
