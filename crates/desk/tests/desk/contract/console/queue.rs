use super::{Console, listed};
use crate::app::{TestApp, ticket_with};
use helplet_desk_api::Created;
use serde_json::{Value, json};

/// Opens a ticket in which values are replaced; its number.
async fn opened(app: &TestApp, key: u32, changes: &[(&str, Value)]) -> String {
    let mut ticket = ticket_with("/description", json!(format!("ticket no{key}no")));
    for (pointer, value) in changes {
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        ticket.pointer_mut(parent).expect("a parent")[name] = value.clone();
    }
    let created: Created = app.post(&format!("key-{key:08}"), &ticket).await.json().await.expect("JSON");
    created.number
}

async fn set(app: &TestApp, number: &str, change: &str) {
    let sql = sqlx::AssertSqlSafe(format!("UPDATE threads SET {change} WHERE number = '{number}'"));
    sqlx::query(sql).execute(&app.sql().await).await.expect("changed");
}

#[tokio::test]
async fn the_queue_shows_what_its_filters_say() {
    let console = Console::start().await;
    let app = &console.app;
    let a = opened(app, 1, &[("/contact", json!({ "email": "Mei.Lin@Example.com" }))]).await;
    let b = opened(app, 2, &[("/locale", json!("en")), ("/contact", json!({ "phone": "+86 138 0013 8000" }))]).await;
    let payment = [("/type", json!("payment")), ("/fields", json!({ "order": "1" }))];
    let c = opened(app, 3, &payment).await;
    let d = opened(app, 4, &[("/description", json!("打印出来是空白页 100%"))]).await;
    set(app, &b, "tier = 'enterprise', tier_signed = 1").await;
    set(app, &c, "status = 'waiting'").await;
    set(app, &d, "status = 'closed'").await;
    console.send(&format!("/desk/tickets/{a}/assignee"), &[("agent", &agent_id(app, "anna").await)]).await;
    console.send(&format!("/desk/tickets/{b}/assignee"), &[("agent", &agent_id(app, "ben").await)]).await;

    let all = [&a, &b, &c, &d].map(String::as_str);
    let digits = a.replace('-', "");
    for (query, expected) in [
        ("", vec![0, 1]),
        ("status=all", vec![0, 1, 2, 3]),
        ("status=new", vec![0, 1]),
        ("status=waiting", vec![2]),
        ("status=closed", vec![3]),
        ("status=solved", vec![]),
        ("who=me", vec![0]),
        ("status=all&who=nobody", vec![2, 3]),
        ("status=all&type=payment", vec![2]),
        ("tier=enterprise", vec![1]),
        ("tier=member", vec![]),
        ("lang=en", vec![1]),
        ("lang=zh-CN", vec![0]),
        (&format!("status=all&q={a}"), vec![0]),
        (&format!("status=all&q={digits}"), vec![0]),
        ("status=all&q=mei.lin%40example.COM", vec![0]),
        ("status=all&q=13800138000", vec![1]),
        ("status=all&q=%E7%A9%BA%E7%99%BD%E9%A1%B5", vec![3]),
        ("status=all&q=TICKET", vec![0, 1, 2]),
        ("status=all&q=ticket+NO3no", vec![2]),
        ("status=all&q=100%25", vec![3]),
        ("status=all&q=%25", vec![3]),
        ("status=all&q=_", vec![]),
        ("status=nonsense&type=%27+OR+1%3D1+--", vec![]),
    ] {
        let page = console.page(&format!("/desk/?{query}")).await;
        let mut found = listed(&page);
        let mut expected: Vec<&str> = expected.into_iter().map(|at: usize| all[at]).collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{query}");
    }
    // The counts heed the other filters.
    let page = console.page("/desk/?who=nobody").await;
    for (view, count) in [("To do", 0), ("New", 0), ("Waiting for the person", 1), ("Closed", 1), ("All", 2)] {
        assert!(page.contains(&format!("{view} <span class=\"count\">{count}</span>")), "{view} {page}");
    }
}

async fn agent_id(app: &TestApp, name: &str) -> String {
    let sql = "SELECT id FROM agents WHERE name = $1";
    sqlx::query_scalar(sql).bind(name).fetch_one(&app.sql().await).await.expect("an agent")
}

#[tokio::test]
async fn whoever_has_waited_longest_comes_first() {
    let console = Console::start().await;
    let app = &console.app;
    let [a, b, c] = [opened(app, 1, &[]).await, opened(app, 2, &[]).await, opened(app, 3, &[]).await];
    let hour = 3_600_000;
    let now: i64 =
        sqlx::query_scalar("SELECT MAX(created_at) FROM messages").fetch_one(&app.sql().await).await.expect("a time");
    for (number, hours) in [(&a, 3), (&b, 2), (&c, 1)] {
        let at = now - hours * hour;
        set(app, number, &format!("created_at = {at}, updated_at = {at}")).await;
        let sql = "UPDATE messages SET created_at = $2 WHERE thread_id = (SELECT id FROM threads WHERE number = $1)";
        sqlx::query(sql).bind(number).bind(at).execute(&app.sql().await).await.expect("changed");
    }
    let page = console.page("/desk/").await;
    assert_eq!(listed(&page), [&a, &b, &c]);
    assert!(page.contains("waiting 3 h") && page.contains("waiting 60 min"), "{page}");
    assert_eq!(listed(&console.page("/desk/?sort=newest").await), [&c, &b, &a]);

    // Answered but still ours: nobody waits there.
    let answer = [("seen", "1"), ("body", "We look into it"), ("status", "open")];
    assert_eq!(console.reply(&a, &answer, &[]).await.status(), 303);
    let page = console.page("/desk/").await;
    assert_eq!(listed(&page), [&b, &c, &a]);
    // What the person adds begins a new wait; a note is no answer.
    console.send(&format!("/desk/tickets/{b}/note"), &[("seen", "1"), ("body", "a note")]).await;
    let added = app.send(&format!("/v1/tickets/{a}/messages"), "key-added-1", &json!({ "body": "and?" })).await;
    assert_eq!(added.status(), 201);
    let page = console.page("/desk/").await;
    assert_eq!(listed(&page), [&b, &c, &a]);
    assert!(page.contains("waiting 0 min"), "{page}");
}

#[tokio::test]
async fn what_no_agent_has_seen_is_marked() {
    let console = Console::start().await;
    let number = opened(&console.app, 1, &[]).await;
    let mark = "aria-label=\"New messages\"";
    assert!(console.page("/desk/").await.contains(mark));
    console.page(&format!("/desk/tickets/{number}")).await;
    assert!(!console.page("/desk/").await.contains(mark));
    console.app.send(&format!("/v1/tickets/{number}/messages"), "key-added-1", &json!({ "body": "and?" })).await;
    assert!(console.page("/desk/").await.contains(mark));
}

#[tokio::test]
async fn a_long_queue_has_pages() {
    let console = Console::start().await;
    for key in 0..51 {
        opened(&console.app, key, &[]).await;
    }
    let first = console.page("/desk/?lang=zh-CN").await;
    assert_eq!(listed(&first).len(), 50);
    assert!(first.contains("rel=\"next\" href=\"/desk/?lang=zh-CN&amp;page=2\"") && !first.contains("rel=\"prev\""));
    let second = console.page("/desk/?lang=zh-CN&page=2").await;
    assert_eq!(listed(&second).len(), 1);
    assert!(second.contains("rel=\"prev\"") && !second.contains("rel=\"next\""));
    assert!(!listed(&first).contains(&listed(&second)[0]));
}

#[tokio::test]
async fn an_empty_queue_says_so() {
    let console = Console::start().await;
    assert!(console.page("/desk/").await.contains("Nothing to do at the moment."));
    assert!(console.page("/desk/?q=x").await.contains("No ticket fits these filters."));
}

#[tokio::test]
async fn nothing_a_person_sends_is_markup() {
    let console = Console::start().await;
    let evil = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script> javascript:alert(1)";
    let number = opened(
        &console.app,
        1,
        &[
            ("/description", json!(evil)),
            ("/environment", json!({ "os<b>": evil })),
            ("/trail", json!([evil])),
            ("/type", json!("payment")),
            ("/fields", json!({ "order": "<i>1</i>" })),
        ],
    )
    .await;
    for path in ["/desk/".to_owned(), format!("/desk/tickets/{number}"), format!("/desk/?q={number}%22%3E%3Cb%3E")] {
        let page = console.page(&path).await;
        for forbidden in ["<img src=x", "<script>alert", "<b>", "<i>", "href=\"javascript"] {
            assert!(!page.contains(forbidden), "{forbidden} in {path}");
        }
    }
}
