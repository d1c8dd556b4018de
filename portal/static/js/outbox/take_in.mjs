/** Takes the server's answer into this phone's records: what was stored may go, all else stays. */

import { applyChange, markTwoMarks } from "./changes.mjs";
import { answerAgain, forgetFormVersions, noteAnswerRefused, noteAnswerStored, SAVE } from "./forms/drafts.mjs";

/** @typedef {import("./types.mjs").Transaction} Transaction */
/** @typedef {import("./types.mjs").Batch} Batch */
/** @typedef {import("./types.mjs").Answer} Answer */
/** @typedef {import("./types.mjs").Op} Op */
/** @typedef {import("./types.mjs").OpResult} OpResult */
/** @typedef {import("./types.mjs").Contact} Contact */
/** @typedef {import("./types.mjs").Attention} Attention */
/** @typedef {import("./types.mjs").MarkRow} MarkRow */
/** @typedef {import("./types.mjs").OwnMark} OwnMark */

export const ANSWER_STORES = [
  "outbox", "marks", "drafts", "forms", "files", "receipts", "attention", "roster", "meta",
];
const STORED = new Set(["applied", "duplicate", "conflict", "late"]);

/**
 * @typedef {object} Context
 * @property {string} now
 * @property {Contact} contact as it was when the batch was made
 * @property {number} clock_offset
 * @property {boolean} lean  The phone is full: take note of what was stored, and keep nothing new.
 */

/**
 * @param {Transaction} tx over ANSWER_STORES
 * @param {Batch} batch
 * @param {Answer} answer
 * @param {Context} context
 * @returns {Promise<{done: Set<string>, contact: Contact}>} the op ids that no longer wait
 */
export async function takeIn(tx, batch, answer, { now, contact, clock_offset, lean }) {
  const done = new Set();
  if (isRestoredSince(contact, answer)) {
    await forgetVersions(tx);
    await forgetFormVersions(tx);
  }
  const results = new Map(answer.results.map((result) => [result.op_id, result]));
  for (const op of batch.ops) {
    const result = results.get(op.op_id);
    if (result && (await takeInResult(tx, op, result, now, lean))) {
      done.add(op.op_id);
    }
  }
  if (batch.receipts) {
    await resendUnknown(tx, answer.unknown ?? []);
  }
  for (const change of lean ? [] : answer.changes) {
    await applyChange(tx, change, now);
  }
  const answered = {
    ...contactAfter(contact, answer, now, clock_offset),
    ...(await offersAfter(tx, contact, batch, answer)),
  };
  const updated = lean ? { ...answered, cursor: contact.cursor } : answered;
  tx.put("meta", updated, "contact");
  return { done, contact: updated };
}

/**
 * @param {Transaction} tx
 * @param {Op} op
 * @param {OpResult} result
 * @param {string} now
 * @param {boolean} lean
 */
async function takeInResult(tx, op, result, now, lean) {
  if (STORED.has(result.status)) {
    if (!lean) {
      const version = result.version ?? null;
      tx.put("receipts", { op_id: op.op_id, seq: op.seq, version, at: now, op });
    }
    if (op.kind === SAVE) {
      await noteAnswerStored(tx, op, result, now, lean);
    } else {
      await noteStored(tx, op, result, now, lean);
    }
  } else if (result.status === "rejected") {
    await noteRefused(tx, op, attention("rejected", op, result.errors ?? [], now));
  } else {
    return false;
  }
  tx.remove("outbox", op.seq);
  return true;
}

/** @param {Transaction} tx @param {Op} op @param {Attention} why */
async function noteRefused(tx, op, why) {
  if (op.kind === SAVE) {
    await noteAnswerRefused(tx, op, why);
    return;
  }
  tx.put("attention", why);
  await updateMine(tx, op, (mine) => ({ ...mine, status: "refused" }));
}

/**
 * @param {Transaction} tx
 * @param {Op} op
 * @param {OpResult} result
 * @param {string} now
 * @param {boolean} lean
 */
async function noteStored(tx, op, result, now, lean) {
  const version = result.version ?? 0;
  if (op.kind === "mark.set") {
    const standsAlone = result.status === "applied" || result.status === "duplicate";
    const seen = standsAlone && !lean ? version : 0;
    const sent = (/** @type {OwnMark} */ mine) => ({
      ...mine,
      status: "sent",
      seen_version: Math.max(mine.seen_version, seen),
    });
    await updateMine(tx, op, sent, version);
  } else {
    await confirmRegister(tx, op);
  }
  if (result.status === "conflict") {
    await markTwoMarks(tx, op.entity, now);
  } else {
    askAPerson(tx, op, result, now);
  }
}

/** What was stored, but needs a reason or a look. @param {Transaction} tx @param {Op} op @param {OpResult} result @param {string} now */
function askAPerson(tx, op, { status, errors = [] }, now) {
  const needsReason =
    errors.some(({ field }) => field === "reason") || (status === "late" && errors.length === 0);
  if (needsReason) {
    tx.put("attention", attention("late", op, errors, now));
  } else if (errors.length > 0) {
    tx.put("attention", attention("note", op, errors, now));
  }
}

/**
 * Change this phone's own mark where it is still the one of this operation.
 * @param {Transaction} tx
 * @param {Op} op
 * @param {(mine: any) => any} change
 * @param {number} [version]
 */
async function updateMine(tx, op, change, version = 0) {
  const row = await tx.get("marks", op.entity);
  if (!row?.mine) {
    return;
  }
  const mine = row.mine.op_id === op.op_id ? change(row.mine) : row.mine;
  const known = "version" in mine ? { version: Math.max(mine.version, version) } : {};
  tx.put("marks", { ...row, mine: { ...mine, ...known } });
}

/** @param {Transaction} tx @param {Op} op */
async function confirmRegister(tx, op) {
  const row = await tx.get("marks", op.entity);
  if (row?.mine?.op_id === op.op_id) {
    const { state, at, by, reason } = row.mine;
    tx.put("marks", { ...row, mine: null, server: { state, at, by, reason } });
  }
}

/**
 * A server restored from a backup may have lost what it once confirmed: send that again.
 * @param {Transaction} tx
 * @param {string[]} unknown
 */
async function resendUnknown(tx, unknown) {
  for (const opId of unknown) {
    const receipt = await tx.get("receipts", opId);
    if (!receipt) {
      continue;
    }
    const { seq, ...given } = receipt.op;
    const op = given.kind === SAVE ? await answerAgain(tx, given) : given;
    if (op) {
      tx.put("outbox", { seq, op, clock_offset: 0 });
    }
    tx.remove("receipts", opId);
    await updateMine(tx, receipt.op, (mine) => ({ ...mine, status: "waiting" }));
  }
}

/**
 * Versions of before a restore mean nothing to the server now: it counts again from the backup's.
 * @param {Transaction} tx
 */
async function forgetVersions(tx) {
  for (const row of /** @type {MarkRow[]} */ (await tx.list("marks"))) {
    const { mine, server } = row;
    if (row.entity.includes("/")) {
      tx.put("marks", {
        ...row,
        mine: mine && { ...mine, version: 0, seen_version: 0 },
        server: server && { ...server, version: 0 },
      });
    }
  }
}

/** @param {Contact} contact @param {Answer} answer */
function isRestoredSince(contact, answer) {
  return contact.server_epoch !== null && contact.server_epoch !== answer.server_epoch;
}

/**
 * @param {Contact} contact
 * @param {Answer} answer
 * @param {string} now
 * @param {number} clockOffset
 */
function contactAfter(contact, answer, now, clockOffset) {
  const isRestored = isRestoredSince(contact, answer);
  return {
    cursor: isRestored ? null : answer.cursor,
    server_epoch: answer.server_epoch,
    clock_offset: clockOffset,
    last_answer_at: now,
    paused: null,
  };
}

/**
 * One operation that no network will carry: keep it whole where a person can see it.
 * @param {Transaction} tx over "outbox", "attention", "marks" and "drafts"
 * @param {Op} op
 * @param {string} now
 */
export async function keepForAPerson(tx, op, now) {
  await noteRefused(tx, op, attention("too_big", op, [], now));
  tx.remove("outbox", op.seq);
  for (const row of await tx.list("outbox")) {
    if (row.op.prev === op.op_id) {
      tx.put("outbox", { ...row, op: { ...row.op, prev: op.prev } });
    }
  }
}

/**
 * @param {Attention["kind"]} kind
 * @param {Op} op
 * @param {Attention["errors"]} errors
 * @param {string} now
 * @returns {Attention}
 */
function attention(kind, op, errors, now) {
  return { id: `${kind}:${op.op_id}`, kind, entity: op.entity, at: now, op, errors, settled: false };
}

/**
 * How far this phone has come with offering again what it sent before a restore.
 * @param {Transaction} tx
 * @param {Contact} contact
 * @param {Batch} batch
 * @param {Answer} answer
 */
async function offersAfter(tx, contact, { receipts }, answer) {
  const most_receipts = answer.most_receipts ?? contact.most_receipts;
  if (isRestoredSince(contact, answer)) {
    return { reoffer: true, offered_up_to: null, most_receipts };
  }
  const offered_up_to = receipts?.at(-1) ?? contact.offered_up_to ?? null;
  const isDone = receipts && (await receiptsAfter(tx, offered_up_to, 1)).length === 0;
  return isDone
    ? { reoffer: false, offered_up_to: null, most_receipts }
    : { reoffer: contact.reoffer, offered_up_to, most_receipts };
}

/**
 * Receipts in the order of their numbers, after this one.
 * @param {Transaction} tx
 * @param {string | null | undefined} after
 * @param {number} most
 * @returns {Promise<{op_id: string}[]>}
 */
export function receiptsAfter(tx, after, most) {
  return tx.list("receipts", after ? `${after}\u0000` : "", "\uffff", most);
}
