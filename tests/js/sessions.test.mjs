/** Which sessions may be marked, and when the clock's time may stand for an arrival. */

import assert from "node:assert/strict";
import test from "node:test";
import { isOn, isTooEarly } from "../../portal/static/js/outbox/registers/sessions.mjs";

const MORNING = {
  id: "2026-11-24-am",
  opens: "09:00",
  closes: "12:00",
  marked_from: "08:30",
  expected: [],
};

for (const [day, time, tooEarly, on] of /** @type {const} */ ([
  ["2026-11-23", "23:59", true, false],
  ["2026-11-24", "08:29", true, false],
  ["2026-11-24", "08:30", false, false],
  ["2026-11-24", "09:00", false, true],
  ["2026-11-24", "12:00", false, true],
  ["2026-11-24", "22:48", false, false],
  ["2026-11-25", "09:30", false, false],
])) {
  test(`a morning, seen on ${day} at ${time}`, () => {
    assert.equal(isTooEarly(MORNING, { day, time }), tooEarly);
    assert.equal(isOn(MORNING, { day, time }), on);
  });
}

test("a server that does not tell when a session may be marked stops nobody on its day", () => {
  const older = { ...MORNING, marked_from: undefined };

  assert.equal(isTooEarly(older, { day: "2026-11-24", time: "00:01" }), false);
  assert.equal(isTooEarly(older, { day: "2026-11-23", time: "23:59" }), true);
});
