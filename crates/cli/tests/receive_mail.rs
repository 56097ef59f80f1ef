//! `helplet receive-mail` as a mail server's pipe runs it: its exit code says what becomes of the e-mail.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const CONTENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content");
const MAIL: &str = "From: Li <li@example.com>\r\nTo: help@desk.example\r\nMessage-ID: <1@example.com>\r\n\
                    Subject: Printing\r\n\r\nOnly blank pages.\r\n";

/// A new folder with the database of a desk.
fn desk(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let mut server = Command::new(env!("CARGO_BIN_EXE_helplet"))
        .args(["serve", "--quiet", "--listen", "127.0.0.1:0", "--content", CONTENT, "--data"])
        .arg(folder.join("helplet.db"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut line = String::new();
    BufReader::new(server.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
    assert!(line.contains("ready"), "{line}");
    server.kill().expect("killed");
    server.wait().expect("ends");
    folder.join("helplet.db")
}

/// Pipes this to the command; its exit code and what it said.
fn receive(data: &Path, options: &[&str], mail: &str) -> (Option<i32>, String) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_helplet"))
        .args(["receive-mail", "--content", CONTENT, "--data"])
        .arg(data)
        .args(options)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    // It may have ended before it read anything.
    let _ = process.stdin.take().expect("piped").write_all(mail.as_bytes());
    let output = process.wait_with_output().expect("ends");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn its_end_says_what_becomes_of_the_email() {
    let data = desk("receive-mail-ends");
    let automatic = MAIL.replace("Subject:", "Auto-Submitted: auto-replied\r\nSubject:");
    let new: &[&str] = &["--mail-new-tickets", "other"];
    for (options, mail, code, said) in [
        (&[][..], MAIL, 67, "it belongs to no ticket"),
        (&[], automatic.as_str(), 0, "Auto-Submitted"),
        (&[], "no e-mail", 65, "no e-mail that can be read"),
        (new, MAIL, 0, ""),
        (new, MAIL, 0, ""),
        (&["--mail-new-tickets", "nothing"], MAIL, 75, "no ticket type \"nothing\" (--mail-new-tickets)"),
        (&["--unknown"], MAIL, 75, "unexpected argument"),
    ] {
        let (ended, told) = receive(&data, options, mail);
        assert_eq!(ended, Some(code), "{options:?} {mail}: {told}");
        assert!(told.contains(said), "{told}");
    }
    let (ended, told) = receive(&data.with_file_name("other.db"), &[], MAIL);
    assert_eq!(ended, Some(75), "{told}");
    assert!(told.contains("to be tried again") && told.contains("--data"), "{told}");

    let export = Command::new(env!("CARGO_BIN_EXE_helplet")).arg("export").arg("--data").arg(&data).output();
    let export = String::from_utf8(export.expect("runs").stdout).expect("UTF-8");
    assert_eq!(export.lines().count(), 1, "{export}");
    assert!(export.contains("Printing") && export.contains("li@example.com"), "{export}");
}
