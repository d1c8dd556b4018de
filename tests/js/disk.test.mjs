/** The database under the phones of the fault campaign keeps to the rules of the real one. */

import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { openDisk } from "../faults/disk.mjs";

const newPath = () => join(mkdtempSync(join(tmpdir(), "portal-disk-")), "database");

function put(disk, op) {
  return disk.run(["outbox"], "readwrite", async (tx) => tx.put("outbox", { op }));
}

function list(disk) {
  return disk.run(["outbox"], "readonly", (tx) => tx.list("outbox"));
}

test("what was kept is there after a new start, and numbers go on", async () => {
  const path = newPath();
  const disk = openDisk(path);
  await put(disk, "one");
  await put(disk, "two");
  await disk.run(["outbox"], "readwrite", async (tx) => tx.remove("outbox", 2));

  const again = openDisk(path);
  await put(again, "three");

  assert.deepEqual(await list(again), [{ op: "one", seq: 1 }, { op: "three", seq: 3 }]);
});

test("of a step that fails nothing is kept", async () => {
  const disk = openDisk(newPath());
  const failing = disk.run(["outbox"], "readwrite", async (tx) => {
    tx.put("outbox", { op: "one" });
    throw new Error("no");
  });
  await assert.rejects(failing, /no/);
  assert.deepEqual(await list(disk), []);
});

test("on a full disk nothing is kept, and the error says why", async () => {
  const disk = openDisk(newPath());
  disk.next = "full";
  await assert.rejects(put(disk, "one"), { name: "QuotaExceededError" });
  assert.deepEqual(await list(disk), []);
});

test("a step that waits for something else is over", async () => {
  const disk = openDisk(newPath());
  let failure;
  await disk.run(["outbox"], "readwrite", async (tx) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    failure = await Promise.resolve().then(() => tx.put("outbox", {})).catch(({ name }) => name);
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(failure, "TransactionInactiveError");
});

test("a line that was cut when the phone died counts for nothing", async () => {
  const path = newPath();
  await put(openDisk(path), "one");
  appendFileSync(path, '[["put","outbox",2,{"op"');

  const again = openDisk(path);
  await put(again, "two");
  assert.deepEqual(await list(openDisk(path)), [{ op: "one", seq: 1 }, { op: "two", seq: 2 }]);
});
