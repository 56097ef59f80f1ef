//! Who is asked to take a chat, and what comes of nobody doing so.

use super::{agent, answered, begun, offered, state};
use crate::app::TestApp;
use helplet_desk::store::{Step, To};
use helplet_desk_api::ChatState;
use serde_json::json;
use std::time::Duration;

const SOON: Duration = Duration::from_millis(50);

async fn times(app: &TestApp, agent: &str) -> i64 {
    app.count(&format!("chats WHERE offered_to = '{agent}'")).await
}

#[tokio::test]
async fn chats_go_round_however_many_desks_give_them() {
    let app = TestApp::start().await;
    let other = TestApp::start_with(|config| config.database = app.database.clone()).await;
    for id in ["lin", "wu", "zhu"] {
        agent(&app, id, 4).await;
    }
    for (at, desk) in [&app, &other].into_iter().cycle().take(9).enumerate() {
        begun(desk, &format!("key-of-chat-{at}"), json!({})).await;
    }
    app.until("chats WHERE offered_to IS NOT NULL", 9).await;
    let each = [times(&app, "lin").await, times(&app, "wu").await, times(&app, "zhu").await];
    assert_eq!(each, [3, 3, 3]);
}

#[tokio::test]
async fn nobody_has_more_at_once_than_they_have_room_for() {
    let app = TestApp::start().await;
    agent(&app, "lin", 1).await;
    let first = begun(&app, "key-00000001", json!({})).await;
    let second = begun(&app, "key-00000002", json!({})).await;
    assert_eq!(offered(&app, &first.id).await, "lin");
    assert_eq!(app.store.take_chat(&first.id, "lin").await.expect("done"), Step::Done);
    let waiting = app.store.live_chat(&second.id).await.expect("read").expect("a chat");
    assert_eq!(waiting.offered_to, None);
    // By hand anybody may take any.
    agent(&app, "wu", 0).await;
    assert_eq!(app.store.take_chat(&second.id, "wu").await.expect("done"), Step::Done);
    let third = begun(&app, "key-00000003", json!({})).await;
    assert_eq!(app.store.end_chat(&first.id).await.expect("done"), Step::Done);
    assert_eq!(offered(&app, &third.id).await, "lin");
}

#[tokio::test]
async fn what_an_agent_lets_pass_goes_to_the_next_and_not_back() {
    let app = TestApp::start_with(|config| config.chats.offer = SOON).await;
    agent(&app, "lin", 4).await;
    agent(&app, "wu", 4).await;
    let created = begun(&app, "key-00000001", json!({})).await;
    app.until("chat_passes", 2).await;
    assert_eq!(state(&app, &created.id).await, ChatState::Waiting);
    // Whoever comes meanwhile is asked, too.
    agent(&app, "zhu", 4).await;
    app.until("chat_passes WHERE agent_id = 'zhu'", 1).await;
    assert_eq!(app.store.take_chat(&created.id, "lin").await.expect("done"), Step::Done);
    assert_eq!(app.count("chat_passes").await, 0);
}

#[tokio::test]
async fn an_agent_can_say_not_now() {
    let app = TestApp::start().await;
    agent(&app, "lin", 4).await;
    let created = begun(&app, "key-00000001", json!({})).await;
    assert_eq!(offered(&app, &created.id).await, "lin");
    agent(&app, "wu", 4).await;
    assert_eq!(app.store.decline_chat(&created.id, "wu").await.expect("done"), Step::Changed);
    assert_eq!(app.store.decline_chat(&created.id, "lin").await.expect("done"), Step::Done);
    assert_eq!(offered(&app, &created.id).await, "wu");
}

#[tokio::test]
async fn what_is_offered_to_somebody_who_leaves_goes_to_another() {
    let app = TestApp::start().await;
    agent(&app, "lin", 4).await;
    let created = begun(&app, "key-00000001", json!({})).await;
    assert_eq!(offered(&app, &created.id).await, "lin");
    agent(&app, "wu", 4).await;
    app.store.leave("lin").await.expect("noted");
    app.until("chats WHERE offered_to = 'wu'", 1).await;
    assert_eq!(app.count("chat_passes").await, 0, "who has left has let nothing pass");
}

#[tokio::test]
async fn what_nobody_takes_in_time_is_a_ticket() {
    let app = TestApp::start_with(|config| config.chats.wait = SOON).await;
    agent(&app, "lin", 4).await;
    let created = begun(&app, "key-00000001", json!({})).await;
    app.until("chats WHERE state = 'missed' AND offered_to IS NULL", 1).await;
    assert_eq!(app.store.take_chat(&created.id, "lin").await.expect("done"), Step::Changed);
    // It is answered like one.
    answered(&app, &created.id, "lin", 1).await;
    assert_eq!(state(&app, &created.id).await, ChatState::Missed);
}

#[tokio::test]
async fn a_chat_whose_agent_has_gone_goes_to_another_where_its_person_waits() {
    let app = TestApp::start().await;
    agent(&app, "lin", 4).await;
    let left = begun(&app, "key-00000001", json!({})).await;
    let served = begun(&app, "key-00000002", json!({})).await;
    for id in [&left.id, &served.id] {
        assert_eq!(app.store.take_chat(id, "lin").await.expect("done"), Step::Done);
        answered(&app, id, "lin", 1).await;
    }
    app.send(&format!("/v1/tickets/{}/messages", left.id), "key-00000003", &json!({ "body": "在吗" })).await;
    agent(&app, "wu", 4).await;
    // What is left where an agent's machine is switched off.
    let silent = "UPDATE agent_presence SET heard_at = heard_at - 61000 WHERE agent_id = 'lin'";
    sqlx::query(silent).execute(&app.sql().await).await.expect("written");
    assert_eq!(offered(&app, &left.id).await, "wu");
    assert_eq!(state(&app, &left.id).await, ChatState::Waiting);
    assert_eq!(app.count("threads WHERE assignee_id IS NULL").await, 1);
    assert_eq!(state(&app, &served.id).await, ChatState::Talking, "nobody waits there");
    // As early as the person has waited for an answer, not as their chat began.
    let order = "chats JOIN messages ON messages.thread_id = chats.thread_id AND messages.position = 2
                 WHERE chats.queued_at = messages.created_at";
    assert_eq!(app.count(order).await, 1);
}

#[tokio::test]
async fn a_chat_that_everybody_has_left_ends_by_itself() {
    let app = TestApp::start_with(|config| config.chats.idle = Duration::from_secs(3600)).await;
    agent(&app, "lin", 4).await;
    let left = begun(&app, "key-00000001", json!({})).await;
    let talking = begun(&app, "key-00000002", json!({})).await;
    for id in [&left.id, &talking.id] {
        assert_eq!(app.store.take_chat(id, "lin").await.expect("done"), Step::Done);
        answered(&app, id, "lin", 1).await;
    }
    let sql = app.sql().await;
    let taken = sqlx::query("UPDATE chats SET taken_at = taken_at - 3601000");
    taken.execute(&sql).await.expect("written");
    let said = sqlx::query("UPDATE threads SET updated_at = updated_at - 3601000 WHERE id = $1").bind(&left.id);
    said.execute(&sql).await.expect("written");
    app.until("chats WHERE state = 'ended'", 1).await;
    assert_eq!(state(&app, &left.id).await, ChatState::Ended);
    assert_eq!(state(&app, &talking.id).await, ChatState::Talking);
}

#[tokio::test]
async fn what_is_given_to_an_agent_comes_back_where_they_do_not_take_it() {
    let app = TestApp::start().await;
    agent(&app, "lin", 4).await;
    let created = begun(&app, "key-00000001", json!({})).await;
    assert_eq!(app.store.take_chat(&created.id, "lin").await.expect("done"), Step::Done);
    agent(&app, "wu", 4).await;
    agent(&app, "zhu", 0).await;
    let give = async |to| app.store.transfer_chat(&created.id, "lin", to).await.expect("done");
    assert_eq!(give(To::Agent("wu")).await, Step::Done);
    assert_eq!(offered(&app, &created.id).await, "wu");
    assert_eq!(app.store.decline_chat(&created.id, "wu").await.expect("done"), Step::Done);
    assert_eq!(offered(&app, &created.id).await, "lin");
    // Given to a team, it does not.
    assert_eq!(give(To::Team("")).await, Step::Done);
    assert_eq!(offered(&app, &created.id).await, "wu");
    assert_eq!(app.store.decline_chat(&created.id, "wu").await.expect("done"), Step::Done);
    agent(&app, "zhu", 4).await;
    assert_eq!(offered(&app, &created.id).await, "zhu");
}
