//! The operator's rules: which team, and who comes first.

use super::{agent, begun, offered};
use crate::app::TestApp;
use helplet_desk::{Routing, RoutingRule};
use helplet_desk_api::{ChatOffer, ChatState};
use reqwest::Method;
use serde_json::json;

fn rule(team: &str) -> RoutingRule {
    RoutingRule { team: team.into(), ..RoutingRule::default() }
}

async fn start() -> TestApp {
    let app = TestApp::start_with(|config| {
        config.chats.routing = Routing {
            rules: vec![
                RoutingRule { tier: vec!["enterprise".into()], priority: 5, ..rule("vip") },
                RoutingRule { topic: vec!["account".into()], ..rule("billing") },
                RoutingRule { locale: vec!["en".into()], ..rule("english") },
            ],
        };
    })
    .await;
    for (id, teams) in [("vera", &["vip"][..]), ("bill", &["billing"]), ("ella", &["english", "other"])] {
        agent(&app, id, 4).await;
        let teams: Vec<String> = teams.iter().map(|&team| team.to_owned()).collect();
        assert!(app.store.set_teams(id, &teams).await.expect("written"));
    }
    app
}

async fn asked(app: &TestApp, query: &str) -> ChatOffer {
    let answer = app.anonymous(Method::GET, &format!("/v1/chat{query}")).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    answer.json().await.expect("an offer")
}

#[tokio::test]
async fn tier_topic_and_language_lead_to_a_team() {
    let app = start().await;
    for (at, (more, expected)) in [
        (json!({ "tier": "enterprise", "topic": "account" }), "vera"),
        (json!({ "topic": "account", "locale": "en" }), "bill"),
        (json!({ "locale": "en-GB" }), "ella"),
    ]
    .into_iter()
    .enumerate()
    {
        let created = begun(&app, &format!("key-of-chat-{at}"), more).await;
        assert_eq!(offered(&app, &created.id).await, expected);
    }
    assert_eq!(app.count("visitors").await, 1);
    assert_eq!(app.count("chats WHERE team = 'vip' AND priority = 5").await, 1);
}

#[tokio::test]
async fn where_nobody_of_the_team_is_there_nobody_is() {
    let app = start().await;
    assert!(asked(&app, "?topic=account&tier=member&locale=zh-CN&type=bug").await.there);
    app.store.leave("bill").await.expect("noted");
    assert_eq!(asked(&app, "?topic=account").await, ChatOffer::default());
    let created = begun(&app, "key-00000001", json!({ "topic": "account" })).await;
    assert_eq!(created.chat, Some(ChatState::Missed));
    assert!(asked(&app, "").await.there, "what has no team is for all");
    // An agent of no team takes all.
    agent(&app, "anna", 4).await;
    let created = begun(&app, "key-00000002", json!({ "topic": "account" })).await;
    assert_eq!(offered(&app, &created.id).await, "anna");
    assert_eq!(app.count("visitors").await, 1, "who only asks is no visitor");
}

#[tokio::test]
async fn a_disabled_agent_or_a_closed_chat_is_nobody() {
    let app = TestApp::start().await;
    agent(&app, "lin", 4).await;
    assert!(asked(&app, "").await.there);
    assert!(app.store.disable_agent("lin").await.expect("written"));
    assert!(!asked(&app, "").await.there);
    let closed = TestApp::start_with(|config| config.chats.open = false).await;
    agent(&closed, "lin", 4).await;
    assert!(!asked(&closed, "").await.there);
    assert_eq!(begun(&closed, "key-00000001", json!({})).await.chat, Some(ChatState::Missed));
}
