//! The desk as a process.

use crate::people::{PASSWORD, People};
use crate::process::{Process, ROOT};
use reqwest::blocking::Client;
use reqwest::redirect::Policy;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::ops::Deref;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A desk, and the people at it.
pub struct Desk {
    folder: TempDir,
    options: Vec<String>,
    people: People,
    running: Option<Process>,
}

impl Deref for Desk {
    type Target = People;

    fn deref(&self) -> &People {
        &self.people
    }
}

impl Desk {
    /// A desk with these options besides those of every test, and the agent Lin.
    pub fn start(mut options: Vec<String>) -> Self {
        options.extend(["--bridge-poll", "1s"].map(str::to_owned));
        let client = Client::builder().redirect(Policy::none()).build().expect("a client");
        let people = People { client, address: String::new() };
        let mut desk = Self { folder: tempfile::tempdir().expect("a folder"), options, people, running: None };
        desk.go_on();
        add_lin(desk.folder.path().join("helplet.db").as_os_str());
        desk
    }

    fn command(options: &[String], folder: &Path) -> Command {
        let mut command = serve(folder.join("helplet.db").as_os_str());
        command.args(["--public-url", "https://help.example.com"]).args(options);
        command
    }

    /// What the desk says of options with which it does not start.
    pub fn refusal(options: &[String]) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let output = Self::command(options, folder.path()).output().expect("starts");
        assert!(!output.status.success());
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    /// Starts it again after [`Desk::kill`].
    pub fn go_on(&mut self) {
        let (process, address) = ready(&mut Self::command(&self.options, self.folder.path()));
        self.people.address = address;
        self.running = Some(process);
    }

    /// Kills it as it stands.
    pub fn kill(&mut self) {
        self.running = None;
    }
}

/// `helplet serve` on a free port at this database, without limits, as all people of a test have one address.
pub fn serve(data: &OsStr) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_helplet"));
    command.args(["serve", "--quiet", "--listen", "127.0.0.1:0"]);
    command.args(["--requests-per-minute", "0", "--uploads-per-minute", "0", "--visitor-requests-per-minute", "0"]);
    command.arg("--content").arg(Path::new(ROOT).join("content")).arg("--data").arg(data);
    command
}

/// Starts a desk; gives its address once it is ready.
pub fn ready(command: &mut Command) -> (Process, String) {
    let mut process = Process::start(command.stdout(Stdio::piped()));
    let mut line = String::new();
    let mut said = BufReader::new(process.0.stdout.take().expect("piped"));
    said.read_line(&mut line).expect("a line");
    let address = line.trim().strip_prefix("Helplet is ready at ").map(|address| address.trim_end_matches('/'));
    let address = address.unwrap_or_else(|| panic!("the desk does not start: {line}")).to_owned();
    std::thread::spawn(move || said.read_to_end(&mut Vec::new()));
    (process, address)
}

/// Makes the account of the agent Lin.
pub fn add_lin(data: &OsStr) {
    let mut agent = Command::new(env!("CARGO_BIN_EXE_helplet"))
        .args(["agent", "add", "lin", "--shown-as", "Lin from support", "--data"])
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("starts");
    writeln!(agent.stdin.take().expect("piped"), "{PASSWORD}").expect("written");
    assert!(agent.wait().expect("ends").success());
}
