/** When the phone sends what was tapped. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { createSending } from "../../portal/static/js/app/sending.mjs";

const REAL = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, now: Date.now };
let drains = 0;
let time = 0;
/** What is to be done, by the number of its timer: when, and what. */
let timers = new Map();

beforeEach(() => {
  drains = 0;
  time = Date.parse("2026-11-24T09:02:00Z");
  timers = new Map();
  let made = 0;
  Date.now = () => time;
  globalThis.document = { visibilityState: "hidden" };
  globalThis.clearTimeout = (number) => timers.delete(number);
  globalThis.setTimeout = (work, delay) => {
    made += 1;
    timers.set(made, { at: time + delay, work });
    return made;
  };
});

afterEach(() => {
  Date.now = REAL.now;
  globalThis.setTimeout = REAL.setTimeout;
  globalThis.clearTimeout = REAL.clearTimeout;
  delete globalThis.document;
});

/** Let time pass, and do what has become due. */
function pass(milliseconds) {
  time += milliseconds;
  for (const [number, { at, work }] of [...timers]) {
    if (at <= time && timers.delete(number)) {
      work();
    }
  }
}

function sendingTo(drain = async () => ({ network: "ok", wait_ms: null })) {
  return createSending({
    drain: (force) => {
      drains += 1;
      return drain(force);
    },
    waiting: () => 0,
    report: () => {},
  });
}

function tapEvery(milliseconds, times, sending) {
  for (let tap = 0; tap < times; tap += 1) {
    sending.soon();
    pass(milliseconds);
  }
}

test("taps in a row are sent together, once the tapping rests", () => {
  const sending = sendingTo();
  tapEvery(900, 5, sending);
  assert.equal(drains, 0);
  pass(100);
  assert.equal(drains, 1);
});

test("without a pause they are sent after twenty seconds", () => {
  const sending = sendingTo();
  tapEvery(500, 39, sending);
  assert.equal(drains, 0);
  tapEvery(500, 1, sending);
  assert.equal(drains, 1);
});

test("what ends a register is sent at once, with what waits for a pause", () => {
  const sending = sendingTo();
  sending.soon();
  sending.soon(true);
  pass(1);
  assert.equal(drains, 1);
  pass(5_000);
  assert.equal(drains, 1);
});

test("what ends a register while something is being sent follows it", async () => {
  let answer = () => {};
  const sending = sendingTo(
    () => new Promise((resolve) => { answer = () => resolve({ network: "ok", wait_ms: null }); }),
  );
  const first = sending.send();
  sending.soon(true);
  pass(1);
  assert.equal(drains, 1);
  answer();
  await first;
  pass(1);
  assert.equal(drains, 2);
});
