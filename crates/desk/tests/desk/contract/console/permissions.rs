use super::{Console, header, location};
use crate::app::{PNG, TestApp, attachment, hash, ticket_with};
use helplet_desk_api::Created;
use reqwest::{Method, Response};
use serde_json::json;

/// A ticket with a picture; its number, and the address of the picture.
pub async fn with_picture(app: &TestApp) -> (String, String) {
    app.put(&hash(PNG), "image/png", PNG).await;
    let sent = ticket_with("/attachments", json!([attachment(PNG, "屏 幕.png", "image/png")]));
    let created: Created = app.post("key-picture-1", &sent).await.json().await.expect("JSON");
    let message: String =
        sqlx::query_scalar("SELECT message_id FROM attachments").fetch_one(&app.sql().await).await.expect("an id");
    (created.number, format!("/desk/files/{message}/0"))
}

fn forms(number: &str) -> [(String, Vec<(&'static str, &'static str)>); 4] {
    [
        (format!("/desk/tickets/{number}/note"), vec![("body", "a note"), ("seen", "1")]),
        (format!("/desk/tickets/{number}/status"), vec![("status", "solved")]),
        (format!("/desk/tickets/{number}/assignee"), vec![("agent", "")]),
        ("/desk/sign-out".to_owned(), vec![]),
    ]
}

async fn nothing_happened(console: &Console) {
    assert_eq!(console.app.count("messages").await, 1);
    assert_eq!(console.app.count("status_changes").await, 1);
    assert_eq!(console.get("/desk/").await.status(), 200, "still signed in");
}

#[tokio::test]
async fn whoever_is_not_signed_in_gets_nothing() {
    let console = Console::start().await;
    let (number, file) = with_picture(&console.app).await;
    let page = format!("/desk/tickets/{number}");
    let visitor = format!("Bearer {}", console.app.secret);
    for cookie in ["", "helplet_agent=", &format!("helplet_agent={}", "0".repeat(64))] {
        let ask = async |method: Method, path: &str| -> Response {
            let request = console.app.anonymous(method, path).header("cookie", cookie);
            // No visitor's secret opens the console either.
            let request = request.header("authorization", &visitor).header("origin", &console.app.address);
            request.send().await.expect("an answer")
        };
        for path in ["/desk/", "/desk/?status=all", &page] {
            let response = ask(Method::GET, path).await;
            assert!(response.url().path() == "/desk/sign-in", "{path}: {}", response.url());
            assert!(!response.text().await.expect("text").contains("打开表格时闪退"));
        }
        for path in ["/desk/events", &file] {
            assert_eq!(ask(Method::GET, path).await.status(), 401, "{path}");
        }
        for (path, _) in forms(&number) {
            let response = ask(Method::POST, &path).await;
            assert_eq!(response.url().path(), "/desk/sign-in", "{path}");
        }
        let response = ask(Method::POST, &format!("{page}/reply")).await;
        assert_eq!(response.url().query(), Some(format!("next=%2Fdesk%2Ftickets%2F{number}").as_str()));
    }
    nothing_happened(&console).await;
}

#[tokio::test]
async fn a_form_of_another_page_changes_nothing() {
    let mut console = Console::start().await;
    let (number, _) = with_picture(&console.app).await;
    let own = console.csrf.clone();
    console.sign_in("ben").await;
    assert_ne!(own, console.csrf, "every session has its own");
    for (path, fields) in forms(&number) {
        for token in ["", "0", &own] {
            let fields = [&[("csrf", token)], fields.as_slice()].concat();
            assert_eq!(console.form(&path, &fields).send().await.expect("an answer").status(), 403, "{path} {token}");
        }
        // The right token, sent by another site, or by nobody knows whom.
        let fields = [&[("csrf", console.csrf.as_str())], fields.as_slice()].concat();
        for origin in ["https://evil.example", "null", ""] {
            let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
            let request = console.request(Method::POST, &path).header("origin", origin).body(body);
            assert_eq!(request.send().await.expect("an answer").status(), 403, "{path} from {origin:?}");
        }
    }
    let fields = [("seen", "1"), ("body", "a reply")];
    for first in [None, Some(("csrf", own.as_str()))] {
        let fields: Vec<_> = first.into_iter().chain(fields).collect();
        let response = console.multipart(&number, &fields, &[("a.png", PNG)]).send().await.expect("an answer");
        assert_eq!(response.status(), 403);
        assert!(response.text().await.expect("text").contains("did not pass its checks"));
    }
    nothing_happened(&console).await;
}

#[tokio::test]
async fn every_answer_has_the_strict_policy() {
    let console = Console::start().await;
    let (number, file) = with_picture(&console.app).await;
    let page = console.page("/desk/").await;
    let style = page.split("href=\"").find(|part| part.contains(".css\"")).and_then(|part| part.split('"').next());
    let style = style.expect("a style").to_owned();
    for path in ["/desk/", "/desk/sign-in", "/desk/nothing", &format!("/desk/tickets/{number}"), &style] {
        let response = console.get(path).await;
        let policy = header(&response, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert_eq!(header(&response, "x-frame-options"), "DENY");
        let cache = header(&response, "cache-control");
        assert_eq!(cache, if path == style { "public, max-age=31536000, immutable" } else { "no-store" }, "{path}");
    }
    let response = console.get(&file).await;
    assert_eq!(header(&response, "content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(header(&response, "content-disposition"), "attachment; filename*=UTF-8''%E5%B1%8F%20%E5%B9%95.png");
    assert_eq!(header(&response, "content-type"), "image/png");
    assert_eq!(response.bytes().await.expect("bytes"), PNG);
}

#[tokio::test]
async fn what_is_not_there_is_not_there() {
    let console = Console::start().await;
    for path in ["/desk/tickets/482-913", "/desk/tickets/x", "/desk/files/x/0", "/desk/assets/x.js", "/desk/x"] {
        let response = console.get(path).await;
        assert_eq!(response.status(), 404, "{path}");
        assert!(response.text().await.expect("text").contains("There is no such"), "{path}");
    }
    let response = console.get("/desk").await;
    assert_eq!((response.status().as_u16(), location(&response)), (308, "/desk/"));
}
