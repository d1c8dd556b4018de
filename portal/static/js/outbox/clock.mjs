/** Server time from the phone's own clock, and London days and times from either. */

/** No request takes longer; where one seems to, the phone's clock was changed meanwhile. */
const LONGEST_REQUEST_MS = 20_000;

/**
 * How far the server's clock is ahead of the phone's, taking the answer as made halfway.
 * @param {string} serverTime
 * @param {number} sentAt
 * @param {number} receivedAt
 * @returns {number} milliseconds
 */
export function clockOffset(serverTime, sentAt, receivedAt) {
  const server = Date.parse(serverTime);
  const took = receivedAt - sentAt;
  const isOneClock = took >= 0 && took <= LONGEST_REQUEST_MS;
  const halfway = isOneClock ? (sentAt + receivedAt) / 2 : receivedAt;
  return Number.isNaN(server) ? 0 : Math.round(server - halfway);
}

/** More than this, and the person is told that the phone's clock is wrong. */
export const WRONG_CLOCK_MS = 10 * 60_000;

const HOUR_MS = 60 * 60_000;

/**
 * The day and time in London. Worked out here because the browser's own calendar takes long to load
 * on a slow phone; a test compares the two.
 * @param {number} moment
 * @returns {{day: string, time: string}} like "2026-11-24" and "09:02"
 */
export function inLondon(moment) {
  const local = new Date(moment + (isSummerTime(moment) ? HOUR_MS : 0)).toISOString();
  return { day: local.slice(0, 10), time: local.slice(11, 16) };
}

/**
 * Summer time lasts from the last Sunday of March to the last Sunday of October, at 1:00 by
 * Greenwich (Summer Time Order 2002).
 * @param {number} moment
 */
function isSummerTime(moment) {
  const year = new Date(moment).getUTCFullYear();
  return moment >= lastSunday(year, 2) && moment < lastSunday(year, 9);
}

/** @param {number} year @param {number} month counted from 0; one of 31 days */
function lastSunday(year, month) {
  const last = new Date(Date.UTC(year, month, 31, 1));
  return last.getTime() - last.getUTCDay() * 24 * HOUR_MS;
}

/**
 * "09:02" as people write it: "9:02".
 * @param {string} time
 */
export function spoken(time) {
  return time.replace(/^0/, "");
}

/**
 * The time of day of a moment, as people write it.
 * @param {string} iso
 */
export function timeOf(iso) {
  const moment = Date.parse(iso);
  return Number.isNaN(moment) ? "" : spoken(inLondon(moment).time);
}
