/** Server time from the phone's own clock, and London days and times from either. */

/**
 * How far the server's clock is ahead of the phone's, taking the answer as made halfway.
 * @param {string} serverTime
 * @param {number} sentAt
 * @param {number} receivedAt
 * @returns {number} milliseconds
 */
export function clockOffset(serverTime, sentAt, receivedAt) {
  const server = Date.parse(serverTime);
  return Number.isNaN(server) ? 0 : Math.round(server - (sentAt + receivedAt) / 2);
}

/** More than this, and the person is told that the phone's clock is wrong. */
export const WRONG_CLOCK_MS = 10 * 60_000;

const london = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/**
 * The day and time in London.
 * @param {number} moment
 * @returns {{day: string, time: string}} like "2026-11-24" and "09:02"
 */
export function inLondon(moment) {
  /** @type {Record<string, string>} */
  const part = {};
  for (const { type, value } of london.formatToParts(moment)) {
    part[type] = value;
  }
  return {
    day: `${part["year"]}-${part["month"]}-${part["day"]}`,
    time: `${part["hour"]}:${part["minute"]}`,
  };
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

/**
 * "Tuesday 24 November" from "2026-11-24".
 * @param {string} day
 */
export function dayWords(day) {
  return new Intl.DateTimeFormat("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  })
    .format(new Date(`${day}T12:00:00Z`))
    .replace(",", "");
}
