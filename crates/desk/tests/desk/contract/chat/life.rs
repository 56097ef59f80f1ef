//! A chat from its beginning to its end.

use super::{agent, begun, chat, state, whole};
use crate::app::TestApp;
use helplet_desk::store::{Answer, Answered, Step, To};
use helplet_desk_api::{Author, ChatState, Status};
use serde_json::json;

#[tokio::test]
async fn a_chat_is_taken_answered_seen_and_ended() {
    let app = TestApp::start().await;
    agent(&app, "lin", 4).await;
    let talk = json!([
        { "author": "robot", "body": "请试试重新安装。" },
        { "author": "visitor", "body": "转人工" },
    ]);
    let created = begun(&app, "key-00000001", json!({ "talk": talk, "topic": "crash" })).await;
    assert_eq!(created.chat, Some(ChatState::Waiting));
    let ticket = whole(&app, &created.id).await;
    let said: Vec<_> = ticket.messages.iter().map(|it| (it.author, it.body.as_str())).collect();
    let expected =
        [(Author::Visitor, "打开表格时闪退"), (Author::Robot, "请试试重新安装。"), (Author::Visitor, "转人工")];
    assert_eq!((said, ticket.summary.unread), (expected.to_vec(), 0));
    let waiting = ticket.chat.expect("a chat");
    assert_eq!(
        (waiting.state, waiting.ahead, waiting.wait, &waiting.agent),
        (ChatState::Waiting, Some(0), None, &None)
    );
    assert!(waiting.until.is_some() && waiting.seen.is_none(), "{waiting:?}");

    assert_eq!(app.store.take_chat(&created.id, "lin").await.expect("done"), Step::Done);
    assert_eq!(app.store.take_chat(&created.id, "lin").await.expect("done"), Step::Changed);
    app.store.mark_seen(&created.id, 3).await.expect("noted");
    let ticket = whole(&app, &created.id).await;
    let talking = ticket.chat.expect("a chat");
    assert_eq!((talking.state, talking.agent.as_deref()), (ChatState::Talking, Some("客服 lin")));
    assert_eq!((talking.seen.as_ref(), ticket.summary.status), (Some(&ticket.messages[2].id), Status::Open));

    assert_eq!(app.store.end_chat(&created.id).await.expect("done"), Step::Done);
    assert_eq!(app.store.end_chat(&created.id).await.expect("done"), Step::Changed);
    let ended = chat(&app, &created.id).await;
    assert_eq!((ended.state, ended.agent.as_deref()), (ChatState::Ended, Some("客服 lin")));
    assert!(ended.until.is_some());
    // Who comes next is told how long the last one waited.
    let next = begun(&app, "key-00000002", json!({})).await;
    assert!(chat(&app, &next.id).await.wait.is_some());
}

#[tokio::test]
async fn an_answer_takes_a_waiting_chat_and_a_closed_ticket_ends_it() {
    let app = TestApp::start().await;
    agent(&app, "lin", 4).await;
    let created = begun(&app, "key-00000001", json!({})).await;
    let answer = |internal, seen, status| Answer {
        thread: &created.id,
        agent: "lin",
        internal,
        body: "您好",
        files: &[],
        status,
        seen,
    };
    assert_eq!(app.store.answer(answer(true, 1, None)).await.expect("written"), Answered::Done);
    assert_eq!(state(&app, &created.id).await, ChatState::Waiting, "a note is no answer");
    assert_eq!(app.store.answer(answer(false, 2, None)).await.expect("written"), Answered::Done);
    assert_eq!(state(&app, &created.id).await, ChatState::Talking);
    assert_eq!(app.store.answer(answer(false, 3, Some(Status::Closed))).await.expect("written"), Answered::Done);
    assert_eq!(state(&app, &created.id).await, ChatState::Ended);
}

#[tokio::test]
async fn where_nobody_is_there_a_chat_is_a_ticket_from_the_start() {
    let app = TestApp::start().await;
    agent(&app, "lin", 0).await;
    let created = begun(&app, "key-00000001", json!({ "contact": { "email": "a@b.cn" } })).await;
    assert_eq!(created.chat, Some(ChatState::Missed));
    let missed = chat(&app, &created.id).await;
    assert_eq!((missed.state, missed.ahead, missed.until), (ChatState::Missed, None, None));
    // Repeated, the answer stays what it was.
    agent(&app, "lin", 4).await;
    let again = begun(&app, "key-00000001", json!({ "contact": { "email": "a@b.cn" } })).await;
    assert_eq!(again, created);
    // A ticket that asks for nobody is none.
    assert_eq!(app.opened("key-00000002").await.chat, None);
}

#[tokio::test]
async fn a_chat_goes_to_another_agent_or_team_and_waits_there() {
    let app = TestApp::start().await;
    agent(&app, "lin", 4).await;
    agent(&app, "wu", 0).await;
    let created = begun(&app, "key-00000001", json!({})).await;
    let transfer = async |to| app.store.transfer_chat(&created.id, "lin", to).await.expect("done");
    assert_eq!(app.store.take_chat(&created.id, "lin").await.expect("done"), Step::Done);
    assert_eq!(transfer(To::Agent("wu")).await, Step::NotThere);
    agent(&app, "wu", 4).await;
    assert_eq!(transfer(To::Agent("wu")).await, Step::Done);
    let seen = app.store.live_chat(&created.id).await.expect("read").expect("a chat");
    assert_eq!((seen.state, seen.offered.as_deref(), &*seen.team), (ChatState::Waiting, Some("客服 wu"), ""));
    assert_eq!(chat(&app, &created.id).await.agent, None);

    assert!(app.store.set_teams("wu", &["billing".into()]).await.expect("written"));
    assert_eq!(transfer(To::Team("billing")).await, Step::Done);
    let seen = app.store.live_chat(&created.id).await.expect("read").expect("a chat");
    assert_eq!(&*seen.team, "billing");
    assert_eq!(app.store.take_chat(&created.id, "wu").await.expect("done"), Step::Done);
    assert_eq!(app.store.end_chat(&created.id).await.expect("done"), Step::Done);
    assert_eq!(transfer(To::Agent("lin")).await, Step::Changed);
    assert_eq!(app.store.take_chat("nothing", "wu").await.expect("done"), Step::Gone);
}
