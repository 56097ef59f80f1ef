//! The live view, as its page and as its script asks for it.

use super::{Console, location};
use crate::contract::chat::{asking, begun};
use helplet_desk::store::clock;
use helplet_desk::{CannedReply, ConsoleLanguage, Suggest, Suggested};
use helplet_desk_api::{ChatState, Created};
use reqwest::Response;
use serde_json::{Value, json};
use std::time::Duration;

/// The id of an agent.
async fn id_of(console: &Console, name: &str) -> String {
    let all = console.app.store.agents().await.expect("agents");
    all.into_iter().find(|agent| agent.name == name).expect("an agent").id
}

/// A desk whose anna takes conversations and where nobody is asked by itself.
async fn staffed() -> Console {
    let console = Console::start_with(|config| {
        config.console = vec![ConsoleLanguage {
            tag: "en".into(),
            topics: vec![("crash".into(), "It crashes".into())],
            replies: vec![
                CannedReply { id: "hello".into(), title: "Greeting".into(), text: "Good day".into(), articles: vec![] },
                CannedReply {
                    id: "bye".into(),
                    title: "Farewell".into(),
                    text: "Hello and goodbye".into(),
                    articles: vec![],
                },
            ],
            ..ConsoleLanguage::default()
        }];
        config.suggest = Suggest::new(|locale, text| {
            let found = |id: &str, sure| Suggested { id: id.into(), title: format!("{id} in {locale}"), sure };
            if text.contains("闪退") { vec![found("crash-freeze", true), found("slow", false)] } else { Vec::new() }
        });
    })
    .await;
    let done = console.send("/desk/live/presence", &[("here", "1"), ("room", "3")]).await;
    assert_eq!((done.status().as_u16(), location(&done)), (303, "/desk/live"));
    console
}

async fn waiting(console: &Console, key: &str, more: Value) -> Created {
    let created = begun(&console.app, key, more).await;
    assert_eq!(created.chat, Some(ChatState::Waiting));
    created
}

/// What the script sends, and what it is told.
async fn step(console: &Console, number: &str, what: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let fields = [&[("live", "script")], fields].concat();
    let answer = console.send(&format!("/desk/tickets/{number}/{what}"), &fields).await;
    (answer.status().as_u16(), answer.text().await.expect("text"))
}

/// Takes a conversation, whoever is asked.
async fn taken(console: &Console, key: &str, more: Value) -> Created {
    let created = waiting(console, key, more).await;
    assert_eq!(step(console, &created.number, "take", &[]).await, (204, String::new()));
    created
}

async fn talk(console: &Console, created: &Created) -> Value {
    console.app.get(&format!("/v1/tickets/{}", created.id)).await.json().await.expect("JSON")
}

async fn says(console: &Console, created: &Created, key: &str, body: &str) -> Response {
    console.app.send(&format!("/v1/tickets/{}/messages", created.id), key, &json!({ "body": body })).await
}

/// The rows of a group, as their numbers.
fn group<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let own = page.split("<section class=\"group\"").find(|part| part.starts_with(&format!(" data-group=\"{name}\"")));
    let rows = own.unwrap_or_default().split("<li data-number=\"").skip(1);
    rows.filter_map(|row| row.split('"').next()).collect()
}

#[tokio::test]
async fn an_agent_who_has_never_said_how_many_at_once_is_shown_the_default() {
    let console = Console::start().await;
    let page = console.page("/desk/live").await;
    assert!(page.contains(&format!("value=\"{}\" required", helplet_desk::store::ROOM)), "{page}");
}

#[tokio::test]
async fn a_conversation_is_taken_and_answered_without_the_script() {
    let mut console = staffed().await;
    let talk_so_far = json!([{ "author": "robot", "body": "<b>请试试</b>重新安装。" }]);
    let created =
        waiting(&console, "key-00000001", json!({ "topic": "crash", "talk": talk_so_far, "tier": "member" })).await;
    let number = created.number.as_str();
    let page = console.page("/desk/live").await;
    assert_eq!([group(&page, "offered"), group(&page, "waiting")].concat(), [number]);
    for text in ["It crashes", "打开表格时闪退", "Member", "zh-CN", "data-since=\""] {
        assert!(page.contains(text), "{text}");
    }

    let path = format!("/desk/tickets/{number}");
    let done = console.send(&format!("{path}/take"), &[]).await;
    assert_eq!((done.status().as_u16(), location(&done)), (303, &*format!("/desk/live?open={number}")));
    let page = console.page("/desk/live").await;
    assert_eq!(group(&page, "mine"), [number]);
    for text in [
        "Robot",
        "&lt;b&gt;请试试&lt;/b&gt;重新安装。",
        "claimed by the page",
        "Windows 11",
        "Insert: crash-freeze in zh-CN",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("slow in zh-CN"), "what hardly fits is not shown unasked");
    let twice = console.send(&format!("{path}/take"), &[]).await;
    assert_eq!(location(&twice), format!("/desk/live?open={number}&done=changed"));
    assert!(console.page(&format!("/desk/live?open={number}&done=changed")).await.contains("has changed meanwhile"));

    let fields = [("seen", "2"), ("body", "您好，我来看看"), ("live", "page")];
    let done = console.reply(number, &fields, &[]).await;
    assert_eq!((done.status().as_u16(), location(&done)), (303, &*format!("/desk/live?open={number}")));
    let heard = talk(&console, &created).await;
    assert_eq!((&heard["chat"]["state"], &heard["chat"]["agent"]), (&json!("talking"), &json!("Anna from support")));
    assert_eq!(heard["messages"][2]["body"], "您好，我来看看");

    let done = console.send(&format!("{path}/end"), &[("status", "solved")]).await;
    assert_eq!(done.status(), 303);
    let heard = talk(&console, &created).await;
    assert_eq!((&heard["chat"]["state"], &heard["status"]), (&json!("ended"), &json!("solved")));
    let page = console.page(&format!("/desk/live?open={number}")).await;
    assert!(page.contains("The conversation has ended.") && group(&page, "mine").is_empty());
    assert!(console.page(&path).await.contains("data-chat=\"ended\""), "the ticket's page says so, too");

    // In the other language.
    console.cookie = format!("{}; helplet_language=zh-CN", console.cookie);
    let page = console.page(&format!("/desk/live?open={number}")).await;
    assert!(page.contains("会话已结束。") && page.contains("机器人") && page.contains("我的会话"));
}

#[tokio::test]
async fn the_script_asks_for_one_conversation_and_nothing_else() {
    let console = staffed().await;
    let created = taken(&console, "key-00000001", json!({})).await;
    let other = taken(&console, "key-00000002", json!({})).await;
    let path = format!("/desk/live/chats/{}", created.number);
    let row = console.page(&path).await;
    assert_eq!(row.matches("<li data-number").count(), 1);
    assert!(row.contains("data-group=\"mine\"") && row.contains("data-unread") && !row.contains("<section"));
    let whole = console.page(&format!("{path}?column=1")).await;
    assert!(whole.contains(&format!("<section class=\"chat\" id=\"chat-{}\"", created.number)));
    for part in [&row, &whole] {
        assert!(!part.contains("<html") && !part.contains(&other.number), "{part}");
    }

    // What is before the agent's eyes is seen, and the person is told.
    assert_eq!(step(&console, &created.number, "seen", &[("count", "999")]).await.0, 204);
    let heard = talk(&console, &created).await;
    assert_eq!(heard["chat"]["seen"], heard["messages"][0]["id"]);
    assert!(!console.page(&path).await.contains("data-unread"));

    // Once it is over, it is in no list.
    assert_eq!(step(&console, &created.number, "end", &[("status", "waiting")]).await.0, 204);
    assert_eq!(console.page(&path).await, "");
    assert!(console.page(&format!("{path}?column=1")).await.contains("data-group=\"over\""));
    let list = console.page("/desk/live/list").await;
    assert!(list.contains(&other.number) && !list.contains(&created.number) && !list.contains("<html"));
    assert_eq!(console.get("/desk/live/chats/482-913-7064").await.status(), 404);
}

#[tokio::test]
async fn lines_cross_but_no_answer_goes_twice() {
    let console = staffed().await;
    let created = taken(&console, "key-00000001", json!({})).await;
    let number = &created.number;
    assert_eq!(says(&console, &created, "message-01", "还在吗").await.status(), 201);
    let sent = [("seen", "1"), ("body", "在的"), ("live", "script")];
    let answer = console.reply(number, &sent, &[]).await;
    assert_eq!(answer.status(), 204, "what the person said meanwhile holds nothing up");
    let answer = console.reply(number, &sent, &[]).await;
    let is_plain = answer.headers()["content-type"].to_str().expect("text").starts_with("text/plain");
    assert!(answer.status() == 409 && is_plain);
    assert!(answer.text().await.expect("text").contains("Somebody has written meanwhile"));
    let (status, text) = step(&console, number, "note", &[("seen", "3"), ("body", " ")]).await;
    assert_eq!((status, text.as_str()), (422, "Write something first, or attach a file."));
    assert_eq!(step(&console, number, "note", &[("seen", "3"), ("body", "a note")]).await.0, 204);
    assert_eq!(console.app.count("messages").await, 4);
}

#[tokio::test]
async fn a_conversation_goes_to_a_colleague_who_is_there_or_to_a_team() {
    let mut console = staffed().await;
    let created = taken(&console, "key-00000001", json!({})).await;
    let number = created.number.clone();
    let ben = format!("agent:{}", id_of(&console, "ben").await);
    assert!(!console.page(&format!("/desk/live?open={number}")).await.contains(&ben), "who is away is not offered");
    let (status, text) = step(&console, &number, "transfer", &[("to", &ben)]).await;
    assert_eq!(status, 409);
    assert!(text.contains("no longer there"), "{text}");
    assert_eq!(step(&console, &number, "transfer", &[("to", "nonsense")]).await.0, 404);

    console.sign_in("ben").await;
    console.send("/desk/live/presence", &[("here", "1"), ("room", "2")]).await;
    console.sign_in("anna").await;
    assert!(console.page(&format!("/desk/live?open={number}")).await.contains(&ben));
    assert_eq!(step(&console, &number, "transfer", &[("to", &ben)]).await.0, 204);
    assert_eq!(group(&console.page("/desk/live").await, "waiting"), [&number]);
    console.sign_in("ben").await;
    let page = console.page("/desk/live").await;
    assert_eq!(group(&page, "offered"), [&number]);
    assert_eq!(step(&console, &number, "decline", &[]).await.0, 204);
    assert_eq!(step(&console, &number, "decline", &[]).await.0, 409);
    assert_eq!(step(&console, &number, "take", &[]).await.0, 204);
    assert_eq!(step(&console, &number, "transfer", &[("to", "team:billing")]).await.0, 204);
    assert!(console.page("/desk/live").await.contains("team billing"));

    // Whoever signs out is away.
    console.send("/desk/sign-out", &[]).await;
    let presences = console.app.store.presences().await.expect("presences");
    assert!(presences.iter().all(|presence| presence.shown_as != "ben" || !presence.here));
}

#[tokio::test]
async fn blocking_asks_first_and_ends_the_conversation() {
    let console = staffed().await;
    let created = taken(&console, "key-00000001", json!({})).await;
    let path = format!("/desk/tickets/{}", created.number);
    let page = console.page(&format!("{path}/block")).await;
    assert!(page.contains("Block the person of ticket") && page.contains("value=\"yes\""));
    assert_eq!(talk(&console, &created).await["chat"]["state"], "talking", "asking changes nothing");
    let done = console.send(&format!("{path}/block"), &[("blocked", "yes")]).await;
    assert_eq!(location(&done), format!("{path}?done=change"));
    assert_eq!(talk(&console, &created).await["chat"]["state"], "ended");
    for page in [&path, &format!("/desk/live?open={}", created.number)] {
        assert!(console.page(page).await.contains("Blocked: may not write"), "{page}");
    }
    assert!(console.page(&format!("{path}/block")).await.contains("value=\"no\""));
    console.send(&format!("{path}/block"), &[("blocked", "no")]).await;
    assert!(!console.page(&path).await.contains("Blocked: may not write"));
    assert_eq!(says(&console, &created, "message-01", "谢谢").await.status(), 201);
}

#[tokio::test]
async fn a_slash_offers_canned_answers_by_title_first_and_articles() {
    let console = staffed().await;
    let titles = async |query: &str| {
        let page = console.page(&format!("/desk/live/hints?lang=en&q={query}")).await;
        let entries = page.split("<li").skip(1).map(|entry| {
            assert!(entry.contains("role=\"option\" aria-selected=\"false\" data-text=\""), "{entry}");
            entry
                .rsplit_once("</span></li>")
                .and_then(|(entry, _)| entry.rsplit_once("<span>"))
                .expect("a title")
                .1
                .to_owned()
        });
        entries.collect::<Vec<_>>()
    };
    assert_eq!(titles("").await, ["Greeting", "Farewell"]);
    assert_eq!(titles("FARE").await, ["Farewell"]);
    assert_eq!(titles("good").await, ["Greeting", "Farewell"]);
    assert_eq!(titles("%E9%97%AA%E9%80%80").await, ["crash-freeze in en", "slow in en"]);
    assert_eq!(titles("nothing").await, Vec::<String>::new());
    let page = console.page("/desk/live/hints?lang=en&q=%E9%97%AA%E9%80%80").await;
    assert!(page.contains(&format!("data-text=\"crash-freeze in en\n{}/#article/crash-freeze\"", console.app.address)));
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_told_nothing_of_conversations() {
    let console = staffed().await;
    let created = waiting(&console, "key-00000001", json!({})).await;
    for path in ["/desk/live/list", "/desk/live/hints?q=", &format!("/desk/live/chats/{}", created.number)] {
        let answer = console.app.anonymous(reqwest::Method::GET, path).send().await.expect("an answer");
        assert_eq!(answer.status(), 401, "{path}");
        assert!(!answer.text().await.expect("text").contains("打开表格时闪退"));
    }
    // And no form without its token does anything.
    for what in ["take", "decline", "transfer", "end", "seen", "block"] {
        let path = format!("/desk/tickets/{}/{what}", created.number);
        let fields = [("csrf", "0"), ("to", "team:"), ("status", "closed"), ("count", "1")];
        assert_eq!(console.form(&path, &fields).send().await.expect("an answer").status(), 403, "{what}");
    }
    assert_eq!(console.form("/desk/live/presence", &[("csrf", "0")]).send().await.expect("an answer").status(), 403);
    assert_eq!(talk(&console, &created).await["chat"]["state"], "waiting");
    assert!(console.app.store.presences().await.expect("presences").iter().any(|presence| presence.here));
}

#[tokio::test]
async fn the_live_line_tells_of_conversations_alone_and_keeps_its_agent_there() {
    let console = Console::start_with(|config| config.heartbeat = Duration::from_millis(50)).await;
    console.send("/desk/live/presence", &[("here", "1"), ("room", "3")]).await;
    let past = "UPDATE agent_presence SET heard_at = 0";
    sqlx::query(past).execute(&console.app.sql().await).await.expect("written");
    let mut stream = console.get("/desk/events?live=1").await;
    console.app.until(&format!("agent_presence WHERE heard_at > {}", clock::now() - 60_000), 1).await;
    let ticket = console.app.opened("key-00000001").await;
    let chat = begun(&console.app, "key-00000002", json!({})).await;
    let said = hears(&mut stream, &format!("event: change\ndata: {}\n", chat.number)).await;
    assert!(!said.contains(&ticket.number), "{said}");
}

/// Reads a stream until it has said this; all that it has said.
async fn hears(stream: &mut reqwest::Response, wanted: &str) -> String {
    let mut said = String::new();
    while !said.contains(wanted) {
        let piece = tokio::time::timeout(Duration::from_secs(40), stream.chunk()).await.expect("in time");
        said.push_str(&String::from_utf8_lossy(&piece.expect("a piece").expect("goes on")));
    }
    said
}

#[tokio::test]
async fn whoever_is_asked_hears_of_it_on_every_page() {
    let console = staffed().await;
    let mut stream = console.get("/desk/events").await;
    hears(&mut stream, "event: offer\ndata: 0\n").await;
    let chat = begun(&console.app, "key-00000001", json!({})).await;
    hears(&mut stream, "event: offer\ndata: 1\n").await;
    // So does a page that is opened now, and what is taken is offered no more.
    hears(&mut console.get("/desk/events").await, "event: offer\ndata: 1\n").await;
    console.send(&format!("/desk/tickets/{}/take", chat.number), &[]).await;
    hears(&mut stream, "event: offer\ndata: 0\n").await;
    for page in ["/desk/", "/desk/figures"] {
        assert!(console.page(page).await.contains("Somebody waits for you"), "{page}");
    }
}

#[tokio::test]
async fn two_hundred_conversations_are_one_page_and_a_change_is_one_row() {
    let console = staffed().await;
    let mut last = None;
    for at in 0..200 {
        last = Some(console.app.post(&format!("key-0000{at:04}"), &asking(json!({}))).await);
    }
    let last: Created = last.expect("one").json().await.expect("JSON");
    let page = console.page("/desk/live").await;
    assert_eq!([group(&page, "offered"), group(&page, "waiting")].concat().len(), 200);
    let row = console.page(&format!("/desk/live/chats/{}", last.number)).await;
    assert_eq!(row.matches("<li data-number").count(), 1);
    assert!(row.len() * 50 < page.len(), "{} of {} bytes", row.len(), page.len());
}
