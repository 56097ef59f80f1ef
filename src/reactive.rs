//! State and effects: Leptos' reactive graph (the crate `reactive_graph`), with the value's type kept
//! out of it.
//!
//! A Leptos signal is compiled once for every type it holds, over a kilobyte of wasm each. Here one
//! untyped [`ArcTrigger`] does the tracking, and the value lies beside it in a `RefCell`, so a
//! further type costs a few dozen bytes (docs/decisions/0001-views.md). The rules are Leptos' own:
//! what an effect reads, it follows; what is made under an owner ends with it.

use reactive_graph::effect::RenderEffect;
use reactive_graph::owner::on_cleanup;
use reactive_graph::signal::ArcTrigger;
use reactive_graph::traits::{Notify, Track};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::rc::Rc;

/// A value that effects follow.
pub struct Watched<T> {
    value: RefCell<T>,
    changed: ArcTrigger,
}

impl<T> Watched<T> {
    /// A value.
    pub fn new(value: T) -> Self {
        Self { value: RefCell::new(value), changed: ArcTrigger::new() }
    }

    /// Looks at the value and follows it.
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        self.changed.track();
        look(&self.value.borrow())
    }

    /// Looks at the value without following it.
    pub fn peek<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.value.borrow())
    }

    /// Changes the value; those who follow it run again, whether or not it differs.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.value.borrow_mut());
        self.changed.notify();
    }

    /// Replaces the value.
    pub fn set(&self, value: T) {
        *self.value.borrow_mut() = value;
        self.changed.notify();
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
        Self { number: keep(Rc::new(value)), kind: PhantomData }
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
fn keep(value: Rc<dyn Any>) -> u32 {
    let number = NEXT.get();
    NEXT.set(number + 1);
    KEPT.with_borrow_mut(|kept| kept.push((number, value)));
    on_cleanup(move || {
        // Dropped when the list is free again: what ends with a value may use others.
        _ = KEPT.with_borrow_mut(|kept| kept.binary_search_by_key(&number, |it| it.0).ok().map(|at| kept.remove(at)));
    });
    number
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
        keep(Rc::new(RenderEffect::new(move |_: Option<()>| work())));
    }
    boxed(Box::new(work));
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
