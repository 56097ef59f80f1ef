use super::{Console, PASSWORD, header, location};
use helplet_desk::Agents;
use reqwest::Method;
use sha2::{Digest, Sha256};

#[tokio::test]
async fn a_session_is_a_cookie_that_only_the_desk_gets() {
    let console = Console::start().await;
    let response = console.try_sign_in(" ANNA ", PASSWORD).await;
    let cookie = header(&response, "set-cookie");
    let (secret, rest) = cookie.strip_prefix("helplet_agent=").and_then(|it| it.split_once(';')).expect("the cookie");
    assert_eq!(rest, " Path=/desk; Max-Age=43200; HttpOnly; SameSite=Strict", "plain on this machine");
    assert!(secret.len() == 64 && secret.bytes().all(|byte| byte.is_ascii_hexdigit()), "{secret}");
    let kept: Vec<String> = sqlx::query_scalar("SELECT secret_hash FROM agent_sessions")
        .fetch_all(&console.app.sql().await)
        .await
        .expect("rows");
    assert!(kept.contains(&format!("{:x}", Sha256::digest(secret))) && !kept.contains(&secret.to_owned()));

    // Under any other name there is TLS before it.
    let form = format!("name=anna&password={}", PASSWORD.replace(' ', "+"));
    let request = console.request(Method::POST, "/desk/sign-in").header("host", "desk.example").body(form);
    let response = request.header("origin", "https://desk.example").send().await.expect("an answer");
    assert!(header(&response, "set-cookie").ends_with("; Secure"), "{response:?}");
}

#[tokio::test]
async fn whatever_is_wrong_the_answer_is_the_same() {
    let console = Console::start().await;
    let agents = Agents::open(&console.app.database).await.expect("opens");
    agents.disable("ben").await.expect("disabled");
    let mut answers = Vec::new();
    for (name, password) in [("anna", "wrong"), ("nobody", "wrong"), ("ben", PASSWORD), ("", "")] {
        let response = console.try_sign_in(name, password).await;
        assert_eq!(response.status(), 401);
        assert_eq!(header(&response, "set-cookie"), "");
        let page = response.text().await.expect("text");
        answers.push(page.replace(&format!("value=\"{name}\""), ""));
    }
    assert!(answers[0].contains("The name or the password is wrong."));
    assert!(answers[..3].iter().all(|page| *page == answers[0]));

    agents.set_password("ben", "another password for him").await.expect("changed");
    assert_eq!(console.try_sign_in("ben", "another password for him").await.status(), 303, "let in again");
}

#[tokio::test]
async fn too_many_failures_are_looked_at_no_more() {
    let console = Console::start().await;
    for _ in 0..10 {
        assert_eq!(console.try_sign_in("ben", "wrong").await.status(), 401);
    }
    let response = console.try_sign_in("ben", PASSWORD).await;
    assert_eq!(response.status(), 429);
    let seconds: u64 = header(&response, "retry-after").parse().expect("seconds");
    assert!((1..=601).contains(&seconds), "{seconds}");
    assert_eq!(console.try_sign_in("anna", PASSWORD).await.status(), 303, "others are not concerned");
}

#[tokio::test]
async fn a_session_ends_at_sign_out() {
    let console = Console::start().await;
    let response = console.send("/desk/sign-out", &[]).await;
    assert_eq!((response.status().as_u16(), location(&response)), (303, "/desk/sign-in"));
    assert!(header(&response, "set-cookie").starts_with("helplet_agent=; Path=/desk; Max-Age=0;"));
    assert_eq!(location(&console.get("/desk/").await), "/desk/sign-in?next=%2Fdesk%2F");
    assert_eq!(console.app.count("agent_sessions").await, 0);
}

#[tokio::test]
async fn a_session_ends_when_its_agent_is_disabled_or_gets_a_password_and_after_its_time() {
    let mut console = Console::start().await;
    let agents = Agents::open(&console.app.database).await.expect("opens");
    agents.set_password("anna", PASSWORD).await.expect("changed");
    assert_eq!(console.get("/desk/").await.status(), 303, "a new password");
    console.sign_in("anna").await;
    agents.disable("anna").await.expect("disabled");
    assert_eq!(console.get("/desk/").await.status(), 303, "disabled");
    agents.set_password("anna", PASSWORD).await.expect("changed");
    console.sign_in("anna").await;
    sqlx::query("UPDATE agent_sessions SET expires_at = created_at")
        .execute(&console.app.sql().await)
        .await
        .expect("changed");
    assert_eq!(console.get("/desk/").await.status(), 303, "over");
}

#[tokio::test]
async fn one_comes_back_to_where_one_was_and_nowhere_else() {
    let console = Console::start().await;
    for (next, expected) in [("/desk/tickets/482-913", "/desk/tickets/482-913"), ("https://evil.example/", "/desk/")] {
        let form = [("name", "anna"), ("password", PASSWORD), ("next", next)];
        let response = console.form("/desk/sign-in", &form).send().await.expect("an answer");
        assert_eq!(location(&response), expected);
    }
}

#[tokio::test]
async fn the_language_is_the_browsers_until_one_is_chosen() {
    let console = Console::start().await;
    let ask = |header: &'static str, cookie: &'static str| {
        let request = console.app.anonymous(Method::GET, "/desk/sign-in").header("accept-language", header);
        async move { request.header("cookie", cookie).send().await.expect("an answer").text().await.expect("text") }
    };
    assert!(ask("zh-CN,zh;q=0.9", "").await.contains("<html lang=\"zh-CN\">"));
    assert!(ask("de", "").await.contains("<html lang=\"en\">"));
    let response = console.get("/desk/language/zh-CN?back=%2Fdesk%2F%3Fstatus%3Dall").await;
    assert_eq!(location(&response), "/desk/?status=all");
    assert!(header(&response, "set-cookie").starts_with("helplet_language=zh-CN; Path=/desk;"));
    assert!(ask("en", "helplet_language=zh-CN").await.contains("<html lang=\"zh-CN\">"));
    assert_eq!(console.get("/desk/language/xx").await.status(), 404);
}

#[tokio::test]
async fn accounts_that_cannot_be_made_are_refused_with_what_to_do() {
    let console = Console::start().await;
    let agents = Agents::open(&console.app.database).await.expect("opens");
    for (name, password, reason) in [
        ("ANNA", PASSWORD, "there is an agent anna already"),
        ("carl", "too short", "must have 12 to 256 characters"),
        (" carl", PASSWORD, "not a usable name"),
    ] {
        let message = agents.add(name, None, password).await.expect_err("refused").to_string();
        assert!(message.contains(reason), "{message}");
    }
    let message = agents.disable("carl").await.expect_err("refused").to_string();
    assert!(message.contains("there is no agent carl"), "{message}");
    let list = agents.list().await.expect("a list");
    let names: Vec<_> = list.iter().map(|it| (it.name.as_str(), it.shown_as.as_str(), it.disabled)).collect();
    assert_eq!(names, [("anna", "Anna from support", false), ("ben", "ben", false)]);
}
