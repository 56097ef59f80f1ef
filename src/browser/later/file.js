// Files from a picker, a drop or the clipboard.

// A drag event has the one, a clipboard event the other.
const transfer = (event) => event.dataTransfer || event.clipboardData;

/* The files chosen in a picker; the picker is emptied, so that the same file can be chosen again. */
export const picked = (event) => {
  const input = event.currentTarget;
  const files = [...input.files];
  input.value = "";
  return files;
};

/* The files dropped or pasted with an event. */
export const transferred = (event) => [...(transfer(event)?.files ?? [])];

/* Whether an event carries files, known before they are dropped. */
export const carriesFiles = (event) => !!transfer(event)?.types.includes("Files");

/* The first bytes, for recognising the type. */
export const head = async (blob) => new Uint8Array(await blob.slice(0, 512).arrayBuffer());

/* The same in memory. Firefox ends a file that came out of IndexedDB as soon as what it was read from is replaced or
   removed there. */
export const copy = async (blob) => new Blob([await blob.arrayBuffer()], { type: blob.type });

/* SHA-256 in hexadecimal. */
export const sha256 = async (blob) => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

/* Has the browser save a file under a name. */
export const save = (blob, name) => {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  // The download has the bytes already: browsers take them when it starts.
  URL.revokeObjectURL(url);
};

/* A multipart form of a document and its files. */
export const form = (document, blobs, names) => {
  const form = new FormData();
  form.append("ticket", document);
  blobs.forEach((blob, at) => form.append("file", blob, names[at]));
  return form;
};

/* The same bytes, said to be of a media type. */
export const typed = (blob, type) => blob.slice(0, blob.size, type);

/* A text as a file. */
export const textFile = (text) => new Blob([text]);

/* An address for showing a file, until it is released. */
export const address = (blob) => URL.createObjectURL(blob);

export const release = (address) => URL.revokeObjectURL(address);
