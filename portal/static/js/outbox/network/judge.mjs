/** Decides whether an answer is the server's own. Only then may anything leave the list of what waits. */

/** @typedef {import("../types.mjs").Reply} Reply */
/** @typedef {import("../types.mjs").Answer} Answer */

/**
 * @typedef {{kind: "ours", answer: Answer}
 *   | {kind: "no_signal"}
 *   | {kind: "login"}
 *   | {kind: "server", wait_ms: number | null}
 *   | {kind: "too_big"}
 *   | {kind: "refused", reason: "device-revoked" | "device-unknown" | "expired"}} Verdict
 */

const LONGEST_WAIT_MS = 60 * 60_000;

/**
 * @param {Reply | null} reply null when no answer came
 * @param {string} batchId
 * @returns {Verdict}
 */
export function judge(reply, batchId) {
  if (reply?.status === 200 && !reply.redirected && isJson(reply.type)) {
    const answer = parse(reply.text, batchId);
    return answer ? { kind: "ours", answer } : { kind: "server", wait_ms: null };
  }
  return judgeOther(reply);
}

/**
 * What an answer that is not the one we asked for says of the network.
 * @param {Reply | null} reply null when no answer came
 * @returns {Exclude<Verdict, {kind: "ours"}>}
 */
export function judgeOther(reply) {
  if (reply === null) {
    return { kind: "no_signal" };
  }
  const { status, portal_auth: auth } = reply;
  if (status === 401 && (auth === "device-revoked" || auth === "device-unknown" || auth === "expired")) {
    return { kind: "refused", reason: auth };
  }
  if (status === 413) {
    return { kind: "too_big" };
  }
  return looksLikeLogin(reply) ? { kind: "login" } : { kind: "server", wait_ms: waitOf(reply) };
}

/** @param {string} type */
export function isJson(type) {
  return type.split(";")[0]?.trim().toLowerCase() === "application/json";
}

/** A redirect (status 0 in a browser), a web page in place of an answer, or "log in to this network". */
/** @param {Reply} reply */
function looksLikeLogin({ status, redirected }) {
  return redirected || status === 0 || status === 511 || (status >= 200 && status < 400);
}

/** @param {string} text @param {string} batchId @returns {Answer | null} */
function parse(text, batchId) {
  /** @type {any} */
  let answer;
  try {
    answer = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
  return isAnswer(answer, batchId) ? { ...answer, changes: answer.changes ?? [] } : null;
}

/** Whether it names this batch, in our own protocol. @param {any} answer @param {string} batchId @returns {answer is Answer} */
function isAnswer(answer, batchId) {
  return (
    answer !== null &&
    typeof answer === "object" &&
    answer.proto === 1 &&
    answer.batch_id === batchId &&
    Array.isArray(answer.results) &&
    typeof answer.server_time === "string" &&
    typeof answer.server_epoch === "string"
  );
}

/** @param {Reply} reply */
function waitOf({ retry_after: after }) {
  if (!after) {
    return null;
  }
  const seconds = Number(after);
  return Number.isFinite(seconds) && seconds >= 0
    ? Math.min(seconds * 1000, LONGEST_WAIT_MS)
    : null;
}
