//! A list to which something is added now and then: what is there stays, so that those who listen hear only
//! what is new.

use crate::browser::element::{El, div};
use crate::reactive::{Made, Place, effect};
use std::cell::RefCell;

/// Keeps `list` equal to what `keys` returns: from the first that differs, it is made anew.
pub fn log<K: PartialEq + 'static>(
    list: El,
    keys: impl Fn() -> Vec<K> + 'static,
    build: impl Fn(&K) -> El + 'static,
) -> El {
    let place = Place::here();
    let shown: RefCell<Vec<(K, El, Made)>> = RefCell::new(Vec::new());
    let parent = list.clone();
    effect(move || {
        let keys = keys();
        let mut shown = shown.borrow_mut();
        let same = shown.iter().zip(&keys).take_while(|(old, new)| old.0 == **new).count();
        shown.drain(same..).for_each(|(_, old, _)| old.remove());
        let before = shown.len();
        for key in keys.into_iter().skip(same) {
            let (made, element) = place.make(|| build(&key));
            _ = parent.clone().child(element.clone());
            shown.push((key, element, made));
        }
        // The newest is what one wants to see; not where the list is drawn for the first time.
        if let Some((_, newest, _)) = shown.last().filter(|_| shown.len() > before && before > 0) {
            newest.reveal();
        }
    });
    // Round the list: with another role it would be none any more.
    div("log").attr("role", "log").attr("aria-live", "polite").child(list)
}
