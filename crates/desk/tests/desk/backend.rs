//! The databases under test.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A new empty database, as [`helplet_desk::Config`] takes it: on SQLite a file in this folder.
pub async fn new_database(folder: &Path) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    if !crate::POSTGRES {
        return folder.join("helplet.db").display().to_string();
    }
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    execute(&postgres("tester", "postgres"), format!("CREATE DATABASE {name}")).await;
    postgres("tester", &name)
}

/// The URL of a database on the server, which starts when it is first asked for. The user `tester`
/// may do everything; `locked` has no password, and needs one.
pub fn postgres(user: &str, name: &str) -> String {
    static SERVER: LazyLock<Server> = LazyLock::new(Server::start);
    let folder = SERVER.folder.display().to_string().replace('/', "%2F");
    format!("postgres://{user}@localhost/{name}?host={folder}")
}

/// Runs a statement on a database.
pub async fn execute(url: &str, statement: String) {
    let pool = connect(url).await;
    sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&pool).await.expect("done");
    pool.close().await;
}

/// A way into a database, as any other program has it.
pub async fn connect(database: &str) -> sqlx::AnyPool {
    sqlx::any::install_default_drivers();
    let url = if database.contains("://") { database.to_owned() } else { format!("sqlite://{database}") };
    sqlx::AnyPool::connect(&url).await.expect("a database")
}

/// A PostgreSQL server of this test binary, in a new folder that also holds its socket.
struct Server {
    folder: PathBuf,
    /// Waits until this process ends in whatever way, which closes its standard input; then stops
    /// the server and removes the folder.
    _keeper: Child,
}

/// What the keeper runs: `$1` is the folder of PostgreSQL's programs, `$2` where to make ours.
/// Durability is not what these tests are about, so nothing waits for a disk.
const KEEPER: &str = r#"
    set -eu
    folder=$(mktemp -d "$2/helplet-postgres-XXXXXX")
    trap 'rm -rf "$folder"' EXIT
    cd "$folder"
    "$1/initdb" --no-sync --username=tester --auth=trust --encoding=UTF8 --locale=C --pgdata=data >log 2>&1 || { cat log; exit 1; }
    printf 'local all locked scram-sha-256\nlocal all all trust\n' >data/pg_hba.conf
    "$1/postgres" -D data -k "$folder" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
        -c full_page_writes=off -c max_connections=300 -c shared_buffers=16MB >log 2>&1 &
    server=$!
    trap 'kill -QUIT $server 2>/dev/null; wait $server || true; rm -rf "$folder"' EXIT
    until "$1/psql" -q -h "$folder" -U tester -c 'CREATE ROLE locked LOGIN' postgres >/dev/null 2>&1; do
        kill -0 $server 2>/dev/null || { cat log; exit 1; }
        sleep 0.05
    done
    echo "$folder"
    cat >/dev/null
"#;

impl Server {
    fn start() -> Self {
        // PostgreSQL refuses to run as root.
        let owner = Command::new("id").arg("-u").output().expect("id runs").stdout;
        let mut command = Command::new(if owner == b"0\n" { "runuser" } else { "sh" });
        if owner == b"0\n" {
            command.args(["-u", "nobody", "--", "sh"]);
        }
        let command = command.args(["-c", KEEPER, "keeper"]).arg(programs()).arg(std::env::temp_dir());
        // A process group of its own: Ctrl-C ends the tests, and their end ends the server.
        let command = std::os::unix::process::CommandExt::process_group(command, 0);
        let mut keeper = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a shell runs");
        let mut said = String::new();
        BufReader::new(keeper.stdout.take().expect("piped")).read_line(&mut said).expect("a line");
        let folder = PathBuf::from(said.trim());
        assert!(folder.is_dir(), "PostgreSQL does not start: {said}");
        Self { folder, _keeper: keeper }
    }
}

/// The folder of `initdb`: on the search path, or where Debian puts it.
fn programs() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.extend(std::env::split_paths(&path));
    folders
        .into_iter()
        .find(|folder| ["initdb", "postgres", "psql"].iter().all(|name| folder.join(name).is_file()))
        .expect("PostgreSQL is needed: apt-get install postgresql")
}
