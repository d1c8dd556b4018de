/** One tab at a time sends, and a frozen tab does not stop the others. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createLock } from "../../portal/static/js/outbox/lock.mjs";

/** A lock manager as the browser's, where somebody else may hold the lock. */
function locksHeldBy(holder) {
  return {
    request: async (name, options, work) => work(holder.is && !options.steal ? null : { name }),
  };
}

test("without locks every tab sends", async () => {
  assert.equal(await createLock(undefined)(async () => "sent"), "sent");
});

test("a tab that finds the lock free does the work", async () => {
  const withLock = createLock(locksHeldBy({ is: false }));
  assert.equal(await withLock(async () => "sent"), "sent");
});

test("a tab that finds another at it does nothing", async () => {
  const withLock = createLock(locksHeldBy({ is: true }));
  assert.equal(await withLock(async () => "sent"), null);
});

test("case 23: a tab that was refused for 40 seconds takes the lock over", async () => {
  let clock = 1_000;
  const withLock = createLock(locksHeldBy({ is: true }), "portal-send", () => clock);
  assert.equal(await withLock(async () => "sent"), null);
  clock += 39_000;
  assert.equal(await withLock(async () => "sent"), null);
  clock += 2_000;
  assert.equal(await withLock(async () => "sent"), "sent");
  assert.equal(await withLock(async () => "sent"), null);
});

test("the tab whose lock was taken over goes on quietly", async () => {
  const taken = { request: async () => Promise.reject(new DOMException("taken", "AbortError")) };
  assert.equal(await createLock(taken)(async () => "sent"), null);
});

test("an error in the work is not hidden", async () => {
  const withLock = createLock(locksHeldBy({ is: false }));
  await assert.rejects(withLock(async () => Promise.reject(new RangeError("wrong"))), RangeError);
});
