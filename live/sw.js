// Keeps what was read and loaded, so that it is there with no network. Each build has a cache of its own.
const OUR_CACHE = "activation-course-BUILD"; // JupyterLite has a CACHE of its own
const OURS = "activation-course-";
const HEARTBEAT = "/api/service-worker-heartbeat"; // by which JupyterLite asks whether anybody listens

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

// The caches of earlier builds go; what the reader asked to keep is fetched anew first.
async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== OUR_CACHE);
  for (const name of old) {
    const wanted = await (await caches.open(name)).match("kept");
    if (wanted) await keep(await wanted.json(), () => {});
    await caches.delete(name);
  }
  await self.clients.claim();
}

self.addEventListener("message", (event) => {
  const [port] = event.ports;
  const tell = (news) => port.postMessage(news);
  if (event.data.keep) event.waitUntil(keep(event.data.keep, tell));
  if (event.data.visited) event.waitUntil(fetchAll(event.data.visited, tell));
  if (event.data.claim) event.waitUntil(self.clients.claim());
});

async function keep(files, tell) {
  const cache = await caches.open(OUR_CACHE);
  await cache.put("kept", new Response(JSON.stringify(files)));
  await fetchAll(files, tell);
}

async function fetchAll(files, tell) {
  const cache = await caches.open(OUR_CACHE);
  for (const file of files) {
    const address = new URL(file, self.registration.scope).href;
    try {
      if (!(await cache.match(address))) await cache.add(address);
      tell({ kept: file });
    } catch {
      tell({ failed: file });
    }
  }
  tell({ ended: true });
}

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET" || !url.startsWith(self.registration.scope) || url.endsWith(HEARTBEAT)) return;
  event.respondWith(answer(event));
  event.stopImmediatePropagation(); // what is left is for JupyterLite
});

// What lies under /live/ has its content in its address and never changes; all else is asked for first.
async function answer(event) {
  const cache = await caches.open(OUR_CACHE);
  const kept = await cache.match(event.request, { ignoreSearch: true, ignoreVary: true });
  if (kept && event.request.url.includes("/_static/live/")) return kept;
  try {
    const fresh = await fetch(event.request);
    if (fresh.status === 200) event.waitUntil(cache.put(event.request, fresh.clone()));
    return fresh;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}
