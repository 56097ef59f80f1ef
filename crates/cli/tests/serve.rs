//! `helplet serve` as an operator runs it: a real process, its exit code, what it says.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

const TICKET: &str = r#"{"type":"other","description":"打印出来是空白页","contact":{"email":"someone@example.com"}}"#;

struct Server {
    process: Child,
    address: String,
}

fn helplet(options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_helplet"));
    command.arg("serve").args(options).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.args(["--content", concat!(env!("CARGO_MANIFEST_DIR"), "/../../content")]);
    command
}

/// A new empty folder.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

impl Server {
    fn start(options: &[&str]) -> Self {
        let mut process = helplet(options).args(["--listen", "127.0.0.1:0"]).spawn().expect("starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("Helplet is ready at http://").and_then(|rest| rest.strip_suffix('/'));
        let Some(address) = address.map(str::to_owned) else {
            let output = process.wait_with_output().expect("ends");
            panic!("{line:?} {}", String::from_utf8_lossy(&output.stderr));
        };
        Self { process, address }
    }

    fn send(&self, ticket: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        write!(
            stream,
            "POST /v1/tickets HTTP/1.1\r\nhost: {}\r\nconnection: close\r\nidempotency-key: key-00000001\r\n\
             authorization: Bearer hv1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{ticket}",
            self.address,
            ticket.len()
        )
        .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    fn signal(&self, name: &str) {
        let status = Command::new("kill").args([name, &self.process.id().to_string()]).status();
        assert!(status.expect("kill runs").success());
    }
}

fn body(answer: &str) -> &str {
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

#[test]
fn a_ticket_survives_kill_9_and_its_repetition_gets_the_same_answer() {
    let data = folder("kill-9").join("helplet.db");
    let data = data.to_str().expect("UTF-8");
    let mut server = Server::start(&["--data", data]);
    let first = server.send(TICKET);
    server.signal("-KILL");
    server.process.wait().expect("ends");

    let mut server = Server::start(&["--data", data]);
    assert_eq!(body(&server.send(TICKET)), body(&first));
    server.signal("-KILL");
    server.process.wait().expect("ends");
}

#[test]
fn ctrl_c_and_sigterm_end_it_cleanly_and_its_log_tells_no_contents() {
    for (name, signal) in [("interrupt", "-INT"), ("terminate", "-TERM")] {
        let data = folder(name).join("helplet.db");
        let server = Server::start(&["--data", data.to_str().expect("UTF-8")]);
        server.send(TICKET);
        server.signal(signal);
        let output = server.process.wait_with_output().expect("ends");
        assert_eq!(output.status.code(), Some(0), "{signal}");
        let log = String::from_utf8_lossy(&output.stderr);
        assert!(log.contains("POST /v1/tickets status=201 "), "{log}");
        assert!(
            !log.contains("空白页") && !log.contains("someone@") && !log.contains("key-0") && !log.contains("hv1_"),
            "{log}"
        );
        // Everything is in the one file again.
        assert!(!data.with_extension("db-wal").exists());
    }
}

#[test]
fn what_stops_the_start_is_said_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let taken = taken.local_addr().expect("an address").to_string();
    let folder = folder("refused");
    let data = folder.join("helplet.db");
    let data = data.to_str().expect("UTF-8");
    let folder = folder.to_str().expect("UTF-8");
    let none = format!("{folder}/none");
    let short = format!("{folder}/short.key");
    fs::write(&short, "too short").expect("written");
    let key = |options: [&'static str; 2]| -> Vec<String> {
        let all = ["--data", data, "--listen", "127.0.0.1:0", "--identity-audience", "a", "--identity-key", &short];
        all.iter().chain(&options).map(|&option| option.to_owned()).collect()
    };
    let (secret, public) = (key(["--identity-algorithm", "HS256"]), key(["--identity-algorithm", "EdDSA"]));
    let secret: Vec<&str> = secret.iter().map(String::as_str).collect();
    let public: Vec<&str> = public.iter().map(String::as_str).collect();
    let mail = ["--data", data, "--listen", "127.0.0.1:0", "--public-url", "https://help.example.com"];
    let mail = [&mail[..], &["--smtp", "smtps://mail.example.com", "--mail-from", "help@example.com"]].concat();
    let ca_of_none = [&mail[..], &["--smtp-ca-file", &none]].concat();
    let ca_of_key = [&mail[..], &["--smtp-ca-file", &short]].concat();
    let inbox = ["--data", data, "--listen", "127.0.0.1:0", "--mail-inbox", "imaps://reply@mail.example.com/INBOX"];
    let password_of_none = [&inbox[..], &["--mail-inbox-password-file", &none]].concat();
    let inbox_of_key = [&inbox[..], &["--mail-inbox-password-file", &short, "--mail-inbox-ca-file", &short]].concat();
    let no_type = [&inbox[..], &["--mail-inbox-password-file", &short, "--mail-new-tickets", "nothing"]].concat();
    let cases: [(&[&str], &[&str]); 17] = [
        (&inbox, &["--mail-inbox-password-file", "HELPLET_MAIL_INBOX_PASSWORD"]),
        (&password_of_none, &["none", "--mail-inbox-password-file"]),
        (&inbox_of_key, &["short.key", "BEGIN CERTIFICATE", "--mail-inbox-ca-file"]),
        (&no_type, &["no ticket type \"nothing\"", "--mail-new-tickets"]),
        (&["--data", data, "--mail-inbox", "imap://a@mail.example.com"], &["--mail-inbox", "not encrypted"]),
        (&ca_of_none, &["none", "--smtp-ca-file"]),
        (&ca_of_key, &["short.key", "BEGIN CERTIFICATE", "--smtp-ca-file"]),
        (&secret, &["short.key", "shorter than 32 bytes", "--identity-key"]),
        (&public, &["short.key", "not a public key for EdDSA", "PEM"]),
        (&["--data", data, "--identity-audience", "a"], &["--identity-key"]),
        (&["--data", data, "--listen", &taken], &["is taken by another program", "--listen", "127.0.0.1:0"]),
        (&["--data", folder, "--listen", "127.0.0.1:0"], &["is a folder: name a file in it"]),
        (&["--data", "mysql://a/b", "--listen", "127.0.0.1:0"], &["write postgres://USER:PASSWORD@HOST/NAME"]),
        (&["--data", data, "--listen", "127.0.0.1:0", "--site", &none], &["none", "build the site first"]),
        (&["--data", data, "--listen", "192.0.2.1:0"], &["this machine has no address 192.0.2.1"]),
        (&["--data", data, "--listen", "8787"], &["--listen", "8787"]),
        (&["--data", data, "--allow-origin", "https://a.cn/"], &["--allow-origin", "without a path"]),
    ];
    for (options, words) in cases {
        let output = helplet(options).output().expect("runs");
        assert!(matches!(output.status.code(), Some(1 | 2)), "{options:?}");
        let message = String::from_utf8_lossy(&output.stderr);
        for word in words {
            assert!(message.contains(word), "{word:?} in {message}");
        }
    }
}

#[test]
fn content_that_is_not_there_is_named() {
    let none = folder("no-content").join("none");
    let data = folder("no-content-data").join("helplet.db");
    let output = Command::new(env!("CARGO_BIN_EXE_helplet"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data", data.to_str().expect("UTF-8")])
        .env("HELPLET_CONTENT", &none)
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(message.contains(none.to_str().expect("UTF-8")), "{message}");
    assert!(!data.exists(), "nothing is made when the start fails for another reason");
}

#[test]
fn every_option_has_a_help_text_and_a_variable() {
    let output = helplet(&["--help"]).output().expect("runs");
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    let options: Vec<&str> = help.split("\n      --").skip(1).collect();
    assert!(options.len() >= 10, "{help}");
    for option in options {
        let name = option.split_whitespace().next().expect("a name");
        // A value that may be secret is left out.
        let variable = format!("[env: HELPLET_{}", name.to_uppercase().replace('-', "_"));
        let told = ["=", "]"].iter().any(|end| option.contains(&format!("{variable}{end}")));
        assert!(told, "{variable} in {option}");
    }
}
