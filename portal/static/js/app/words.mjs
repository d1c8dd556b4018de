/** The words of the phone app that change with what happens. Pages' fixed words are in the shell. */

import { dayWords, spoken, timeOf } from "../outbox/clock.mjs";
import { sessionOf } from "../outbox/registers/marks.mjs";

/** @typedef {import("../outbox/types.mjs").MarkBody} MarkBody */
/** @typedef {import("../outbox/types.mjs").UnsentOp} UnsentOp */
/** @typedef {import("../outbox/types.mjs").Attention} Attention */

/**
 * @typedef {object} Sending  What the pill at the top tells.
 * @property {number} waiting
 * @property {string | null} oldest
 * @property {boolean} sending
 * @property {"ok" | "no_signal" | "login" | "server" | "paused" | "not_set_up" | "unknown"} network
 * @property {string | null} last_answer_at
 */

/**
 * The truth about what is sent.
 * @param {Sending} state
 * @returns {{text: string, tone: "good" | "wait" | "problem"}}
 */
export function pill({ waiting, oldest, sending, network, last_answer_at }) {
  const unsent = `${waiting} not sent`;
  if (sending && waiting > 0) {
    return { text: `Sending ${waiting}…`, tone: "wait" };
  }
  if (network === "login") {
    const more = waiting > 0 ? ` · ${unsent}` : "";
    return { text: `This Wi-Fi wants you to log in${more}`, tone: "problem" };
  }
  if (network === "no_signal") {
    return { text: `No signal · ${waiting > 0 ? unsent : "nothing waiting"}`, tone: "wait" };
  }
  if (network === "paused") {
    return { text: `Not sending · ${unsent}`, tone: "problem" };
  }
  if (waiting > 0) {
    return { text: oldest ? `${unsent} · oldest ${timeOf(oldest)}` : unsent, tone: "wait" };
  }
  return last_answer_at
    ? { text: `✓ All sent ${timeOf(last_answer_at)}`, tone: "good" }
    : { text: "Nothing to send", tone: "good" };
}

/** "Here", "Late 9:21", "Not here", "Not marked". @param {MarkBody} body */
export function seenWords({ seen, arrived }) {
  switch (seen) {
    case "here":
      return "Here";
    case "late":
      return arrived ? `Late ${spoken(arrived)}` : "Late";
    case "not_here":
      return "Not here";
    case "unmarked":
      return "Not marked";
  }
}

/**
 * What stands under a pupil's name.
 * @param {MarkBody} body
 * @param {string} otherHalf what the roster says of the other session, like "school today in the afternoon"
 */
export function noteWords(body, otherHalf) {
  const parts = [];
  if (body.seen === "late" && body.arrived) {
    parts.push(`came ${spoken(body.arrived)}`);
  }
  if (body.left) {
    parts.push(`left ${spoken(body.left)}`);
  }
  if (body.heard) {
    parts.push(`“${body.heard}”`);
  }
  if (body.action) {
    parts.push(body.action);
  }
  if (body.seen === "not_here" && !body.heard && !body.action) {
    parts.push("what did you hear?");
  } else if (parts.length > 0) {
    parts.push("change");
  }
  return parts.length > 0 ? parts.join(" · ") : otherHalf;
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

/**
 * What an operation does, in one line.
 * @param {UnsentOp} op
 * @param {string} name of the pupil, or of the question
 */
export function opWords(op, name) {
  switch (op.kind) {
    case "mark.set": {
      const body = /** @type {MarkBody} */ (op.body);
      const words = [body.heard && `“${body.heard}”`, body.action, body.left && `left ${spoken(body.left)}`];
      return [`${name}: ${seenWords(body)}`, ...words.filter(Boolean)].join(" · ");
    }
    case "register.finish":
      return "Register finished";
    case "register.cancel":
      return `Session cancelled: ${/** @type {{reason: string}} */ (op.body).reason}`;
    case "register.reopen":
      return `Register opened again: ${/** @type {{reason: string}} */ (op.body).reason}`;
    case "form.save":
      return name;
  }
}

/** The heading of something to look at. @param {Attention} item @param {string} name */
export function attentionTitle({ kind, entity }, name) {
  const what = name || `the register of ${sessionWords(sessionOf(entity))}`;
  switch (kind) {
    case "two_marks":
      return `Two different marks for ${what}`;
    case "two_answers":
      return `Two different answers: ${what}`;
    case "rejected":
      return `The council’s server did not accept this: ${what}`;
    case "too_big":
      return `This could not be sent: ${what}`;
    case "late":
      return `This changes a register that the school has already used: ${what}`;
    case "note":
      return `Please look at this: ${what}`;
  }
}
