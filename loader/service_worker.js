/* Keeps the help centre's page working without a network, and lets it renew itself (docs/HOSTING.md).
   Files with a hash in their name come from the cache for ever; the others from the network, and from the
   cache where that is cut or slow. What a page loads is named by its loader, so no page mixes builds. */
// `helplet dist` puts the build's name, its files and languages here.
const build = HELPLET_FILES;

const scope = registration.scope;
const prefix = `helplet ${scope} `;
const pages = prefix + "pages";
/* Builds kept: a tab left open since an old one goes on with its files. */
const KEPT = 5;
/* After so many milliseconds without an answer, the copy is better. */
const PATIENCE = 4000;

const hashed = /-[0-9a-f]{10}\.((later\.)?(js|css|wasm)|hlp)$/;
const plain = new RegExp(`^(${build.languages.join("|")})/(.*/)?[^/]+\\.html$`);

addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(prefix + build.name);
    // A file without a hash must not come from the browser's own cache: it may be of the build before.
    await cache.addAll(build.files.map((file) => new Request(file, { cache: hashed.test(file) ? "default" : "reload" })));
    await skipWaiting();
  };
  event.waitUntil(fill());
});

addEventListener("activate", (event) => {
  const tidy = async () => {
    const builds = (await caches.keys()).filter((name) => name.startsWith(prefix) && name != pages);
    await Promise.all(builds.slice(0, -KEPT).map((name) => caches.delete(name)));
    await clients.claim();
  };
  event.waitUntil(tidy());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method != "GET" || !request.url.startsWith(scope)) return;
  const file = request.url.slice(scope.length).replace(/[?#].*/, "") || "index.html";
  if (hashed.test(file)) event.respondWith(kept(request));
  else if (build.files.includes(file) || plain.test(file)) event.respondWith(fresh(request, file));
});

/* The newest build is the last cache. */
const copy = async (file) => {
  for (const name of (await caches.keys()).reverse()) {
    if (!name.startsWith(prefix)) continue;
    const found = await (await caches.open(name)).match(scope + file, { ignoreSearch: true });
    if (found) return found;
  }
};

const kept = async (request) => (await copy(request.url.slice(scope.length))) || fetch(request);

const fresh = async (request, file) => {
  const network = fetch(request).then(async (answer) => {
    if (answer.ok && plain.test(file)) await (await caches.open(pages)).put(scope + file, answer.clone());
    return answer;
  });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([network, late]).catch(() => 0);
  if (answer && answer.status < 500) return answer;
  // A page never seen is shown by the widget.
  const path = file.replace(/^[^/]+\//, "").replace(/\.html$/, "");
  return (await copy(file)) || (plain.test(file) ? Response.redirect(`${scope}index.html#${path}`) : network);
};
