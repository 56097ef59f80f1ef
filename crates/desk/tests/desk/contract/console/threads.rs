use super::permissions::with_picture;
use super::{Console, location, value_of};
use crate::app::{PNG, hash};
use helplet_desk::store::Heard;
use helplet_desk::{CannedReply, ConsoleLanguage, NamedType};
use serde_json::{Value, json};
use std::time::Duration;

/// What the ticket's person sees of it.
async fn seen_by_person(console: &Console, number: &str) -> Value {
    console.app.get(&format!("/v1/tickets/{number}")).await.json().await.expect("JSON")
}

#[tokio::test]
async fn an_answer_reaches_the_person_with_its_files_and_status() {
    let mut console = Console::start().await;
    let created = console.app.opened("key-00000001").await;
    let number = &created.number;
    let page = console.page(&format!("/desk/tickets/{number}")).await;
    assert_eq!(value_of(&page, "seen"), Some("1"));
    let fields = [("seen", "1"), ("body", "请看截图\r\n第二行 "), ("status", "waiting")];
    let response = console.reply(number, &fields, &[("a b.png", PNG), ("", b"")]).await;
    assert_eq!(
        (response.status().as_u16(), location(&response)),
        (303, &*format!("/desk/tickets/{number}?done=reply"))
    );

    let ticket = seen_by_person(&console, number).await;
    assert_eq!((&ticket["status"], &ticket["unread"]), (&json!("waiting"), &json!(1)));
    let answer = &ticket["messages"][1];
    assert_eq!(answer["body"], "请看截图\n第二行");
    assert_eq!((&answer["author"], &answer["name"]), (&json!("agent"), &json!("Anna from support")));
    assert_eq!(answer["attachments"][0]["sha256"], hash(PNG));
    assert_eq!(answer["attachments"][0]["name"], "a b.png");
    let file = console.app.get(&format!("/v1/attachments/{}", hash(PNG))).await;
    assert_eq!(file.bytes().await.expect("bytes"), PNG);

    let mut kinds = Vec::new();
    while kinds.len() < 4 {
        match tokio::time::timeout(Duration::from_secs(20), console.app.events.next()).await {
            Ok(Some(Heard::Event(event))) => kinds.push((event.kind.clone(), event.internal)),
            other => panic!("{other:?}"),
        }
    }
    let expected = [
        ("ticket.created", false),
        // Seen by an agent, which no person is told.
        ("ticket.updated", true),
        ("message.created", false),
        ("ticket.updated", false),
    ];
    let kinds: Vec<(&str, bool)> = kinds.iter().map(|(kind, internal)| (kind.as_str(), *internal)).collect();
    assert_eq!(kinds, expected);

    let page = console.page(&format!("/desk/tickets/{number}?done=reply")).await;
    for text in ["The reply was sent.", "Anna from support", "请看截图", "data-picture=\"a b.png\""] {
        assert!(page.contains(text), "{text}");
    }
    let history = page.split("Status history").nth(1).expect("the history");
    assert!(history.contains("New · Person") && history.contains("Waiting for the person · Anna from support"));
    assert!(page.contains("selected>Anna from support"), "who answers what is nobody's has taken it on");
}

#[tokio::test]
async fn whoever_wrote_meanwhile_is_seen_before_an_answer_is_sent() {
    let console = Console::start().await;
    let number = console.app.opened("key-00000001").await.number;
    console.app.send(&format!("/v1/tickets/{number}/messages"), "key-added-1", &json!({ "body": "Never mind" })).await;
    let fields = [("seen", "1"), ("body", "My long answer"), ("status", "solved")];
    let response = console.reply(&number, &fields, &[("a.png", PNG)]).await;
    assert_eq!(response.status(), 409);
    let page = response.text().await.expect("text");
    for text in
        ["Somebody has written meanwhile.", "Never mind", ">My long answer</textarea>", "value=\"solved\" checked"]
    {
        assert!(page.contains(text), "{text}");
    }
    assert_eq!(value_of(&page, "seen"), Some("2"));
    assert_eq!(console.app.count("messages").await, 2);
    let kept = value_of(&page, "keep").expect("the file is kept").to_owned();

    let fields = [("seen", "2"), ("body", "My long answer"), ("status", "solved"), ("keep", &kept)];
    assert_eq!(console.reply(&number, &fields, &[]).await.status(), 303);
    let ticket = seen_by_person(&console, &number).await;
    assert_eq!(ticket["status"], "solved");
    assert_eq!(ticket["messages"][2]["attachments"][0]["name"], "a.png");
    // The address of the answer, loaded anew.
    let response = console.get(&format!("/desk/tickets/{number}/reply")).await;
    assert_eq!(location(&response), format!("/desk/tickets/{number}"));
    // Sent twice by a second click, it is there once.
    assert_eq!(console.reply(&number, &fields, &[]).await.status(), 409);
    assert_eq!(console.app.count("messages").await, 3);
}

#[tokio::test]
async fn a_note_is_for_agents_alone() {
    let console = Console::start().await;
    let number = console.app.opened("key-00000001").await.number;
    let before = seen_by_person(&console, &number).await;
    let path = format!("/desk/tickets/{number}/note");
    let response = console.send(&path, &[("seen", "1"), ("body", "Looks like a known bug")]).await;
    assert_eq!(location(&response), format!("/desk/tickets/{number}?done=note"));
    assert_eq!(seen_by_person(&console, &number).await, before);
    let page = console.page(&format!("/desk/tickets/{number}")).await;
    assert!(page.contains("Internal note, never shown to the person") && page.contains("Looks like a known bug"));
    assert!(page.contains("<option value=\"\" selected>Nobody"), "a note takes nothing on");
    let response = console.send(&path, &[("seen", "1"), ("body", "late")]).await;
    assert_eq!(response.status(), 409);
}

#[tokio::test]
async fn an_answer_that_cannot_be_sent_is_kept_and_explained() {
    let console = Console::start_with(|config| {
        config.rules.max_file_bytes = 100;
        config.rules.max_files = 1;
    })
    .await;
    let number = console.app.opened("key-00000001").await.number;
    let long = "长".repeat(20_001);
    type File = (&'static str, &'static [u8]);
    let cases: [(&str, Vec<File>, &str); 6] = [
        (" \r\n ", vec![], "Write something first"),
        (&long, vec![], "At most 20000 characters"),
        ("kept", vec![("a.exe", b"MZ")], "These files were not kept: a.exe."),
        ("kept", vec![("fake.png", b"no picture")], "These files were not kept: fake.png."),
        ("kept", vec![("big.txt", &[b'a'; 101])], "These files were not kept: big.txt."),
        ("kept", vec![("one.txt", b"1"), ("two.txt", b"2")], "These files were not kept: two.txt."),
    ];
    for (body, files, reason) in cases {
        let response = console.reply(&number, &[("seen", "1"), ("body", body)], &files).await;
        assert_eq!(response.status(), 422, "{reason}");
        let page = response.text().await.expect("text");
        assert!(page.contains(reason), "{reason}");
        assert!(body.trim().is_empty() || page.contains(&format!(">{body}</textarea>")), "{reason}");
    }
    assert_eq!(console.app.count("messages").await, 1);
}

#[tokio::test]
async fn status_and_assignee_change_without_a_message() {
    let console = Console::start().await;
    let number = console.app.opened("key-00000001").await.number;
    let change = async |what: &str, value: &str| {
        let field = if what == "status" { "status" } else { "agent" };
        console.send(&format!("/desk/tickets/{number}/{what}"), &[(field, value)]).await.status().as_u16()
    };
    for status in ["open", "closed"] {
        assert_eq!(change("status", status).await, 303);
        assert_eq!(seen_by_person(&console, &number).await["status"], status);
    }
    assert_eq!(change("status", "nonsense").await, 404);
    let closed: Option<i64> =
        sqlx::query_scalar("SELECT closed_at FROM threads").fetch_one(&console.app.sql().await).await.expect("a row");
    assert!(closed.is_some());
    let ben: String = sqlx::query_scalar("SELECT id FROM agents WHERE name = 'ben'")
        .fetch_one(&console.app.sql().await)
        .await
        .expect("an agent");
    assert_eq!(change("assignee", &ben).await, 303);
    assert!(console.page(&format!("/desk/tickets/{number}")).await.contains("selected>ben"));
    assert_eq!(change("assignee", "").await, 303);
    assert_eq!(change("assignee", "nobody").await, 404);
    // Who is disabled takes nothing on any more.
    let agents = helplet_desk::Agents::open(&console.app.database).await.expect("opens");
    agents.disable("ben").await.expect("disabled");
    assert_eq!(change("assignee", &ben).await, 404);
    // Nothing is lost when the person writes again.
    let path = format!("/v1/tickets/{number}/messages");
    assert_eq!(console.app.send(&path, "key-added-1", &json!({ "body": "Again" })).await.status(), 201);
    assert!(console.page("/desk/?status=open").await.contains(&number));
}

#[tokio::test]
async fn everything_known_is_on_the_page() {
    let console = Console::start_with(|config| {
        config.console = vec![ConsoleLanguage {
            topics: vec![],
            tag: "en".into(),
            name: "English".into(),
            types: vec![NamedType { id: "bug".into(), label: "A fault".into(), fields: vec![] }],
            replies: vec![CannedReply {
                id: "hello".into(),
                title: "Greeting".into(),
                text: "Hello <there>".into(),
                articles: vec![("a-b".into(), "A & B".into())],
            }],
        }];
        config.public_url = Some("https://help.example.com".parse().expect("an origin"));
    })
    .await;
    let (number, file) = with_picture(&console.app).await;
    let sql = "UPDATE threads SET tier = 'member', solved = 0, rating_comment = 'not yet', phone = '+8613800138000'";
    sqlx::query(sql).execute(&console.app.sql().await).await.expect("changed");
    let page = console.page(&format!("/desk/tickets/{number}")).await;
    for text in [
        "打开表格时闪退",
        "Windows 11",
        "搜索：闪退",
        "someone@example.com",
        "+8613800138000",
        "Member (claimed by the page)",
        "A fault",
        "Not solved<br>not yet",
        "zh-CN",
        "屏 幕.png",
        "data-text=\"Hello &lt;there&gt;\n\nA &amp; B\nhttps://help.example.com/#article/a-b\"",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert!(page.contains(&format!("<img src=\"{file}\"")), "{file}");
    // Without the script a canned answer comes with the page.
    let page = console.page(&format!("/desk/tickets/{number}?canned=hello")).await;
    assert!(page.contains("Hello &lt;there&gt;\n\nA &amp; B\nhttps://help.example.com/#article/a-b</textarea>"));
}

#[tokio::test]
async fn a_form_that_does_not_arrive_whole_changes_nothing_and_is_not_called_too_large() {
    let console = Console::start().await;
    let number = console.app.opened("key-00000001").await.number;
    let whole = console.multipart(&number, &[("csrf", &console.csrf), ("seen", "1"), ("body", "half of it")], &[]);
    let request = whole.build().expect("a request");
    let bytes = request.body().and_then(|body| body.as_bytes()).expect("a body");
    let cut = bytes[..bytes.len() - 20].to_vec();
    let response = console.multipart(&number, &[], &[]).body(cut).send().await.expect("an answer");
    assert_eq!(response.status(), 400);
    let page = response.text().await.expect("a page");
    assert!(page.contains("It did not arrive whole"), "{page}");
    assert_eq!(seen_by_person(&console, &number).await["messages"].as_array().map(Vec::len), Some(1));
    let page = console.page(&format!("/desk/tickets/{number}")).await;
    assert!(!page.contains("half of it"), "{page}");
}
