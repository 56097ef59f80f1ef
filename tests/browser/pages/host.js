// What every host page of these tests has of its own: a small application with checks of itself, and a list of
// what went wrong. The widget must leave all of it as it is.
"use strict";
{
  const host = (window.hostPage = { errors: [], checks: {}, clicks: 0, keys: 0 });
  addEventListener("error", (event) => host.errors.push(String(event.message)));
  addEventListener("unhandledrejection", (event) => host.errors.push(String(event.reason)));
  addEventListener("keydown", () => host.keys++);
  addEventListener("DOMContentLoaded", () => {
    document.querySelector("#count").addEventListener("click", (event) => {
      event.target.textContent = "Clicked " + ++host.clicks;
    });
  });

  Object.assign(host.checks, {
    "a button counts its clicks": () => {
      const before = host.clicks;
      document.querySelector("#count").click();
      return host.clicks == before + 1;
    },
    "keys arrive": () => {
      const before = host.keys;
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "k", bubbles: true }));
      return host.keys == before + 1;
    },
    "a field keeps the focus": () => {
      const field = document.querySelector("#field");
      field.focus();
      const kept = document.activeElement == field;
      field.blur();
      return kept;
    },
    "the page's own state is in its history": () => history.state === null,
    "nothing listens to messages in its place": () => window.onmessage === null && window.onerror === null,
    "lists are lists": () => JSON.stringify([1, [2, 3]].flat().map((it) => it * 2)) == "[2,4,6]",
  });

  /* The names of the checks that fail. */
  host.failures = () => Object.keys(host.checks).filter((name) => !host.checks[name]());
}
