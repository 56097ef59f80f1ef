/* The static-hosting page: keeps it working without a network. */
const policy = window.trustedTypes?.createPolicy("helplet-page", { createScriptURL: (url) => url });
const worker = new URL("sw.js", document.currentScript.src).href;
// Refused in private windows and from files; the page is then as any other.
navigator.serviceWorker?.register(policy ? policy.createScriptURL(worker) : worker).catch(() => {});
