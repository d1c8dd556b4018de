/** The worker that starts the app without a connection, run in a small stand-in for the browser. */

import assert from "node:assert/strict";
import { createHash, webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const folder = new URL("../../portal/static/js/", import.meta.url);
const FILES = { "/app/": ["<h1>Register</h1>", "text/html"], "/static/built/app.1.js": ["start()", "text/javascript"] };

function listed([url, [text, type]]) {
  return { url, type, bytes: text.length, sha256: createHash("sha256").update(text).digest("hex") };
}

function precache(version) {
  return JSON.stringify({ version, assets: Object.entries(FILES).map(listed) });
}

/** Runs a worker's script; `network` answers its requests, `caches` may be shared between versions. */
function startWorker(script, { network, caches = fakeCaches(), pages = [], version = "one" }) {
  const source = readFileSync(new URL(script, folder), "utf8");
  const [head, tail = ""] = source.split(/\/\*precache\*\/.*;/);
  const listeners = {};
  const calls = { skipped: 0, unregistered: 0, requests: [] };
  const self = {
    addEventListener: (kind, listener) => (listeners[kind] = listener),
    skipWaiting: async () => (calls.skipped += 1),
    clients: { matchAll: async () => pages },
    location: new URL("https://portal.example/sw.js"),
    registration: { unregister: async () => (calls.unregistered += 1) },
  };
  const fetch = async (url, options) => {
    calls.requests.push({ url, options });
    return network(typeof url === "string" ? url : new URL(url.url).pathname);
  };
  const world = { self, caches, fetch, crypto: webcrypto, Response, Headers, URL, Set, Map, Promise, Uint8Array, Error };
  vm.runInNewContext(tail ? `${head}${precache(version)};${tail}` : head, world);
  return {
    caches,
    calls,
    async fire(kind, more = {}) {
      const waits = [];
      const event = { ...more, waitUntil: (wait) => waits.push(wait), respondWith: (answer) => (event.answer = answer) };
      listeners[kind](event);
      await Promise.all(waits);
      return event.answer;
    },
  };
}

function fakeCaches() {
  const all = new Map();
  return {
    open: async (name) => {
      const files = all.get(name) ?? all.set(name, new Map()).get(name);
      return { put: async (url, response) => files.set(url, response), match: async (url) => files.get(url)?.clone() };
    },
    keys: async () => [...all.keys()],
    delete: async (name) => all.delete(name),
    has: (name) => all.has(name),
    count: (name) => all.get(name)?.size ?? 0,
  };
}

const honest = (url) => new Response(FILES[url][0], { headers: { "Content-Type": `${FILES[url][1]}; charset=utf-8`, "Content-Security-Policy": "default-src 'none'" } });
const request = (path, more = {}) => ({ url: `https://portal.example${path}`, method: "GET", mode: "no-cors", ...more });

test("installation keeps every file, fetched anew and without cookies", async () => {
  const worker = startWorker("service-worker.js", { network: honest });
  await worker.fire("install");
  assert.equal(worker.caches.count("portal-shell-one"), 2);
  assert.equal(worker.calls.skipped, 0);
  for (const { options } of worker.calls.requests) {
    assert.equal(options.cache, "reload");
    assert.equal(options.credentials, "omit");
    assert.equal(options.redirect, "error");
  }
});

const WRONG = [
  ["is missing", () => new Response("not found", { status: 404, headers: { "Content-Type": "text/javascript" } })],
  ["is a web page", () => new Response("start()", { headers: { "Content-Type": "text/html" } })],
  ["was cut", () => new Response("star", { headers: { "Content-Type": "text/javascript" } })],
  ["was changed", () => new Response("stopp()", { headers: { "Content-Type": "text/javascript" } })],
];

for (const [name, wrong] of WRONG) {
  test(`case 40: where one file ${name}, nothing is kept and the old version stays`, async () => {
    const caches = fakeCaches();
    await startWorker("service-worker.js", { network: honest, caches }).fire("install");
    const network = (url) => (url.endsWith(".js") ? wrong() : honest(url));
    const next = startWorker("service-worker.js", { network, caches, version: "two" });
    await assert.rejects(next.fire("install"), /is not the file of version two/);
    assert.deepEqual(await caches.keys(), ["portal-shell-one"]);
  });
}

test("a new version removes the older ones only once it is in use", async () => {
  const caches = fakeCaches();
  await startWorker("service-worker.js", { network: honest, caches }).fire("install");
  const next = startWorker("service-worker.js", { network: honest, caches, version: "two" });
  await next.fire("install");
  assert.deepEqual(await caches.keys(), ["portal-shell-one", "portal-shell-two"]);
  await next.fire("activate");
  assert.deepEqual(await caches.keys(), ["portal-shell-two"]);
});

test("the shell comes from the phone, with the headers that protect it", async () => {
  const worker = startWorker("service-worker.js", { network: honest });
  await worker.fire("install");
  worker.calls.requests.length = 0;
  const page = await worker.fire("fetch", { request: request("/app/?x=1", { mode: "navigate" }) });
  assert.equal(await page.text(), "<h1>Register</h1>");
  assert.equal(page.headers.get("Content-Security-Policy"), "default-src 'none'");
  const script = await worker.fire("fetch", { request: request("/static/built/app.1.js") });
  assert.equal(await script.text(), "start()");
  assert.deepEqual(worker.calls.requests, []);
});

const UNTOUCHED = [
  ["what the app sends", request("/api/v1/sync", { method: "POST" })],
  ["a question to the server", request("/api/v1/enrolment")],
  ["an ordinary page", request("/registers/", { mode: "navigate" })],
  ["a page below the app's", request("/app/other", { mode: "navigate" })],
  ["another site", { url: "https://other.example/app/", method: "GET", mode: "navigate" }],
  ["a file of another release", request("/static/built/app.0.js")],
];

for (const [name, other] of UNTOUCHED) {
  test(`the worker does not touch ${name}`, async () => {
    const worker = startWorker("service-worker.js", { network: honest });
    await worker.fire("install");
    assert.equal(await worker.fire("fetch", { request: other }), undefined);
  });
}

test("a file that the browser has thrown away comes over the network", async () => {
  const worker = startWorker("service-worker.js", { network: honest });
  const script = await worker.fire("fetch", { request: request("/static/built/app.1.js") });
  assert.equal(await script.text(), "start()");
});

const open = (path) => ({ url: `https://portal.example${path}` });

test("a new version takes over where no other page of the app is open", async () => {
  const pages = [open("/app/#waiting"), open("/registers/")];
  const worker = startWorker("service-worker.js", { network: honest, pages });
  await worker.fire("message", { data: "use-if-alone" });
  assert.equal(worker.calls.skipped, 1);
});

test("a new version waits while another page of the app is open, until a person asks", async () => {
  const pages = [open("/app/"), open("/app/#phone")];
  const worker = startWorker("service-worker.js", { network: honest, pages });
  await worker.fire("message", { data: "use-if-alone" });
  assert.equal(worker.calls.skipped, 0);
  await worker.fire("message", { data: "use" });
  assert.equal(worker.calls.skipped, 1);
});

test("when the browser has a connection again, the open pages are asked to send", async () => {
  const heard = [];
  const worker = startWorker("service-worker.js", { network: honest, pages: [{ postMessage: (word) => heard.push(word) }] });
  await worker.fire("sync", { tag: "send" });
  assert.deepEqual(heard, ["send"]);
});

test("the worker that switches the worker off takes its caches away, and itself", async () => {
  const caches = fakeCaches();
  await startWorker("service-worker.js", { network: honest, caches }).fire("install");
  await caches.open("somebody-else");
  const off = startWorker("service-worker-off.js", { network: assert.fail, caches });
  await off.fire("install");
  await off.fire("activate");
  assert.deepEqual(await caches.keys(), ["somebody-else"]);
  assert.deepEqual([off.calls.skipped, off.calls.unregistered], [1, 1]);
});
