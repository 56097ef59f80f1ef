// Files and the outbox in IndexedDB.
const DATABASE = "helplet";
const STORES = ["files", "outbox"];

/* Resolves to the result of a request. */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/* How long the database may take to open, in ms. */
const PATIENCE = 5000;

let heldUp; // A request that came before has been waiting for longer, and all that follow would wait for it.

/* The same for a request that another tab can hold up, as an earlier version of the widget does that has the
   database open: rejected where that takes too long. */
const doneInTime = async (request) => {
  const ended = done(request);
  await Promise.race([ended, new Promise((passed) => setTimeout(passed, PATIENCE))]);
  if (request.readyState == "done") return ended;
  heldUp = true;
  // Left open, it would hold up others in its turn.
  ended
    .then((database) => database?.close())
    .catch(() => {})
    .finally(() => (heldUp = false));
  throw "held up";
};

const open = async () => {
  if (heldUp) throw "held up";
  const request = indexedDB.open(DATABASE, 2);
  request.onupgradeneeded = () => {
    const database = request.result;
    for (const name of STORES) {
      if (!database.objectStoreNames.contains(name)) database.createObjectStore(name);
    }
  };
  return doneInTime(request);
};

/* Does `work` with both stores in one transaction; resolves when all of it is on the device. */
const transact = async (work) => {
  const database = await open();
  try {
    const transaction = database.transaction(STORES, "readwrite");
    const committed = new Promise((resolve) => {
      transaction.oncomplete = () => resolve(true);
      transaction.onabort = () => resolve(false);
    });
    const result = await work(...STORES.map((name) => transaction.objectStore(name)));
    if (!(await committed)) throw transaction.error;
    return result;
  } finally {
    database.close();
  }
};

/* Puts a value under a key; undefined takes it away. */
const put = (store, key, value) => done(value === undefined ? store.delete(key) : store.put(value, key));

/* Does `work` with blobs, and where that fails with their bytes: in private windows WebKit's database takes
   no blobs. */
const withBlobs = async (blobs, work) => {
  try {
    return await work(blobs);
  } catch (error) {
    if (!Array.isArray(blobs)) throw error;
    return work(await Promise.all(blobs.map((it) => it.arrayBuffer())));
  }
};

/* Keeps any structured-cloneable value, such as a list of blobs; undefined to forget what is there. */
export const keep = (key, value) => withBlobs(value, (value) => transact((files) => put(files, key, value)));

/* What is kept under a key; undefined where there is nothing. */
export const kept = async (key) => {
  const value = await transact((files) => done(files.get(key)));
  return Array.isArray(value) ? value.map((it) => (it instanceof ArrayBuffer ? new Blob([it]) : it)) : value;
};

/* Changes the outbox, if there is a key, and resolves to its texts. The change is made only where the text
   `from` is there (empty for none); `to` takes its place, and with a `place` so do the entry's files. */
export const outbox = (key, from, to, place, blobs) =>
  withBlobs(blobs, (blobs) =>
    transact(async (files, entries) => {
      if (key && ((await done(entries.get(key))) || "") == from) {
        await put(entries, key, to || undefined);
        if (place) await put(files, place, blobs);
      }
      return done(entries.getAll());
    }),
  );

/* Takes the lease on sending, or prolongs it; resolves to false while another tab has it. Times in seconds. */
export const lease = (key, owner, now, length) =>
  transact(async (files) => {
    const [holder, until] = ((await done(files.get(key))) || "").split("\t");
    // One that ends too far ahead was made before the clock was put back.
    if (holder != owner && until >= now && until <= now + length) return false;
    await put(files, key, owner + "\t" + (now + length));
    return true;
  });

/* Gives the lease back, where it wasn't lost to another tab. */
export const endLease = (key, owner) =>
  transact(async (files) => {
    const held = (await done(files.get(key))) || "";
    if (held.startsWith(owner + "\t")) await put(files, key);
  });

/* Removes everything whose name starts so from local storage. */
export const clearTexts = (prefix) => {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(prefix)) localStorage.removeItem(name);
    }
  } catch {} // Storage is denied: nothing was kept.
};

/* Removes one text. */
export const clearText = (name) => {
  try {
    localStorage.removeItem(name);
  } catch {} // Storage is denied: nothing was kept.
};

/* Removes the database; held up, that is done as soon as it can be. */
export const clearDatabase = async () => doneInTime(indexedDB.deleteDatabase(DATABASE));

/* Bytes nobody can guess. */
export const randomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));
