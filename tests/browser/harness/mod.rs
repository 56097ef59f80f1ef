//! A real browser (Chromium, unless another is asked for), the real program, and a page with the widget on it.
//!
//! Everything here is synchronous: a test reads as what a person does. Each [`Page`] has a server, a
//! database and a browser of its own, and at its end fails on anything the browser complained about.

mod act;
mod axe;
mod clock;
mod console;
mod database;
mod desk;
mod engine;
mod find;
mod identity;
mod mailbox;
mod page;
mod picture;
mod postgres;
mod receiver;
mod site;
mod talk;
mod turn;
mod visitor;
mod words;

pub use database::{answer, be_there, files, grant, hours_pass, messages, standing, take, tickets};
pub use find::Role;
pub use identity::token;
pub use mailbox::Mailbox;
pub use page::{Page, Setup};
pub use picture::{noise, pixels, size};
pub use receiver::{Answer, Later, Receiver};
pub use site::host_page;
pub use talk::{meet, unhurried};
pub use visitor::Visitor;
pub use words::{EN, ZH, article, category, choice, library, t};

use std::time::{Duration, Instant};

/// How long anything may take before a test gives up: generous, since two cores are shared.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// The policy that must be in force on every page. Written out here, so that a change of the
/// program's policy is noticed.
pub const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data:; require-trusted-types-for 'script'; base-uri 'none'; object-src 'none'; \
    form-action 'self'; frame-ancestors 'self'";

/// Asks again and again until there is an answer; panics with `what` at the deadline.
#[track_caller]
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < DEADLINE, "after {DEADLINE:?} still not: {what}");
        std::thread::sleep(Duration::from_millis(25));
    }
}
