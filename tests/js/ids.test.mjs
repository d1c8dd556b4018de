/** Numbers of operations: valid, never the same, and in the order of their making. */

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";

import { timeOrderedId } from "../../portal/static/js/outbox/ids.mjs";

const NOW = Date.parse("2026-11-24T09:02:00Z");

test("a number is a UUID of version 7", () => {
  const id = timeOrderedId(NOW, webcrypto);
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("later numbers come later", () => {
  const ids = [0, 1, 255, 256, 65_536, 86_400_000].map((ms) => timeOrderedId(NOW + ms, webcrypto));
  assert.deepEqual([...ids].sort(), ids);
});

test("numbers of one millisecond differ", () => {
  const ids = new Set(Array.from({ length: 10_000 }, () => timeOrderedId(NOW, webcrypto)));
  assert.equal(ids.size, 10_000);
});

test("a phone whose clock stands at nought still makes numbers", () => {
  assert.match(timeOrderedId(0, webcrypto), /^00000000-0000-7/);
});
