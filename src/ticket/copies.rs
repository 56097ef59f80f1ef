//! The last known copy of the person's tickets, kept on the device for when the desk can't be reached.

use super::desk::{read_list, read_thread};
use super::mine::Mine;
use super::visitor;
use crate::browser::storage;
use crate::browser::task::spawn;
use crate::state::App;
use crate::text::{decimal, number};
use js_sys::Array;
use wasm_bindgen::JsValue;

/// Where the list is kept: when the desk told it, and its answers.
const LIST: &str = "tickets";

/// Where the tickets that were looked at are kept: for each, when the desk told it, and its answer.
const THREADS: &str = "threads";

async fn texts(key: &str) -> Vec<String> {
    let kept = storage::kept(key).await.unwrap_or_default();
    if Array::is_array(&kept) {
        Array::from(&kept).iter().filter_map(|it| it.as_string()).collect()
    } else {
        Vec::new()
    }
}

/// Takes the copy in, as far as the desk has not answered meanwhile.
pub async fn restore(app: App) {
    let secret = visitor::secret();
    let list = texts(LIST).await;
    let threads = texts(THREADS).await;
    // Signed out meanwhile: it is nobody's here any more.
    if !visitor::is(&secret) {
        return;
    }
    app.mine.update(|mine| {
        if let Some((as_of, pages)) = list.split_first().filter(|_| mine.as_of == 0) {
            mine.set_tickets(
                pages.iter().filter_map(|page| read_list(page)).flatten().collect(),
                number(as_of).unwrap_or(0),
            );
        }
        // The latest first, as each goes before those that are there.
        for pair in threads.chunks_exact(2).rev() {
            let thread = read_thread(pair[1].clone(), number(&pair[0]).unwrap_or(0));
            if let Some(thread) = thread.filter(|it| mine.thread(&it.summary.number).is_none()) {
                mine.set_old(thread);
            }
        }
    });
}

fn keep(key: &'static str, texts: Vec<String>) {
    // Another tab may have signed out a moment ago.
    if visitor::is_gone() {
        return;
    }
    let value = storage::list(texts.into_iter().map(JsValue::from));
    spawn(async move {
        storage::keep(key, &value).await;
    });
}

/// Keeps the list: the desk's answers, and when they came.
pub fn keep_list(as_of: u32, pages: Vec<String>) {
    keep(LIST, [decimal(as_of as usize)].into_iter().chain(pages).collect());
}

/// Keeps the tickets that were looked at.
pub fn keep_threads(mine: &Mine) {
    keep(THREADS, mine.threads().iter().flat_map(|it| [decimal(it.as_of as usize), it.source.clone()]).collect());
}
