//! Signing in and out, and the choice of a language.

use super::Console;
use super::layout::{self, LANGUAGE_COOKIE};
use super::refusal::Refusal;
use super::visit::{COOKIE_NAME, Caller, Posted, fields};
use super::words::{Lang, Word};
use crate::store::random_id;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{LOCATION, RETRY_AFTER, SET_COOKIE};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use sha2::{Digest, Sha256};
use std::time::Instant;

/// How long the browser keeps the session's cookie, in seconds; the desk ends the session itself.
const SESSION_SECONDS: u32 = 12 * 3600;
/// How long the choice of a language is kept, in seconds.
const LANGUAGE_SECONDS: u32 = 365 * 24 * 3600;

/// Where to go afterwards.
#[derive(serde::Deserialize, Default)]
pub struct Next {
    #[serde(default)]
    next: String,
    #[serde(default)]
    back: String,
}

/// `GET /desk/sign-in`
pub async fn form(caller: Caller, Query(next): Query<Next>) -> Markup {
    page(caller.lang, &next.next, "", None)
}

/// `POST /desk/sign-in`
///
/// Whatever is wrong, name, password or account, the answer and the work are the same.
pub async fn sign_in(State(console): State<Console>, caller: Caller, body: Body) -> Result<Response, Refusal> {
    let fields = fields(body).await?;
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let (name, next) = (field("name").trim().to_lowercase(), field("next"));
    if let Err(wait) = console.attempts.begin(caller.address, &name, Instant::now()) {
        let text = caller.lang.fill(Word::SignInLater, wait.as_secs().div_ceil(60));
        let page = page(caller.lang, next, &name, Some(&text));
        let retry = [(RETRY_AFTER, (wait.as_secs() + 1).to_string())];
        return Ok((StatusCode::TOO_MANY_REQUESTS, retry, page).into_response());
    }
    let Some(agent) = console.store.agent_by_password(&name, field("password").to_owned()).await? else {
        let text = caller.lang.say(Word::SignInWrong);
        return Ok((StatusCode::UNAUTHORIZED, page(caller.lang, next, &name, Some(text))).into_response());
    };
    console.attempts.succeeded(caller.address, &name);
    // Two ids are the 32 random bytes.
    let secret = [random_id()?, random_id()?].concat();
    console.store.begin_session(&agent.id, &format!("{:x}", Sha256::digest(&secret))).await?;
    let cookie = session_cookie(&secret, SESSION_SECONDS, caller.secure_cookie);
    Ok((StatusCode::SEE_OTHER, [(LOCATION, local(next).to_owned()), (SET_COOKIE, cookie)]).into_response())
}

/// `POST /desk/sign-out`
pub async fn sign_out(State(console): State<Console>, caller: Caller, posted: Posted) -> Result<Response, Refusal> {
    console.store.end_session(&posted.visit.session.secret_hash).await?;
    console.store.leave(&posted.visit.session.agent.id).await?;
    let cookie = session_cookie("", 0, caller.secure_cookie);
    Ok((StatusCode::SEE_OTHER, [(LOCATION, "/desk/sign-in".to_owned()), (SET_COOKIE, cookie)]).into_response())
}

/// `GET /desk/language/{tag}`
pub async fn choose_language(
    caller: Caller,
    Path(tag): Path<String>,
    Query(next): Query<Next>,
) -> Result<Response, Refusal> {
    let lang = Lang::parse(&tag).ok_or(Refusal::NotFound)?;
    let secure = if caller.secure_cookie { "; Secure" } else { "" };
    let cookie = format!(
        "{LANGUAGE_COOKIE}={}; Path=/desk; Max-Age={LANGUAGE_SECONDS}; HttpOnly; SameSite=Strict{secure}",
        lang.tag()
    );
    Ok((StatusCode::SEE_OTHER, [(LOCATION, local(&next.back).to_owned()), (SET_COOKIE, cookie)]).into_response())
}

fn session_cookie(secret: &str, seconds: u32, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{COOKIE_NAME}={secret}; Path=/desk; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}

/// An address within the console; anything else, which somebody else has written, is its start.
fn local(address: &str) -> &str {
    let plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if plain && address.starts_with("/desk/") && !address.starts_with("/desk/sign-in") { address } else { "/desk/" }
}

fn page(lang: Lang, next: &str, name: &str, fault: Option<&str>) -> Markup {
    let title = lang.say(Word::SignIn);
    let next = local(next);
    layout::plain(
        lang,
        title,
        html! {
            form.card method="post" action="/desk/sign-in" {
                h1 { (title) }
                @if let Some(fault) = fault { p.fault role="alert" { (fault) } }
                input type="hidden" name="next" value=(next);
                label for="name" { (lang.say(Word::Name)) }
                input #name name="name" value=(name) autocomplete="username" required autofocus[name.is_empty()]
                    autocapitalize="none" spellcheck="false";
                label for="password" { (lang.say(Word::Password)) }
                input #password name="password" type="password" autocomplete="current-password" required
                    autofocus[!name.is_empty()];
                button.main type="submit" { (title) }
            }
            (layout::switch(lang, &format!("/desk/sign-in?next={next}")))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_console_are_gone_to() {
        for good in ["/desk/", "/desk/tickets/482-913", "/desk/?status=all&q=%E7%99%BD"] {
            assert_eq!(local(good), good);
        }
        for bad in ["", "/", "//evil.example", "/desk", "https://evil.example/desk/", "/desk/\r\nx", "/desk/\\evil"] {
            assert_eq!(local(bad), "/desk/", "{bad:?}");
        }
    }

    #[test]
    fn a_cookie_goes_nowhere_else() {
        assert_eq!(
            session_cookie("abc", 5, true),
            "helplet_agent=abc; Path=/desk; Max-Age=5; HttpOnly; SameSite=Strict; Secure"
        );
        assert!(!session_cookie("abc", 5, false).contains("Secure"));
    }
}
