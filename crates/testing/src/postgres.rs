//! A PostgreSQL server of our own.

use std::io::{BufRead, BufReader, Error, Result};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// Settings with which nothing waits for a disk, where durability is not the question.
pub const FAST: &[&str] =
    &["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300", "shared_buffers=16MB"];

/// A server in a new folder that also holds its socket. The user `tester` may do everything; `locked` has no
/// password, and needs one.
pub struct Server {
    folder: String,
    programs: PathBuf,
    /// Waits until its standard input is closed, in whatever way this process ends; then stops the server and
    /// removes the folder.
    keeper: Child,
}

/// What the keeper runs: `$1` is the folder of PostgreSQL's programs, `$2` where to make ours; the rest are settings.
const KEEPER: &str = r#"
    set -eu
    programs=$1
    folder=$(mktemp -d "$2/helplet-postgres-XXXXXX")
    shift 2
    trap 'rm -rf "$folder"' EXIT
    cd "$folder"
    "$programs/initdb" --no-sync --username=tester --auth=trust --encoding=UTF8 --locale=C --pgdata=data >log 2>&1 || { cat log; exit 1; }
    printf 'local all locked scram-sha-256\nlocal all all trust\n' >data/pg_hba.conf
    "$programs/postgres" -D data -k "$folder" -c listen_addresses= "$@" >log 2>&1 &
    server=$!
    trap 'kill -QUIT $server 2>/dev/null; wait $server || true; rm -rf "$folder"' EXIT
    until "$programs/psql" -q -h "$folder" -U tester -c 'CREATE ROLE locked LOGIN' postgres >/dev/null 2>&1; do
        kill -0 $server 2>/dev/null || { cat log; exit 1; }
        sleep 0.05
    done
    echo "$folder"
    cat >/dev/null
"#;

impl Server {
    /// Starts a server with further settings, such as [`FAST`]; without any it is as it comes, and every commit waits
    /// for the disk. Returns when it answers.
    ///
    /// # Errors
    /// Where PostgreSQL isn't installed or doesn't start.
    pub fn start(settings: &[&str]) -> Result<Self> {
        let programs = programs()?;
        let owner = Command::new("id").arg("-u").output()?.stdout;
        // PostgreSQL refuses to run as root.
        let mut command = if owner == b"0\n" {
            let mut command = Command::new("runuser");
            command.args(["-u", "nobody", "--", "sh"]);
            command
        } else {
            Command::new("sh")
        };
        command.args(["-c", KEEPER, "keeper"]).arg(&programs).arg(std::env::temp_dir());
        command.args(settings.iter().flat_map(|setting| ["-c", setting]));
        // A process group of its own: Ctrl-C ends this program, and its end ends the server.
        let mut keeper = command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut said = String::new();
        let heard = keeper.stdout.take().map(|out| BufReader::new(out).read_line(&mut said));
        heard.transpose()?;
        let folder = said.trim().to_owned();
        if !PathBuf::from(&folder).is_dir() {
            return Err(Error::other(format!("PostgreSQL does not start: {said}")));
        }
        Ok(Self { folder, programs, keeper })
    }

    /// The URL of a database for a user, as `helplet serve --data` takes it.
    pub fn url(&self, user: &str, database: &str) -> String {
        format!("postgres://{user}@localhost/{database}?host={}", self.folder.replace('/', "%2F"))
    }

    /// Makes an empty database; its URL for the user who may do everything.
    ///
    /// # Errors
    /// Where there is one of this name.
    pub fn new_database(&self, name: &str) -> Result<String> {
        let mut psql = Command::new(self.programs.join("psql"));
        let psql = psql.args(["-q", "-h", &self.folder, "-U", "tester", "-c", &format!("CREATE DATABASE {name}")]);
        let done = psql.arg("postgres").output()?;
        if !done.status.success() {
            return Err(Error::other(String::from_utf8_lossy(&done.stderr).into_owned()));
        }
        Ok(self.url("tester", name))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // The folder is gone when the keeper is; one that failed has nothing left to do.
        let _ = self.keeper.wait();
    }
}

/// The folder of `initdb`: where Debian puts it, or on the search path.
fn programs() -> Result<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions.map(|version| version.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    debian
        .chain(std::env::split_paths(&path))
        .find(|folder| ["initdb", "postgres", "psql"].iter().all(|name| folder.join(name).is_file()))
        .ok_or_else(|| Error::other("PostgreSQL is needed: apt-get install postgresql"))
}
