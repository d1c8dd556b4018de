/** What a mark or another entry says, in one line. */

import { sessionWords } from "./days.mjs";
import { spoken } from "../../outbox/clock.mjs";
import { sessionOf } from "../../outbox/registers/marks.mjs";

/** @typedef {import("../../outbox/types.mjs").MarkBody} MarkBody */
/** @typedef {import("../../outbox/types.mjs").UnsentOp} UnsentOp */
/** @typedef {import("../../outbox/types.mjs").Attention} Attention */

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
  const parts = [
    body.seen === "late" && body.arrived ? `came ${spoken(body.arrived)}` : "",
    body.left ? `left ${spoken(body.left)}` : "",
    body.heard ? `“${body.heard}”` : "",
    body.action,
  ].filter(Boolean);
  const isUnexplained = body.seen === "not_here" && !body.heard && !body.action;
  if (parts.length === 0 && !isUnexplained) {
    return otherHalf;
  }
  return [...parts, isUnexplained ? "what did you hear?" : "change"].join(" · ");
}

/** What an entry does, with the pupil's name. @param {string} name @param {MarkBody} body */
export function markSaved(name, body) {
  return `${name}: ${seenWords(body)}.`;
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

/** The heading of something to look at. @param {Pick<Attention, "kind" | "entity">} item @param {string} name */
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
