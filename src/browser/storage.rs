//! Keeping things on the device: text in local storage, files and the outbox in IndexedDB.
//!
//! Both may be missing, full or forbidden; then writing returns false and reading finds nothing.

use super::element::{listen, window};
use super::json::text;
use super::task::spawn;
use super::timer;
use crate::text::{decimal, number};
use js_sys::{Array, Promise, Reflect};
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event, IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbRequestReadyState, IdbTransaction,
    IdbTransactionMode,
};

/// Every key starts with this, so that nothing of the host page's is touched.
const PREFIX: &str = "helplet:";
const DATABASE: &str = "helplet";
const FILES: &str = "files";
const OUTBOX: &str = "outbox";

/// How long the database may take to open.
const PATIENCE: Duration = Duration::from_secs(5);

thread_local! {
    /// A request that came before has been waiting for longer, and all that follow would wait for it.
    static HELD_UP: Cell<bool> = const { Cell::new(false) };
}

/// Who may send, and until when, where the browser has no locks.
const LEASE: &str = "lease";

fn local() -> Option<web_sys::Storage> {
    // Reading the property itself throws where storage is denied.
    window().local_storage().ok().flatten()
}

/// Reads a text.
pub fn read(key: &str) -> Option<String> {
    local()?.get_item(&[PREFIX, key].concat()).ok().flatten()
}

/// Writes a text; false where it could not be kept.
pub fn write(key: &str, value: &str) -> bool {
    local().is_some_and(|storage| storage.set_item(&[PREFIX, key].concat(), value).is_ok())
}

/// Removes a text.
pub fn remove(key: &str) {
    if let Some(storage) = local() {
        _ = storage.remove_item(&[PREFIX, key].concat());
    }
}

/// Hears of each text that another tab changes or removes, by its key, until the current owner ends.
pub fn follow_others(hear: impl Fn(&str) + 'static) {
    listen(&window(), "storage", move |event| {
        if let Some(key) = text(&event, "key").strip_prefix(PREFIX) {
            hear(key);
        }
    });
}

/// Removes every text of ours from the device.
pub fn clear_texts() {
    if let Some(storage) = local() {
        let names: Vec<String> = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok()?).collect();
        names.iter().filter(|name| name.starts_with(PREFIX)).for_each(|name| _ = storage.remove_item(name));
    }
}

/// Removes the database from the device; resolves when it is gone.
pub async fn clear_database() {
    if let Some(request) = window().indexed_db().ok().flatten().and_then(|it| it.delete_database(DATABASE).ok()) {
        // Held up, it is done as soon as it can be.
        done_in_time(request).await;
    }
}

/// Resolves when an IndexedDB request has ended.
fn ending(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    })
}

/// Resolves when an IndexedDB request has ended, to its result.
async fn done(request: &IdbRequest) -> Option<JsValue> {
    JsFuture::from(ending(request)).await.ok()?;
    request.result().ok()
}

/// The same for a request that another tab can hold up, as an earlier version of the widget does that has the
/// database open: `None` where that takes too long, and at once while it still does.
async fn done_in_time(request: IdbOpenDbRequest) -> Option<JsValue> {
    let first = Promise::race(&Array::of2(&ending(&request), &timer::passed(PATIENCE)));
    JsFuture::from(first).await.ok()?;
    if request.ready_state() == IdbRequestReadyState::Done {
        return request.result().ok();
    }
    HELD_UP.set(true);
    spawn(async move {
        let late = done(&request).await.and_then(|opened| opened.dyn_into::<IdbDatabase>().ok());
        HELD_UP.set(false);
        // Left open, it would hold up others in its turn.
        late.iter().for_each(IdbDatabase::close);
    });
    None
}

async fn open() -> Option<IdbDatabase> {
    if HELD_UP.get() {
        return None;
    }
    // The getter throws in some private modes.
    let factory = window().indexed_db().ok().flatten()?;
    let request = factory.open_with_u32(DATABASE, 2).ok()?;
    let upgrade = Closure::once_into_js({
        let request = request.clone();
        move || {
            if let Ok(database) = request.result().map(JsCast::unchecked_into::<IdbDatabase>) {
                // One that is there from an earlier version is refused, and stays.
                _ = database.create_object_store(FILES);
                _ = database.create_object_store(OUTBOX);
            }
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    Some(done_in_time(request).await?.unchecked_into())
}

/// A transaction over both stores.
fn transaction(database: &IdbDatabase) -> Option<IdbTransaction> {
    let stores = Array::of2(&FILES.into(), &OUTBOX.into());
    database.transaction_with_str_sequence_and_mode(&stores, IdbTransactionMode::Readwrite).ok()
}

/// Resolves when a transaction has ended, to the event that says how.
fn end(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |resolve, _| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&resolve));
    })
}

/// Whether everything of a transaction is on the device.
async fn committed(end: Promise) -> bool {
    JsFuture::from(end).await.is_ok_and(|event| event.unchecked_into::<Event>().type_() == "complete")
}

/// What is asked of the store of files.
type Work<'a> = &'a dyn Fn(&IdbObjectStore) -> Result<IdbRequest, JsValue>;

/// Does `work` with the store of files; the result of its request, `None` where anything refuses.
async fn in_files(work: Work<'_>) -> Option<JsValue> {
    let database = open().await?;
    let result = in_files_of(&database, work).await;
    database.close();
    result
}

async fn in_files_of(database: &IdbDatabase, work: Work<'_>) -> Option<JsValue> {
    let transaction = transaction(database)?;
    let end = end(&transaction);
    let result = done(&work(&transaction.object_store(FILES).ok()?).ok()?).await?;
    committed(end).await.then_some(result)
}

/// Keeps any structured-cloneable value under `key`; false where it could not be kept.
pub async fn keep(key: &str, value: &JsValue) -> bool {
    in_files(&|store| store.put_with_key(value, &key.into())).await.is_some()
}

/// Reads what was kept under `key`.
pub async fn kept(key: &str) -> Option<JsValue> {
    in_files(&|store| store.get(&key.into())).await.filter(|value| !value.is_undefined())
}

/// Forgets what was kept under `key`.
pub async fn forget(key: &str) {
    in_files(&|store| store.delete(&key.into())).await;
}

/// A change of the outbox: made only where the text that it replaces is there.
pub struct Exchange {
    /// The entry's key.
    pub key: String,
    /// The text that must be there; empty for none.
    pub from: String,
    /// The text to put there; empty to take it away.
    pub to: String,
    /// Where the entry's files are kept, and the files; undefined to forget them.
    pub files: Option<(String, JsValue)>,
}

/// Changes the outbox, if asked to, and reads its texts, all in one transaction; `None` where the
/// device refuses, and then nothing was changed.
pub async fn outbox(change: Option<Exchange>) -> Option<Vec<String>> {
    let database = open().await?;
    let texts = exchange(&database, change).await;
    database.close();
    texts
}

async fn exchange(database: &IdbDatabase, change: Option<Exchange>) -> Option<Vec<String>> {
    let transaction = transaction(database)?;
    let end = end(&transaction);
    let store = transaction.object_store(OUTBOX).ok()?;
    if let Some(change) = change {
        let there = done(&store.get(&change.key.as_str().into()).ok()?).await?.as_string().unwrap_or_default();
        if there == change.from {
            let text = if change.to.is_empty() { JsValue::UNDEFINED } else { change.to.into() };
            put(&store, &change.key, &text)?;
            if let Some((key, files)) = change.files {
                put(&transaction.object_store(FILES).ok()?, &key, &files)?;
            }
        }
    }
    let texts = done(&store.get_all().ok()?).await?;
    let texts = Array::from(&texts).iter().filter_map(|text| text.as_string()).collect();
    committed(end).await.then_some(texts)
}

/// Puts a value under a key; undefined takes it away.
fn put(store: &IdbObjectStore, key: &str, value: &JsValue) -> Option<IdbRequest> {
    let key = key.into();
    if value.is_undefined() { store.delete(&key) } else { store.put_with_key(value, &key) }.ok()
}

/// Takes the lease on sending, or prolongs it, for `length` seconds from `now`; false while another
/// tab has it, `None` where the device keeps nothing, and so nothing is shared.
pub async fn lease(owner: &str, now: u32, length: u32) -> Option<bool> {
    let database = open().await?;
    let won = take_lease(&database, owner, now, length).await;
    database.close();
    won
}

async fn take_lease(database: &IdbDatabase, owner: &str, now: u32, length: u32) -> Option<bool> {
    let transaction = transaction(database)?;
    let end = end(&transaction);
    let store = transaction.object_store(FILES).ok()?;
    let text = done(&store.get(&LEASE.into()).ok()?).await?.as_string().unwrap_or_default();
    let (holder, until) = text.split_once('\t').unwrap_or_default();
    let until = number(until).unwrap_or(0);
    // One that ends too far ahead was made before the clock was put back.
    if holder != owner && (now..now + length).contains(&until) {
        return Some(false);
    }
    put(&store, LEASE, &[owner, "\t", &decimal((now + length) as usize)].concat().into())?;
    Some(committed(end).await)
}

/// Gives the lease back.
pub async fn end_lease() {
    forget(LEASE).await;
}

/// A list of values as one value to keep.
pub fn list(values: impl Iterator<Item = JsValue>) -> JsValue {
    values.collect::<Array>().into()
}

/// A random id, 32 hexadecimal digits.
pub fn random_id() -> String {
    hex(&random_bytes::<16>())
}

/// Bytes nobody can guess.
pub fn random_bytes<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut bytes = [0u8; LENGTH];
    let filled = window().crypto().is_ok_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        bytes.iter_mut().for_each(|byte| *byte = (js_sys::Math::random() * 256.0) as u8);
    }
    bytes
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

/// SHA-256 of bytes, as hexadecimal; `None` outside secure contexts, where browsers withhold it.
pub async fn sha256(buffer: &js_sys::ArrayBuffer) -> Option<String> {
    let crypto = Reflect::get(&window(), &"crypto".into()).ok()?;
    let subtle = Reflect::get(&crypto, &"subtle".into()).ok().filter(JsValue::is_object)?;
    let subtle: web_sys::SubtleCrypto = subtle.unchecked_into();
    let digest = JsFuture::from(subtle.digest_with_str_and_buffer_source("SHA-256", buffer).ok()?).await.ok()?;
    Some(hex(&js_sys::Uint8Array::new(&digest).to_vec()))
}
