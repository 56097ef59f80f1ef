//! The commands beside a running desk, as an operator runs them.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

const TICKET: &str = r#"{"type":"other","description":"打印出来是空白页","contact":{"email":"someone@example.com"}}"#;

fn helplet(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_helplet"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What a command says when it ends as it should.
fn said(arguments: &[&str]) -> String {
    let output = helplet(arguments).output().expect("runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn refused(arguments: &[&str]) -> (Output, String) {
    let output = helplet(arguments).output().expect("runs");
    assert!(!output.status.success(), "{arguments:?}");
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    (output, message)
}

/// A new empty folder.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A desk with the settings of a file, and its address.
fn serve(folder: &Path) -> (Child, String) {
    let config = folder.join("helplet.toml");
    let content = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content");
    let data = folder.join("helplet.db");
    let settings =
        format!("listen = \"127.0.0.1:0\"\nlog-format = \"json\"\ndata = {:?}\ncontent = {content:?}\n", text(&data));
    fs::write(&config, settings).expect("written");
    let mut desk = helplet(&["serve", "--config", text(&config)]).spawn().expect("starts");
    let mut line = String::new();
    BufReader::new(desk.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
    let address = line.trim().strip_prefix("Helplet is ready at http://").expect("ready");
    (desk, address.trim_end_matches('/').to_owned())
}

fn send(address: &str) {
    let mut stream = TcpStream::connect(address).expect("a connection");
    write!(
        stream,
        "POST /v1/tickets HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nidempotency-key: key-00000001\r\n\
         authorization: Bearer hv1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{TICKET}",
        TICKET.len()
    )
    .expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
}

#[test]
fn a_running_desk_is_copied_exported_and_made_to_forget() {
    let folder = folder("kept");
    let (mut desk, address) = serve(&folder);
    send(&address);
    let (data, out) = (folder.join("helplet.db"), folder.join("copy"));
    let at = ["--data", text(&data)];

    assert!(said(&["backup", at[0], at[1], "--out", text(&out)]).contains("the database, 0 files"));
    let exported = said(&["export", at[0], at[1]]);
    let ticket: serde_json::Value = serde_json::from_str(&exported).expect("one line of JSON");
    assert_eq!(ticket["messages"][0]["body"], "打印出来是空白页");

    let forget = ["forget", at[0], at[1], "--email", "someone@example.com"];
    let (shown, message) = refused(&forget);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.contains("1 tickets, 0 files") && message.contains("add --yes"), "{shown} {message}");
    assert!(said(&[&forget[..], &["--yes"]].concat()).contains("deleted"));
    assert_eq!(said(&["export", at[0], at[1]]), "");
    assert!(refused(&forget).1.contains("nothing is kept of this person"));
    let copy = out.join("helplet.db");
    assert_eq!(said(&["export", "--data", text(&copy)]), exported, "the copy is as it was");
    assert_eq!(said(&["sweep", "--data", text(&copy), "--keep-closed", "180d"]), "0 tickets deleted\n");

    Command::new("kill").arg(desk.id().to_string()).status().expect("kill runs");
    let mut log = String::new();
    desk.stderr.take().expect("piped").read_to_string(&mut log).expect("UTF-8");
    assert!(desk.wait().expect("ends").success(), "{log}");
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).expect("a JSON object a line")).collect();
    let request = lines.iter().find(|line| line["message"] == "POST /v1/tickets").expect("the request");
    assert!(request["status"] == 201 && request["span"]["id"].as_str().is_some_and(|id| id.len() == 16), "{request}");
    assert!(!log.contains("someone@") && !log.contains("空白页") && !log.contains("hv1_"), "{log}");
}

#[test]
fn a_database_that_is_not_there_is_not_made() {
    let data = folder("kept-none").join("none.db");
    for command in [&["export"][..], &["gaps"], &["sweep", "--keep-closed", "1d"], &["forget", "--number", "1"]] {
        let message = refused(&[command, &["--data", text(&data)]].concat()).1;
        assert!(message.contains("is not there: name the one that the desk uses"), "{message}");
    }
    assert!(!data.exists());
}
