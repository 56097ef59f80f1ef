//! Several desks behind HAProxy and behind nginx, each with what docs/SCALE.md says to put into its settings.

use crate::desk::{add_lin, ready, serve};
use crate::people::{People, new_key};
use crate::process::{Process, ROOT, free_port, run, tool, until};
use helplet_testing::postgres::{FAST, Server};
use rcgen::generate_simple_self_signed;
use reqwest::blocking::Client;
use reqwest::redirect::Policy;
use reqwest::{Certificate, StatusCode};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The processes of the settings in docs/SCALE.md.
const DESKS: [&str; 3] = ["10.0.0.11:8787", "10.0.0.12:8787", "10.0.0.13:8787"];

/// Longer than a load balancer needs to notice anything.
const PATIENCE: Duration = Duration::from_secs(60);

/// Soon enough for somebody who waits, and before the desk's next sign of life, with which what is held back could come.
const AT_ONCE: Duration = Duration::from_secs(10);

/// The settings for a program that docs/SCALE.md has.
fn settings(language: &str) -> String {
    let page = fs::read_to_string(Path::new(ROOT).join("docs/SCALE.md")).expect("docs/SCALE.md");
    let begins = format!("```{language}\n");
    let (_, rest) = page.split_once(&begins).unwrap_or_else(|| panic!("docs/SCALE.md has no settings of {language}"));
    rest.split("```").next().expect("an end").to_owned()
}

/// The text with each of these found and replaced.
fn with(text: String, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "docs/SCALE.md has no {from:?} any more: {text}");
        text.replace(from, to)
    })
}

/// Three processes of a desk, and a load balancer that speaks TLS.
struct Behind {
    people: People,
    desks: Vec<Process>,
    folder: TempDir,
    port: u16,
    addresses: Vec<String>,
    balancer: Option<Process>,
    _database: Server,
}

impl Behind {
    /// The desks, and the certificate in `both.pem`, `cert.pem` and `key.pem`.
    fn desks() -> Self {
        let database = Server::start(FAST).expect("PostgreSQL starts");
        let folder = tempfile::tempdir().expect("a folder");
        let url = database.new_database("desk").expect("a database");
        let (mut desks, mut addresses) = (Vec::new(), Vec::new());
        for _ in DESKS {
            let mut command = serve(OsStr::new(&url));
            command.arg("--files").arg(folder.path().join("files"));
            command.args(["--trusted-proxy", "127.0.0.1", "--leave-after", "10s"]);
            let (desk, address) = ready(&mut command);
            desks.push(desk);
            addresses.push(address.trim_start_matches("http://").to_owned());
        }
        add_lin(OsStr::new(&url));
        let own = generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a certificate");
        let (certificate, key) = (own.cert.pem(), own.signing_key.serialize_pem());
        for (name, text) in
            [("both.pem", format!("{certificate}{key}")), ("cert.pem", certificate.clone()), ("key.pem", key)]
        {
            fs::write(folder.path().join(name), text).expect("written");
        }
        let trusted = Certificate::from_pem(certificate.as_bytes()).expect("a certificate");
        let client = Client::builder().redirect(Policy::none()).tls_certs_only([trusted]);
        let client = client.timeout(Duration::from_secs(20)).build().expect("a client");
        let port = free_port();
        let people = People { client, address: format!("https://127.0.0.1:{port}") };
        Self { people, desks, folder, port, addresses, balancer: None, _database: database }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// What every settings of docs/SCALE.md need: the addresses of the desks.
    fn addresses(&self) -> Vec<(&'static str, &str)> {
        DESKS.into_iter().zip(self.addresses.iter().map(String::as_str)).collect()
    }

    fn haproxy() -> Self {
        let mut behind = Self::desks();
        let bind = format!("bind 127.0.0.1:{} ssl crt {} alpn", behind.port, behind.path("both.pem"));
        let own = [("bind :443 ssl crt /etc/haproxy/desk.pem alpn", bind.as_str())];
        let text = with(settings("haproxy"), &[&behind.addresses()[..], &own].concat());
        let file = behind.path("haproxy.cfg");
        fs::write(&file, text).expect("written");
        // With -dW a warning is a fault.
        run(Command::new(tool("haproxy")).args(["-dW", "-c", "-f", &file]));
        behind.start(Command::new(tool("haproxy")).args(["-db", "-f", &file]));
        behind
    }

    fn nginx() -> Self {
        let mut behind = Self::desks();
        let listen = format!("listen 127.0.0.1:{} ssl;", behind.port);
        let own = [("listen 443 ssl;", listen.as_str())];
        let text = with(settings("nginx"), &[&behind.addresses()[..], &own].concat());
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary = temporary.map(|what| format!("{what}_temp_path {};\n", behind.path(what))).concat();
        let (certificate, key, pid) = (behind.path("cert.pem"), behind.path("key.pem"), behind.path("nginx.pid"));
        let whole = format!(
            "user root;\npid {pid};\ndaemon off;\nmaster_process off;\nevents {{ worker_connections 256; }}\nhttp {{\naccess_log off;\n\
             {temporary}ssl_certificate {certificate};\nssl_certificate_key {key};\n{text}}}\n"
        );
        let file = behind.path("nginx.conf");
        fs::write(&file, whole).expect("written");
        run(Command::new(tool("nginx")).args(["-t", "-q", "-c", &file]));
        behind.start(Command::new(tool("nginx")).args(["-c", &file]));
        behind
    }

    fn start(&mut self, command: &mut Command) {
        self.balancer = Some(Process::start(command.stdout(Stdio::null()).stderr(Stdio::null())));
        until("the load balancer passes requests on", PATIENCE, || {
            let answer = self.people.client.get(format!("{}/readyz", self.people.address)).send();
            answer.ok().filter(|answer| answer.status() == StatusCode::OK).map(drop)
        });
    }

    /// A ticket with a large file, both sides' messages, and a stream that holds nothing back.
    fn a_conversation_passes(&self) -> String {
        let people = &self.people;
        // Of digits, so that it is a text; and no part of it is like another.
        let file: String = (0..).map(|number: u32| format!("{number:07}\n")).take((5 << 20) / 8).collect();
        assert_eq!(file.len(), 5 << 20);
        let number = people.open("It crashes", &[("large.txt", "text/plain", file.as_bytes())]);
        let ticket = people.ticket(&number);
        let sha256 = ticket["messages"][0]["attachments"][0]["sha256"].as_str().expect("a hash").to_owned();
        assert!(people.file(&sha256) == file.as_bytes(), "the file comes back as it went");
        let stream = people.listen(None).expect("a stream");
        for body in ["First", "Second"] {
            let begun = Instant::now();
            people.write(&number, body);
            let (_, event) = stream.next("message.created", AT_ONCE).expect("news at once");
            assert!(event["data"]["author"] == "visitor" && begun.elapsed() < AT_ONCE, "{event}");
        }
        // Signing in compares the origin with the host that the load balancer passes on.
        people.answer(&number, "Please try again.", "waiting");
        let (_, event) = stream.next("message.created", AT_ONCE).expect("news at once");
        assert_eq!(event["data"]["author"], "agent", "{event}");
        number
    }

    /// One desk is killed: whoever sends again what was not answered, and listens again, misses nothing.
    fn a_killed_desk_takes_nothing_along(&mut self, number: &str) {
        let people = &self.people;
        let mut stream = people.listen(None).expect("a stream");
        let mut last = None;
        let mut written = Vec::new();
        let mut told = 0;
        for at in 0..12 {
            if at == 3 {
                self.desks[0].kill();
            }
            let (key, body) = (new_key(), format!("message {at}"));
            until("the message is taken", PATIENCE, || {
                let answer = people.try_to_write(number, &key, &body).ok()?;
                (answer.status() == StatusCode::CREATED).then_some(())
            });
            written.push(body);
            while told < written.len() {
                match stream.next("message.created", AT_ONCE) {
                    Some((id, _)) => (last, told) = (Some(id), told + 1),
                    // It went through the desk that was killed.
                    None => stream = until("a stream", PATIENCE, || people.listen(last.as_deref())),
                }
            }
        }
        let messages = people.messages(number);
        let texts: Vec<&String> = messages.iter().filter(|text| text.starts_with("message ")).collect();
        assert_eq!(texts, written.iter().collect::<Vec<_>>());
    }

    /// One desk is told to stop: no request is lost, though nothing is sent twice.
    fn a_desk_that_leaves_is_not_noticed(&mut self, number: &str) {
        let mut leaving = self.desks.pop().expect("a desk");
        run(Command::new("kill").arg(leaving.0.id().to_string()));
        let mut sent = 0;
        until("the desk has ended", PATIENCE, || {
            self.people.write(number, &format!("to one that leaves {sent}"));
            sent += 1;
            leaving.0.try_wait().expect("a process")
        });
        let messages = self.people.messages(number);
        assert_eq!(messages.iter().filter(|text| text.starts_with("to one that leaves")).count(), sent);
    }
}

#[test]
fn desks_behind_haproxy_are_one() {
    let mut behind = Behind::haproxy();
    let number = behind.a_conversation_passes();
    behind.a_desk_that_leaves_is_not_noticed(&number);
    behind.a_killed_desk_takes_nothing_along(&number);
}

#[test]
fn desks_behind_nginx_are_one() {
    let mut behind = Behind::nginx();
    let number = behind.a_conversation_passes();
    behind.a_killed_desk_takes_nothing_along(&number);
}
