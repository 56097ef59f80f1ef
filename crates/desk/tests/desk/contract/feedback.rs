use crate::app::{TestApp, faults, problem};
use helplet_desk::store::Votes;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::time::Duration;

async fn send(app: &TestApp, items: Value) -> Response {
    let request = app.anonymous(Method::POST, "/v1/feedback").json(&json!({ "items": items }));
    request.send().await.expect("an answer")
}

fn vote() -> Value {
    json!({ "kind": "vote", "locale": "zh-CN", "article": "file-wont-open", "helpful": true })
}

#[tokio::test]
async fn votes_and_searches_are_kept_without_a_word_of_who() {
    let app = TestApp::start().await;
    let found = json!({ "kind": "search", "locale": "en", "query": " crash ", "hits": 3, "article": "crash" });
    let missed = json!({ "kind": "search", "locale": "zh-CN", "query": "发票", "hits": 0 });
    assert_eq!(send(&app, json!([vote(), found, missed])).await.status(), 204);
    type Row = (String, String, Option<String>, Option<String>, Option<i64>, Option<i64>);
    let rows: Vec<Row> =
        sqlx::query_as("SELECT kind, locale, query, article, helpful, hits FROM feedback ORDER BY kind, hits")
            .fetch_all(&app.sql().await)
            .await
            .expect("rows");
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        rows,
        [
            ("search".into(), "zh-CN".into(), text("发票"), None, None, Some(0)),
            ("search".into(), "en".into(), text("crash"), text("crash"), None, Some(3)),
            ("vote".into(), "zh-CN".into(), None, text("file-wont-open"), Some(1), None),
        ]
    );
    assert_eq!(app.count("visitors").await, 0);
}

#[tokio::test]
async fn what_the_robot_was_asked_is_kept_and_is_no_vote() {
    let app = TestApp::start().await;
    let asked = |outcome: &str| json!([{ "kind": "chat", "locale": "en", "topic": "account", "outcome": outcome, "article": "crash" }]);
    for outcome in ["answered", "choices", "nothing", "human", "ticket"] {
        assert_eq!(send(&app, asked(outcome)).await.status(), 204, "{outcome}");
    }
    problem(send(&app, asked("magic")).await, 400, "malformed").await;
    let kept = "feedback WHERE kind = 'chat' AND topic = 'account' AND outcome IS NOT NULL AND article = 'crash'";
    assert_eq!(app.count(kept).await, 5);
    assert!(app.store.votes(Duration::from_secs(3600)).await.expect("read").is_empty());
}

#[tokio::test]
async fn feedback_is_checked_as_a_whole() {
    let app = TestApp::start().await;
    let with = |name: &str, value: Value| {
        let mut vote = vote();
        vote[name] = value;
        json!([vote])
    };
    let search = |query: &str| json!([{ "kind": "search", "locale": "en", "query": query, "hits": 0 }]);
    for (items, path, code) in [
        (json!([]), "items", "required"),
        (json!(vec![vote(); 51]), "items", "too_many"),
        (with("locale", json!("")), "items[0].locale", "locale"),
        (with("locale", json!("zh_CN")), "items[0].locale", "locale"),
        (with("article", json!("")), "items[0].article", "required"),
        (with("article", json!("x".repeat(101))), "items[0].article", "too_long"),
        (
            json!([{ "kind": "chat", "locale": "en", "topic": "x".repeat(101), "outcome": "human" }]),
            "items[0].topic",
            "too_long",
        ),
        (search(" "), "items[0].query", "required"),
        (search(&"长".repeat(101)), "items[0].query", "too_long"),
    ] {
        let told = problem(send(&app, items).await, 422, "invalid").await;
        assert_eq!(faults(&told), [(path.into(), code.into())]);
    }
    for items in [json!([{ "kind": "tracking" }]), json!([1]), with("helpful", json!("yes"))] {
        problem(send(&app, items).await, 400, "malformed").await;
    }
    assert_eq!(app.count("feedback").await, 0);
    assert_eq!(send(&app, json!(vec![vote(); 50])).await.status(), 204);
}

#[tokio::test]
async fn it_can_be_turned_off() {
    let app = TestApp::start_with(|config| config.feedback = false).await;
    problem(send(&app, json!([vote()])).await, 404, "not-found").await;
    assert_eq!(app.count("feedback").await, 0);
}

#[tokio::test]
async fn what_was_told_of_an_article_is_counted() {
    let app = TestApp::start().await;
    let search =
        |article: &str| json!({ "kind": "search", "locale": "en", "query": "q", "hits": 1, "article": article });
    let mut against = vote();
    against["helpful"] = json!(false);
    let missed = json!({ "kind": "search", "locale": "en", "query": "q", "hits": 0 });
    assert_eq!(
        send(&app, json!([vote(), vote(), against, search("file-wont-open"), search("crash"), missed])).await.status(),
        204
    );
    let day = Duration::from_secs(86_400);
    let expected = [
        ("crash".to_owned(), Votes { helpful: 0, unhelpful: 0, searches: 1 }),
        ("file-wont-open".to_owned(), Votes { helpful: 2, unhelpful: 1, searches: 1 }),
    ];
    assert_eq!(app.store.votes(day).await.expect("counted"), expected.into());
    sqlx::query("UPDATE feedback SET created_at = 0").execute(&app.sql().await).await.expect("written");
    assert!(app.store.votes(day).await.expect("counted").is_empty(), "what is older is not looked at");
}
