/** The words of the register, and of the questions that it asks. */

import { counted, dayWords, listed } from "./days.mjs";
import { spoken, timeOf } from "../../outbox/clock.mjs";

/** @typedef {{state: string, at: string, by: string, reason: string}} State */

export const REGISTER = {
  /** @param {string} time */
  saved: (time) => `✓ Saved on this phone ${time}`,
  /** @param {string} time @param {string} day */
  notYet: (time, day) => `This register can be taken from ${spoken(time)} on ${dayWords(day)}.`,
  finish: "Finish register",
  openAgain: "Open this register again",
  /** @param {number} missing */
  markEveryone: (missing) => `Mark everyone else here (${missing})`,
  /** @param {number} count */
  undoEveryone: (count) => `Undo: ${counted(count, "pupil")} marked here`,
  /** @param {number} count of things on the other screen that a person should look at */
  look: (count) => `${counted(count, "thing")} to look at`,
  /** @param {string} day */
  earlier: (day) => `‹ ${day}`,
  /** @param {string} day */
  later: (day) => `${day} ›`,
};

/**
 * The line under the day.
 * @param {State} register
 * @param {{count: [number, number], isSent: boolean, opens: string, closes: string}} about
 */
export function subtitle({ state, at, reason }, { count: [marked, all], isSent, opens, closes }) {
  const sent = isSent ? "Sent" : "not sent yet";
  const count = `${marked} of ${all}`;
  switch (state) {
    case "finished":
      return `Finished ${timeOf(at)} · ${sent} · ${count}`;
    case "cancelled":
      return `Cancelled: ${reason} · ${sent}`;
    default:
      return `${count} marked · ${spoken(opens)} to ${spoken(closes)}`;
  }
}

/** @param {State} register */
export function closedWords({ state, at, by }) {
  const who = by ? ` by ${by}` : "";
  return state === "open" ? "" : `${state === "finished" ? "Finished" : "Cancelled"} ${timeOf(at)}${who}`;
}

/** What is asked, as the dialog shows it. */
export const ASKED = {
  /** @param {string} name @param {string} now what the register says */
  markedMeanwhile: (name, now) => ({
    title: `${name} was marked meanwhile`,
    words: `The register now says: ${now}. Is yours the right one?`,
    yes: "Save mine in its place",
  }),
  /** @param {string[]} names of those who are not marked */
  finish: (names) => ({
    title: `${listed(names)}: not marked`,
    words: "Were they here? If you finish now, the register says that nobody marked them.",
    yes: `Finish with ${counted(names.length, "pupil")} not marked`,
  }),
  cancel: {
    title: "Cancel this session?",
    words:
      "Use this when the session does not take place at all, for example “heating failed, all sent home”.",
    yes: "Session cancelled",
  },
  reopen: {
    title: "Open this register again?",
    words: "What was there before stays on record, with your reason.",
    yes: "Open it again",
  },
  add: {
    title: "Add a pupil",
    choose: "Choose who came today. Then mark them as the others.",
    nobody: "Everyone on your list is already in this register.",
  },
};

/** What was done, as a screen reader says it. */
export const DONE = {
  finished: "Register finished.",
  cancelled: "Session cancelled.",
  reopened: "Register opened again.",
  /** @param {number} count */
  markedHere: (count) => `${counted(count, "pupil")} marked here.`,
  /** @param {number} count */
  cleared: (count) => `${counted(count, "mark")} cleared.`,
};

/** Buttons beside the times and words of one mark. */
export const DETAILS = {
  /** @param {string} time */
  now: (time) => `Now, ${time}`,
  /** @param {string} time */
  rangHome: (time) => `rang home ${time}`,
  /** @param {string} words */
  add: (words) => `Add “${words}”`,
};
