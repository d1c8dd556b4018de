/** Which school session to open, and its neighbours. Sessions come from the server's timetable. */

/** @typedef {import("../types.mjs").Roster} Roster */
/** @typedef {import("../types.mjs").SchoolSession} SchoolSession */

/**
 * The session that is due now: the one that is open, else the next to open today, else today's
 * last; on a day without school, the next school session.
 * @param {Roster} roster
 * @param {{day: string, time: string}} now in London
 * @returns {SchoolSession | null}
 */
export function dueSession(roster, now) {
  const { sessions } = roster;
  const dueOnServer = sessions.find((session) => session.id === roster.now_due);
  if (roster.today === now.day && dueOnServer && !hasClosed(dueOnServer, now)) {
    return dueOnServer;
  }
  const today = sessions.filter((session) => dayOf(session) === now.day);
  const due =
    today.find((session) => !hasClosed(session, now)) ??
    today.at(-1) ??
    sessions.find((session) => dayOf(session) > now.day);
  return due ?? sessions.at(-1) ?? null;
}

/** @param {SchoolSession} session @param {{day: string, time: string}} now */
function hasClosed(session, now) {
  return dayOf(session) < now.day || (dayOf(session) === now.day && session.closes <= now.time);
}

/**
 * Whether nothing can have been seen of it yet; the server refuses a mark of before that.
 * @param {SchoolSession} session @param {{day: string, time: string}} now
 */
export function isTooEarly(session, now) {
  const day = dayOf(session);
  return day > now.day || (day === now.day && now.time < (session.marked_from ?? "00:00"));
}

/**
 * Whether the clock's time may stand for an arrival.
 * @param {SchoolSession} session @param {{day: string, time: string}} now
 */
export function isOn(session, now) {
  return dayOf(session) === now.day && session.opens <= now.time && now.time <= session.closes;
}

/** @param {SchoolSession} session */
export function dayOf(session) {
  return session.id.slice(0, 10);
}

/**
 * The other sessions that one can go to from here.
 * @param {Roster} roster
 * @param {string} id
 * @returns {{am: SchoolSession | null, pm: SchoolSession | null,
 *   earlier: SchoolSession | null, later: SchoolSession | null}}
 */
export function neighbours({ sessions }, id) {
  const day = id.slice(0, 10);
  const half = id.slice(11);
  const days = [...new Set(sessions.map(dayOf))].sort();
  /** @param {string | undefined} other */
  const on = (other) =>
    sessions.find((session) => session.id === `${other}-${half}`) ??
    sessions.find((session) => dayOf(session) === other) ??
    null;
  return {
    am: sessions.find((session) => session.id === `${day}-am`) ?? null,
    pm: sessions.find((session) => session.id === `${day}-pm`) ?? null,
    earlier: on(days.filter((other) => other < day).at(-1)),
    later: on(days.find((other) => other > day)),
  };
}
