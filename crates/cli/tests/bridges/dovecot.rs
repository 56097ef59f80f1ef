//! E-mails in a folder of Dovecot's, by IMAP over TLS.

use crate::desk::Desk;
use crate::process::{Process, free_port, run, until, until_it_listens};
use rcgen::generate_simple_self_signed;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const PASSWORD: &str = "four-unrelated-words-here";

/// Longer than the desk waits at most before it goes to a mail server that was away.
const LONG: Duration = Duration::from_secs(120);

/// Sooner than the desk looks by itself: the server has told it.
const TOLD: Duration = Duration::from_secs(20);

/// A server of the user `reply`, with an empty folder.
struct Dovecot {
    folder: TempDir,
    port: u16,
    running: Option<Process>,
}

/// A command as somebody who is not root, whom Dovecot gives no mail.
fn somebody(program: &str) -> Command {
    let root = run(Command::new("id").arg("-u")) == "0\n";
    let mut command = Command::new(if root { "setpriv" } else { program });
    if root {
        command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups", program]);
    }
    command
}

impl Dovecot {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let own = generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a certificate");
        fs::write(folder.path().join("cert.pem"), own.cert.pem()).expect("written");
        fs::write(folder.path().join("key.pem"), own.signing_key.serialize_pem()).expect("written");
        fs::write(folder.path().join("password"), format!("{PASSWORD}\n")).expect("written");
        let (user, group) = (run(somebody("id").arg("-un")), run(somebody("id").arg("-gn")));
        let (user, group) = (user.trim(), group.trim());
        let (port, place) = (free_port(), folder.path().display());
        let settings = format!(
            "protocols = imap\nlisten = 127.0.0.1\nbase_dir = {place}/run\nstate_dir = {place}/state\n\
             log_path = {place}/log\ndefault_internal_user = {user}\ndefault_internal_group = {group}\n\
             default_login_user = {user}\nssl = required\nssl_cert = <{place}/cert.pem\nssl_key = <{place}/key.pem\n\
             mail_location = maildir:{place}/%u\nfirst_valid_gid = 0\n\
             passdb {{\n  driver = static\n  args = password={PASSWORD}\n}}\n\
             userdb {{\n  driver = static\n  args = uid={user} gid={group} home={place}\n}}\n\
             service anvil {{\n  chroot =\n}}\nservice imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = 0\n  }}\n  \
             inet_listener imaps {{\n    port = {port}\n    ssl = yes\n  }}\n}}\n"
        );
        fs::write(folder.path().join("dovecot.conf"), settings).expect("written");
        for part in ["reply/new", "reply/cur", "reply/tmp"] {
            fs::create_dir_all(folder.path().join(part)).expect("a folder");
        }
        if user == "nobody" {
            run(Command::new("chown").args(["-R", &format!("{user}:{group}")]).arg(folder.path()));
        }
        let mut dovecot = Self { folder, port, running: None };
        dovecot.start();
        dovecot
    }

    fn start(&mut self) {
        let mut command = somebody("dovecot");
        command.arg("-F").arg("-c").arg(self.folder.path().join("dovecot.conf"));
        // A group of its own, in which its children are, too.
        let mut process = Process::start(command.stdout(Stdio::null()).process_group(0));
        until_it_listens(self.port, &mut process);
        self.running = Some(process);
    }

    /// Kills it with all its processes, which would go on for a while without it.
    fn stop(&mut self) {
        if let Some(process) = self.running.take() {
            run(Command::new("kill").args(["-KILL", "--", &format!("-{}", process.0.id())]));
        }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn options(&self) -> Vec<String> {
        let url = format!("imaps://reply@127.0.0.1:{}/INBOX", self.port);
        let (password, authority) = (self.path("password"), self.path("cert.pem"));
        let options =
            ["--mail-inbox", &url, "--mail-inbox-password-file", &password, "--mail-inbox-ca-file", &authority];
        options.map(str::to_owned).to_vec()
    }

    /// An e-mail is delivered, as a mail server does.
    fn comes(&self, name: &str, mail: &str) {
        let part = |part: &str| self.folder.path().join("reply").join(part).join(name);
        let (made, there) = (part("tmp"), part("new"));
        fs::write(&made, mail).expect("written");
        fs::rename(made, there).expect("delivered");
    }

    /// What a person sees of an e-mail in that folder: `S` seen, `F` flagged.
    fn marks(&self, name: &str) -> Option<String> {
        let files = fs::read_dir(self.path("reply/cur")).expect("a folder");
        let mut names = files.filter_map(|file| file.ok()?.file_name().into_string().ok());
        names.find_map(|file| Some(file.strip_prefix(name)?.split_once(":2,")?.1.to_owned()))
    }

    fn until_marked(&self, name: &str, marks: &str) {
        until(&format!("{name} is marked as {marks}"), LONG, || {
            self.marks(name).filter(|found| found == marks).map(drop)
        });
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        self.stop();
    }
}

/// An answer to a letter about this ticket.
fn answer(ticket: &str, id: &str, text: &str) -> String {
    format!(
        "From: Somebody <someone@example.com>\r\nTo: reply@desk.example\r\nMessage-ID: <{id}@example.com>\r\n\
         In-Reply-To: <ticket.{ticket}@desk.example>\r\nSubject: Re\r\n\r\n{text}\r\n"
    )
}

#[test]
fn emails_in_a_folder_land_in_their_tickets() {
    let mut dovecot = Dovecot::new();
    let mut desk = Desk::start(dovecot.options());
    let number = desk.open("It crashes", &[]);
    let ticket = desk.ticket(&number)["id"].as_str().expect("an id").to_owned();
    let said = |desk: &Desk| desk.messages(&number)[1..].to_vec();
    let lands = |desk: &Desk, patience: Duration, texts: &[&str]| {
        until(&format!("{texts:?}"), patience, || (said(desk) == texts).then_some(()));
    };

    dovecot.comes("first", &answer(&ticket, "1", "Still."));
    lands(&desk, LONG, &["Still."]);
    dovecot.until_marked("first", "S");
    // Whatever comes now is told by the server.
    dovecot.comes("second", &answer(&ticket, "2", "And again."));
    lands(&desk, TOLD, &["Still.", "And again."]);
    dovecot.until_marked("second", "S");

    // A large one, whose file comes as it went; one to no ticket; one that no person wrote; and one that came before.
    let lines: String = (0..300_000).map(|number| format!("{number:07}\r\n")).collect();
    let parts = format!(
        "Mime-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\nSubject: Re\r\n\r\n--b\r\n\
         Content-Type: text/plain\r\n\r\nThe log.\r\n--b\r\nContent-Type: text/plain; name=\"log.txt\"\r\n\
         Content-Disposition: attachment; filename=\"log.txt\"\r\n\r\n{lines}--b--"
    );
    let large = answer(&ticket, "3", "").replace("Subject: Re\r\n\r\n", &parts);
    dovecot.comes("large", &large);
    dovecot.comes("nobodys", &answer(&"0".repeat(32), "4", "Hello"));
    dovecot.comes("automatic", &answer(&ticket, "5", "Away").replace("Subject:", "Precedence: bulk\r\nSubject:"));
    dovecot.comes("again", &answer(&ticket, "1", "Still."));
    for (name, marks) in [("large", "S"), ("nobodys", "FS"), ("automatic", "S"), ("again", "S")] {
        dovecot.until_marked(name, marks);
    }
    assert_eq!(said(&desk), ["Still.", "And again.", "The log."]);
    let file = desk.ticket(&number)["messages"][3]["attachments"][0].clone();
    assert_eq!(file["name"], "log.txt");
    let bytes = desk.file(file["sha256"].as_str().expect("a hash"));
    assert!(bytes.starts_with(b"0000000") && bytes.trim_ascii_end().ends_with(b"0299999"), "{}", bytes.len());

    // The mail server is away for a while, then the desk.
    dovecot.stop();
    dovecot.comes("away", &answer(&ticket, "6", "Anybody?"));
    dovecot.start();
    lands(&desk, LONG, &["Still.", "And again.", "The log.", "Anybody?"]);
    desk.kill();
    dovecot.comes("killed", &answer(&ticket, "7", "Hello?"));
    dovecot.comes("known", &answer(&ticket, "6", "Anybody?"));
    desk.go_on();
    dovecot.until_marked("killed", "S");
    dovecot.until_marked("known", "S");
    assert_eq!(said(&desk), ["Still.", "And again.", "The log.", "Anybody?", "Hello?"]);
}

#[test]
fn bad_settings_stop_the_start() {
    let dovecot = Dovecot::new();
    let wrong = PathBuf::from(dovecot.path("wrong"));
    fs::write(&wrong, "something else\n").expect("written");
    let (wrong, nowhere) = (wrong.display().to_string(), format!("imaps://reply@127.0.0.1:{}/Nowhere", dovecot.port));
    for (option, value, said) in [
        ("--mail-inbox-password-file", wrong.as_str(), "does not take this user or password"),
        ("--mail-inbox", &nowhere, "has no such folder (--mail-inbox)"),
        ("--mail-inbox", "imap://reply@mail.example.com/", "not encrypted"),
        ("--mail-inbox-ca-file", &wrong, "no certificates in PEM"),
        ("--mail-inbox-password-file", "/nowhere", "(--mail-inbox-password-file)"),
        ("--mail-new-tickets", "nothing", "no ticket type \"nothing\""),
    ] {
        let mut options = dovecot.options();
        match options.iter().position(|it| it == option) {
            Some(at) => options[at + 1] = value.to_owned(),
            None => options.extend([option.to_owned(), value.to_owned()]),
        }
        let refusal = Desk::refusal(&options);
        assert!(refusal.contains(said), "{option} {value}: {refusal}");
    }
    let refusal = Desk::refusal(&dovecot.options()[..2]);
    assert!(refusal.contains("HELPLET_MAIL_INBOX_PASSWORD"), "{refusal}");
}
