//! Tickets that another system has, too.

use crate::app::{PNG, TestApp, attachment, hash, ticket_with};
use crate::contract::chat::{agent, answered, begun, state};
use crate::contract::console::Console;
use crate::contract::streams::Stream;
use crate::notebook::Notebook;
use helplet_desk::{App, Config};
use helplet_desk_api::{Author, ChatState, Created, Status, Ticket};
use serde_json::json;
use std::time::Duration;

/// Waits until the notebook is as it should be.
async fn until(notebook: &Notebook, what: &str, is_so: impl Fn(&Notebook) -> bool) {
    let waited = async {
        while !is_so(notebook) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    if tokio::time::timeout(Duration::from_secs(20), waited).await.is_err() {
        panic!("{what}: {:#?}", *notebook.open());
    }
}

/// What was added there, without what it ends in.
fn texts(notebook: &Notebook, ticket: usize) -> Vec<String> {
    let pages = notebook.open();
    let entries = pages.tickets.get(ticket).map_or(&[][..], |page| &page.entries);
    entries.iter().map(|entry| entry.text.split("\n\n").next().unwrap_or_default().to_owned()).collect()
}

async fn thread(app: &TestApp, id: &str) -> Ticket {
    app.get(&format!("/v1/tickets/{id}")).await.json().await.expect("JSON")
}

/// Waits until the person sees so many messages, then gives the ticket.
async fn until_messages(app: &TestApp, id: &str, count: usize) -> Ticket {
    let waited = async {
        loop {
            let ticket = thread(app, id).await;
            if ticket.messages.len() == count {
                return ticket;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waited).await.expect("in time")
}

async fn write(app: &TestApp, id: &str, key: &str, body: &str) {
    let answer = app.send(&format!("/v1/tickets/{id}/messages"), key, &json!({ "body": body })).await;
    assert_eq!(answer.status(), 201);
}

/// All that was to be told is told.
async fn settled(app: &TestApp) {
    app.until("deliveries WHERE channel = 'bridge' AND done_at IS NULL", 0).await;
}

#[tokio::test]
async fn a_ticket_is_made_there_with_its_files_and_goes_on_there_in_order() {
    let notebook = Notebook::default();
    let app = TestApp::start_with(notebook.settings()).await;
    app.put(&hash(PNG), "image/png", PNG).await;
    let sent = ticket_with("/attachments", json!([attachment(PNG, "图.png", "image/png")]));
    let ticket: Created = app.post("key-00000001", &sent).await.json().await.expect("JSON");
    write(&app, &ticket.id, "key-00000002", "还是不行").await;
    app.reply(&ticket.id, "A note among agents", true, None).await;
    app.reply(&ticket.id, "请重新安装", false, Some(Status::Waiting)).await;
    until(&notebook, "all of it is there", |notebook| texts(notebook, 0).len() == 2).await;
    settled(&app).await;
    assert_eq!(texts(&notebook, 0), ["客户：\n还是不行", "小林 (客服)：\n请重新安装"]);
    let page = notebook.open().tickets[0].clone();
    assert_eq!(page.subject, format!("[{}] 打开表格时闪退", ticket.number));
    assert!(page.text.starts_with("打开表格时闪退\n\n文件：图.png\n类型：bug\n"), "{}", page.text);
    assert!(page.text.contains("someone@example.com") && page.text.contains("os：Windows 11"), "{}", page.text);
    assert_eq!((page.files.len(), &*page.files[0].bytes, page.status.as_str()), (1, PNG, "waiting"));
    // Tickets of another type stay here.
    let mut other = ticket_with("/type", json!("payment"));
    other["fields"] = json!({ "order": "1" });
    assert_eq!(app.post("key-00000003", &other).await.status(), 201);
    settled(&app).await;
    assert_eq!(notebook.open().tickets.len(), 1);
}

#[tokio::test]
async fn an_answer_that_is_lost_doubles_nothing() {
    let notebook = Notebook::default();
    notebook.open().lost = 1;
    let app = TestApp::start_with(notebook.settings()).await;
    let ticket = app.opened("key-00000001").await;
    until(&notebook, "it is there", |notebook| notebook.open().tickets.len() == 1).await;
    settled(&app).await;
    for (at, text) in ["一", "二", "三"].into_iter().enumerate() {
        notebook.open().lost = 2;
        write(&app, &ticket.id, &format!("key-1000000{at}"), text).await;
        settled(&app).await;
        // One was lost with it, the other is for whatever is next.
        notebook.open().lost = 0;
    }
    app.reply(&ticket.id, "好了吗？", false, Some(Status::Solved)).await;
    settled(&app).await;
    assert_eq!(notebook.open().tickets.len(), 1);
    assert_eq!(texts(&notebook, 0), ["客户：\n一", "客户：\n二", "客户：\n三", "小林 (客服)：\n好了吗？"]);
    assert_eq!(notebook.open().tickets[0].status, "solved");
}

#[tokio::test]
async fn a_reply_there_lands_here_once_with_its_writers_name_and_files() {
    let notebook = Notebook::default();
    let app = TestApp::start_with(notebook.settings()).await;
    let ticket = app.opened("key-00000001").await;
    settled(&app).await;
    notebook.write(0, "请看附件。\n\n> Helplet quoted", &["步骤.txt", "run.exe"], Some(Status::Waiting));
    let seen = until_messages(&app, &ticket.id, 2).await;
    let reply = &seen.messages[1];
    assert_eq!((reply.author.name(), reply.name.as_deref()), ("agent", Some("安娜")));
    assert_eq!(reply.body, "请看附件。\n\n> Helplet quoted\n[run.exe]");
    assert_eq!(reply.attachments.len(), 1);
    let file = &reply.attachments[0];
    assert_eq!((file.name.as_str(), file.media_type.as_str()), ("步骤.txt", "text/plain"));
    let bytes = app.get(&format!("/v1/attachments/{}", file.sha256)).await.bytes().await.expect("bytes");
    assert_eq!(&*bytes, "bytes of 步骤.txt".as_bytes());
    assert_eq!(seen.summary.status, Status::Waiting);
    // Read again and again meanwhile, it came once; and nothing of it goes back.
    write(&app, &ticket.id, "key-00000002", "谢谢").await;
    settled(&app).await;
    notebook.write(0, "不客气", &[], None);
    until_messages(&app, &ticket.id, 4).await;
    settled(&app).await;
    assert_eq!(texts(&notebook, 0), ["请看附件。", "客户：\n谢谢", "不客气"]);
    assert_eq!(app.count("messages").await, 4);
    assert_eq!(app.count("agents WHERE disabled_at IS NOT NULL").await, 1);
}

#[tokio::test]
async fn whoever_answers_there_has_taken_a_chat_that_waits() {
    let notebook = Notebook::default();
    let change = notebook.settings();
    let app = TestApp::start_with(|config| {
        change(config);
        // Who is not heard of has gone at once.
        config.chats.gone = Duration::ZERO;
    })
    .await;
    agent(&app, "lin", 4).await;
    let there = begun(&app, "key-00000001", json!({})).await;
    assert_eq!(there.chat, Some(ChatState::Waiting));
    settled(&app).await;
    let mut stream = Stream::open(&app, None).await;
    stream.hello().await;
    notebook.write(0, "我来看看", &[], None);
    let told = loop {
        let event = stream.event().await;
        if event.kind == "message.created" {
            break event.data;
        }
    };
    assert_eq!((told.author, told.chat, told.status), (Some(Author::Agent), Some(ChatState::Talking), Status::Open));
    let seen = thread(&app, &there.id).await;
    let chat = seen.chat.expect("a chat");
    assert_eq!((chat.state, chat.agent.as_deref()), (ChatState::Talking, Some("安娜")));
    assert_eq!(seen.messages[1].body, "我来看看");
    assert_eq!(app.count("threads JOIN agents ON agents.id = assignee_id WHERE shown_as = '安娜'").await, 1);

    // An agent of the desk who has gone lets their chat wait again, and it is missed; that one isn't.
    let here = begun(&app, "key-00000002", json!({})).await;
    answered(&app, &here.id, "lin", 1).await;
    write(&app, &there.id, "key-00000003", "谢谢，然后呢？").await;
    app.store.leave("lin").await.expect("noted");
    write(&app, &here.id, "key-00000004", "还在吗？").await;
    let of = |it: &Created, state: &str| format!("chats WHERE thread_id = '{}' AND state = '{state}'", it.id);
    app.until(&of(&here, "waiting"), 1).await;
    sqlx::query("UPDATE chats SET miss_at = 0").execute(&app.sql().await).await.expect("changed");
    app.until(&of(&here, "missed"), 1).await;
    assert_eq!(state(&app, &there.id).await, ChatState::Talking);
    notebook.write(0, "现在好了。", &[], Some(Status::Closed));
    app.until(&of(&there, "ended"), 1).await;
}

#[tokio::test]
async fn agents_see_where_a_ticket_is_in_the_other_system() {
    let notebook = Notebook::default();
    let mut console = Console::start_with(notebook.settings()).await;
    let ticket = console.app.opened("key-00000001").await;
    settled(&console.app).await;
    let path = format!("/desk/tickets/{}", ticket.number);
    let link =
        "<a href=\"https://notebook.example.com/0\" target=\"_blank\" rel=\"noopener noreferrer\">notebook 0</a>";
    for (label, language) in [("In the other system", "en"), ("在其他系统中", "zh-CN")] {
        console.language = language;
        let page = console.page(&path).await;
        assert!(page.contains(&format!("<dt>{label}</dt><dd>{link}</dd>")), "{page}");
    }
    // Whatever it calls an address, only pages are led to.
    for odd in ["javascript:alert(1)", "ftp://notebook.example.com/0", "0", ""] {
        let change = sqlx::query("UPDATE bridge_threads SET link = $1").bind(odd);
        change.execute(&console.app.sql().await).await.expect("changed");
        let page = console.page(&path).await;
        assert!(page.contains("<dd>notebook 0</dd>") && !page.contains("javascript:"), "{page}");
    }
    // Tickets of another type are nowhere else.
    let mut other = ticket_with("/type", json!("payment"));
    other["fields"] = json!({ "order": "1" });
    let other: Created = console.app.post("key-00000002", &other).await.json().await.expect("JSON");
    settled(&console.app).await;
    let page = console.page(&format!("/desk/tickets/{}", other.number)).await;
    assert!(!page.contains("在其他系统中"), "{page}");
}

#[tokio::test]
async fn a_status_set_there_is_set_here_unless_another_has_followed() {
    let notebook = Notebook::default();
    let app = TestApp::start_with(notebook.settings()).await;
    let ticket = app.opened("key-00000001").await;
    settled(&app).await;
    notebook.write(0, "", &[], Some(Status::Solved));
    app.until("threads WHERE status = 'solved'", 1).await;
    assert_eq!(thread(&app, &ticket.id).await.messages.len(), 1);
    // While it is away, the person writes, and it is open again.
    notebook.open().away = true;
    write(&app, &ticket.id, "key-00000002", "又来了").await;
    notebook.open().away = false;
    until(&notebook, "it is open there", |notebook| notebook.open().tickets[0].status == "open").await;
    settled(&app).await;
    assert_eq!(thread(&app, &ticket.id).await.summary.status, Status::Open);
    // A word there says nothing of the status that is still to be told there.
    notebook.open().away = true;
    app.reply(&ticket.id, "好了", false, Some(Status::Solved)).await;
    notebook.open().away = false;
    notebook.write(0, "真的吗？", &[], None);
    until(&notebook, "it is solved there", |notebook| notebook.open().tickets[0].status == "solved").await;
    until_messages(&app, &ticket.id, 4).await;
    assert_eq!(thread(&app, &ticket.id).await.summary.status, Status::Solved);
}

#[tokio::test]
async fn what_happened_while_it_was_away_is_told_and_taken_when_it_is_back() {
    let notebook = Notebook::default();
    notebook.open().away = true;
    let change = notebook.settings();
    let app = TestApp::start_with(|config| {
        change(config);
        // Only that it is back lets them go on.
        config.notices.retries.first = Duration::from_secs(3600);
    })
    .await;
    let first = app.opened("key-00000001").await;
    write(&app, &first.id, "key-00000002", "在吗").await;
    app.opened("key-00000003").await;
    app.until("deliveries WHERE channel = 'bridge' AND last_error = 'away'", 3).await;
    notebook.open().away = false;
    settled(&app).await;
    assert_eq!(notebook.open().tickets.len(), 2);
    let at = usize::from(!notebook.open().tickets[0].subject.contains(&first.number));
    assert_eq!(texts(&notebook, at), ["客户：\n在吗"]);
}

#[tokio::test]
async fn who_answered_before_the_ticket_was_known_to_be_there_is_heard() {
    let notebook = Notebook::default();
    let change = notebook.settings();
    let app = TestApp::start_with(|config| {
        change(config);
        config.notices.retries.first = Duration::from_millis(300);
    })
    .await;
    notebook.open().lost = 1;
    let ticket = app.opened("key-00000001").await;
    until(&notebook, "it is there", |notebook| notebook.open().tickets.len() == 1).await;
    notebook.write(0, "马上看", &[], None);
    let seen = until_messages(&app, &ticket.id, 2).await;
    assert_eq!(seen.messages[1].body, "马上看");
}

#[tokio::test]
async fn settings_that_are_refused_stop_the_start() {
    let notebook = Notebook::default();
    notebook.open().refuses = true;
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = Config::new(crate::backend::new_database(folder.path()).await, crate::app::rules());
    config.files = Some(folder.path().join("files").display().to_string());
    notebook.settings()(&mut config);
    let error = App::open(config).await.err().expect("refused").to_string();
    assert_eq!(error, "the bridge to notebook can't be used: no such page");
}
