//! State and effects: Leptos' reactive graph (the crate `reactive_graph`), with the value's type kept
//! out of it.
//!
//! Leptos' owners say what ends with what, and Leptos' observer says who is reading. Its signals and
//! effects are left out: a signal is compiled once for every type it holds, over a kilobyte of wasm
//! each, and an effect brings sets, locks and channels for threads that a page has not
//! (docs/decisions/0001-views.md, 0009-diet.md). The rules are Leptos' own: what an effect reads, it
//! follows; what is made under an owner ends with it; effects run again in the next microtask, once.

use crate::browser::task::spawn;
use reactive_graph::graph::{AnySource, AnySubscriber, Observer, ReactiveNode, Subscriber, WithObserver, untrack};
use reactive_graph::owner::{Owner, on_cleanup};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

/// Who follows a value. Everybody is told once and then follows anew what is read anew.
#[derive(Default)]
struct Followers(RefCell<Vec<AnySubscriber>>);

impl Followers {
    #[inline(never)]
    fn track(&self) {
        let Some(reader) = Observer::get() else { return };
        let mut all = self.0.borrow_mut();
        if all.contains(&reader) {
            return;
        }
        // Before the list grows, those that have ended are left out.
        if all.len() == all.capacity() {
            all.retain(|it| it.1.strong_count() > 0);
        }
        all.push(reader);
    }

    #[inline(never)]
    fn notify(&self) {
        self.0.take().iter().for_each(AnySubscriber::mark_dirty);
    }
}

/// A value that effects follow.
pub struct Watched<T> {
    value: RefCell<T>,
    followers: Followers,
}

impl<T> Watched<T> {
    /// A value.
    pub fn new(value: T) -> Self {
        Self { value: RefCell::new(value), followers: Followers::default() }
    }

    /// Looks at the value and follows it.
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        self.followers.track();
        look(&self.value.borrow())
    }

    /// Looks at the value without following it.
    pub fn peek<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.value.borrow())
    }

    /// Changes the value; those who follow it run again, whether or not it differs.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.value.borrow_mut());
        self.followers.notify();
    }

    /// Replaces the value.
    pub fn set(&self, value: T) {
        *self.value.borrow_mut() = value;
        self.followers.notify();
    }
}

impl<T: Default> Watched<T> {
    /// Takes the value out, without telling those who follow it.
    pub fn take(&self) -> T {
        self.value.take()
    }
}

impl<T: Clone> Watched<T> {
    /// The value; follows it.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    /// The value, without following it.
    pub fn get_untracked(&self) -> T {
        self.peek(T::clone)
    }
}

thread_local! {
    /// What is kept for an owner, by the number of its handle, which only grows; so it is sorted.
    static KEPT: RefCell<Vec<(u32, Rc<dyn Any>)>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u32> = const { Cell::new(0) };
    /// Effects that are to run again.
    static DUE: RefCell<VecDeque<u32>> = const { RefCell::new(VecDeque::new()) };
}

fn next_number() -> u32 {
    NEXT.replace(NEXT.get() + 1)
}

/// A handle, as small and free to copy as a number, to a value that lives as long as the owner it
/// was made under.
///
/// Leptos' own `StoredValue` asks for the thread at each use, and the standard library's threads bring
/// a second allocator along: 1.6 KB (docs/decisions/0009-diet.md).
pub struct Shared<T> {
    number: u32,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Shared<T> {}

impl<T: 'static> Shared<T> {
    /// Keeps a value.
    pub fn new(value: T) -> Self {
        let number = next_number();
        keep(number, Rc::new(value));
        Self { number, kind: PhantomData }
    }

    /// The value; `None` once its owner has ended.
    pub fn get(self) -> Option<Rc<T>> {
        kept(self.number)?.downcast().ok()
    }
}

// Out of line, because every use of every state comes through here.
#[inline(never)]
fn kept(number: u32) -> Option<Rc<dyn Any>> {
    KEPT.with_borrow(|kept| kept.binary_search_by_key(&number, |it| it.0).ok().map(|at| kept[at].1.clone()))
}

#[inline(never)]
fn keep(number: u32, value: Rc<dyn Any>) {
    KEPT.with_borrow_mut(|kept| kept.push((number, value)));
    on_cleanup(move || {
        // Dropped when the list is free again: what ends with a value may use others.
        _ = KEPT.with_borrow_mut(|kept| kept.binary_search_by_key(&number, |it| it.0).ok().map(|at| kept.remove(at)));
    });
}

/// A watched value of a view. Once its owner has ended, changes are dropped and looking finds nothing.
pub struct State<T>(Shared<Watched<T>>);

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for State<T> {}

impl<T: 'static> State<T> {
    /// A value.
    pub fn new(value: T) -> Self {
        Self(Shared::new(Watched::new(value)))
    }

    /// Looks at the value and follows it.
    pub fn with<R: Default>(self, look: impl FnOnce(&T) -> R) -> R {
        self.0.get().map(|watched| watched.with(look)).unwrap_or_default()
    }

    /// Looks at the value without following it.
    pub fn peek<R: Default>(self, look: impl FnOnce(&T) -> R) -> R {
        self.0.get().map(|watched| watched.peek(look)).unwrap_or_default()
    }

    /// Changes the value.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        if let Some(watched) = self.0.get() {
            watched.update(change);
        }
    }

    /// Replaces the value.
    pub fn set(self, value: T) {
        if let Some(watched) = self.0.get() {
            watched.set(value);
        }
    }
}

impl<T: Clone + Default + 'static> State<T> {
    /// The value; follows it.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value, without following it.
    pub fn get_untracked(self) -> T {
        self.peek(T::clone)
    }
}

/// Runs `work` now, and again whenever something it reads changes, until the current owner ends.
pub fn effect(work: impl Fn() + 'static) {
    fn boxed(work: Box<dyn Fn()>) {
        let number = next_number();
        let effect = Rc::new(Effect { number, owner: Owner::new(), work, run: RefCell::new(None) });
        keep(number, effect.clone());
        effect.run();
    }
    boxed(Box::new(work));
}

struct Effect {
    number: u32,
    /// What is made by a run ends with the next one.
    owner: Owner,
    work: Box<dyn Fn()>,
    /// Held so that what was read can tell; with the next run, or the effect's end, nobody can.
    run: RefCell<Option<Arc<Run>>>,
}

impl Effect {
    fn run(&self) {
        let run = Arc::new(Run { effect: self.number, due: AtomicBool::new(false) });
        let told: Weak<Run> = Arc::downgrade(&run);
        self.run.replace(Some(run));
        let reader = AnySubscriber(next_number() as usize, told);
        self.owner.with_cleanup(|| reader.with_observer(&self.work));
    }
}

/// One run of an effect, as the values that it reads know it.
struct Run {
    effect: u32,
    due: AtomicBool,
}

impl ReactiveNode for Run {
    fn mark_dirty(&self) {
        if !self.due.swap(true, Ordering::Relaxed) {
            let first = DUE.with_borrow_mut(|due| {
                due.push_back(self.effect);
                due.len() == 1
            });
            if first {
                spawn(async { run_due() });
            }
        }
    }

    fn mark_check(&self) {
        self.mark_dirty();
    }

    fn mark_subscribers_check(&self) {}

    fn update_if_necessary(&self) -> bool {
        false
    }
}

impl Subscriber for Run {
    fn add_source(&self, _: AnySource) {}

    fn clear_sources(&self, _: &AnySubscriber) {}
}

/// Runs the effects that are due, also those that become due meanwhile.
fn run_due() {
    while let Some(number) = DUE.with_borrow(|due| due.front().copied()) {
        if let Some(effect) = kept(number).and_then(|it| it.downcast::<Effect>().ok()) {
            effect.run();
        }
        // Taken out only now, so that nobody else starts to run them.
        DUE.with_borrow_mut(VecDeque::pop_front);
    }
}

/// A value worked out of others; those who follow it run again only when it differs.
pub fn derived<T: Clone + Default + PartialEq + 'static>(work: impl Fn() -> T + 'static) -> State<T> {
    let state = State::new(T::default());
    effect(move || {
        let fresh = work();
        if state.peek(|old| *old != fresh) {
            state.set(fresh);
        }
    });
    state
}

/// Where something is made that outlasts the run of an effect.
pub struct Place(Owner);

impl Place {
    /// Under the current owner, with which it ends at the latest.
    pub fn here() -> Self {
        Self(Owner::current().unwrap_or_default())
    }

    /// Makes something. What it follows is its own matter, not that of an effect that is running.
    pub fn make<T>(&self, work: impl FnOnce() -> T) -> (Made, T) {
        let owner = self.0.child();
        let made = untrack(|| owner.with(work));
        (Made(owner), made)
    }
}

/// Ends what was made when it is dropped.
pub struct Made(Owner);

impl Drop for Made {
    fn drop(&mut self) {
        self.0.cleanup();
    }
}
