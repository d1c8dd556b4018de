/** What this phone stops keeping, and when. What waits to be sent always stays. */

/** @typedef {import("./types.mjs").Transaction} Transaction */
/** @typedef {import("./types.mjs").DraftRow} DraftRow */
/** @typedef {import("./types.mjs").Roster} Roster */
/** @typedef {import("./types.mjs").Contact} Contact */

const DAY_MS = 24 * 60 * 60_000;
export const TIDIED_STORES = ["marks", "drafts", "receipts", "roster", "meta"];
export const KEEP_MARKS_DAYS = 30;
export const KEEP_ROSTER_DAYS = 14;

/**
 * Whether the list of pupils is too old to keep: 14 days without contact.
 * @param {Roster | undefined} roster
 * @param {Contact} contact
 * @param {number} now
 */
export function isRosterExpired(roster, contact, now) {
  const newest = [roster?.received_at, contact.last_answer_at].map((at) => Date.parse(at ?? ""));
  const last = Math.max(...newest.filter((at) => !Number.isNaN(at)));
  return now - last > KEEP_ROSTER_DAYS * DAY_MS;
}

/**
 * Forget marks, receipts and closed forms of more than 30 days ago and a list of pupils that has
 * expired.
 * @param {Transaction} tx over TIDIED_STORES
 * @param {number} now
 */
export async function tidy(tx, now) {
  const oldest = new Date(now - KEEP_MARKS_DAYS * DAY_MS).toISOString();
  await tidyMarks(tx, oldest);
  await tidyDrafts(tx, oldest);
  const [roster, contact] = [await tx.get("roster", "snapshot"), await tx.get("meta", "contact")];
  if (roster && contact && isRosterExpired(roster, contact, now)) {
    tx.remove("roster", "snapshot");
  }
}

/** @param {Transaction} tx @param {string} oldest */
async function tidyMarks(tx, oldest) {
  for (const row of await tx.list("marks")) {
    if (row.touched_at < oldest && row.mine?.status !== "waiting") {
      tx.remove("marks", row.entity);
    }
  }
  for (const receipt of await tx.list("receipts")) {
    if (receipt.at < oldest) {
      tx.remove("receipts", receipt.op_id);
    }
  }
}

/** @param {Transaction} tx @param {string} oldest */
async function tidyDrafts(tx, oldest) {
  for (const draft of /** @type {DraftRow[]} */ (await tx.list("drafts"))) {
    if (draft.closed && draft.touched_at < oldest && Object.keys(draft.answers).length === 0) {
      tx.remove("drafts", draft.id);
    }
  }
}

/**
 * Make room on a full phone: copies of what the server already has go, and nothing else. It only
 * removes, because a full phone accepts nothing new, not even something smaller.
 * @param {Transaction} tx over "marks" and "receipts"
 * @param {string} session the one on the screen, which stays
 */
export async function makeRoom(tx, session) {
  tx.clear("receipts");
  for (const row of await tx.list("marks")) {
    if (!row.entity.startsWith(session) && row.mine?.status !== "waiting") {
      tx.remove("marks", row.entity);
    }
  }
}

/**
 * Shorten the list of sessions to those from this one on. The next answer brings the whole list.
 * @param {Transaction} tx over "roster"
 * @param {string} session
 */
export async function trimRoster(tx, session) {
  const roster = /** @type {Roster | undefined} */ (await tx.get("roster", "snapshot"));
  if (roster) {
    const sessions = roster.sessions.filter(({ id }) => id.slice(0, 10) >= session.slice(0, 10));
    tx.put("roster", { ...roster, version: null, sessions }, "snapshot");
  }
}
