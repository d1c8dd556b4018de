/** What goes over the network: signed, without cookies, and never believed before it is judged. */

import assert from "node:assert/strict";
import { createHash, webcrypto } from "node:crypto";
import { test } from "node:test";

import { makeKeys, publicHalf } from "../../portal/static/js/outbox/network/keys.mjs";
import { createSender } from "../../portal/static/js/outbox/network/sender.mjs";
import { createSigned } from "../../portal/static/js/outbox/network/signed.mjs";

const BATCH = { proto: 1, batch_id: "b1", device_id: "d1", sent_at: "2026-11-24T09:02:11.000Z", ops: [] };

async function sent(answer) {
  const keys = await makeKeys(webcrypto.subtle);
  const calls = [];
  const fetch = async (url, options) => {
    calls.push({ url, ...options });
    return answer();
  };
  const parts = { fetch, subtle: webcrypto.subtle, privateKey: async () => keys.privateKey };
  const send = createSender(createSigned(parts));
  return { reply: await send(BATCH), call: calls[0], keys };
}

const honest = () => new Response("{}", { headers: { "Content-Type": "application/json", "Retry-After": "5" } });

test("the request carries no cookies, follows no redirect and is not kept", async () => {
  const { call } = await sent(honest);
  assert.equal(call.url, "/api/v1/sync");
  assert.deepEqual([call.method, call.credentials, call.redirect, call.cache], ["POST", "omit", "manual", "no-store"]);
});

test("the signature is over the method, the path, the body's hash and the time", async () => {
  const { call, keys } = await sent(honest);
  const found = /^Portal device=d1,sent_at=([^,]+),signature=([\w-]+)$/.exec(call.headers.Authorization);
  const hash = createHash("sha256").update(call.body).digest("hex");
  const text = new TextEncoder().encode(`POST\n/api/v1/sync\n${hash}\n${found[1]}`);
  const signature = Buffer.from(found[2], "base64url");
  assert.equal(signature.length, 64);
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  assert.ok(await webcrypto.subtle.verify(algorithm, keys.publicKey, signature, text));
});

test("the private half of the key cannot leave the phone", async () => {
  const keys = await makeKeys(webcrypto.subtle);
  await assert.rejects(webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
  assert.match(await publicHalf(webcrypto.subtle, keys.publicKey), /^MFkw[A-Za-z0-9+/=]+$/);
});

test("what came is handed on as it came", async () => {
  const { reply } = await sent(honest);
  assert.deepEqual(reply, { status: 200, type: "application/json", text: "{}", portal_auth: null, retry_after: "5", redirected: false });
});

for (const [name, error] of [
  ["no connection", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["no answer in time", () => Promise.reject(new DOMException("stopped", "AbortError"))],
]) {
  test(`${name}: no answer`, async () => {
    assert.equal((await sent(error)).reply, null);
  });
}

test("a mistake of ours is not taken for a bad network", async () => {
  await assert.rejects(sent(() => Promise.reject(new RangeError("ours"))), RangeError);
});

test("without a key nothing is sent", async () => {
  const parts = { fetch: assert.fail, subtle: webcrypto.subtle, privateKey: async () => null };
  const send = createSender(createSigned(parts));
  assert.equal(await send(BATCH), null);
});
