//! The agents' console, page by page, as a browser without its script sees it.

mod conversations;
mod figures;
mod live;
mod permissions;
mod queue;
mod sign_in;
mod threads;

use crate::app::TestApp;
use helplet_desk::{Agents, Config};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Response};
use url::form_urlencoded::Serializer;

pub const PASSWORD: &str = "four unrelated words here";

/// A desk with the agents anna and ben, and a browser anna has signed in with.
pub struct Console {
    pub app: TestApp,
    /// Follows no redirection.
    pub client: Client,
    pub cookie: String,
    pub csrf: String,
    /// What the browser prefers.
    pub language: &'static str,
}

impl Console {
    pub async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let app = TestApp::start_with(change).await;
        let agents = Agents::open(&app.database).await.expect("opens");
        agents.add("Anna", Some("Anna from support"), PASSWORD).await.expect("added");
        agents.add("ben", None, PASSWORD).await.expect("added");
        agents.close().await;
        let client = Client::builder().redirect(Policy::none()).build().expect("a client");
        let mut console = Self { app, client, cookie: String::new(), csrf: String::new(), language: "en" };
        console.sign_in("anna").await;
        console
    }

    pub async fn sign_in(&mut self, name: &str) {
        let response = self.try_sign_in(name, PASSWORD).await;
        assert_eq!((response.status().as_u16(), location(&response)), (303, "/desk/"));
        let cookie = response.headers()["set-cookie"].to_str().expect("text");
        self.cookie = cookie.split(';').next().expect("a value").to_owned();
        let page = self.page("/desk/").await;
        self.csrf = value_of(&page, "csrf").expect("a token").to_owned();
    }

    pub async fn try_sign_in(&self, name: &str, password: &str) -> Response {
        let form = [("name", name), ("password", password), ("next", "")];
        self.form("/desk/sign-in", &form).send().await.expect("an answer")
    }

    /// A request of the browser.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.app.address))
            .header("cookie", &self.cookie)
            .header("accept-language", self.language)
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.expect("an answer")
    }

    /// The text of a page that must be there.
    pub async fn page(&self, path: &str) -> String {
        let response = self.get(path).await;
        assert_eq!(response.status(), 200, "{path}");
        response.text().await.expect("text")
    }

    /// A form as one of the desk's own pages sends it, without the token.
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let body = Serializer::new(String::new()).extend_pairs(fields).finish();
        self.request(Method::POST, path)
            .header("origin", &self.app.address)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    }

    /// Sends a form with the session's token.
    pub async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let fields = [&[("csrf", self.csrf.as_str())], fields].concat();
        self.form(path, &fields).send().await.expect("an answer")
    }

    /// Sends a reply with files, as (name, bytes).
    pub async fn reply(&self, number: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Response {
        let fields = [&[("csrf", self.csrf.as_str())], fields].concat();
        self.multipart(number, &fields, files).send().await.expect("an answer")
    }

    /// The same without the token.
    pub fn multipart(&self, number: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> RequestBuilder {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--limit\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        for (name, bytes) in files {
            let head = format!(
                "--limit\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
                 content-type: application/octet-stream\r\n\r\n"
            );
            body.extend(head.into_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--limit--\r\n");
        self.request(Method::POST, &format!("/desk/tickets/{number}/reply"))
            .header("origin", &self.app.address)
            .header("content-type", "multipart/form-data; boundary=limit")
            .body(body)
    }
}

pub fn location(response: &Response) -> &str {
    header(response, "location")
}

pub fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The value of a page's first input of this name.
pub fn value_of<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    page.split_once(&format!("name=\"{name}\" value=\""))?.1.split('"').next()
}

/// The numbers of the tickets a page of the queue lists.
pub fn listed(page: &str) -> Vec<&str> {
    page.split("href=\"/desk/tickets/").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}
