//! `helplet agent` as an operator runs it, beside a running desk.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

const PASSWORD: &str = "four unrelated words here";

/// A new empty folder.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Runs `helplet agent` with this standard input.
fn agent(data: &Path, arguments: &[&str], input: &str) -> Output {
    let mut process = Command::new(env!("CARGO_BIN_EXE_helplet"))
        .arg("agent")
        .args(arguments)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    // A command that reads nothing may have ended already.
    let _ = process.stdin.take().expect("piped").write_all(input.as_bytes());
    process.wait_with_output().expect("ends")
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn refusal(output: &Output) -> String {
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

struct Server(Child, String);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serve(data: &Path) -> Server {
    let mut process = Command::new(env!("CARGO_BIN_EXE_helplet"))
        .args(["serve", "--quiet", "--listen", "127.0.0.1:0"])
        .args(["--content", concat!(env!("CARGO_MANIFEST_DIR"), "/../../content"), "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut line = String::new();
    BufReader::new(process.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
    let address = line.trim().strip_prefix("Helplet is ready at http://").and_then(|rest| rest.strip_suffix('/'));
    Server(process, address.expect("an address").to_owned())
}

/// The status line of signing in.
fn sign_in(server: &Server, name: &str) -> String {
    let form = format!("name={name}&password={}", PASSWORD.replace(' ', "+"));
    let mut stream = TcpStream::connect(&server.1).expect("a connection");
    write!(
        stream,
        "POST /desk/sign-in HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {1}\r\n\r\n{form}",
        server.1,
        form.len()
    )
    .expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn accounts_are_made_and_disabled_while_the_desk_runs() {
    let data = folder("agents").join("helplet.db");
    let server = serve(&data);
    assert!(said(&agent(&data, &["list"], "")).contains("`helplet agent add NAME` makes one"));
    let added = agent(&data, &["add", "Anna", "--shown-as", "Anna from support"], &format!("{PASSWORD}\r\n"));
    assert!(said(&added).contains("can sign in at /desk/"));
    assert_eq!(said(&agent(&data, &["list"], "")), "anna\tAnna from support\tactive\n");
    assert_eq!(said(&agent(&data, &["team", "Anna", "billing", "vip"], "")), "Anna takes the chats of billing, vip\n");
    assert_eq!(said(&agent(&data, &["list"], "")), "anna\tAnna from support\tactive\tbilling\tvip\n");
    assert_eq!(said(&agent(&data, &["team", "anna"], "")), "anna takes all chats\n");
    assert!(refusal(&agent(&data, &["team", "nobody", "vip"], "")).contains("there is no agent nobody"));
    assert!(refusal(&agent(&data, &["team", "anna", ""], "")).contains("is no name of a team"));
    assert_eq!(sign_in(&server, "anna"), "HTTP/1.1 303 See Other");
    said(&agent(&data, &["disable", "anna"], ""));
    assert_eq!(said(&agent(&data, &["list"], "")), "anna\tAnna from support\tdisabled\n");
    assert_eq!(sign_in(&server, "anna"), "HTTP/1.1 401 Unauthorized");
    said(&agent(&data, &["password", "anna"], PASSWORD));
    assert_eq!(sign_in(&server, "anna"), "HTTP/1.1 303 See Other");
}

#[test]
fn what_cannot_be_done_is_refused_with_what_to_do() {
    let folder = folder("agents-refused");
    let data = folder.join("helplet.db");
    said(&agent(&data, &["add", "anna"], PASSWORD));
    for (arguments, input, reason) in [
        (["add", "anna"], PASSWORD, "there is an agent anna already"),
        (["add", "ben"], "short", "must have 12 to 256 characters"),
        (["add", "ben"], "", "must have 12 to 256 characters"),
        (["disable", "ben"], "", "there is no agent ben"),
        (["password", "ben"], PASSWORD, "there is no agent ben"),
    ] {
        let message = refusal(&agent(&data, &arguments, input));
        assert!(message.starts_with("helplet: ") && message.contains(reason), "{message}");
        assert!(!message.contains(PASSWORD), "{message}");
    }
    let message = refusal(&agent(&folder.join("none/helplet.db"), &["list"], ""));
    assert!(message.contains("make the folder first"), "{message}");
}
