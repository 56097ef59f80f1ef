//! The one store for what several views share. What one view owns stays in that view.

use crate::browser::task::spawn;
use crate::browser::timer::Timer;
use crate::browser::{clock, environment, storage};
use crate::chat::conversation::Conversation;
use crate::host::event::emit;
use crate::host::options::{EndpointKind, Options};
use crate::later::{Later, Wish};
use crate::library::{self, Loaded};
use crate::reactive::Watched;
use crate::screen::{History, Screen};
use crate::text::number;
use crate::ticket::live::Live;
use crate::ticket::mine::Mine;
use crate::ticket::outbox::Outbox;
use crate::ticket::sender::{Mending, Sender};
use helplet_content::audience::Tier;
use helplet_content::{Person, Ui, ui};
use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// Where a language's bundle is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// Being fetched and read.
    Running,
    /// Read.
    Done,
    /// Could not be had; the person can ask again.
    Failed,
}

/// Where the tier of a signed token is kept, and until when it holds, in seconds since 1970.
pub const SIGNED: &str = "signed";

thread_local! {
    /// Where nothing can be kept on the device, it lasts as long as the page.
    static SIGNED_HERE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What is kept of a token.
pub fn signed() -> Option<String> {
    storage::read(SIGNED).or_else(|| Some(SIGNED_HERE.with_borrow(String::clone)).filter(|here| !here.is_empty()))
}

/// Keeps what is to be known of a token; an empty text forgets it.
pub fn keep_signed(text: &str) {
    storage::remove(SIGNED);
    let kept = text.is_empty() || storage::write(SIGNED, text);
    SIGNED_HERE.set(String::from(if kept { "" } else { text }));
}

/// The tier that a signed token gave, while it holds.
pub fn signed_tier() -> Option<Tier> {
    let kept = signed()?;
    let (until, tier) = kept.split_once(' ')?;
    (number(until)? > clock::seconds()).then(|| Tier::parse(tier))?
}

/// What the views share.
pub struct Store {
    /// What the host page decided.
    pub options: Options,
    /// What is known of the person.
    pub person: Watched<Person>,
    /// What of it the page says.
    pub claimed: RefCell<Person>,
    /// The loaded language; `None` before the first one.
    pub library: Watched<Option<Rc<Loaded>>>,
    /// The state of the last language asked for.
    pub loading: Watched<Loading>,
    /// Screens gone through.
    pub history: Watched<History>,
    /// What stands in the search field.
    pub query: Watched<String>,
    /// `auto`, `light` or `dark`.
    pub theme: Watched<String>,
    /// The last thing said to those who listen rather than look.
    pub status: Watched<String>,
    /// Votes and searches that the desk has not been told of.
    pub feedback: RefCell<Vec<JsValue>>,
    /// The search that the host page was last told of.
    pub asked: RefCell<String>,
    /// What was sent off.
    pub outbox: Watched<Outbox>,
    /// What the desk has told of the person's tickets.
    pub mine: Watched<Mine>,
    /// Waits for the end of the time that a token gave.
    pub session: RefCell<Option<Timer>>,
    /// What listens for news of them.
    pub live: Live,
    /// The number of a ticket with a message that came while another screen was shown; empty for none.
    pub news: Watched<String>,
    /// What was said in the chat before a person was asked for.
    pub chat: Watched<Conversation>,
    /// What the page would have the person say there.
    pub chat_message: RefCell<String>,
    /// The ticket that an agent writes in, and until when that is shown, in seconds since 1970.
    pub typing: Watched<(String, u32)>,
    /// What carries the outbox's wishes out.
    pub sender: Sender,
    /// The draft that the form is to take up.
    pub mending: RefCell<Option<Mending>>,
    /// What the page knows of every ticket, and of the next one alone.
    pub prefill: RefCell<JsValue>,
    /// See `prefill`.
    pub prefill_once: RefCell<JsValue>,
    /// Facts for a ticket's environment that the page knows.
    pub facts: RefCell<Vec<(String, String)>>,
    /// Articles that the page offers, by id.
    pub suggested: Watched<Vec<String>>,
    /// How often the panel was opened; each time the keyboard belongs in it.
    pub opened: Watched<u32>,
    /// The part of the widget that is fetched later.
    pub later: Watched<Later>,
    /// What it is to do once it is here.
    pub wishes: Watched<Vec<Wish>>,
    close: Box<dyn Fn()>,
}

/// A handle to the store, free to copy.
#[derive(Clone, Copy)]
pub struct App(&'static Store);

impl Deref for App {
    type Target = Store;

    fn deref(&self) -> &Store {
        self.0
    }
}

impl App {
    /// A store for one widget.
    ///
    /// It is leaked: every closure of every view holds it, and a page has one widget. What it holds of
    /// size is let go by [`App::end`].
    pub fn new(options: Options, close: impl Fn() + 'static) -> Self {
        let theme = storage::read("theme").unwrap_or_else(|| options.theme.clone());
        let person = Person { tier: signed_tier().or(options.person.tier), ..options.person.clone() };
        Self(Box::leak(Box::new(Store {
            person: Watched::new(person),
            claimed: RefCell::new(options.person.clone()),
            library: Watched::new(None),
            loading: Watched::new(Loading::Running),
            history: Watched::new(History::default()),
            query: Watched::new(String::new()),
            theme: Watched::new(theme),
            status: Watched::new(String::new()),
            outbox: Watched::new(Outbox::new(options.endpoint.kind == EndpointKind::Webhook, environment::online())),
            mine: Watched::new(Mine::default()),
            session: RefCell::new(None),
            live: Live::default(),
            news: Watched::new(String::new()),
            feedback: RefCell::new(Vec::new()),
            asked: RefCell::default(),
            chat: Watched::new(Conversation::default()),
            chat_message: RefCell::default(),
            typing: Watched::new(<(String, u32)>::default()),
            sender: Sender::default(),
            mending: RefCell::new(None),
            prefill: RefCell::default(),
            prefill_once: RefCell::default(),
            facts: RefCell::default(),
            suggested: Watched::new(Vec::new()),
            opened: Watched::new(0),
            later: Watched::new(Later::Away),
            wishes: Watched::new(Vec::new()),
            options,
            close: Box::new(close),
        })))
    }

    /// Lets go of what the store holds of size; nothing is drawn any more.
    pub fn end(self) {
        self.library.set(None);
        self.sender.end();
        self.live.end();
        self.session.take();
    }

    /// Takes over what the page says of the person now; what it leaves out stays as it was.
    pub fn update_person(self, said: Person) {
        let before = self.claimed.take();
        self.claimed.replace(Person {
            tier: said.tier.or(before.tier),
            edition: said.edition.or(before.edition),
            platform: said.platform.or(before.platform),
            region: said.region.or(before.region),
        });
        self.settle_person();
    }

    /// Has everything shown for the person as known now: a signed token's tier beats the page's.
    pub fn settle_person(self) {
        let claimed = self.claimed.borrow().clone();
        self.person.set(Person { tier: signed_tier().or(claimed.tier), ..claimed });
    }

    /// Has the later part do something as soon as it is here.
    pub fn wish(self, wish: Wish) {
        self.wishes.update(|wishes| wishes.push(wish));
        self.fetch_later();
    }

    /// An interface string in the shown language.
    pub fn t(self, name: Ui) -> String {
        self.library.with(|loaded| loaded.as_ref().map(|it| it.library.text(name).to_owned())).unwrap_or_default()
    }

    /// An interface string with its `{name}`s replaced.
    pub fn fill(self, name: Ui, values: &[(&str, &str)]) -> String {
        ui::fill(&self.t(name), values)
    }

    /// The loaded language, for screens: they are only built when there is one.
    pub fn loaded(self) -> Option<Rc<Loaded>> {
        self.library.get()
    }

    /// The shown language's tag.
    pub fn lang(self) -> String {
        self.library.with(|loaded| loaded.as_ref().map(|it| it.library.lang.clone())).unwrap_or_default()
    }

    /// Goes on to a screen.
    pub fn go(self, screen: Screen) {
        if let Screen::Article(id, _) = &screen {
            emit("article-viewed", &[("id", id)]);
        }
        self.history.update(|history| history.push(screen));
    }

    /// Goes back one screen.
    pub fn back(self) {
        self.history.update(History::back);
    }

    /// Shows the results for a query.
    pub fn search_for(self, query: &str) {
        self.query.set(query.to_owned());
        self.history.update(History::restart);
    }

    /// Asks the host to close the panel.
    pub fn close(self) {
        (self.0.close)();
    }

    /// Says something to those who listen rather than look.
    pub fn say(self, text: String) {
        self.status.set(text);
    }

    /// Chooses a theme and keeps the choice on the device.
    pub fn set_theme(self, theme: &str) {
        self.theme.set(theme.to_owned());
        storage::write("theme", theme);
    }

    /// Loads a language and keeps the choice on the device; false where there is no bundle for it.
    pub fn set_locale(self, lang: &str) -> bool {
        let Some(language) = self.options.languages.iter().find(|it| it.lang == lang) else { return false };
        let bundle = library::fetch(&[&self.options.base, language.file.as_str()].concat());
        storage::write("locale", lang);
        self.load(bundle);
        true
    }

    /// Loads the language whose bundle is on its way.
    pub fn load(self, bundle: js_sys::Promise) {
        self.loading.set(Loading::Running);
        spawn(async move {
            let read = library::load(bundle).await;
            match read {
                Some(loaded) => {
                    let lang = loaded.library.lang.clone();
                    self.library.set(Some(Rc::new(loaded)));
                    self.loading.set(Loading::Done);
                    emit("ready", &[("locale", &lang)]);
                }
                None => {
                    self.loading.set(Loading::Failed);
                    emit("error", &[("what", "bundle")]);
                }
            }
        });
    }

    /// Asks again for the language that could not be had.
    pub fn retry(self) {
        let wanted = storage::read("locale").filter(|_| self.library.peek(Option::is_some));
        let lang = wanted.unwrap_or_else(|| self.options.locale.clone());
        self.set_locale(&lang);
    }
}
