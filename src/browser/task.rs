//! Work that goes on by itself.
//!
//! All that is ever waited for is a promise, and what a promise comes to takes the work up again that waits for it.
//! wasm-bindgen's own scheduling serves any future, with wakers and a queue: 1 KB more
//! (docs/decisions/0009-diet.md).

use super::first;
use js_sys::Promise;
use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use wasm_bindgen::prelude::*;

type Work = Pin<Box<dyn Future<Output = ()>>>;

/// Work under way; empty while it goes on and when it is done.
struct Task(RefCell<Option<Work>>);

thread_local! {
    /// What goes on now.
    static NOW: RefCell<Option<Rc<Task>>> = const { RefCell::new(None) };
}

impl Task {
    /// Goes on until something is to be waited for.
    fn go(self: Rc<Self>) {
        let Some(mut work) = self.0.take() else { return };
        let before = NOW.replace(Some(self.clone()));
        if work.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
            self.0.replace(Some(work));
        }
        NOW.set(before);
    }
}

/// Runs `work` beside everything else, from the next microtask on.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    // Boxed here, the scheduling is compiled once and not for every kind of work.
    #[inline(never)]
    fn boxed(work: Work) {
        let task = Rc::new(Task(RefCell::new(Some(work))));
        _ = first::soon(&Closure::once_into_js(move || task.go()));
    }
    boxed(Box::pin(work));
}

/// What a promise comes to; `None` where it is rejected.
pub async fn settled(promise: Promise) -> Option<JsValue> {
    let answer = Rc::new(RefCell::new(None));
    let (heard, waiting) = (answer.clone(), NOW.with_borrow(Clone::clone));
    let hear = Closure::once(move |kept: bool, value: JsValue| {
        heard.replace(Some(kept.then_some(value)));
        if let Some(task) = waiting {
            task.go();
        }
    });
    _ = first::settle(&promise, &hear);
    poll_fn(move |_| answer.take().map_or(Poll::Pending, Poll::Ready)).await
}
