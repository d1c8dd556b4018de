/** Everything that a screen shows, read in one step. */

import { inLondon } from "./clock.mjs";
import { placementOf, shownMark } from "./registers/marks.mjs";
import { NO_CONTACT } from "./queue.mjs";
import { UNKNOWN_PUPIL } from "./words.mjs";
import { dueSession } from "./registers/sessions.mjs";
import { isRosterExpired } from "./tidy.mjs";

/** @typedef {import("./types.mjs").MarkRow} MarkRow */
/** @typedef {import("./types.mjs").RegisterRow} RegisterRow */
/** @typedef {import("./types.mjs").Roster} Roster */
/** @typedef {import("./types.mjs").SchoolSession} SchoolSession */
/** @typedef {import("./types.mjs").Transaction} Transaction */

/**
 * @typedef {object} View
 * @property {import("./types.mjs").Device | null} device
 * @property {import("./types.mjs").Contact} contact
 * @property {Roster | null} roster
 * @property {boolean} expired  The list of pupils was too old to keep.
 * @property {SchoolSession | null} session
 * @property {Map<string, MarkRow>} marks  by placement
 * @property {RegisterRow | undefined} register
 * @property {number} waiting  Entries and documents that are not sent.
 * @property {number} files  Documents among them.
 * @property {number} drafts  Forms on this phone.
 * @property {{hash: string, at: string} | null} place  The section of a form that was open last.
 * @property {string | null} oldest
 * @property {import("./types.mjs").Attention[]} attention
 */

export const VIEW_STORES = ["meta", "roster", "marks", "drafts", "outbox", "files", "attention"];

/**
 * @param {Transaction} tx over VIEW_STORES
 * @param {string | null} sessionId null for the one that is due now
 * @param {number} now the phone's clock
 * @returns {Promise<View>}
 */
export async function readView(tx, sessionId, now) {
  const [device, known, kept, { entries, files }, drafts, place, [first], attention] = await Promise.all([
    tx.get("meta", "device"),
    tx.get("meta", "contact"),
    tx.get("roster", "snapshot"),
    countWaiting(tx),
    tx.count("drafts"),
    tx.get("meta", "place"),
    tx.list("outbox", undefined, undefined, 1),
    tx.list("attention"),
  ]);
  const contact = known ?? NO_CONTACT;
  const moment = now + contact.clock_offset;
  const expired = Boolean(kept) && isRosterExpired(kept, contact, moment);
  /** @type {Roster | null} */
  const roster = expired ? null : (kept ?? null);
  const session = roster && sessionOf(roster, sessionId, moment);
  const { marks, register } = session ? await rowsOf(tx, session.id) : NO_ROWS;
  const waiting = entries + files;
  return {
    contact, roster, expired, session, marks, register, waiting, files, drafts, attention,
    device: orNull(device), place: orNull(place), oldest: orNull(first?.op.captured_at),
  };
}

/** The session that is asked for, or the one that is due. @param {Roster} roster @param {string | null} id @param {number} moment */
function sessionOf(roster, id, moment) {
  return roster.sessions.find((one) => one.id === id) ?? dueSession(roster, inLondon(moment));
}

/** @param {any} value */
function orNull(value) {
  return value ?? null;
}

/** What is not sent. @param {Transaction} tx over "outbox" and "files" */
export async function countWaiting(tx) {
  const [entries, files] = await Promise.all([tx.count("outbox"), tx.list("files")]);
  return { entries, files: files.filter(({ status }) => status === "waiting").length };
}

const NO_ROWS = { marks: new Map(), register: undefined };

/** @param {Transaction} tx @param {string} session */
async function rowsOf(tx, session) {
  const rows = await tx.list("marks", session, `${session}/\uffff`);
  return {
    marks: new Map(
      rows.filter(({ entity }) => entity !== session).map((row) => [placementOf(row.entity), row]),
    ),
    register: rows.find(({ entity }) => entity === session),
  };
}

/**
 * The pupils of a session in the provider's order, then those who were marked without being expected.
 * @param {View} view
 * @param {Set<string>} added pupils whom a person has just added
 * @returns {{placement: string, name: string, note: string, expected: boolean}[]}
 */
export function pupilsOf({ roster, session, marks }, added) {
  if (!roster || !session) {
    return [];
  }
  const names = new Map(roster.pupils.map(({ placement, name }) => [placement, name]));
  const expected = new Set(session.expected);
  const others = new Set([
    ...[...marks].filter(([, row]) => shownMark(row).body.seen !== "unmarked").map(([id]) => id),
    ...added,
  ]);
  const extra = [...others].filter((placement) => !expected.has(placement));
  return [...session.expected, ...extra].map((placement) => ({
    placement,
    name: names.get(placement) ?? UNKNOWN_PUPIL,
    note: session.other_half?.[placement] ?? "",
    expected: expected.has(placement),
  }));
}

/** @param {Roster | null} roster @param {string} placement */
export function nameOf(roster, placement) {
  const pupil = roster?.pupils.find((one) => one.placement === placement);
  return pupil?.name ?? (placement ? UNKNOWN_PUPIL : "");
}
