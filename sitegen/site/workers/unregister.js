// Offline reading is switched off: forget what an earlier service worker kept, then go.
"use strict";

const PREFIX = `sitegen:${new URL(self.registration.scope).pathname}:`;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(PREFIX)) await caches.delete(name);
    }
    await self.registration.unregister();
  })());
});
