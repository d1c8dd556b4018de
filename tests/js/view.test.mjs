/** What the screen shows: which session, whose mark stands, what others changed, what is forgotten. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { applyChange } from "../../portal/static/js/outbox/changes.mjs";
import { differing, shownMark, shownRegister } from "../../portal/static/js/outbox/registers/marks.mjs";
import { dueSession, neighbours } from "../../portal/static/js/outbox/registers/sessions.mjs";
import { makeRoom, tidy, trimRoster, TIDIED_STORES } from "../../portal/static/js/outbox/tidy.mjs";
import { pupilsOf, readView, VIEW_STORES } from "../../portal/static/js/outbox/view.mjs";
import { createFakeServer } from "./fake_server.mjs";
import { createFakeStore } from "./fake_store.mjs";
import { createPhone, SESSION, START } from "./phone.mjs";

const NOW = "2026-11-24T09:30:00Z";
const DAY_MS = 86_400_000;

function rosterOf(days = ["2026-11-23", "2026-11-24", "2026-11-25"], more = {}) {
  const sessions = days.flatMap((day) => [
    { id: `${day}-am`, opens: "09:00", closes: "12:00", expected: ["amelia", "callum"], other_half: { callum: "school today in the afternoon" } },
    { id: `${day}-pm`, opens: "12:45", closes: "15:00", expected: ["amelia"] },
  ]);
  return {
    type: "roster", version: "1", today: "2026-11-24", now_due: SESSION, provider: { name: "Hill Farm" },
    pupils: [{ placement: "amelia", name: "Amelia W" }, { placement: "callum", name: "Callum B" }, { placement: "zara", name: "Zara K" }],
    sessions, received_at: NOW, ...more,
  };
}

const DUE = [
  ["before the morning opens", "2026-11-24", "08:10", "2026-11-24-am"],
  ["in the morning", "2026-11-24", "09:30", "2026-11-24-am"],
  ["between the halves", "2026-11-24", "12:10", "2026-11-24-pm"],
  ["after the day", "2026-11-24", "17:00", "2026-11-24-pm"],
  ["the day after, without a connection", "2026-11-25", "09:05", "2026-11-25-am"],
  ["at a weekend, the last that is known", "2026-11-28", "10:00", "2026-11-25-pm"],
];

for (const [name, day, time, expected] of DUE) {
  test(`the session that opens ${name} is ${expected}`, () => {
    assert.equal(dueSession(rosterOf(), { day, time }).id, expected);
  });
}

test("on a day without school the next session opens, as the server says", () => {
  const roster = rosterOf(["2026-11-20", "2026-11-23"], { today: "2026-11-21", now_due: "2026-11-23-am" });
  assert.equal(dueSession(roster, { day: "2026-11-21", time: "10:00" }).id, "2026-11-23-am");
  assert.equal(dueSession(roster, { day: "2026-11-22", time: "10:00" }).id, "2026-11-23-am");
});

test("one goes to the other half, and to the same half of the days beside", () => {
  const to = neighbours(rosterOf(), SESSION);
  assert.deepEqual([to.pm.id, to.earlier.id, to.later.id], ["2026-11-24-pm", "2026-11-23-am", "2026-11-25-am"]);
  assert.equal(neighbours(rosterOf(), "2026-11-23-am").earlier, null);
});

test("a mark that waits is shown, then the server's once it is newer", async () => {
  const phone = createPhone(createFakeServer());
  await phone.mark("amelia", "late", { arrived: "09:21" });
  assert.deepEqual(shownMark(phone.markRow("amelia")).waiting, true);
  await phone.drain();
  assert.equal(shownMark(phone.markRow("amelia")).body.seen, "late");

  await change(phone.store, markChange("amelia", 2, ["not_here"]));
  assert.equal(shownMark(phone.markRow("amelia")).body.seen, "not_here");
});

test("an older change than this phone's own mark does not undo it on the screen", async () => {
  const server = createFakeServer();
  const phone = createPhone(server);
  await phone.mark("amelia");
  await phone.mark("amelia", "not_here");
  await phone.drain();
  await change(phone.store, markChange("amelia", 1, ["here"]));
  assert.equal(shownMark(phone.markRow("amelia")).body.seen, "not_here");
});

test("a mark that was refused is not shown as if it stood", async () => {
  const server = createFakeServer();
  const phone = createPhone(server);
  server.verdicts.set(`${SESSION}/amelia`, { status: "rejected", errors: [] });
  await phone.mark("amelia");
  await phone.drain();
  assert.equal(shownMark(phone.markRow("amelia")).body.seen, "unmarked");
});

test("case 25: two different marks are both shown until somebody chooses", async () => {
  const phone = createPhone(createFakeServer());
  await change(phone.store, markChange("amelia", 2, ["here", "not_here"]));
  assert.deepEqual(differing(phone.markRow("amelia")).map(({ seen }) => seen), ["here", "not_here"]);
  assert.equal(phone.attention()[0].settled, false);

  await phone.mark("amelia", "here");
  assert.equal(phone.store.rows("outbox")[0].op.base_version, 2);
  assert.deepEqual(differing(phone.markRow("amelia")), []);

  await change(phone.store, markChange("amelia", 3, ["here"]));
  assert.equal(phone.attention()[0].settled, true);
  assert.equal(phone.attention().length, 1);
});

test("case 33: a pupil who was added on the server appears, unmarked", async () => {
  const phone = createPhone(createFakeServer());
  await change(phone.store, rosterOf());
  await phone.mark("amelia");
  const roster = rosterOf();
  roster.sessions.find(({ id }) => id === SESSION).expected.push("zara");
  await change(phone.store, { ...roster, version: "2" });

  const view = await read(phone.store);
  assert.deepEqual(pupilsOf(view, new Set()).map(({ name }) => name), ["Amelia W", "Callum B", "Zara K"]);
  assert.equal(shownMark(view.marks.get("zara")).body.seen, "unmarked");
  assert.equal(shownMark(view.marks.get("amelia")).body.seen, "here");
});

test("a pupil who is marked without being expected stays in the list", async () => {
  const phone = createPhone(createFakeServer());
  await change(phone.store, rosterOf());
  await phone.mark("zara", "here", { added: true });
  await phone.mark("stranger");
  const view = await read(phone.store);
  assert.deepEqual(
    pupilsOf(view, new Set()).map(({ name, expected }) => [name, expected]).slice(2),
    [["A pupil no longer on your list", false], ["Zara K", false]],
  );
});

test("a finished register waits, then is the server's", async () => {
  const phone = createPhone(createFakeServer());
  await phone.finish(["callum"]);
  assert.equal(shownRegister(phone.store.row("marks", SESSION)).waiting, true);
  await phone.drain();
  const { state, waiting, by } = shownRegister(phone.store.row("marks", SESSION));
  assert.deepEqual([state, waiting, by], ["finished", false, "Sam"]);
});

test("a change of a kind that this version does not know is passed over", async () => {
  const store = createFakeStore();
  await change(store, { type: "weather", cold: true });
  assert.deepEqual(store.rows("marks"), []);
});

test("the view holds one session's marks and counts all that waits", async () => {
  const phone = createPhone(createFakeServer());
  await change(phone.store, rosterOf());
  await phone.markAll(["amelia", "callum"]);
  await change(phone.store, { ...markChange("amelia", 1, ["here"]), session: "2026-11-24-pm" });
  const view = await read(phone.store);
  assert.deepEqual([view.session.id, view.waiting, [...view.marks.keys()].sort()], [SESSION, 2, ["amelia", "callum"]]);
  assert.equal(view.oldest, new Date(START).toISOString());
});

test("the list of pupils goes after 14 days without contact, and marks that wait stay", async () => {
  const phone = createPhone(createFakeServer());
  await change(phone.store, rosterOf());
  phone.store.set("meta", "contact", { clock_offset: 0, last_answer_at: NOW });
  await phone.mark("amelia");
  const later = Date.parse(NOW) + 15 * DAY_MS;
  const view = await phone.store.run(VIEW_STORES, "readonly", (tx) => readView(tx, null, later));
  assert.deepEqual([view.roster, view.expired, view.waiting], [null, true, 1]);

  await phone.store.run(TIDIED_STORES, "readwrite", (tx) => tidy(tx, later));
  assert.equal(phone.store.row("roster", "snapshot"), undefined);
  assert.deepEqual(phone.waiting(), ["amelia"]);
});

test("marks and receipts go after 30 days, those that wait do not", async () => {
  const phone = createPhone(createFakeServer());
  await phone.mark("amelia");
  await phone.drain();
  await phone.mark("callum");
  const later = START + 31 * DAY_MS;
  await phone.store.run(TIDIED_STORES, "readwrite", (tx) => tidy(tx, later));
  assert.deepEqual(phone.store.rows("marks").map(({ entity }) => entity), [`${SESSION}/callum`]);
  assert.deepEqual(phone.store.rows("receipts"), []);
});

test("case 34: making room removes copies only", async () => {
  const phone = createPhone(createFakeServer());
  await change(phone.store, rosterOf());
  await phone.mark("amelia");
  await phone.drain();
  await change(phone.store, { ...markChange("amelia", 1, ["here"]), session: "2026-11-23-am" });
  await phone.mark("callum");
  await phone.store.run(["marks", "receipts"], "readwrite", (tx) => makeRoom(tx, SESSION));
  await phone.store.run(["roster"], "readwrite", (tx) => trimRoster(tx, SESSION));
  assert.deepEqual(phone.waiting(), ["callum"]);
  assert.deepEqual(phone.store.rows("marks").map(({ entity }) => entity), [`${SESSION}/amelia`, `${SESSION}/callum`]);
  assert.equal(phone.store.row("roster", "snapshot").sessions[0].id, SESSION);
  assert.equal(phone.store.row("roster", "snapshot").version, null);
});

function markChange(placement, version, seen) {
  const standing = seen.map((one, place) => ({ op_id: `${placement}-${version}-${place}`, seen: one, arrived: null, left: null, heard: "", action: "", at: NOW, by: "Jo" }));
  return { type: "mark", session: SESSION, placement, version, standing, coded: false };
}

const change = (store, one) => store.run(["marks", "attention", "roster"], "readwrite", (tx) => applyChange(tx, one, NOW));
const read = (store) => store.run(VIEW_STORES, "readonly", (tx) => readView(tx, null, Date.parse(NOW)));

test("a closed form goes after 30 days, unless something of it still waits", async () => {
  const phone = createPhone(createFakeServer());
  const closed = { title: "Application", closed: true, head: null, touched_at: "2026-11-24T09:00:00Z" };
  const mine = { label: "Legal name", mine: { status: "waiting" }, server: null };
  phone.store.set("drafts", "done", { ...closed, id: "done", answers: {} });
  phone.store.set("drafts", "waits", { ...closed, id: "waits", answers: { name: mine } });
  phone.store.set("drafts", "open", { ...closed, id: "open", closed: false, answers: {} });
  const later = Date.parse("2026-12-25T09:00:00Z");

  await phone.store.run(TIDIED_STORES, "readwrite", (tx) => tidy(tx, later));

  assert.deepEqual(phone.store.rows("drafts").map(({ id }) => id), ["waits", "open"]);
});
