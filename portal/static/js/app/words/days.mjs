/** Days, counts and lists as people say them. */

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January", "February", "March", "April", "May", "June", "July",
  "August", "September", "October", "November", "December",
];
const SHORT = 3;

/** "Tuesday 24 November" from "2026-11-24". @param {string} day */
export function dayWords(day) {
  const { weekday, date, month } = partsOf(day);
  return `${weekday} ${date} ${month}`;
}

/** "Mon 23 Nov". @param {string} day */
export function shortDay(day) {
  const { weekday, date, month } = partsOf(day);
  return `${weekday.slice(0, SHORT)} ${date} ${month.slice(0, SHORT)}`;
}

/** @param {string} day */
function partsOf(day) {
  const moment = new Date(`${day}T12:00:00Z`);
  return {
    weekday: WEEKDAYS[moment.getUTCDay()] ?? "",
    date: moment.getUTCDate(),
    month: MONTHS[moment.getUTCMonth()] ?? "",
  };
}

/** "Tuesday 24 November 2026". @param {string} day */
export function fullDay(day) {
  return `${dayWords(day)} ${day.slice(0, 4)}`;
}

/** "Tuesday 24 November, morning". @param {string} session */
export function sessionWords(session) {
  return `${dayWords(session.slice(0, 10))}, ${session.endsWith("am") ? "morning" : "afternoon"}`;
}

/** @param {number} count @param {string} one @param {string} [many] */
export function counted(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/** "Leo P, Maisie H and Zara K". @param {string[]} names */
export function listed(names) {
  const last = names.at(-1) ?? "";
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${last}` : last;
}
