//! django-helpdesk in the least site that has it, on SQLite.

use crate::process::{Process, free_port, run, tool, until_it_listens};
use crate::way::{self, Other, There};
use reqwest::Method;
use reqwest::blocking::multipart::{Form, Part};
use reqwest::blocking::{Client, RequestBuilder};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A site with its data, copied for each test.
fn prepared() -> &'static TempDir {
    static PREPARED: OnceLock<TempDir> = OnceLock::new();
    PREPARED.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bridges/site");
        run(Command::new("cp").arg("-r").arg(site).arg(folder.path().join("site")));
        run(python(folder.path()).args(["-m", "django", "migrate", "--verbosity", "0"]));
        run(python(folder.path()).arg("seed.py"));
        folder
    })
}

/// Python in the folder's site.
fn python(folder: &Path) -> Command {
    let mut command = Command::new(tool("django-helpdesk/bin/python"));
    command.current_dir(folder.join("site"));
    command.envs([("DJANGO_SETTINGS_MODULE", "settings"), ("PYTHONDONTWRITEBYTECODE", "1")]);
    command
}

struct DjangoHelpdesk {
    folder: TempDir,
    port: u16,
    process: Option<Process>,
    client: Client,
}

impl DjangoHelpdesk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        run(Command::new("cp").arg("-r").arg(prepared().path().join("site")).arg(folder.path()));
        let mut site = Self { folder, port: free_port(), process: None, client: Client::new() };
        site.start();
        site
    }

    fn anna(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("http://127.0.0.1:{}{path}", self.port));
        request.basic_auth("anna", Some("a-password-for-anna"))
    }

    fn add(&self, ticket: i64, form: Form) {
        let form = form.text("ticket", ticket.to_string());
        let sent = self.anna(Method::POST, "/helpdesk/api/followups/").multipart(form).send().expect("an answer");
        assert!(sent.status().is_success(), "{sent:?}");
    }
}

impl Other for DjangoHelpdesk {
    fn options(&self) -> Vec<String> {
        let url = format!("http://127.0.0.1:{}/helpdesk", self.port);
        let options = ["--bridge", "django-helpdesk", "--bridge-url", &url, "--bridge-key", "desk:a-password-for-desk"];
        let options = options.into_iter().chain(["--bridge-project", "1", "--bridge-author", "2=Anna Li"]);
        options.map(str::to_owned).collect()
    }

    fn tickets(&self) -> Vec<There> {
        let found = self.anna(Method::GET, "/helpdesk/api/tickets/?page_size=100").send().expect("an answer");
        let found: Value = found.json().expect("JSON");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let read = |ticket: &Value| {
            let added = ticket["followup_set"].as_array().cloned().unwrap_or_default();
            let files =
                added.iter().flat_map(|it| it["followupattachment_set"].as_array().cloned().unwrap_or_default());
            let files = files.map(|file| {
                let bytes = self.client.get(text(&file["file"])).send().expect("an answer").bytes().expect("bytes");
                (text(&file["filename"]), bytes.to_vec())
            });
            There {
                id: ticket["id"].as_i64().expect("an id"),
                subject: text(&ticket["title"]),
                text: text(&ticket["description"]),
                status: ticket["status"].to_string(),
                notes: added.iter().map(|added| text(&added["comment"])).collect(),
                files: files.collect(),
            }
        };
        found["results"].as_array().cloned().unwrap_or_default().iter().map(read).collect()
    }

    fn reply(&self, ticket: i64, text: &str, file: Option<(&str, &[u8])>) {
        let mut form = Form::new().text("comment", text.to_owned()).text("public", "true");
        if let Some((name, bytes)) = file {
            form = form.part("attachments", Part::bytes(bytes.to_vec()).file_name(name.to_owned()));
        }
        self.add(ticket, form);
    }

    fn note(&self, ticket: i64, text: &str) {
        self.add(ticket, Form::new().text("comment", text.to_owned()).text("public", "false"));
    }

    fn solve(&self, ticket: i64) {
        self.add(ticket, Form::new().text("public", "false").text("new_status", "3"));
    }

    fn solved(&self) -> &'static str {
        "3"
    }

    fn stop(&mut self) {
        self.process = None;
    }

    fn start(&mut self) {
        let mut command = python(self.folder.path());
        command.args(["-m", "django", "runserver", "--noreload", &format!("127.0.0.1:{}", self.port)]);
        let mut process = Process::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
        until_it_listens(self.port, &mut process);
        self.process = Some(process);
    }
}

#[test]
fn a_conversation_goes_on_on_both_sides() {
    way::a_conversation_goes_on_on_both_sides(&DjangoHelpdesk::new());
}

#[test]
fn a_desk_that_is_killed_in_the_middle_loses_and_doubles_nothing() {
    way::a_desk_that_is_killed_in_the_middle_loses_and_doubles_nothing(&DjangoHelpdesk::new());
}

#[test]
fn what_happened_while_it_was_away_is_caught_up_with() {
    way::what_happened_while_it_was_away_is_caught_up_with(&mut DjangoHelpdesk::new());
}

/// It takes no GIF by itself, and answers with an error of its own.
#[test]
fn a_file_of_a_kind_it_does_not_take_holds_nothing_up() {
    let site = DjangoHelpdesk::new();
    let desk = crate::desk::Desk::start(site.options());
    let number = desk.open("It moves", &[("move.gif", "image/gif", b"GIF89a..")]);
    desk.write(&number, "Look at it");
    crate::process::until("the message is there", std::time::Duration::from_secs(60), || {
        let ticket = site.tickets().pop()?;
        let names = ticket.notes.iter().filter(|note| note.contains("move.gif")).count();
        // The ticket itself names it, and the note that was to bring it.
        (names == 2 && ticket.notes.iter().any(|note| note.contains("Look at it"))).then_some(())
    });
}

#[test]
fn bad_settings_stop_the_start() {
    let bad = [
        ("--bridge-key", "desk:wrong-password", "(--bridge-key)"),
        ("--bridge-key", "outsider:a-password-for-outsider", "may not do this there"),
        ("--bridge-project", "support", "write its number"),
        ("--bridge-tracker", "Bug", "a setting of Redmine"),
        ("--bridge-author", "Anna", "3=Anna"),
    ];
    way::bad_settings_stop_the_start(&DjangoHelpdesk::new(), &bad);
}
