//! `helplet serve`, as an operator runs it.

use super::POLICY;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A server with a database of its own; stopped when dropped.
pub struct Desk {
    site: PathBuf,
    /// The database: a file, or the URL of one on PostgreSQL.
    pub data: String,
    content: PathBuf,
    settings: Vec<String>,
    process: Option<Child>,
    /// `127.0.0.1:port`.
    pub address: String,
}

impl Desk {
    /// Serves a site from a free port, with further settings of `helplet serve`.
    pub fn start(site: &Path, data: String, content: &Path, settings: Vec<String>) -> Self {
        let (site, content) = (site.into(), content.into());
        let mut desk = Self { site, data, content, settings, process: None, address: "127.0.0.1:0".into() };
        desk.start_again();
        desk.holds_the_policy();
        desk
    }

    /// The same desk for somebody who neither started it nor stops it.
    pub fn shared(&self) -> Self {
        let (site, data, content) = (self.site.clone(), self.data.clone(), self.content.clone());
        Self { site, data, content, settings: self.settings.clone(), process: None, address: self.address.clone() }
    }

    /// A further process of the same desk, on a port of its own.
    pub fn another(&self) -> Self {
        let mut desk = self.shared();
        desk.address = "127.0.0.1:0".into();
        desk.start_again();
        desk
    }

    /// Starts a stopped server again, with the same address and database.
    pub fn start_again(&mut self) {
        let mut process = Command::new(program())
            .args(["serve", "--quiet", "--listen", &self.address])
            .args(&self.settings)
            .arg("--content")
            .arg(&self.content)
            .arg("--site")
            .arg(&self.site)
            .arg("--data")
            .arg(&self.data)
            .stdout(Stdio::piped())
            .spawn()
            .expect("helplet starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        self.process = Some(process);
        let address = line.trim().strip_prefix("Helplet is ready at http://").and_then(|rest| rest.strip_suffix('/'));
        self.address = address.unwrap_or_else(|| panic!("helplet serve is not ready: {line:?}")).into();
    }

    /// Makes an agent's account.
    pub fn add_agent(&self, name: &str, shown_as: &str, password: &str) {
        let mut process = Command::new(program())
            .args(["agent", "add", name, "--shown-as", shown_as, "--data"])
            .arg(&self.data)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("helplet starts");
        process.stdin.take().expect("piped").write_all(password.as_bytes()).expect("written");
        assert!(process.wait().expect("ends").success(), "helplet agent add");
    }

    /// Kills the server, as a crash would.
    pub fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            _ = process.kill();
            _ = process.wait();
        }
    }

    fn holds_the_policy(&self) {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        write!(stream, "GET /helplet.js HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address)
            .expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8_lossy(&answer);
        let policy = answer.lines().find_map(|line| line.strip_prefix("content-security-policy: "));
        assert_eq!(policy, Some(POLICY), "the strict policy must be in force in every test");
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The built program, beside the folder this test was built into.
pub fn program() -> PathBuf {
    let test = std::env::current_exe().expect("a path");
    let program = test.ancestors().nth(2).expect("a folder").join("helplet");
    assert!(program.is_file(), "{} is not there: run ./x test, or cargo build --package helplet", program.display());
    program
}
