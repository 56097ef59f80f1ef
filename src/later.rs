//! The second part of the widget, fetched later: the ticket's screens, what a query may become, and all that
//! only they need.
//!
//! After linking, the module is divided at [`door`]: what is reached from there alone goes into a
//! wasm of its own (docs/decisions/0006-lazy.md). Nothing else of the widget may name those screens.

use crate::browser::element::El;
use crate::browser::part;
use crate::browser::task::spawn;
use crate::browser::timer::when_idle;
use crate::feedback::{self, Note};
use crate::reactive::effect;
use crate::screen::Screen;
use crate::state::App;
use crate::ticket::{chat, live, sender, session};
use crate::view::search_box::Search;
use crate::view::{chat as chat_view, news, offers, outgoing, thread, ticket_form, tickets};
use wasm_split_helpers::wasm_split;

/// What the part does, as the first part sees it.
#[derive(Clone, Copy)]
pub struct Part {
    /// Draws one of the part's screens.
    pub draw: fn(App, &Screen) -> El,
    /// The line below the search field; what is chosen in it goes into the field.
    pub offers: fn(App, Search, &El) -> El,
    /// A word of a message that has come.
    pub news: fn(App) -> Option<El>,
    /// Starts what goes on without a screen: what was sent off is sent, and news are listened for.
    start: fn(App),
}

/// Something that is wanted of the part.
pub enum Wish {
    /// Present a signed token.
    Identify(String),
    /// Let the person in to the ticket of this number, by a link's token.
    Grant(String, String),
    /// Tell the desk of it.
    Note(Note),
    /// Forget everything; what was not sent yet only where it is to be discarded.
    Shutdown {
        /// Discard it.
        discard: bool,
    },
}

/// Where the part is.
#[derive(Clone, Copy)]
pub enum Later {
    /// Not asked for.
    Away,
    /// On its way.
    Coming,
    /// Could not be had; it is asked for again when it is needed.
    Failed,
    /// Here.
    Here(Part),
}

impl App {
    /// Fetches the part, unless it is here or on its way.
    pub fn fetch_later(self) {
        if self.later.peek(|later| matches!(later, Later::Coming | Later::Here(_))) {
            return;
        }
        self.later.set(Later::Coming);
        spawn(async move {
            self.later.set(door().await.map_or(Later::Failed, Later::Here));
        });
    }
}

/// Has the part fetched when one of its screens is gone to; else when the first screen is there and
/// the browser has nothing to do, so that it is at hand even without a network.
pub fn fetch_in_time(app: App) {
    effect(move || {
        if app.history.with(|history| history.current().is_later()) {
            app.fetch_later();
        }
    });
    effect(move || {
        if let Later::Here(part) = app.later.get() {
            (part.start)(app);
        }
    });
    effect(move || {
        // Where no tickets are taken, the part is still wanted for what a query may become.
        let wanted = !app.options.endpoint.url.is_empty() || app.query.with(|query| !query.is_empty());
        if wanted && app.loaded().is_some() && app.later.peek(|later| matches!(later, Later::Away)) {
            when_idle(move || app.fetch_later());
        }
    });
}

// Pointers come back, so that only the first use waits: later ones call them like any function.
#[wasm_split(later, fallible, wasm_split_path = crate::browser::part)]
fn door() -> Result<Part, part::SplitLoaderError> {
    Ok(Part { draw, offers: offers::offers, news: news::news, start })
}

fn start(app: App) {
    sender::start(app);
    live::start(app);
    session::start(app);
    feedback::follow(app);
    chat::start(app);
}

fn draw(app: App, shown: &Screen) -> El {
    match shown {
        Screen::Ticket(kind, trail) => ticket_form::ticket_form(app, kind, trail),
        Screen::Chat(about) => chat_view::chat(app, about),
        Screen::Outgoing(key) => outgoing::outgoing(app, key),
        Screen::Thread(number) => thread::thread(app, number),
        _ => tickets::tickets(app),
    }
}
