/** Takes what other people did into this phone's records. */

import { applyForm } from "./forms/drafts.mjs";
import { blankMark, blankRegister } from "./registers/marks.mjs";

/** @typedef {import("./types.mjs").Transaction} Transaction */
/** @typedef {import("./types.mjs").Change} Change */
/** @typedef {import("./types.mjs").MarkChange} MarkChange */
/** @typedef {import("./types.mjs").RegisterChange} RegisterChange */

/**
 * Unknown kinds are passed over: a newer server may send what this version cannot show.
 * @param {Transaction} tx over "marks", "attention", "roster" and "drafts"
 * @param {Change} change
 * @param {string} now
 */
export async function applyChange(tx, change, now) {
  switch (change.type) {
    case "roster":
      tx.put("roster", { ...change, received_at: now }, "snapshot");
      break;
    case "mark":
      await applyMark(tx, change, now);
      break;
    case "register":
      await applyRegister(tx, change, now);
      break;
    case "form":
      await applyForm(tx, change, now);
      break;
  }
}

/** @param {Transaction} tx @param {MarkChange} change @param {string} now */
async function applyMark(tx, change, now) {
  const entity = `${change.session}/${change.placement}`;
  const row = (await tx.get("marks", entity)) ?? blankMark(entity);
  const { version, standing, coded } = change;
  tx.put("marks", { ...row, server: { version, standing, coded }, touched_at: now });

  if (standing.length > 1) {
    await markTwoMarks(tx, entity, now);
  } else {
    await markSettled(tx, entity);
  }
}

/** @param {Transaction} tx @param {RegisterChange} change @param {string} now */
async function applyRegister(tx, change, now) {
  const row = (await tx.get("marks", change.session)) ?? blankRegister(change.session);
  const { state, at, by, reason } = change;
  tx.put("marks", { ...row, server: { state, at, by, reason: reason ?? "" }, touched_at: now });
}

/**
 * Ask a person to choose between two different marks.
 * @param {Transaction} tx @param {string} entity @param {string} now
 */
export async function markTwoMarks(tx, entity, now) {
  const id = `two_marks:${entity}`;
  const known = await tx.get("attention", id);
  if (!known || known.settled) {
    tx.put("attention", { id, kind: "two_marks", entity, at: now, op: null, errors: [], settled: false });
  }
}

/** @param {Transaction} tx @param {string} entity */
async function markSettled(tx, entity) {
  const known = await tx.get("attention", `two_marks:${entity}`);
  if (known && !known.settled) {
    tx.put("attention", { ...known, settled: true });
  }
}
