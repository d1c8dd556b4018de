/**
 * Served in place of the worker when the worker itself is at fault: it takes the worker and its
 * caches away. The app's records on the phone stay, and the page goes on over the network.
 */

const leaving = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

leaving.addEventListener("install", (event) => {
  event.waitUntil(leaving.skipWaiting());
});

leaving.addEventListener("activate", (event) => {
  event.waitUntil(takeAway());
});

async function takeAway() {
  const names = await caches.keys();
  const shells = names.filter((name) => name.startsWith("portal-shell-"));
  await Promise.all(shells.map((name) => caches.delete(name)));
  await leaving.registration.unregister();
}
