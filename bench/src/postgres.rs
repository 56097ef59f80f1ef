//! A PostgreSQL server of our own, set up as it comes: every commit waits for the disk.

use crate::Error;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// A server with one empty database, in a new folder that also holds its socket.
pub struct Server {
    folder: String,
    /// Waits until its standard input is closed, in whatever way this process ends; then stops the server and
    /// removes the folder.
    keeper: Child,
}

/// What the keeper runs: `$1` is the folder of PostgreSQL's programs, `$2` where to make ours.
const KEEPER: &str = r#"
    set -eu
    folder=$(mktemp -d "$2/helplet-postgres-XXXXXX")
    trap 'rm -rf "$folder"' EXIT
    cd "$folder"
    "$1/initdb" --no-sync --username=desk --auth=trust --encoding=UTF8 --locale=C --pgdata=data >log 2>&1 || { cat log; exit 1; }
    "$1/postgres" -D data -k "$folder" -c listen_addresses= >log 2>&1 &
    server=$!
    trap 'kill -QUIT $server 2>/dev/null; wait $server || true; rm -rf "$folder"' EXIT
    until "$1/psql" -q -h "$folder" -U desk -c 'CREATE DATABASE desk' postgres >/dev/null 2>&1; do
        kill -0 $server 2>/dev/null || { cat log; exit 1; }
        sleep 0.05
    done
    echo "$folder"
    cat >/dev/null
"#;

impl Server {
    /// Starts a server; returns when it answers.
    pub fn start() -> Result<Self, Error> {
        let owner = Command::new("id").arg("-u").output()?.stdout;
        // PostgreSQL refuses to run as root.
        let mut command = if owner == b"0\n" {
            let mut command = Command::new("runuser");
            command.args(["-u", "nobody", "--", "sh"]);
            command
        } else {
            Command::new("sh")
        };
        command.args(["-c", KEEPER, "keeper"]).arg(programs()?).arg(std::env::temp_dir());
        // A process group of its own: Ctrl-C ends this program, and its end ends the server.
        let mut keeper = command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut said = String::new();
        BufReader::new(keeper.stdout.take().ok_or("no standard output")?).read_line(&mut said)?;
        let folder = said.trim().to_owned();
        if !PathBuf::from(&folder).is_dir() {
            return Err(format!("PostgreSQL does not start: {said}").into());
        }
        Ok(Self { folder, keeper })
    }

    /// Its database, as `helplet serve --data` takes it.
    pub fn url(&self) -> String {
        format!("postgres://desk@localhost/desk?host={}", self.folder.replace('/', "%2F"))
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
fn programs() -> Result<PathBuf, Error> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions.map(|version| version.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    debian
        .chain(std::env::split_paths(&path))
        .find(|folder| ["initdb", "postgres", "psql"].iter().all(|name| folder.join(name).is_file()))
        .ok_or_else(|| "PostgreSQL is needed: apt-get install postgresql".into())
}
