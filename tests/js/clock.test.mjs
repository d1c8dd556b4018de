/** Server time from the phone's clock, and London's days and times. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { dayWords } from "../../portal/static/js/app/words/days.mjs";
import { clockOffset, inLondon, spoken, timeOf } from "../../portal/static/js/outbox/clock.mjs";

const browser = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London", hourCycle: "h23",
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
});

test("London's day and time are those of the browser's calendar, every three hours for ten years", () => {
  for (let moment = Date.UTC(2024, 0, 1); moment < Date.UTC(2034, 0, 1); moment += 3 * 3_600_000) {
    const parts = Object.fromEntries(browser.formatToParts(moment).map(({ type, value }) => [type, value]));
    const expected = { day: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
    assert.deepEqual(inLondon(moment), expected);
  }
});

test("the hours that the clocks change", () => {
  assert.equal(inLondon(Date.parse("2027-03-28T00:59:00Z")).time, "00:59");
  assert.equal(inLondon(Date.parse("2027-03-28T01:00:00Z")).time, "02:00");
  assert.equal(inLondon(Date.parse("2026-10-25T00:59:00Z")).time, "01:59");
  assert.equal(inLondon(Date.parse("2026-10-25T01:00:00Z")).time, "01:00");
});

test("case 29: a phone that is a day fast is corrected by the server's answer", () => {
  const phone = Date.parse("2026-11-25T09:02:00Z");
  const offset = clockOffset("2026-11-24T09:02:00Z", phone - 400, phone + 400);
  assert.equal(offset, -86_400_000);
  assert.deepEqual(inLondon(phone + offset), { day: "2026-11-24", time: "09:02" });
});

test("an answer is taken as made halfway between asking and hearing", () => {
  assert.equal(clockOffset("1970-01-01T00:00:10Z", 8_000, 10_000), 1_000);
});

test("a clock that was changed while the answer was on its way is taken as it stands now", () => {
  const server = "2026-11-24T09:02:00Z";
  const heard = Date.parse(server) + 3_600_000;
  assert.equal(clockOffset(server, heard - 3_600_500, heard), -3_600_000);
  assert.equal(clockOffset(server, heard + 86_400_000, heard), -3_600_000);
});

test("an unreadable server time changes nothing", () => {
  assert.equal(clockOffset("soon", 0, 0), 0);
});

test("times and days are written as people read them", () => {
  assert.equal(spoken("09:41"), "9:41");
  assert.equal(spoken("10:05"), "10:05");
  assert.equal(spoken("00:05"), "0:05");
  assert.equal(timeOf("2026-07-01T08:02:11Z"), "9:02");
  assert.equal(timeOf(""), "");
  assert.equal(dayWords("2026-11-24"), "Tuesday 24 November");
});
