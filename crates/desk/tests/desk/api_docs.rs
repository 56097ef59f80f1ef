//! docs/API.md says what is built, and its examples work.

use crate::app::{TestApp, problem};
use helplet_desk::{
    CONNECTIONS, FieldRule, MAX_TICKET_BYTES, PROBLEM_KINDS, REQUESTS_PER_MINUTE, ROUTES, STREAMS, STREAMS_PER_VISITOR,
    TypeRule, UPLOAD_IDLE, UPLOAD_LEAST, UPLOADS_PER_MINUTE, VISITOR_REQUESTS_PER_MINUTE,
};
use helplet_desk_api as api;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const DOC: &str = include_str!("../../../../docs/API.md");

/// The names in the first column of the table under this heading cell.
fn column(heading: &str) -> BTreeSet<&str> {
    let table = DOC.split_once(&format!("\n| {heading} |")).map(|(_, rest)| rest).expect("a table");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.filter_map(|row| row.split('`').nth(1)).collect()
}

/// The fenced example of this name.
fn example(name: &str) -> Value {
    let text = DOC.split_once(&format!("```json {name}\n")).and_then(|(_, rest)| rest.split_once("```"));
    serde_json::from_str(text.expect("an example").0).expect("JSON")
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn every_route_is_documented_and_no_other() {
    let built: Vec<String> = ROUTES.iter().map(|(method, path)| format!("{method} {path}")).collect();
    assert_eq!(column("Route"), built.iter().map(String::as_str).collect());
    for route in built {
        assert!(DOC.contains(&format!("\n## `{route}`\n")), "a section on {route}");
    }
}

#[test]
fn the_openapi_document_is_current_and_has_every_route() {
    let document = helplet_desk::openapi();
    let kept: Value = serde_json::from_str(include_str!("../../../../docs/openapi.json")).expect("JSON");
    assert!(document == kept, "write it anew: helplet openapi >docs/openapi.json");
    let paths = document["paths"].as_object().expect("an object");
    let described: BTreeSet<(String, &str)> = paths
        .iter()
        .flat_map(|(path, methods)| keys(methods).into_iter().map(|method| (method.to_uppercase(), path.as_str())))
        .collect();
    assert_eq!(described, ROUTES.map(|(method, path)| (method.to_owned(), path)).into());
    let reference = DOC.split_once("<!-- helplet openapi --markdown -->\n\n").expect("the reference").1;
    assert!(
        reference == helplet_desk::openapi_markdown(),
        "write the end of docs/API.md anew: helplet openapi --markdown"
    );
}

#[test]
fn the_openapi_document_leaves_nothing_undefined() {
    let document = helplet_desk::openapi();
    assert_eq!(document["openapi"], "3.1.0");
    let text = document.to_string();
    let named: BTreeSet<&str> =
        text.split("\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let defined = keys(&document["components"]["schemas"]);
    assert!(named.contains("NewTicket") && named.is_subset(&defined), "{named:?} {defined:?}");
    assert!(!text.contains("crate::") && !text.contains("MAX_"), "descriptions are for readers of JSON");
}

#[test]
fn every_fault_code_is_documented_and_no_other() {
    assert_eq!(column("`code`"), api::FaultCode::ALL.iter().map(|code| code.name()).collect());
}

#[test]
fn every_problem_is_documented_with_its_status() {
    assert_eq!(column("`type` | Status"), PROBLEM_KINDS.iter().map(|(kind, ..)| *kind).collect());
    for (kind, status, _) in PROBLEM_KINDS {
        assert!(DOC.contains(&format!("| `{kind}` | {status} |")), "{kind} {status}");
    }
}

#[test]
fn every_kind_of_file_is_documented() {
    for kind in api::MEDIA_TYPES {
        let row = DOC.lines().find(|line| line.ends_with(&format!("| `{}` |", kind.name)));
        assert!(row.is_some_and(|row| row.contains(&format!("`{}`", kind.extension))), "{kind:?}");
    }
}

#[test]
fn the_limits_in_the_text_are_those_in_the_code() {
    for phrase in [
        "at most 262,144 bytes".to_owned(),
        format!(
            "{} entries, names of {} characters, values of {}",
            api::MAX_ENVIRONMENT,
            api::MAX_ENVIRONMENT_NAME,
            api::MAX_ENVIRONMENT_VALUE
        ),
        format!("{} steps of {} characters", api::MAX_TRAIL, api::MAX_TRAIL_STEP),
        format!("{} entries, each at most `max_description`", api::MAX_TALK),
        format!("first choice in the wizard | {} characters |", api::MAX_TOPIC),
        format!("for {} hours (`--chat-reopen`)", helplet_desk::REOPEN.as_secs() / 3600),
        format!("within {} minutes (`--chat-wait`)", helplet_desk::WAIT.as_secs() / 60),
        format!("names of {} characters;", api::MAX_FILE_NAME),
        format!("| {} characters |", api::MAX_LOCALE),
        format!("a choice at most {}", api::MAX_CHOICE),
        format!("may make {REQUESTS_PER_MINUTE} requests a minute, and put {UPLOADS_PER_MINUTE} files a minute"),
        format!("at most {} seconds", helplet_desk::GRACE.as_secs()),
        format!("One device may make {VISITOR_REQUESTS_PER_MINUTE} requests a minute"),
        format!("at most {CONNECTIONS} connections"),
        format!("less than {} KiB in {} seconds", UPLOAD_LEAST / 1024, UPLOAD_IDLE.as_secs()),
        format!("may have {STREAMS_PER_VISITOR} streams open (429), a desk {STREAMS} (503)"),
        format!("the first {} characters of the description", api::MAX_EXCERPT),
        "the comment at most 1,000 characters".to_owned(),
        format!("1 to {} of them", api::MAX_FEEDBACK),
        format!("`query` (1 to {} characters)", api::MAX_QUERY),
        format!("for {} hours unless", helplet_desk::SESSION.as_secs() / 3600),
        format!("valid for {} days", helplet_desk::GRANT_TIME.as_secs() / 86400),
    ] {
        assert!(DOC.contains(&phrase), "{phrase:?}");
    }
    assert_eq!((MAX_TICKET_BYTES, api::MAX_COMMENT), (262_144, 1000));
}

#[tokio::test]
async fn the_examples_work_and_answer_what_they_say() {
    let field =
        |id: &str, required| FieldRule { id: id.into(), required, options: vec![], max_length: api::MAX_CHOICE };
    let app = TestApp::start_with(|config| {
        let fields = vec![field("component", true), field("frequency", false)];
        config.rules.types = vec![TypeRule { id: "bug".into(), fields }];
    })
    .await;
    let mut ticket = example("ticket");
    let sha256 = ticket["attachments"][0]["sha256"].as_str().expect("text").to_owned();
    let kept = app.put(&sha256, "text/plain", b"log of the crash\n").await;
    assert_eq!(kept.json::<Value>().await.expect("JSON"), example("file-answer"));

    let created = app.post("5f0c2e6b7b6a4a5b9e0d4c1f", &ticket).await;
    assert_eq!(created.status(), 201);
    let created: Value = created.json().await.expect("JSON");
    let said = example("ticket-answer");
    assert_eq!(keys(&created), keys(&said));
    assert_eq!(created["status"], said["status"]);
    assert_eq!(api::ticket_number_in(said["number"].as_str().expect("text")).as_deref(), said["number"].as_str());

    ticket["contact"] = json!({});
    ticket["fields"] = json!({ "frequency": "每次都出现" });
    let refused = app.post("6f0c2e6b7b6a4a5b9e0d4c1f", &ticket).await;
    assert_eq!(problem(refused, 422, "invalid").await, example("problem"));
}
