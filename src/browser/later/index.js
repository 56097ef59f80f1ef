// What only the second part of the widget asks of the browser. It is JavaScript because the same calls,
// bound to Rust one by one, take three times the bytes, and half of those in the first part
// (docs/decisions/0009-diet.md). Every function that may fail is async: where the browser lacks something
// or refuses, its promise is rejected.
export * from "./channel.js";
export * from "./clock.js";
export * from "./file.js";
export * from "./http.js";
export * from "./lock.js";
export * from "./page.js";
export * from "./picture.js";
export * from "./storage.js";
export * from "./stream.js";
