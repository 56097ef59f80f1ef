//! The world of the model checker: two tabs with the real state machine, a device, a lock, a server, and
//! all that can happen to them.

use super::super::*;
use crate::ticket::draft::{Draft, FileNote};
use helplet_desk_api::FaultCode;
use std::collections::hash_map::DefaultHasher;
use std::collections::{HashSet, VecDeque};
use std::hash::{Hash, Hasher};

/// A request on its way, or its answer on the way back.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Flight {
    request: Request,
    /// What is posted.
    content: String,
    answer: Option<Answer>,
}

#[derive(Debug, Clone, Hash)]
struct Tab {
    outbox: Outbox,
    /// Reads and changes of the device, done in this order.
    device: VecDeque<Option<Change>>,
    inbox: VecDeque<String>,
    flight: Option<Flight>,
    timer: Option<u32>,
    seeking: bool,
}

#[derive(Debug, Clone, Hash)]
pub struct World {
    tabs: [Option<Tab>; 2],
    /// What the device keeps: key and text.
    kept: Vec<(String, String)>,
    lock: Option<usize>,
    online: bool,
    now: u32,
    /// What the server has stored: key and content.
    stored: Vec<(String, String)>,
    has_file: bool,
    /// Requests whose sender has given up or is gone, and that may still arrive.
    late: Vec<Flight>,
    submitted: usize,
    /// Mishaps that may still happen.
    mishaps: u32,
}

/// What is explored.
#[derive(Clone, Copy)]
pub struct Scope {
    pub name: &'static str,
    pub whole: bool,
    pub mishaps: u32,
    /// States, beyond which no further step is looked at.
    pub most: usize,
    /// Entries the person sends off, and pages they have open.
    pub entries: usize,
    pub pages: usize,
}

const KEYS: [&str; 2] = ["first-key", "second-key"];

/// The first is a ticket with a file, the second a message without one.
pub fn submission(at: usize, now: u32) -> Entry {
    let file = FileNote { name: "a".into(), size: 100, media_type: "image/png".into(), sha256: "ab".into() };
    let files = if at == 0 { vec![file] } else { vec![] };
    let draft = Draft { key: KEYS[at].into(), description: "as written".into(), files, ..Draft::default() };
    let to = if at == 0 { String::new() } else { "ticket".into() };
    Entry { to, ..Entry::new(draft, "en".into(), now) }
}

fn content(entry: &Entry) -> String {
    [entry.to.as_str(), &entry.draft.description].concat()
}

impl Tab {
    /// A page with the widget just opened.
    fn open(scope: Scope, online: bool) -> Self {
        Self {
            outbox: Outbox::new(scope.whole, online),
            device: VecDeque::from([None]),
            inbox: VecDeque::new(),
            flight: None,
            timer: None,
            seeking: false,
        }
    }
}

impl World {
    pub fn new(scope: Scope) -> Self {
        Self {
            tabs: [Some(Tab::open(scope, true)), None],
            kept: Vec::new(),
            lock: None,
            online: true,
            now: 1000,
            stored: Vec::new(),
            has_file: false,
            late: Vec::new(),
            submitted: 0,
            mishaps: scope.mishaps,
        }
    }

    fn tab(&mut self, at: usize) -> &mut Tab {
        self.tabs[at].as_mut().expect("an open tab")
    }

    /// Lets a tab's state machine hear of something, and takes its commands.
    fn tell(mut self, at: usize, event: Event) -> Self {
        let now = self.now;
        let commands = self.tab(at).outbox.handle(event, now, 0.5);
        let mut told = Vec::new();
        for command in commands {
            let tab = self.tab(at);
            match command {
                Command::Read => tab.device.push_back(None),
                Command::Change(change) => tab.device.push_back(Some(change)),
                Command::Send(request) => {
                    assert!(tab.flight.is_none(), "one request at a time");
                    let content = content(tab.outbox.entry(&request.key).expect("what is sent is there"));
                    tab.flight = Some(Flight { request, content, answer: None });
                }
                Command::Timer(wait) => {
                    assert!(wait > 0, "a timer that is due at once");
                    tab.timer = Some(now + wait);
                }
                Command::Seek => tab.seeking = true,
                Command::Release => {
                    tab.seeking = false;
                    self.lock = self.lock.filter(|holder| *holder != at);
                }
                Command::Tell(text) => told.push(text),
                Command::Ended(_) => {}
            }
        }
        if let Some(other) = &mut self.tabs[1 - at] {
            other.inbox.extend(told);
        }
        self
    }

    /// Does the first thing that a tab wants of the device; nothing where it refuses.
    fn device(mut self, at: usize, refuses: bool) -> Self {
        let asked = self.tab(at).device.pop_front().expect("something asked");
        if refuses {
            return self.tell(at, Event::Device(None));
        }
        if let Some(change) = asked {
            let there = self.kept.iter().position(|(key, _)| *key == change.key);
            let text = there.map_or("", |at| self.kept[at].1.as_str());
            if text == change.from {
                there.map(|at| self.kept.remove(at));
                if !change.to.is_empty() {
                    self.kept.push((change.key, change.to));
                    self.kept.sort();
                }
            }
        }
        let texts = self.kept.iter().map(|(_, text)| text.clone()).collect();
        self.tell(at, Event::Device(Some(texts)))
    }

    /// What the server does with a request that arrives.
    fn arrive(&mut self, flight: &Flight, scope: Scope) -> Answer {
        let answer = |status| Answer { status, ..Answer::default() };
        match flight.request.step {
            Step::Head(_) => answer(if self.has_file { 200 } else { 404 }),
            Step::Put(_) => {
                self.has_file = true;
                answer(201)
            }
            Step::Post => {
                if let Some((_, content)) = self.stored.iter().find(|(key, _)| *key == flight.request.key) {
                    return if *content == flight.content {
                        Answer { number: flight.request.key.clone(), ..answer(201) }
                    } else {
                        answer(409)
                    };
                }
                if !self.has_file && !scope.whole && flight.request.key == KEYS[0] {
                    return Answer { faults: vec![fault("attachments[0]".into(), "file_missing", 0)], ..answer(422) };
                }
                self.stored.push((flight.request.key.clone(), flight.content.clone()));
                Answer { number: flight.request.key.clone(), ..answer(201) }
            }
        }
    }

    /// The answer to a tab's request is on its way.
    fn answered(mut self, at: usize, answer: Answer) -> Self {
        self.tab(at).flight.as_mut().expect("a request").answer = Some(answer);
        self
    }

    fn serve(mut self, at: usize, scope: Scope) -> Self {
        let flight = self.tab(at).flight.clone().expect("a request");
        let answer = self.arrive(&flight, scope);
        self.answered(at, answer)
    }

    fn hear_answer(mut self, at: usize) -> Self {
        let answer = self.tab(at).flight.take().and_then(|flight| flight.answer).expect("an answer");
        self.tell(at, Event::Answered(answer))
    }

    fn timer(&self, at: usize) -> Option<u32> {
        self.tabs[at].as_ref().and_then(|tab| tab.timer)
    }

    fn due(mut self, at: usize) -> Self {
        let due = self.tab(at).timer.take().expect("a timer");
        self.now = self.now.max(due);
        self.tell(at, Event::Due)
    }

    fn close(mut self, at: usize) -> Self {
        let flight = self.tabs[at].take().and_then(|tab| tab.flight);
        self.late.extend(flight.filter(|flight| flight.answer.is_none()));
        if self.lock == Some(at) {
            self.lock = None;
        }
        self
    }

    fn network(mut self, online: bool) -> Self {
        self.online = online;
        for at in 0..2 {
            if self.tabs[at].is_some() {
                self = self.tell(at, Event::Network(online));
            }
        }
        self
    }

    /// What happens when nothing goes wrong, in a tab.
    fn ordinary(&self, at: usize, scope: Scope, out: &mut Vec<Self>) {
        let Some(tab) = &self.tabs[at] else { return };
        if !tab.device.is_empty() {
            out.push(self.clone().device(at, false));
        }
        if !tab.inbox.is_empty() {
            let mut next = self.clone();
            let text = next.tab(at).inbox.pop_front().expect("a message");
            out.push(next.tell(at, Event::Told(text)));
        }
        if tab.seeking && self.lock.is_none() {
            let mut next = self.clone();
            (next.lock, next.tab(at).seeking) = (Some(at), false);
            out.push(next.tell(at, Event::Lock(true)));
        }
        match &tab.flight {
            Some(Flight { answer: Some(_), .. }) => out.push(self.clone().hear_answer(at)),
            Some(_) => out.push(self.clone().serve(at, scope)),
            None => {}
        }
    }

    /// What goes wrong.
    fn mishaps(&self, at: usize, scope: Scope, out: &mut Vec<Self>) {
        let Some(tab) = &self.tabs[at] else { return };
        let mut worse = self.clone();
        worse.mishaps -= 1;
        if tab.device.front().is_some_and(Option::is_some) {
            out.push(worse.clone().device(at, true));
        }
        out.push(worse.clone().close(at));
        let Some(flight) = tab.flight.as_ref().filter(|it| it.answer.is_none()) else { return };
        let answer = |status, retry_after| Answer { status, retry_after, ..Answer::default() };
        // Never arrived; arrived, but the answer is lost; given up, and arrives later.
        out.push(worse.clone().answered(at, answer(0, None)));
        let mut lost = worse.clone();
        lost.arrive(flight, scope);
        out.push(lost.answered(at, answer(0, None)));
        let mut late = worse.clone();
        late.late.push(flight.clone());
        out.push(late.answered(at, answer(0, None)));
        out.push(worse.clone().answered(at, answer(429, Some(600))));
        out.push(worse.clone().answered(at, answer(503, None)));
        out.push(worse.clone().answered(at, answer(503, Some(1))));
        let known = self.stored.iter().any(|(key, _)| *key == flight.request.key);
        if flight.request.step == Step::Post && !known {
            out.push(worse.clone().answered(at, answer(404, None)));
            let faults = vec![fault("description".into(), FaultCode::Character.name(), 0)];
            out.push(worse.answered(at, Answer { faults, ..answer(422, None) }));
        }
    }

    /// What the person does.
    fn person(&self, at: usize, scope: Scope, out: &mut Vec<Self>) {
        let Some(tab) = &self.tabs[at] else {
            if at >= scope.pages {
                return;
            }
            let mut next = self.clone();
            next.tabs[at] = Some(Tab::open(scope, self.online));
            return out.push(next);
        };
        if self.submitted < scope.entries {
            let mut next = self.clone();
            next.submitted += 1;
            out.push(next.tell(at, Event::Submitted(Box::new(submission(self.submitted, self.now)))));
        }
        for entry in tab.outbox.entries() {
            if matches!(entry.phase, Phase::Retrying { .. }) && tab.outbox.percent(&entry.draft.key).is_none() {
                out.push(self.clone().tell(at, Event::Hurried(entry.draft.key.clone())));
            }
            if matches!(entry.phase, Phase::Refused { status: 422, .. }) && entry.draft.description == "as written" {
                let mut mended = Entry::new(entry.draft.clone(), "en".into(), entry.since);
                mended.to.clone_from(&entry.to);
                mended.draft.description = "as mended".into();
                out.push(self.clone().tell(at, Event::Submitted(Box::new(mended))));
            }
        }
    }

    /// Everything that can happen next.
    pub fn successors(&self, scope: Scope) -> Vec<Self> {
        let mut out = Vec::new();
        for at in 0..2 {
            self.ordinary(at, scope, &mut out);
            self.person(at, scope, &mut out);
            if self.timer(at).is_some() {
                out.push(self.clone().due(at));
            }
            if self.mishaps > 0 {
                self.mishaps(at, scope, &mut out);
            }
        }
        for at in 0..self.late.len() {
            let mut next = self.clone();
            let flight = next.late.remove(at);
            next.arrive(&flight, scope);
            out.push(next);
        }
        if self.mishaps > 0 {
            let mut worse = self.clone();
            worse.mishaps -= 1;
            out.push(Self { now: worse.now + 5000, ..worse.clone() });
            out.push(Self { now: worse.now.saturating_sub(900), ..worse.clone() });
            if self.has_file {
                out.push(Self { has_file: false, ..worse.clone() });
            }
            out.push(worse.network(!self.online));
        }
        out
    }

    /// What must hold in every state.
    pub fn holds(&self) {
        let texts = self.kept.iter().map(|(_, text)| Entry::decode(text).expect("a whole entry"));
        let shown = self.tabs.iter().flatten().flat_map(|tab| tab.outbox.entries().iter().cloned());
        for entry in texts.chain(shown) {
            if let Phase::Sent { number } = &entry.phase {
                assert_eq!(*number, entry.draft.key, "the number of another ticket");
                let stored = self.stored.iter().find(|(key, _)| *key == entry.draft.key);
                let (_, stored) = stored.expect("“sent” is only said of what the server has");
                assert_eq!(*stored, content(&entry), "“sent” is only said of the words that the server has");
            }
        }
        for (at, (key, _)) in self.stored.iter().enumerate() {
            assert!(!self.stored[..at].iter().any(|(other, _)| other == key), "two tickets for one key");
        }
        let sending = self.tabs.iter().flatten().filter(|tab| {
            tab.flight.as_ref().is_some_and(|it| tab.outbox.entry(&it.request.key).is_some_and(|entry| entry.seen))
        });
        assert!(sending.count() <= 1, "two tabs send at once: {self:#?}");
    }

    /// Whether what was once kept is kept still, in a state that comes after this one.
    pub fn loses_nothing(&self, next: &Self) {
        for (key, _) in &self.kept {
            assert!(next.kept.iter().any(|(it, _)| it == key), "lost: {key} from {self:#?} to {next:#?}");
        }
    }

    /// Nothing goes wrong any more, and the person looks at one of the pages again: everything must end in
    /// sent or refused, and what a lost network held up without a wait.
    pub fn ends_well(mut self, scope: Scope, known: &mut HashSet<u64>) {
        /// More than the longest way out needs.
        const MOST: usize = 400;
        self.mishaps = 0;
        if !self.online {
            self = self.network(true);
        }
        if self.tabs.iter().all(Option::is_none) {
            self.tabs[0] = Some(Tab::open(scope, true));
        }
        // A try that has just failed is waited for.
        let failing =
            |tab: &Tab| tab.flight.as_ref().and_then(|it| it.answer.as_ref()).is_some_and(|it| it.status == 0);
        let fails = self.tabs.iter().flatten().any(failing);
        if let Some(at) = (0..2).find(|at| self.tabs[*at].is_some()) {
            self = self.tell(at, Event::Woken);
        }
        for _ in 0..MOST {
            // One of the ways that were seen to end well.
            if !known.insert(self.print()) {
                return;
            }
            let mut next = Vec::new();
            for at in 0..2 {
                self.ordinary(at, scope, &mut next);
            }
            if next.is_empty() {
                let shown = self.tabs.iter().flatten().flat_map(|tab| tab.outbox.entries());
                let lost = |it: &Entry| matches!(it.phase, Phase::Retrying { trouble: Trouble::Network, .. });
                assert!(fails || !shown.clone().any(lost), "not woken: {self:#?}");
                // Time passes when nothing else happens.
                let first = (0..2).filter(|at| self.timer(*at).is_some()).min_by_key(|at| self.timer(*at));
                next.extend(first.map(|at| self.clone().due(at)));
            }
            match next.into_iter().next() {
                Some(next) => self = next,
                None => break,
            }
        }
        let kept = self.kept.iter().filter_map(|(_, text)| Entry::decode(text));
        let shown = self.tabs.iter().flatten().flat_map(|tab| tab.outbox.entries().iter().cloned());
        for entry in kept.chain(shown) {
            assert!(!entry.is_pending(), "never ends: {} in {self:#?}", entry.draft.key);
        }
        for tab in self.tabs.iter().flatten() {
            let shown_sending = |entry: &&Entry| tab.outbox.percent(&entry.draft.key).is_some();
            let one = tab.outbox.entries().iter().find(shown_sending);
            assert!(one.is_none(), "said to be on its way for ever: {one:#?} in {self:#?}");
        }
    }

    pub fn print(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}
