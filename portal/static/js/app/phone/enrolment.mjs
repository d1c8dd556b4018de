/** Sets up this phone with the server, while a person is signed in. */

import { SET_UP } from "../words/start.mjs";
import { applyChange } from "../../outbox/changes.mjs";
import { clockOffset } from "../../outbox/clock.mjs";
import { makeKeys, publicHalf } from "../../outbox/network/keys.mjs";
import { NO_CONTACT } from "../../outbox/queue.mjs";

/** @typedef {import("../../outbox/types.mjs").Store} Store */
/** @typedef {import("../../outbox/types.mjs").Person} Person */
/** @typedef {import("../../outbox/types.mjs").Device} Device */

/**
 * @typedef {object} SignedIn
 * @property {true} signed_in
 * @property {string} csrf_token
 * @property {Person} actor
 * @property {{id: number, name: string} | null} provider
 * @property {boolean} may_enrol
 *
 * @typedef {SignedIn | {signed_in: false}} WhoIsSignedIn
 *
 * @typedef {object} Enrolled
 * @property {string} device_id
 * @property {Person} actor
 * @property {{id: number, name: string}} provider
 * @property {string | null} expires_on
 * @property {import("../../outbox/types.mjs").Change[]} changes
 * @property {string | number | null} cursor
 * @property {string} server_time
 * @property {string} server_epoch
 */

/** @returns {Promise<WhoIsSignedIn | null>} null without a connection to our server */
export async function whoIsSignedIn() {
  const response = await ask("/api/v1/enrolment", {});
  const answer = response?.ok ? await json(response) : null;
  return typeof answer?.signed_in === "boolean" ? answer : null;
}

/**
 * Enrol the signed-in person on this phone. The phone keeps its key and its id if it has them.
 * @param {Store} store
 * @param {SignedIn} who
 * @param {string} name of the phone
 * @returns {Promise<string>} what is wrong, or "" when the phone is set up
 */
export async function setUp(store, who, name) {
  const [known, kept] = await store.run(["meta", "keys"], "readonly", (tx) =>
    Promise.all([tx.get("meta", "device"), tx.get("keys", "device")]),
  );
  const keys = kept ?? (await makeKeys(crypto.subtle));
  const public_key = await publicHalf(crypto.subtle, keys.publicKey);
  const sentAt = Date.now();
  const response = await ask("/api/v1/devices", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": who.csrf_token },
    body: JSON.stringify({ name, public_key, device_id: known?.device_id ?? null }),
  });
  const answer = response && (await json(response));
  if (response?.status !== 201 || !answer?.device_id) {
    return whatIsWrong(answer);
  }
  await keep(store, answer, keys, name, clockOffset(answer.server_time, sentAt, Date.now()));
  void keepStorage();
  return "";
}

/**
 * @param {Store} store
 * @param {Enrolled} answer
 * @param {CryptoKeyPair} keys
 * @param {string} name
 * @param {number} clock_offset
 */
function keep(store, answer, keys, name, clock_offset) {
  const { privateKey, publicKey } = keys;
  const now = answer.server_time;
  return store.run(["meta", "keys", "roster", "marks", "drafts", "attention"], "readwrite", async (tx) => {
    const known = await tx.get("meta", "device");
    tx.put("keys", { privateKey, publicKey }, "device");
    tx.put("meta", deviceAfter(known, answer, name), "device");
    const contact = {
      ...((await tx.get("meta", "contact")) ?? NO_CONTACT),
      cursor: answer.cursor,
      clock_offset,
      last_answer_at: now,
      paused: null,
    };
    tx.put("meta", { ...contact, server_epoch: contact.server_epoch ?? answer.server_epoch }, "contact");
    for (const change of answer.changes) {
      await applyChange(tx, change, now);
    }
  });
}

/**
 * @param {Device | undefined} known
 * @param {Enrolled} answer
 * @param {string} name
 * @returns {Device}
 */
function deviceAfter(known, { device_id, provider, actor, expires_on, server_time }, name) {
  const others = (known?.people ?? []).filter(({ id }) => id !== actor.id);
  return {
    device_id,
    name,
    provider,
    people: [...others, { ...actor, signed_out: false }],
    actor: actor.id,
    set_up_at: known?.set_up_at ?? server_time,
    renewed_at: server_time,
    expires_on,
  };
}

/** Ask the browser not to clear our database. It may never answer, so nobody waits for it. */
async function keepStorage() {
  await navigator.storage?.persist?.();
}

/**
 * @param {string} url
 * @param {RequestInit} options
 * @returns {Promise<Response | null>} null when no answer came
 */
async function ask(url, options) {
  try {
    return await fetch(url, {
      ...options,
      credentials: "same-origin",
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout?.(15_000) ?? null,
    });
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) {
      return null;
    }
    throw error;
  }
}

/** @param {Response} response @returns {Promise<any>} null where it is not JSON */
async function json(response) {
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof DOMException) {
      return null;
    }
    throw error;
  }
}

/** @param {any} answer */
function whatIsWrong(answer) {
  const messages = Array.isArray(answer?.errors)
    ? answer.errors.map((/** @type {{message?: string}} */ error) => error.message)
    : [];
  return messages.filter(Boolean).join(" ") || SET_UP.wentWrong;
}
