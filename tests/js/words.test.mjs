/** The words on the screen: literal, and none of ours. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as app from "../../portal/static/js/app/words/app.mjs";
import * as days from "../../portal/static/js/app/words/days.mjs";
import * as marks from "../../portal/static/js/app/words/marks.mjs";

const words = { ...app, ...days, ...marks };

const QUIET = { waiting: 0, oldest: null, sending: false, network: "ok", last_answer_at: "2026-11-24T09:58:00Z" };
const FOUR = { ...QUIET, waiting: 4, oldest: "2026-11-24T09:02:00Z" };

const PILLS = [
  ["all is sent", QUIET, "✓ All sent 9:58", "good"],
  ["nothing was ever sent", { ...QUIET, last_answer_at: null }, "Nothing to send", "good"],
  ["no signal", { ...FOUR, network: "no_signal" }, "No signal · 4 not sent", "wait"],
  ["no signal and nothing waits", { ...QUIET, network: "no_signal" }, "No signal · nothing waiting", "wait"],
  ["an entry was refused", { ...QUIET, refused: 1 }, "1 could not be sent", "problem"],
  ["the server has gone back", { ...QUIET, isOwed: true }, "Checking what the server has…", "wait"],
  ["sending", { ...FOUR, sending: true }, "Sending 4…", "wait"],
  ["asking for news is not sending", { ...QUIET, sending: true }, "✓ All sent 9:58", "good"],
  ["the server has trouble", { ...FOUR, network: "server" }, "4 not sent · oldest 9:02", "wait"],
  ["just saved", FOUR, "4 not sent · oldest 9:02", "wait"],
  ["case 12: a login page", { ...QUIET, network: "login" }, "This Wi-Fi wants you to log in", "problem"],
  ["case 12: a login page, and marks wait", { ...FOUR, network: "login" }, "This Wi-Fi wants you to log in · 4 not sent", "problem"],
  ["case 14: the phone may not send", { ...FOUR, network: "paused" }, "Not sending · 4 not sent", "problem"],
];

for (const [name, state, text, tone] of PILLS) {
  test(`the pill when ${name}: ${text}`, () => {
    assert.deepEqual(words.pill(state), { text, tone });
  });
}

const BODY = { seen: "here", arrived: null, left: null, heard: "", action: "", reason: "" };

const NOTES = [
  [BODY, "school today in the afternoon", "school today in the afternoon"],
  [{ ...BODY, seen: "late", arrived: "09:21" }, "", "came 9:21 · change"],
  [{ ...BODY, left: "11:40" }, "at school in the afternoon", "left 11:40 · change"],
  [{ ...BODY, seen: "not_here" }, "", "what did you hear?"],
  [{ ...BODY, seen: "not_here", heard: "mum rang: ill", action: "rang home 9:40" }, "", "“mum rang: ill” · rang home 9:40 · change"],
  [{ ...BODY, seen: "unmarked" }, "", ""],
];

for (const [body, otherHalf, note] of NOTES) {
  test(`the line under the name: ${note || "none"}`, () => {
    assert.equal(words.noteWords(body, otherHalf), note);
  });
}

test("what was seen, in words", () => {
  assert.deepEqual(
    ["here", "late", "not_here", "unmarked"].map((seen) => words.seenWords({ ...BODY, seen, arrived: seen === "late" ? "09:21" : null })),
    ["Here", "Late 9:21", "Not here", "Not marked"],
  );
});

test("names are listed as people say them", () => {
  assert.equal(words.listed(["Leo P"]), "Leo P");
  assert.equal(words.listed(["Leo P", "Maisie H", "Zara K"]), "Leo P, Maisie H and Zara K");
});

test("each kind of operation has a line", () => {
  const op = { entity: "2026-11-24-am", body: { reason: "heating failed" } };
  assert.equal(words.opWords({ ...op, kind: "register.finish" }, ""), "Register finished");
  assert.equal(words.opWords({ ...op, kind: "register.cancel" }, ""), "Session cancelled: heating failed");
  assert.equal(words.opWords({ ...op, kind: "register.reopen" }, ""), "Register opened again: heating failed");
  const mark = { kind: "mark.set", entity: "2026-11-24-am/x", body: { ...BODY, seen: "not_here", heard: "ill" } };
  assert.equal(words.opWords(mark, "Leo P"), "Leo P: Not here · “ill”");
});

test("no word of ours is in a heading that asks a person to look", () => {
  const kinds = ["two_marks", "rejected", "too_big", "late", "note"];
  const titles = kinds.map((kind) => words.attentionTitle({ kind, entity: "2026-11-24-am/x" }, "Leo P"));
  for (const title of titles) {
    assert.match(title, /Leo P/);
    assert.doesNotMatch(title, /sync|outbox|conflict|\bop\b|reject|queue/i);
  }
  assert.match(words.attentionTitle({ kind: "note", entity: "2026-11-24-am" }, ""), /Tuesday 24 November, morning/);
});
