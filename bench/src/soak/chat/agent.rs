//! The agents' side: the console's own pages and forms, as its script uses them.

use super::ask::{Answer, Stream, ask};
use super::talk::{EACH, Side, Talk};
use super::visitor::Ticket;
use super::{POLL, Shared};
use crate::Error;
use crate::desk::Place;
use crate::soak::visitor::wait;
use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use reqwest::{Method, RequestBuilder};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::{Instant, timeout};

const PASSWORD: &str = "correct horse battery";
/// Most conversations at once that an agent may ask for.
const ROOM: u32 = 50;
/// What divides the fields of a form.
const BOUNDARY: &str = "helplet-soak-4f0c2e6b7b6a";

/// Somebody who is signed in.
pub struct Agent {
    cookie: String,
    csrf: String,
    /// By number.
    talks: Mutex<HashMap<String, Arc<Talk>>>,
}

impl Agent {
    /// Makes an account and signs in, at a desk itself.
    pub async fn sign_in(shared: &Shared, place: &Place, desk: SocketAddr, name: &str) -> Result<Self, Error> {
        place.add_agent(name, PASSWORD).await?;
        let base = format!("http://{desk}");
        let body = format!("name={name}&password={}&next=", PASSWORD.replace(' ', "+"));
        let form = shared.client.post(format!("{base}/desk/sign-in")).header(ORIGIN, &base).body(body);
        let answer = form.header(CONTENT_TYPE, "application/x-www-form-urlencoded").send().await?;
        let cookie = answer.headers().get(SET_COOKIE).and_then(|cookie| cookie.to_str().ok()?.split(';').next());
        let cookie = cookie.ok_or_else(|| format!("{name} can't sign in: {}", answer.status()))?.to_owned();
        let page = shared.client.get(format!("{base}/desk/")).header(COOKIE, &cookie).send().await?.text().await?;
        let csrf = value(&page, "name=\"csrf\" value=\"").ok_or("the console's page has no token")?.to_owned();
        let agent = Self { cookie, csrf, talks: Mutex::default() };
        let fields = format!("csrf={}&live=script&here=1&room={ROOM}", agent.csrf);
        let here = agent.request(shared, Method::POST, &base, "/desk/live/presence").body(fields);
        let answer = here.header(CONTENT_TYPE, "application/x-www-form-urlencoded").send().await?;
        if !answer.status().is_success() {
            return Err(format!("{name} can't say that they are there: {}", answer.status()).into());
        }
        Ok(agent)
    }

    /// Answers in a conversation, in order, each once so many of the person's messages are seen as chance has it.
    /// False where the time is over before all is said and seen.
    pub async fn answer(
        &self,
        shared: &Shared,
        talk: &Arc<Talk>,
        ticket: &Ticket,
        mut random: fastrand::Rng,
        end: Instant,
    ) -> Result<bool, String> {
        let number = &ticket.number;
        self.talks().insert(number.clone(), Arc::clone(talk));
        let (mut next, mut ahead, mut tries) = (0, 0, 0);
        let done = loop {
            if Instant::now() >= end {
                break false;
            }
            let path = format!("/desk/live/chats/{number}?column=1");
            let desk = shared.desks.any(&mut random);
            let page = match ask(self.request(shared, Method::GET, &desk, &path)).await {
                Some(Answer { status: 200, body }) => body,
                Some(Answer { status, body }) if status < 500 => return Err(format!("{path}: {status} {body}")),
                _ => {
                    tries += 1;
                    wait(tries, None, &mut random).await;
                    continue;
                }
            };
            tries = 0;
            let count =
                value(&page, "data-count=\"").ok_or_else(|| format!("{path} does not say how many messages"))?;
            let seen = talk.sees(Side::Agent, &page);
            // An answer to the form may have been lost: the page shows what became of it.
            while next < EACH && page.contains(&format!("[{}]", talk.mark(Side::Agent, next))) {
                talk.told(Side::Agent, next);
                next += 1;
            }
            if next == EACH && seen == EACH {
                break true;
            }
            if next < EACH && seen > 0 && seen + ahead > next {
                talk.tried(Side::Agent, next);
                let form = self.form(&[("live", "script"), ("seen", count), ("body", &talk.text(Side::Agent, next))]);
                let desk = shared.desks.any(&mut random);
                let request = self.request(shared, Method::POST, &desk, &format!("/desk/tickets/{number}/reply"));
                let kind = format!("multipart/form-data; boundary={BOUNDARY}");
                match ask(request.header(CONTENT_TYPE, kind).body(form)).await {
                    Some(Answer { status: 204, .. }) => {
                        talk.told(Side::Agent, next);
                        next += 1;
                        ahead = random.usize(0..3);
                    }
                    // 400 is a form that broke off half way.
                    Some(Answer { status, body }) if status < 500 && !matches!(status, 400 | 408 | 409) => {
                        return Err(format!("reply to {number}: {status} {body}"));
                    }
                    // The page tells.
                    _ => {}
                }
                continue;
            }
            // Over time the page is asked for without having been told.
            _ = timeout(POLL, talk.news(Side::Agent)).await;
        };
        self.talks().remove(number);
        Ok(done)
    }

    /// Listens to the console's line, and tells the conversations that something has happened to them.
    pub async fn listen(self: Arc<Self>, shared: Arc<Shared>, mut random: fastrand::Rng) {
        let mut tries = 0;
        loop {
            let desk = shared.desks.any(&mut random);
            let mut fresh = true;
            if let Some(mut stream) =
                Stream::open(self.request(&shared, Method::GET, &desk, "/desk/events?live=1")).await
            {
                shared.streams.fetch_add(1, Ordering::Relaxed);
                while let Some(heard) = stream.next().await {
                    tries = 0;
                    for (number, talk) in &*self.talks() {
                        // The line begins where it begins: what was before is asked for.
                        if fresh || (heard.name == "change" && [number, ""].contains(&heard.data.as_str())) {
                            talk.tell(Side::Agent);
                        }
                    }
                    fresh = false;
                }
            }
            tries += 1;
            wait(tries, None, &mut random).await;
        }
    }

    /// A request of the console's own page.
    fn request(&self, shared: &Shared, method: Method, desk: &str, path: &str) -> RequestBuilder {
        let request = shared.client.request(method, [desk, path].concat());
        request.header(COOKIE, &self.cookie).header(ORIGIN, desk)
    }

    /// A form that may carry files.
    fn form(&self, fields: &[(&str, &str)]) -> String {
        let part = |(name, value): &(&str, &str)| {
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let token = ("csrf", self.csrf.as_str());
        let parts: String = std::iter::once(&token).chain(fields).map(part).collect();
        format!("{parts}--{BOUNDARY}--\r\n")
    }

    fn talks(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Talk>>> {
        self.talks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What stands between this and the next quotation mark.
fn value<'a>(page: &'a str, before: &str) -> Option<&'a str> {
    page.split_once(before)?.1.split('"').next()
}
