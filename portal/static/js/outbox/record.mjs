/** Writes what a person just did into this phone's records, in one step with the list of what waits. */

import { recordAnswer, SAVE } from "./forms/drafts.mjs";
import { blankMark, blankRegister, seenVersion, waitingOp } from "./registers/marks.mjs";

/** @typedef {import("./types.mjs").Transaction} Transaction */
/** @typedef {import("./types.mjs").NewOp} NewOp */
/** @typedef {import("./types.mjs").MarkBody} MarkBody */
/** @typedef {import("./types.mjs").ReasonBody} ReasonBody */
/** @typedef {import("./types.mjs").UnsentOp} UnsentOp */
/** @typedef {import("./types.mjs").MarkRow} MarkRow */
/** @typedef {import("./types.mjs").RegisterRow} RegisterRow */

/** @type {Record<string, import("./types.mjs").RegisterState>} */
const STATE_AFTER = {
  "register.finish": "finished",
  "register.cancel": "cancelled",
  "register.reopen": "open",
};

/**
 * @typedef {object} Moment  When and where an operation was made.
 * @property {string} op_id
 * @property {string} captured_at
 * @property {number} clock_offset
 * @property {string | null} roster_version
 * @property {string | null} [epoch]
 */

/**
 * Record one operation and return the row that the screen now shows. It builds on the row as it is
 * kept: what is on the screen may be older, and would write over what the server has told since.
 * @param {Transaction} tx over "marks" and "outbox"; for an answer to a form over DRAFT_STORES
 * @param {NewOp} wanted
 * @param {Moment} moment
 * @returns {Promise<MarkRow | RegisterRow | import("./types.mjs").DraftRow>}
 */
export async function recordOp(tx, wanted, moment) {
  if (wanted.kind === SAVE) {
    return recordAnswer(tx, wanted, moment);
  }
  const isMark = wanted.kind === "mark.set";
  const blank = isMark ? blankMark(wanted.entity) : blankRegister(wanted.entity);
  const row = (await tx.get("marks", wanted.entity)) ?? blank;

  /** @type {UnsentOp} */
  const op = {
    op_id: moment.op_id,
    prev: waitingOp(row),
    kind: wanted.kind,
    schema: 1,
    entity: wanted.entity,
    base_version: isMark ? (wanted.seen_version ?? seenVersion(row)) : null,
    captured_at: moment.captured_at,
    actor: wanted.actor,
    roster_version: moment.roster_version,
    epoch: moment.epoch ?? null,
    body: wanted.body,
  };
  const shown = isMark ? withMark(row, wanted, op) : withRegister(row, wanted, op);
  tx.put("outbox", { op, clock_offset: moment.clock_offset });
  tx.put("marks", shown);
  return shown;
}

/** @param {MarkRow} row @param {NewOp} wanted @param {UnsentOp} op @returns {MarkRow} */
function withMark(row, wanted, op) {
  return {
    ...row,
    mine: {
      op_id: op.op_id,
      body: /** @type {MarkBody} */ (op.body),
      at: op.captured_at,
      by: wanted.by,
      status: "waiting",
      version: row.mine?.version ?? 0,
      seen_version: op.base_version ?? 0,
    },
    touched_at: op.captured_at,
  };
}

/** @param {RegisterRow} row @param {NewOp} wanted @param {UnsentOp} op @returns {RegisterRow} */
function withRegister(row, wanted, op) {
  return {
    ...row,
    mine: {
      op_id: op.op_id,
      state: STATE_AFTER[wanted.kind] ?? "open",
      at: op.captured_at,
      by: wanted.by,
      reason: "reason" in op.body ? op.body.reason : "",
      status: "waiting",
    },
    touched_at: op.captured_at,
  };
}
