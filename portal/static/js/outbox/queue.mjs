/**
 * Holds what a person did until the server has confirmed it, by name and in our own protocol.
 * `store` and `send` are passed in, so this file knows no browser API.
 */

import { clockOffset } from "./clock.mjs";
import { DRAFT_STORES, SAVE } from "./forms/drafts.mjs";
import { judge } from "./network/judge.mjs";
import { recordOp } from "./record.mjs";
import { putAside, settle, SETTLED_STORES } from "./take_in.mjs";
import { wipeWhenEmpty } from "./tidy.mjs";

/** @typedef {import("./types.mjs").Store} Store */
/** @typedef {import("./types.mjs").Batch} Batch */
/** @typedef {import("./types.mjs").Reply} Reply */
/** @typedef {import("./types.mjs").Answer} Answer */
/** @typedef {import("./types.mjs").Contact} Contact */
/** @typedef {import("./types.mjs").OutboxRow} OutboxRow */
/** @typedef {import("./types.mjs").NewOp} NewOp */

/**
 * @typedef {object} Parts
 * @property {Store} store
 * @property {(batch: Batch) => Promise<Reply | null>} send  Null when no answer came.
 * @property {() => number} now  The phone's own clock, in milliseconds.
 * @property {() => string} newId
 * @property {string} app  The release, for the server's records.
 *
 * @typedef {{network: "ok" | "no_signal" | "login" | "server" | "paused" | "not_set_up",
 *   wait_ms: number | null}} Outcome
 */

export const MOST_OPS = 50;
export const MOST_BYTES = 64_000;

/** @type {Contact} */
export const NO_CONTACT = {
  cursor: null,
  server_epoch: null,
  reoffer: false,
  clock_offset: 0,
  last_answer_at: null,
  paused: null,
  min_app: null,
};

/** @param {Parts} parts */
export function createQueue({ store, send, now, newId, app }) {
  /**
   * Keep what a person did. Resolves when it is durable; rejects when nothing of it was kept.
   * @param {NewOp[]} wanted
   * @param {object} context
   * @param {number} context.clock_offset
   * @param {string | null} context.roster_version
   */
  async function record(wanted, { clock_offset, roster_version }) {
    const captured_at = new Date(now() + clock_offset).toISOString();
    const isAnswer = wanted.some(({ kind }) => kind === SAVE);
    return store.run(isAnswer ? DRAFT_STORES : ["marks", "outbox"], "readwrite", (tx) =>
      Promise.all(
        wanted.map((op) =>
          recordOp(tx, op, { op_id: newId(), captured_at, clock_offset, roster_version }),
        ),
      ),
    );
  }

  /**
   * Send what waits and take in what others did. Never throws for a bad network.
   * @param {{force?: boolean}} [options] force: try even where the server said that this phone may not
   * @returns {Promise<Outcome>}
   */
  async function drain({ force = false } = {}) {
    /** @type {Set<string>} entities that the server asked to send again later */
    const held = new Set();
    let limit = MOST_OPS;
    for (;;) {
      const prepared = await prepare(limit, held);
      if (!prepared) {
        return { network: "not_set_up", wait_ms: null };
      }
      const { batch, contact } = prepared;
      if (contact.paused && !force) {
        return { network: "paused", wait_ms: null };
      }
      const sentAt = now();
      const verdict = judge(await send(batch), batch.batch_id);
      if (verdict.kind === "ours") {
        if (!(await takeIn(batch, verdict.answer, contact, sentAt, held))) {
          return { network: "ok", wait_ms: null };
        }
      } else if (verdict.kind === "too_big" && batch.ops.length > 0) {
        limit = Math.floor(batch.ops.length / 2);
        if (limit === 0) {
          await setAside(batch);
          limit = MOST_OPS;
        }
      } else if (verdict.kind === "refused") {
        await pause(verdict.reason);
        return { network: "paused", wait_ms: null };
      } else {
        const network = verdict.kind === "too_big" ? "server" : verdict.kind;
        return { network, wait_ms: verdict.kind === "server" ? verdict.wait_ms : null };
      }
    }
  }

  /**
   * The next batch, oldest first, without the entities that must wait.
   * @param {number} limit
   * @param {Set<string>} held
   */
  async function prepare(limit, held) {
    return store.run(["outbox", "meta", "receipts", "roster"], "readonly", async (tx) => {
      const [device, known, rows, roster] = await Promise.all([
        tx.get("meta", "device"),
        tx.get("meta", "contact"),
        tx.list("outbox"),
        tx.get("roster", "snapshot"),
      ]);
      if (!device) {
        return null;
      }
      /** @type {Contact} */
      const contact = known ?? NO_CONTACT;
      /** @type {Batch} */
      const batch = {
        proto: 1,
        batch_id: newId(),
        device_id: device.device_id,
        app,
        sent_at: new Date(now() + contact.clock_offset).toISOString(),
        cursor: contact.cursor,
        roster_version: roster?.version ?? null,
        ops: firstOps(rows, limit, held),
      };
      if (contact.reoffer) {
        const receipts = await tx.list("receipts");
        batch.receipts = receipts.map((receipt) => receipt.op_id);
      }
      return { batch, contact };
    });
  }

  /**
   * @param {Batch} batch
   * @param {Answer} answer
   * @param {Contact} contact
   * @param {number} sentAt
   * @param {Set<string>} held
   * @returns {Promise<boolean>} whether there is more to send now
   */
  async function takeIn(batch, answer, contact, sentAt, held) {
    const receivedAt = now();
    const clock_offset = clockOffset(answer.server_time, sentAt, receivedAt);
    const context = {
      now: new Date(receivedAt + clock_offset).toISOString(),
      contact,
      clock_offset,
    };
    /** @param {boolean} lean */
    const keep = (lean) =>
      store.run(SETTLED_STORES, "readwrite", async (tx) => {
        const after = await settle(tx, batch, answer, { ...context, lean });
        for (const op of batch.ops.filter(({ op_id }) => !after.settled.has(op_id))) {
          held.add(op.entity);
        }
        return isMoreToSend(tx, batch, answer, after.contact, held);
      });
    try {
      return await keep(false);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "QuotaExceededError") {
        throw error;
      }
      await keep(true);
      return false;
    }
  }

  /**
   * One operation that no network will carry: keep it whole where a person can see it.
   * @param {Batch} batch of one
   */
  async function setAside(batch) {
    const [op] = batch.ops;
    if (!op) {
      return;
    }
    const at = new Date(now()).toISOString();
    await store.run(["outbox", "attention", "marks", "drafts"], "readwrite", (tx) => putAside(tx, op, at));
  }

  /** @param {Contact["paused"]} reason */
  async function pause(reason) {
    await store.run(["meta"], "readwrite", async (tx) => {
      const contact = (await tx.get("meta", "contact")) ?? NO_CONTACT;
      tx.put("meta", { ...contact, paused: reason }, "contact");
    });
  }

  return { record, drain };
}

/**
 * @param {import("./types.mjs").Transaction} tx
 * @param {Batch} batch
 * @param {Answer} answer
 * @param {Contact} contact as it is after the answer
 * @param {Set<string>} held
 */
async function isMoreToSend(tx, batch, answer, contact, held) {
  const rows = /** @type {OutboxRow[]} */ (await tx.list("outbox"));
  if (answer.directives?.includes("wipe_after_flush") && (await wipeWhenEmpty(tx, rows.length))) {
    return false;
  }
  if (contact.paused) {
    return false;
  }
  const isAskedAgain = contact.reoffer && !batch.receipts;
  return isAskedAgain || rows.some((row) => !held.has(row.op.entity));
}

/**
 * @param {OutboxRow[]} rows oldest first
 * @param {number} limit
 * @param {Set<string>} held
 */
function firstOps(rows, limit, held) {
  const ops = [];
  let bytes = 0;
  for (const row of rows) {
    if (held.has(row.op.entity)) {
      continue;
    }
    const op = { ...row.op, seq: row.seq };
    bytes += new TextEncoder().encode(JSON.stringify(op)).length;
    if (ops.length === limit || (ops.length > 0 && bytes > MOST_BYTES)) {
      break;
    }
    ops.push(op);
  }
  return ops;
}
