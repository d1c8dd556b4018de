/** What a mark says that its maker had seen: never more than stood on the screen. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createPhone as createState } from "../../portal/static/js/app/state.mjs";
import { createFakeServer, reply } from "./fake_server.mjs";
import { createPhone, SESSION } from "./phone.mjs";

function setting() {
  const server = createFakeServer();
  return { server, phone: createPhone(server) };
}

/** What the server tells of a mark that somebody else made. */
function markOfAnother(placement, version, seen = "not_here") {
  const mark = { op_id: `other-${version}`, seen, arrived: null, left: null, heard: "", action: "", at: "", by: "Jo" };
  return { type: "mark", session: SESSION, placement, version, standing: [mark], coded: false };
}

function lastOp(phone) {
  return phone.store.rows("outbox").at(-1).op;
}

test("a second mark on top of one that waits had not seen what came in between", async () => {
  const { server, phone } = setting();
  await phone.mark("amelia", "here");
  server.verdicts.set(`${SESSION}/amelia`, { status: "retry" });
  server.changes.push(markOfAnother("amelia", 1));
  await phone.drain();

  await phone.mark("amelia", "late", { arrived: "09:40" });

  assert.equal(lastOp(phone).base_version, 0);
});

test("a mark made while the app is sending had seen only what was on the screen", async () => {
  const { server, phone } = setting();
  const state = createState({ store: phone.store, queue: phone, changed: () => {}, recorded: () => {} });
  phone.store.set("roster", "snapshot", rosterOf("amelia"));
  await state.goTo(SESSION);
  server.changes.push(markOfAnother("amelia", 1));
  await phone.drain();

  await state.record([markOf("amelia", "here")], "");

  assert.equal(lastOp(phone).base_version, 0);
});

test("a mark made after the screen has shown the other's had seen it", async () => {
  const { server, phone } = setting();
  const state = createState({ store: phone.store, queue: phone, changed: () => {}, recorded: () => {} });
  phone.store.set("roster", "snapshot", rosterOf("amelia"));
  server.changes.push(markOfAnother("amelia", 1));
  await phone.drain();
  await state.goTo(SESSION);

  await state.record([markOf("amelia", "here")], "");

  assert.equal(lastOp(phone).base_version, 1);
});

test("on a full phone, a conflict that could not be kept was not seen", async () => {
  const { server, phone } = setting();
  server.verdicts.set(`${SESSION}/amelia`, { status: "conflict", version: 2 });
  server.changes.push(markOfAnother("amelia", 2));
  await phone.mark("amelia", "here");
  phone.store.failNext("QuotaExceededError");
  await phone.drain();

  await phone.mark("amelia", "late", { arrived: "09:40" });

  assert.equal(lastOp(phone).base_version, 0);
});

test("case 16: a mark made before the screen shows that the one before was set aside is sent all the same", async () => {
  const { server, phone } = setting();
  const state = createState({ store: phone.store, queue: phone, changed: () => {}, recorded: () => {} });
  phone.store.set("roster", "snapshot", rosterOf("amelia"));
  await state.goTo(SESSION);
  await state.record([markOf("amelia", "here")], "");
  phone.network = () => ({ ...reply({}), status: 413 });
  await phone.drain();

  await state.record([markOf("amelia", "not_here")], "");
  phone.network = (batch, honest) => honest();
  await phone.drain();

  assert.deepEqual(phone.waiting(), []);
  assert.deepEqual(server.log.map((op) => op.body.seen), ["not_here"]);
});

test("what the server told is kept when a mark is made before the screen shows it", async () => {
  const { server, phone } = setting();
  const state = createState({ store: phone.store, queue: phone, changed: () => {}, recorded: () => {} });
  phone.store.set("roster", "snapshot", rosterOf("amelia"));
  await state.goTo(SESSION);
  server.changes.push(markOfAnother("amelia", 1));
  await phone.drain();

  await state.record([markOf("amelia", "here")], "");

  assert.equal(phone.markRow("amelia").server?.version, 1);
});

test("case 45: after a restore of the server, versions of before count for nothing", async () => {
  const { server, phone } = setting();
  server.changes.push(markOfAnother("amelia", 7));
  await phone.drain();
  server.epoch = "epoch-2";
  await phone.drain();

  await phone.mark("amelia", "here");

  assert.equal(lastOp(phone).base_version, 0);
});

function markOf(placement, seen) {
  const body = { seen, arrived: null, left: null, heard: "", action: "", reason: "" };
  return { kind: "mark.set", entity: `${SESSION}/${placement}`, body, actor: 1, by: "Sam Carter" };
}

function rosterOf(placement) {
  return {
    type: "roster", version: "1", today: SESSION.slice(0, 10), now_due: SESSION, notice: "",
    provider: { name: "Hill Farm" }, pupils: [{ placement, name: "Amelia W" }],
    sessions: [{ id: SESSION, opens: "09:00", closes: "12:00", expected: [placement] }],
    received_at: new Date().toISOString(),
  };
}
