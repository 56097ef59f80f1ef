//! Redmine as Debian packages it, on SQLite.

use crate::process::{Process, free_port, run, tool, until_it_listens};
use crate::way::{self, Other, There};
use reqwest::Method;
use reqwest::blocking::{Client, RequestBuilder};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// Users with a key for the API, and a project they work in.
const SEED: &str = "
    Setting.rest_api_enabled = '1'
    users = [%w[desk Desk Bridge], %w[anna Anna Li]].map do |login, first, last|
      user = User.new(firstname: first, lastname: last, mail: login + '@example.com')
      user.login = login
      user.password = 'a password for ' + login
      user.save!
      user
    end
    project = Project.new(name: 'Support', identifier: 'support')
    project.enabled_module_names = ['issue_tracking']
    project.trackers = Tracker.all
    project.save!
    users.each { |user| Member.create!(project: project, principal: user, roles: [Role.find_by(name: 'Manager')]) }
    puts users.map(&:api_key).join(' ')
";

/// A Redmine with its data, copied for each test, and the keys of desk and Anna.
fn prepared() -> &'static (TempDir, Vec<String>) {
    static PREPARED: OnceLock<(TempDir, Vec<String>)> = OnceLock::new();
    PREPARED.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&tool("redmine"), &folder.path().join("redmine"));
        let own = folder.path().join("redmine/instances/default");
        for part in ["config", "files", "log", "tmp"] {
            fs::create_dir_all(own.join(part)).expect("a folder");
        }
        for part in ["plugins", "public/plugin_assets"] {
            fs::create_dir_all(folder.path().join("redmine").join(part)).expect("a folder");
        }
        let database =
            "production:\n  adapter: sqlite3\n  timeout: 20000\n  database: instances/default/redmine.sqlite3\n";
        fs::write(own.join("config/database.yml"), database).expect("written");
        fs::write(own.join("config/secret_key.txt"), "a".repeat(64)).expect("written");
        fs::write(folder.path().join("redmine/Gemfile.local"), "gem 'puma'\n").expect("written");
        run(ruby(folder.path()).args(["rake", "db:migrate"]));
        run(ruby(folder.path()).args(["rake", "redmine:load_default_data"]));
        let keys = run(ruby(folder.path()).args(["rails", "runner", SEED]));
        (folder, keys.split_whitespace().map(str::to_owned).collect())
    })
}

fn copy(from: &Path, to: &Path) {
    run(Command::new("cp").arg("-a").arg(from).arg(to));
}

/// A program of Ruby in the folder's Redmine.
fn ruby(folder: &Path) -> Command {
    let mut command = Command::new("bundle");
    command.arg("exec").current_dir(folder.join("redmine"));
    command.envs([("RAILS_ENV", "production"), ("REDMINE_LANG", "en"), ("SCHEMA", "/dev/null")]);
    command
}

struct Redmine {
    folder: TempDir,
    port: u16,
    process: Option<Process>,
    client: Client,
}

impl Redmine {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&prepared().0.path().join("redmine"), &folder.path().join("redmine"));
        let mut redmine = Self { folder, port: free_port(), process: None, client: Client::new() };
        redmine.start();
        redmine
    }

    fn anna(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("http://127.0.0.1:{}{path}", self.port));
        request.header("x-redmine-api-key", &prepared().1[1])
    }

    fn get(&self, path: &str) -> Value {
        self.anna(Method::GET, path).send().expect("an answer").json().expect("JSON")
    }

    fn change(&self, ticket: i64, issue: &Value) {
        let path = format!("/issues/{ticket}.json");
        let sent = self.anna(Method::PUT, &path).json(&json!({ "issue": issue })).send().expect("an answer");
        assert!(sent.status().is_success(), "{sent:?}");
    }
}

impl Other for Redmine {
    fn options(&self) -> Vec<String> {
        let url = format!("http://127.0.0.1:{}", self.port);
        let options = ["--bridge", "redmine", "--bridge-url", &url, "--bridge-key", &prepared().1[0]];
        options.into_iter().chain(["--bridge-project", "support"]).map(str::to_owned).collect()
    }

    fn tickets(&self) -> Vec<There> {
        let found = self.get("/issues.json?status_id=*&sort=id&limit=100");
        let ids = found["issues"].as_array().cloned().unwrap_or_default();
        let read = |id: &Value| {
            let id = id["id"].as_i64().expect("an id");
            let issue = self.get(&format!("/issues/{id}.json?include=journals,attachments"))["issue"].clone();
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let journals = issue["journals"].as_array().cloned().unwrap_or_default();
            let attachments = issue["attachments"].as_array().cloned().unwrap_or_default();
            let files = attachments.iter().map(|file| {
                let url = text(&file["content_url"]);
                let path = url.split_once(&self.port.to_string()).map(|(_, path)| path).unwrap_or_default();
                let bytes = self.anna(Method::GET, path).send().expect("an answer").bytes().expect("bytes");
                (text(&file["filename"]), bytes.to_vec())
            });
            There {
                id,
                subject: text(&issue["subject"]),
                text: text(&issue["description"]).replace("\r\n", "\n"),
                status: text(&issue["status"]["name"]),
                notes: journals.iter().map(|journal| text(&journal["notes"]).replace("\r\n", "\n")).collect(),
                files: files.collect(),
            }
        };
        ids.iter().map(read).collect()
    }

    fn reply(&self, ticket: i64, text: &str, file: Option<(&str, &[u8])>) {
        let mut uploads = Vec::new();
        if let Some((name, bytes)) = file {
            let put = self.anna(Method::POST, "/uploads.json").header("content-type", "application/octet-stream");
            let put: Value = put.body(bytes.to_vec()).send().expect("an answer").json().expect("JSON");
            uploads.push(json!({ "token": put["upload"]["token"], "filename": name, "content_type": "text/plain" }));
        }
        self.change(ticket, &json!({ "notes": text, "uploads": uploads }));
    }

    fn note(&self, ticket: i64, text: &str) {
        self.change(ticket, &json!({ "notes": text, "private_notes": true }));
    }

    fn solve(&self, ticket: i64) {
        self.change(ticket, &json!({ "status_id": 3 }));
    }

    fn solved(&self) -> &'static str {
        "Resolved"
    }

    fn stop(&mut self) {
        self.process = None;
    }

    fn start(&mut self) {
        let mut command = ruby(self.folder.path());
        command.arg("puma").args(["-e", "production", "-t", "1:4", "-b"]).arg(format!("tcp://127.0.0.1:{}", self.port));
        let mut process = Process::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
        until_it_listens(self.port, &mut process);
        self.process = Some(process);
    }
}

#[test]
fn a_conversation_goes_on_on_both_sides() {
    way::a_conversation_goes_on_on_both_sides(&Redmine::new());
}

#[test]
fn a_desk_that_is_killed_in_the_middle_loses_and_doubles_nothing() {
    way::a_desk_that_is_killed_in_the_middle_loses_and_doubles_nothing(&Redmine::new());
}

#[test]
fn what_happened_while_it_was_away_is_caught_up_with() {
    way::what_happened_while_it_was_away_is_caught_up_with(&mut Redmine::new());
}

#[test]
fn bad_settings_stop_the_start() {
    let bad = [
        ("--bridge-key", "0123456789abcdef", "(--bridge-key)"),
        ("--bridge-project", "nowhere", "no project \"nowhere\""),
        ("--bridge-tracker", "Wish", "no tracker \"Wish\""),
        ("--bridge-status", "solved=Done", "no status \"Done\""),
        ("--bridge-url", "redmine", "write its start page"),
        ("--bridge-type", "nothing", "no ticket type \"nothing\""),
        ("--bridge-author", "3=Anna", "a setting of django-helpdesk"),
        ("--bridge-poll", "0s", "at least 1s"),
    ];
    way::bad_settings_stop_the_start(&Redmine::new(), &bad);
}
