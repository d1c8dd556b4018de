/** What a row of this phone's records says: what stands, what waits, what was known. */

/** @typedef {import("../types.mjs").MarkRow} MarkRow */
/** @typedef {import("../types.mjs").RegisterRow} RegisterRow */
/** @typedef {import("../types.mjs").MarkBody} MarkBody */
/** @typedef {import("../types.mjs").StandingMark} StandingMark */

/** @type {MarkBody} */
export const NOTHING_SEEN = {
  seen: "unmarked",
  arrived: null,
  left: null,
  heard: "",
  action: "",
  reason: "",
};

/** @param {string} entity @returns {MarkRow} */
export function blankMark(entity) {
  return { entity, mine: null, server: null, touched_at: "" };
}

/** @param {string} entity @returns {RegisterRow} */
export function blankRegister(entity) {
  return { entity, mine: null, server: null, touched_at: "" };
}

/** @param {string} entity */
export function sessionOf(entity) {
  return entity.split("/")[0] ?? entity;
}

/** @param {string} entity */
export function placementOf(entity) {
  return entity.split("/")[1] ?? "";
}

/**
 * The newest version that the screen has shown. While a mark waits it shows that one and no other,
 * so whatever the server tells meanwhile has not been seen.
 * @param {MarkRow | undefined} row
 */
export function seenVersion(row) {
  const own = row?.mine?.seen_version ?? 0;
  return row?.mine?.status === "waiting" ? own : Math.max(row?.server?.version ?? 0, own);
}

/**
 * The operation that the next one on this entity must follow, if it still waits.
 * @param {MarkRow | RegisterRow} row
 */
export function waitingOp(row) {
  return row.mine?.status === "waiting" ? row.mine.op_id : null;
}

/**
 * Two or more marks of different people that nobody has chosen between, unless this phone just has.
 * @param {MarkRow | undefined} row
 * @returns {StandingMark[]}
 */
export function differing(row) {
  const standing = row?.server?.standing ?? [];
  return standing.length > 1 && row?.mine?.status !== "waiting" ? standing : [];
}

/**
 * What the screen shows of a pupil: this phone's newest mark until the server knows of a newer one.
 * @param {MarkRow | undefined} row
 * @returns {{body: MarkBody, waiting: boolean}}
 */
export function shownMark(row) {
  const mine = row?.mine;
  if (mine && isNewest(mine, row.server)) {
    return { body: mine.body, waiting: mine.status === "waiting" };
  }
  const newest = row?.server?.standing.at(-1);
  return { body: newest ? bodyOf(newest) : NOTHING_SEEN, waiting: false };
}

/** @param {NonNullable<MarkRow["mine"]>} mine @param {MarkRow["server"]} server */
function isNewest({ status, version }, server) {
  return status === "waiting" || (status !== "refused" && (!server || server.version < version));
}

/** @param {StandingMark} mark @returns {MarkBody} */
export function bodyOf(mark) {
  const { seen, arrived, left, heard, action } = mark;
  return { seen, arrived, left, heard: heard ?? "", action: action ?? "", reason: "" };
}

/**
 * Whether the register is open, finished or cancelled, and who said so.
 * @param {RegisterRow | undefined} row
 */
export function shownRegister(row) {
  if (row?.mine?.status === "waiting") {
    return { ...row.mine, waiting: true };
  }
  const sign = row?.server ?? { state: /** @type {const} */ ("open"), at: "", by: "", reason: "" };
  return { ...sign, waiting: false };
}
