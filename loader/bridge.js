/* Between the widget and the application whose web view it runs in (docs/WEBVIEW.md). It uses nothing but
   the widget's public commands and events. Messages are objects `{ helplet: 1, type, … }`, 1 being the
   version; types and fields stand in bridge.d.ts. */
(() => {
  const VERSION = 1;
  const script = document.currentScript;
  /* Whose messages count where the page is in a frame; without it a frame's parent is not spoken to. */
  const origin = script && script.dataset.helpletHostOrigin;
  const host = () => document.querySelector("helplet-root");

  /* The ways to an application, each with how it is spoken to; the first that is there is taken. */
  const json = (send) => (message) => send(JSON.stringify(message));
  const { chrome, webkit, cefQuery, HelpletHost, parent } = window;
  const send =
    (chrome && chrome.webview && ((message) => chrome.webview.postMessage(message))) || // WebView2
    (webkit && webkit.messageHandlers && webkit.messageHandlers.helplet && ((message) => webkit.messageHandlers.helplet.postMessage(message))) ||
    (HelpletHost && json((text) => HelpletHost.postMessage(text))) || // Android
    (cefQuery && json((request) => cefQuery({ request, persistent: false, onSuccess() {}, onFailure() {} }))) ||
    (origin && parent !== window && ((message) => parent.postMessage(message, origin)));
  if (!send) return; // An ordinary page.

  const tell = (type, fields) => send({ helplet: VERSION, type, ...fields });

  /* What the application has said it can do: `files`, `screenshot`. */
  let features = [];
  /* Requests that wait for their answer, by number. */
  const waiting = new Map();
  let asked = 0;
  const ask = (type, fields) =>
    new Promise((resolve) => {
      waiting.set(++asked, resolve);
      tell(type, { id: asked, ...fields });
    });

  const file = ({ name, type, data }) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    return new File([bytes], name, { type });
  };

  /* What the application may say: each type, what it must bring, and what is done. */
  const text = (value) => typeof value === "string";
  const object = (value) => typeof value === "object" && value !== null;
  const types = {
    hello: [{ features: Array.isArray }, (it) => (features = it.features)],
    identify: [{ token: text }, (it) => Helplet("identify", { token: it.token })],
    update: [{ person: object }, (it) => Helplet("update", it.person)],
    environment: [{ facts: object }, (it) => Helplet("environment", it.facts)],
    "set-theme": [{ theme: text }, (it) => Helplet("setTheme", it.theme)],
    "set-locale": [{ locale: text }, (it) => Helplet("setLocale", it.locale)],
    navigate: [{ path: text }, (it) => Helplet("navigate", it.path)],
    open: [{}, () => Helplet("open")],
    close: [{}, () => Helplet("close")],
    shutdown: [{}, (it) => Helplet("shutdown", { discard: it.discard === true })],
    // Answers: files in base64; none where the person gave up.
    files: [{ id: Number.isInteger, files: Array.isArray }, (it) => answer(it.id, it.files.map(file))],
  };
  const answer = (id, value) => {
    const resolve = waiting.get(id);
    waiting.delete(id);
    if (resolve) resolve(value);
  };

  const receive = (given) => {
    let message = given;
    try {
      if (text(given)) message = JSON.parse(given);
      if (!message || message.helplet === undefined) return; // Somebody else's.
      const refuse = (reason) => tell("refused", { reason, of: String(message.type) });
      if (message.helplet !== VERSION) return refuse(`version ${message.helplet} is not known, ${VERSION} is`);
      const [fields, act] = (Object.hasOwn(types, message.type) && types[message.type]) || [];
      if (!act) return refuse("there is no such type");
      for (const name in fields) if (!fields[name](message[name])) return refuse(`${name} is missing or of another type`);
      act(message);
    } catch (error) {
      tell("refused", { reason: String(error), of: text(given) ? "" : String(message && message.type) });
    }
  };

  // Every application can run a script that dispatches this; the others have a way of their own too.
  document.addEventListener("helplet:host", (event) => receive(event.detail));
  if (chrome && chrome.webview) chrome.webview.addEventListener("message", (event) => receive(event.data));
  else if (HelpletHost && "onmessage" in HelpletHost) HelpletHost.onmessage = (event) => receive(event.data);
  else if (origin) {
    addEventListener("message", (event) => {
      if (event.origin === origin && event.source === parent) receive(event.data);
    });
  }

  /* What the application hears, by the event it comes from. */
  const told = {
    ready: (it) => ({ locale: it.locale }),
    open: () => ({}),
    close: () => ({}),
    error: (it) => ({ what: it.what, message: it.message || "" }),
    "unread-count": (it) => ({ count: Number(it.count) }),
    "ticket-created": (it) => ({ number: it.number || "" }),
    "message-received": (it) => ({ number: it.number }),
    "token-needed": (it) => ({ detail: it.detail || "" }),
  };
  for (const type in told) document.addEventListener("helplet:" + type, (event) => tell(type, told[type](event.detail || {})));

  /* A link never navigates the web view itself: the application opens it, or nobody does. */
  const ELSEWHERE = /^(https?|mailto|tel):/;
  const clicked = (event) => {
    const [link, picker] = ["a[href]", "input[type=file]"].map((what) => event.composedPath().find((it) => it.matches && it.matches(what)));
    if (link && ELSEWHERE.test(link.href) && link.getAttribute("href")[0] != "#") {
      event.preventDefault();
      tell("open-link", { url: link.href });
    }
    if (picker && features.includes("files")) {
      event.preventDefault();
      ask("pick-files", { accept: picker.accept, multiple: picker.multiple }).then((files) => {
        const chosen = new DataTransfer();
        files.forEach((one) => chosen.items.add(one));
        picker.files = chosen.files;
        if (files.length) picker.dispatchEvent(new Event("change", { bubbles: true }));
      });
    }
  };

  let begun;
  const begin = () => {
    if (begun || !host()) return;
    begun = true;
    host().shadowRoot.addEventListener("click", clicked, true);
    /* The picture of the screen, where the application can take it: docs/WEBVIEW.md. */
    Object.defineProperty(host(), "capture", {
      get: () => (features.includes("screenshot") ? () => ask("capture-screen").then((files) => files[0]) : undefined),
    });
    tell("hello", { version: VERSION });
  };
  // The tag may wait for the page's body, or for the page's word.
  begin();
  addEventListener("DOMContentLoaded", begin);
  document.addEventListener("helplet:open", begin);
})();
