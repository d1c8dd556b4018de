/** What may leave the phone's list of what waits, and what may not. Numbers name the failure cases. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createFakeServer, reply } from "./fake_server.mjs";
import { createPhone, SESSION } from "./phone.mjs";

function setting() {
  const server = createFakeServer();
  return { server, phone: createPhone(server) };
}

test("a mark waits until the server names it as stored", async () => {
  const { server, phone } = setting();
  await phone.mark("amelia");
  assert.deepEqual(phone.waiting(), ["amelia"]);

  assert.equal((await phone.drain()).network, "ok");

  assert.deepEqual(phone.waiting(), []);
  assert.equal(server.log.length, 1);
  assert.equal(phone.markRow("amelia").mine.status, "sent");
});

test("a mark that could not be stored leaves no trace", async () => {
  const { phone } = setting();
  phone.store.failNext("QuotaExceededError");
  await assert.rejects(phone.mark("amelia"), { name: "QuotaExceededError" });
  assert.deepEqual(phone.waiting(), []);
  assert.equal(phone.markRow("amelia"), undefined);
});

test("case 7: the answer is lost ten times and the mark is stored once", async () => {
  const { server, phone } = setting();
  await phone.mark("amelia");
  phone.network = (batch, honest) => {
    honest();
    return null;
  };
  for (let time = 0; time < 10; time += 1) {
    assert.equal((await phone.drain()).network, "no_signal");
  }
  assert.deepEqual(phone.waiting(), ["amelia"]);

  phone.network = (batch, honest) => honest();
  await phone.drain();

  assert.deepEqual(phone.waiting(), []);
  assert.equal(server.log.length, 1);
});

const NOT_OURS = [
  ["case 8: JSON that was cut", (answer) => ({ ...answer, text: answer.text.slice(0, 40) }), "server"],
  ["case 8: another proto", (answer) => ({ ...answer, text: answer.text.replace('"proto":1', '"proto":2') }), "server"],
  ["the answer to another batch", (answer) => ({ ...answer, text: answer.text.replace(/"batch_id":"[^"]+"/, '"batch_id":"x"') }), "server"],
  ["case 10: status 500", (answer) => ({ ...answer, status: 500 }), "server"],
  ["case 10: status 502", (answer) => ({ ...answer, status: 502 }), "server"],
  ["case 11: a redirect to a login", (answer) => ({ ...answer, status: 0, text: "" }), "login"],
  ["case 11: a redirect that was followed", (answer) => ({ ...answer, redirected: true }), "login"],
  ["case 12: a web page with status 200", (answer) => ({ ...answer, type: "text/html", text: "<h1>Free Wi-Fi</h1>" }), "login"],
  ["case 13: somebody else's 401", (answer) => ({ ...answer, status: 401 }), "server"],
  ["a 404 in JSON", (answer) => ({ ...answer, status: 404 }), "server"],
];

for (const [name, change, network] of NOT_OURS) {
  test(`${name}: nothing is removed, and it is sent again`, async () => {
    const { server, phone } = setting();
    await phone.mark("amelia");
    phone.network = (batch, honest) => change(honest());
    assert.equal((await phone.drain()).network, network);
    assert.deepEqual(phone.waiting(), ["amelia"]);

    phone.network = (batch, honest) => honest();
    assert.equal((await phone.drain()).network, "ok");
    assert.deepEqual(phone.waiting(), []);
    assert.equal(server.log.length, 1);
  });
}

test("case 9: only the operations that the answer names are removed", async () => {
  const { server, phone } = setting();
  await phone.markAll(["a", "b", "c", "d", "e", "f", "g", "h"]);
  phone.network = (batch) => {
    const answer = server.take({ ...batch, ops: batch.ops.slice(0, 5) });
    return reply(answer);
  };
  await phone.drain();
  assert.deepEqual(phone.waiting(), ["f", "g", "h"]);
});

test("case 10: the server's wish to wait is handed on", async () => {
  const { phone } = setting();
  await phone.mark("amelia");
  phone.network = (batch, honest) => ({ ...honest(), status: 503, retry_after: "90" });
  assert.deepEqual(await phone.drain(), { network: "server", wait_ms: 90_000 });
});

test("case 14: a revoked phone stops sending, keeps capturing, and sends all once it may again", async () => {
  const { server, phone } = setting();
  await phone.mark("amelia");
  phone.network = () => ({ ...reply({}), status: 401, portal_auth: "device-revoked" });
  assert.equal((await phone.drain()).network, "paused");
  await phone.mark("callum");
  assert.equal((await phone.drain()).network, "paused");
  assert.deepEqual(phone.waiting(), ["amelia", "callum"]);

  phone.network = (batch, honest) => honest();
  assert.equal((await phone.drain({ force: true })).network, "ok");
  assert.deepEqual(phone.waiting(), []);
  assert.equal(server.log.length, 2);
});

test("case 16: too big a batch is halved until it passes", async () => {
  const { server, phone } = setting();
  await phone.markAll(["a", "b", "c", "d", "e", "f", "g"]);
  const sizes = [];
  phone.network = (batch, honest) => {
    sizes.push(batch.ops.length);
    return batch.ops.length > 2 ? { ...reply({}), status: 413 } : honest();
  };
  await phone.drain();
  assert.deepEqual(phone.waiting(), []);
  assert.equal(server.log.length, 7);
  assert.deepEqual(sizes.slice(0, 3), [7, 3, 1]);
});

test("case 16: one operation that is too big is kept where a person sees it", async () => {
  const { server, phone } = setting();
  await phone.mark("amelia", "not_here", { heard: "long" });
  await phone.mark("amelia", "here");
  await phone.mark("callum");
  phone.network = (batch, honest) =>
    batch.ops.some((op) => op.body.heard === "long") ? { ...reply({}), status: 413 } : honest();
  await phone.drain();

  assert.deepEqual(phone.waiting(), []);
  assert.deepEqual(server.log.map((op) => op.body.seen), ["here", "here"]);
  const [aside] = phone.attention();
  assert.equal(aside.kind, "too_big");
  assert.equal(aside.op.body.heard, "long");
});

test("case 17: one invalid operation among twenty goes to a person, with all it said", async () => {
  const { server, phone } = setting();
  const names = Array.from({ length: 20 }, (_, number) => `pupil-${number}`);
  await phone.markAll(names);
  const errors = [{ field: "arrived", message: "Came at: enter the time the pupil came" }];
  server.verdicts.set(`${SESSION}/pupil-7`, { status: "rejected", errors });
  await phone.drain();

  assert.equal(server.log.length, 19);
  assert.deepEqual(phone.waiting(), []);
  const [refused] = phone.attention();
  assert.deepEqual([refused.kind, refused.errors], ["rejected", errors]);
  assert.equal(refused.op.body.seen, "here");
  assert.equal(phone.markRow("pupil-7").mine.status, "refused");
});

test("case 18: an id that was used for something else is refused, and the first stays", async () => {
  const { server, phone } = setting();
  await phone.mark("amelia");
  const [row] = phone.store.rows("outbox");
  await phone.drain();
  phone.store.set("outbox", 99, { ...row, seq: 99, op: { ...row.op, body: { seen: "not_here" } } });
  await phone.drain();

  assert.deepEqual(phone.attention().map((row) => row.errors[0].message), ["OP_ID_REUSED"]);
  assert.equal(server.log.length, 1);
  assert.equal(server.log[0].body.seen, "here");
});

test("case 28: an operation whose predecessor is missing waits, and does not hold up the others", async () => {
  const { server, phone } = setting();
  await phone.mark("amelia", "late", { arrived: "09:40" });
  await phone.mark("amelia", "here");
  await phone.mark("callum");
  const [first, second] = phone.store.rows("outbox");
  assert.equal(second.op.prev, first.op.op_id);
  phone.network = (batch) =>
    reply(server.take({ ...batch, ops: batch.ops.filter((op) => op.op_id !== first.op.op_id) }));
  await phone.drain();
  assert.deepEqual(phone.waiting(), ["amelia", "amelia"]);

  phone.network = (batch, honest) => honest();
  await phone.drain();
  assert.deepEqual(phone.waiting(), []);
  assert.deepEqual(
    server.log.filter((op) => op.entity.endsWith("amelia")).map((op) => op.body.seen),
    ["late", "here"],
  );
});

test("case 45: a server restored from a backup is offered what it lost, once", async () => {
  const { server, phone } = setting();
  await phone.mark("amelia");
  await phone.mark("callum");
  await phone.drain();
  server.forget(server.log[1].op_id);
  server.epoch = "epoch-2";

  await phone.drain();

  const offered = server.seen.find((batch) => batch.receipts);
  assert.equal(offered.receipts.length, 2);
  assert.deepEqual(server.log.map((op) => op.entity.split("/")[1]), ["amelia", "callum", "callum"]);
  assert.equal(server.log[1].op_id, server.log[2].op_id);
  assert.deepEqual(phone.waiting(), []);
  await phone.drain();
  assert.equal(server.seen.at(-1).receipts, undefined);
});

test("the operation says what this phone knew, and what it follows", async () => {
  const { server, phone } = setting();
  await phone.mark("amelia");
  await phone.drain();
  await phone.mark("amelia", "not_here");
  const [row] = phone.store.rows("outbox");
  assert.deepEqual([row.op.base_version, row.op.prev, row.op.schema], [1, null, 1]);
  await phone.drain();
  assert.ok(server.seen.at(-1).ops[0].seq > server.seen.at(0).ops[0].seq);
});

test("late and conflicting marks are stored, and a person is told", async () => {
  const { server, phone } = setting();
  server.verdicts.set(`${SESSION}/amelia`, { status: "late" });
  server.verdicts.set(`${SESSION}/callum`, { status: "conflict" });
  await phone.markAll(["amelia", "callum"]);
  await phone.drain();
  assert.deepEqual(phone.waiting(), []);
  assert.deepEqual(phone.attention().map((row) => row.kind).sort(), ["late", "two_marks"]);
});

test("on a full phone the answer still counts, and the news is asked for again", async () => {
  const { server, phone } = setting();
  await phone.mark("amelia");
  server.changes.push({ type: "register", session: SESSION, state: "finished", at: "", by: "Jo" });
  phone.store.failNext("QuotaExceededError");
  await phone.drain();
  assert.deepEqual(phone.waiting(), []);
  assert.equal(phone.store.row("meta", "contact").cursor, null);
  assert.equal(phone.store.row("marks", SESSION), undefined);
});

test("more than one batch is sent in order, fifty at a time", async () => {
  const { server, phone } = setting();
  for (let number = 0; number < 120; number += 1) {
    await phone.mark(`pupil-${number}`);
  }
  await phone.drain();
  assert.deepEqual(server.seen.map((batch) => batch.ops.length), [50, 50, 20]);
});

test("long words make smaller batches", async () => {
  const { server, phone } = setting();
  for (let number = 0; number < 50; number += 1) {
    await phone.mark(`pupil-${number}`, "not_here", { heard: "🤒".repeat(500) });
  }
  await phone.drain();
  assert.ok(server.seen.length > 1);
  assert.ok(server.seen.every((batch) => JSON.stringify(batch.ops).length < 64_000));
  assert.equal(server.log.length, 50);
});

test("more receipts than one request takes are offered in portions, and nothing is put aside", async () => {
  const { server, phone } = setting();
  server.extra.most_receipts = 4;
  const pupils = Array.from({ length: 10 }, (_, number) => `pupil-${number}`);
  await phone.markAll(pupils);
  await phone.drain();
  for (const { op_id } of [...server.log]) {
    server.forget(op_id);
  }
  server.epoch = "epoch-2";

  await phone.drain();

  const portions = server.seen.map(({ receipts }) => receipts).filter(Boolean);
  assert.ok(portions.every((receipts) => receipts.length <= 4));
  assert.deepEqual(new Set(portions.flat()).size, 10);
  assert.equal(server.ops.size, 10);
  assert.deepEqual(phone.attention(), []);
  assert.equal(phone.store.row("meta", "contact").reoffer, false);
});

test("a network that takes fewer receipts gets fewer, and what is tapped meanwhile is not put aside", async () => {
  const { server, phone } = setting();
  await phone.markAll(["a", "b", "c", "d", "e", "f"]);
  await phone.drain();
  server.epoch = "epoch-2";
  phone.network = (batch, honest) =>
    (batch.receipts?.length ?? 0) > 2 ? { ...reply({}), status: 413 } : honest();
  await phone.mark("g");

  await phone.drain();

  assert.deepEqual([phone.waiting(), phone.attention()], [[], []]);
  assert.equal(phone.store.row("meta", "contact").reoffer, false);
});

test("a phone that the server does not know pauses, and keeps what waits", async () => {
  const { phone } = setting();
  await phone.mark("amelia");
  phone.network = () => ({ ...reply({}), status: 401, portal_auth: "device-unknown" });

  assert.equal((await phone.drain()).network, "paused");

  assert.deepEqual(phone.waiting(), ["amelia"]);
  assert.equal(phone.store.row("meta", "contact").paused, "device-unknown");
});
