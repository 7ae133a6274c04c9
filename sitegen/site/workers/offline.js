// Offline reading. Kept: the shell and the newest digests (fetched when a build is first
// seen), and what was read since. Pages and everything with a fixed name come from the
// network first, so a new build shows at once; only what has a hash in its address comes
// from the cache first, so an old file can never meet a new page or index.
"use strict";

const BUILD = {};

// All sites of one account share an origin's caches: names carry the site's own path.
const SCOPE = new URL(self.registration.scope);
const PREFIX = `sitegen:${SCOPE.pathname}:`;
const SHELL = `${PREFIX}shell:${BUILD.version}`;
const READ = `${PREFIX}read`;
const INDEX = `${PREFIX}search`;
const OWN = new Set(["", ...BUILD.own]);
const MOST = { [READ]: 300, [INDEX]: 400 };
const PATIENCE = 4000; // milliseconds for the network while a kept copy is at hand

// Documents for other programs: always from the network, never kept.
const NOT_KEPT = /^(?:data|feeds)\/|\.(?:xml|json|opml|zip|gz|br|txt)$|^sw\.js$/;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(SHELL);
    // Past the browser's own cache, which may still hold the build before.
    const fresh = (path) => new Request(new URL(path, SCOPE), { cache: "reload" });
    await cache.addAll(BUILD.shell.map(fresh));
    // A digest that fails to load must not keep the new build from installing.
    await Promise.allSettled(BUILD.recent.map((path) => cache.add(fresh(path))));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const kept = new Set([SHELL, READ, INDEX]);
    for (const name of await caches.keys()) {
      if (name.startsWith(PREFIX) && !kept.has(name)) await caches.delete(name);
    }
    // The shell is newer now than what was read of the same files.
    const read = await caches.open(READ);
    for (const path of [...BUILD.shell, ...BUILD.recent]) {
      await read.delete(new URL(path, SCOPE));
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== SCOPE.origin) return;
  if (!url.pathname.startsWith(SCOPE.pathname) || request.headers.has("range")) return;
  const path = url.pathname.slice(SCOPE.pathname.length);
  if (!isOwn(path) || NOT_KEPT.test(path)) return;
  const answer = isHashed(path, url) ? cacheFirst : networkFirst;
  event.respondWith(answer(event, request, path));
});

// A site at its host's root is also asked for the sites that lie below it.
function isOwn(path) {
  try {
    return OWN.has(decodeURIComponent(path.split("/")[0]));
  } catch {
    return false; // no address of a file
  }
}

// Search shards lie in folders or files named by their content; styles and scripts get ?v=.
function isHashed(path, url) {
  return url.searchParams.has("v") || (path.startsWith("search/") && path !== "search/manifest.js");
}

function storeOf(path) {
  return path.startsWith("search/") ? INDEX : READ;
}

async function cacheFirst(event, request, path) {
  const kept = await caches.match(request).catch(() => undefined);
  if (kept) {
    // Every query reads some files of the index: those stay that were read last.
    if (storeOf(path) === INDEX) event.waitUntil(keep(INDEX, request, kept.clone()));
    return kept;
  }
  try {
    return await fetchAndKeep(event, request, path, request);
  } catch (error) {
    // Offline with a page of another build: its style in another version beats none.
    const other = path.startsWith("search/") ? undefined : await find(request, path);
    if (other) return other;
    throw error;
  }
}

async function networkFirst(event, request, path) {
  // A folder is its index: one copy for both addresses, or each would grow old on its own.
  if (path === "" || path.endsWith("/")) path += "index.html";
  // A query such as ?q= is read by scripts; the file is the same for every one.
  const key = new Request(new URL(path, SCOPE));
  const network = fetchAndKeep(event, request, path, key);
  const kept = await find(key, path);
  if (!kept) {
    return network.catch((error) => {
      if (request.mode === "navigate") return notKept();
      throw error;
    });
  }
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([network.catch(() => kept), late]);
}

async function fetchAndKeep(event, request, path, key) {
  // "no-cache" asks the server whether the browser's own copy still holds. A navigation
  // follows redirects itself, and takes no answer that has followed one.
  const redirect = request.mode === "navigate" ? "manual" : "follow";
  const response = await (key === request
    ? fetch(request)
    : fetch(request.url, { cache: "no-cache", redirect }));
  if (response.ok && response.type === "basic" && !response.redirected) {
    event.waitUntil(keep(storeOf(path), key, response.clone()));
  }
  return key === request || redirect === "manual" ? response : stale(response);
}

// Without this the browser's memory may answer for a file with a fixed name, the search
// manifest say, for as long as the server allows, and never ask here.
function stale(response) {
  const headers = new Headers(response.headers);
  headers.set("Cache-Control", "no-cache");
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

async function keep(name, key, response) {
  try {
    const cache = await caches.open(name);
    await cache.put(key, response); // now it stands last
    const keys = await cache.keys();
    for (const old of keys.slice(0, Math.max(0, keys.length - MOST[name]))) {
      await cache.delete(old);
    }
  } catch {
    // The store is full or closed to us: the page itself has been answered.
  }
}

// What was read since the build was first seen comes before the shell: it is never older.
async function find(request, path) {
  const options = { ignoreSearch: true, ignoreVary: true };
  try {
    for (const name of [storeOf(path), SHELL]) {
      const cache = await caches.open(name);
      const kept = await cache.match(request, options);
      if (kept) return kept;
    }
  } catch {
    // The store is damaged or closed to us: the network answers alone.
  }
}

function notKept() {
  const text = (words) => words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const body = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${text(BUILD.message)}</title><p>${text(BUILD.message)}</p>` +
    `<p><a href="${text(SCOPE.pathname)}">${text(BUILD.home)}</a></p>`;
  return new Response(body, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
