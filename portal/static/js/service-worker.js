const SHELL = /*precache*/{"version":"none","assets":[]};
/**
 * Starts the phone app without a connection. The server puts the list of files into the line above.
 *
 * It keeps the shell and nothing else: one cache for each version, filled whole or not at all. It
 * never touches what the app sends to the server.
 */

/** @typedef {{url: string, sha256: string, bytes: number, type: string}} ShellFile */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const FILES = /** @type {ShellFile[]} */ (SHELL.assets);
const PREFIX = "portal-shell-";
const CACHE = PREFIX + SHELL.version;
const START = "/app/";
const KNOWN = new Set(FILES.map(({ url }) => url));

worker.addEventListener("install", (event) => {
  event.waitUntil(fill());
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(removeOlder());
});

worker.addEventListener("fetch", (event) => {
  const file = fileFor(event.request);
  if (file) {
    event.respondWith(fromShell(file, event.request));
  }
});

worker.addEventListener("message", (event) => {
  if (event.data === "use") {
    event.waitUntil(worker.skipWaiting());
  } else if (event.data === "use-if-alone") {
    event.waitUntil(useIfAlone());
  }
});

worker.addEventListener("sync", (/** @type {any} */ event) => {
  if (event.tag === "send") {
    event.waitUntil(askPagesToSend());
  }
});

/** Fetch every file and check it. One wrong file, and the version in use stays. */
async function fill() {
  const checked = await Promise.all(FILES.map(fetchChecked));
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(checked.map(({ url, response }) => cache.put(url, response)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** @param {ShellFile} file @returns {Promise<{url: string, response: Response}>} */
async function fetchChecked({ url, sha256, bytes, type }) {
  const response = await fetch(url, { cache: "reload", credentials: "omit", redirect: "error" });
  const body = await response.arrayBuffer();
  const isRight =
    response.status === 200 &&
    !response.redirected &&
    kindOf(response.headers.get("Content-Type")) === kindOf(type) &&
    body.byteLength === bytes &&
    (await hashOf(body)) === sha256;
  if (!isRight) {
    throw new Error(`${url} is not the file of version ${SHELL.version}`);
  }
  return { url, response: new Response(body, { headers: kept(response.headers) }) };
}

/** "text/html" from "text/html; charset=utf-8". @param {string | null} type */
function kindOf(type) {
  return (type ?? "").replace(/;.*/, "").trim();
}

/** The headers that protect the page go with it; the length and packing of the transfer do not. @param {Headers} headers */
function kept(headers) {
  const names = [
    "Content-Type",
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
  ];
  const copy = new Headers();
  for (const name of names) {
    const value = headers.get(name);
    if (value) {
      copy.set(name, value);
    }
  }
  return copy;
}

/** @param {ArrayBuffer} body */
async function hashOf(body) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function removeOlder() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
}

/** The file of the shell that answers a request, or null for everything that is not ours. @param {Request} request */
function fileFor(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) {
    return null;
  }
  if (request.mode === "navigate") {
    return url.pathname === START && KNOWN.has(START) ? START : null;
  }
  return KNOWN.has(url.pathname) ? url.pathname : null;
}

/** @param {string} file @param {Request} request */
async function fromShell(file, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(file)) || fetch(request);
}

/** A new version takes over at a start only where no other page is open that might lose its place. */
async function useIfAlone() {
  // This worker controls no page yet, so the open ones count as not its own.
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.filter(({ url }) => new URL(url).pathname === START).length <= 1) {
    await worker.skipWaiting();
  }
}

async function askPagesToSend() {
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const page of pages) {
    page.postMessage("send");
  }
}
