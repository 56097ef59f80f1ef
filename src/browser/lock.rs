//! A lock that one tab of this site holds at a time.
//!
//! The browser's own (Web Locks) where there are any: it is free again when its tab ends, however
//! that ends. Outside secure contexts, where browsers withhold them, a lease in IndexedDB: free again
//! when it was not prolonged.

use super::clock::seconds;
use super::json::get;
use super::later;
use super::storage::{end_lease, lease, random_id};
use super::task::settled;
use super::task::spawn;
use super::timer::sleep;
use js_sys::Function;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;

const NAME: &str = "helplet";

/// Length of the lease, in seconds, and how often it is asked for and prolonged.
const LEASE: u32 = 30;
const LEASE_TURN: Duration = Duration::from_secs(8);

/// The wish for the lock, and the lock once it is got; given back when dropped.
pub struct Lock {
    wanted: Rc<Cell<bool>>,
    /// The function that ends the promise of the lock.
    release: JsValue,
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.wanted.set(false);
        _ = self.release.unchecked_ref::<Function>().call0(&JsValue::UNDEFINED);
    }
}

/// Asks for the lock; `hear` is told when it was got (true) and lost (false).
pub fn seek(hear: impl Fn(bool) + 'static) -> Lock {
    seek_boxed(Rc::new(hear))
}

fn seek_boxed(hear: Rc<dyn Fn(bool)>) -> Lock {
    let wanted = Rc::new(Cell::new(true));
    // The browser's lock is held until this promise ends.
    let hold = later::hold();
    let (held, release) = (get(&hold, "held"), get(&hold, "release"));
    let still = wanted.clone();
    spawn(async move {
        if granted(&still, &hear, held).await.is_none() {
            keep_lease(&still, &hear).await;
        }
    });
    Lock { wanted, release }
}

/// Holds the browser's lock until `held` ends; `None` where it has none.
async fn granted(wanted: &Rc<Cell<bool>>, hear: &Rc<dyn Fn(bool)>, held: JsValue) -> Option<JsValue> {
    let (wanted, hear) = (wanted.clone(), hear.clone());
    let got = Closure::once(move || {
        if wanted.get() {
            hear(true);
        }
    });
    settled(later::lock(NAME, &got, &held)).await
}

async fn keep_lease(wanted: &Cell<bool>, hear: &Rc<dyn Fn(bool)>) {
    let owner = random_id();
    let mut had = false;
    while wanted.get() {
        let has = lease(&owner, seconds(), LEASE).await.unwrap_or(true);
        if has != had && wanted.get() {
            hear(has);
        }
        had = has;
        sleep(LEASE_TURN).await;
    }
    if had {
        end_lease(&owner).await;
    }
}
