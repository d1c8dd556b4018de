/**
 * Holds what a person did until the server has confirmed it, by name and in our own protocol.
 * `store` and `send` are passed in, so this file knows no browser API.
 */

import { clockOffset } from "./clock.mjs";
import { DRAFT_STORES, SAVE } from "./forms/drafts.mjs";
import { judge } from "./network/judge.mjs";
import { recordOp } from "./record.mjs";
import { ANSWER_STORES, keepForAPerson, takeIn, receiptsAfter } from "./take_in.mjs";

/** @typedef {import("./types.mjs").Store} Store */
/** @typedef {import("./types.mjs").Batch} Batch */
/** @typedef {import("./types.mjs").Reply} Reply */
/** @typedef {import("./types.mjs").Answer} Answer */
/** @typedef {import("./types.mjs").Contact} Contact */
/** @typedef {import("./types.mjs").OutboxRow} OutboxRow */
/** @typedef {import("./types.mjs").NewOp} NewOp */
/** @typedef {import("./types.mjs").Op} Op */

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
 *
 * @typedef {{batch: Batch, contact: Contact}} Prepared
 *
 * @typedef {object} Round
 * @property {number} limit  How many operations a batch may hold now.
 * @property {number | null} receipts  How many receipts a batch may offer now, where a network takes fewer.
 * @property {Set<string>} later  Entities that the server asked to send again later.
 */

export const MOST_OPS = 50;
export const MOST_BYTES = 64_000;
/** Offered at once after a restore, until the server says how many it takes. */
const MOST_RECEIPTS = 500;

/** @type {Contact} */
export const NO_CONTACT = {
  cursor: null,
  server_epoch: null,
  reoffer: false,
  offered_up_to: null,
  most_receipts: MOST_RECEIPTS,
  clock_offset: 0,
  last_answer_at: null,
  paused: null,
};

/** @param {Parts} parts */
export function createQueue(parts) {
  return new Queue(parts);
}

class Queue {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.store = parts.store;
  }

  /**
   * Keep what a person did. Resolves when it is durable; rejects when nothing of it was kept.
   * @param {NewOp[]} wanted
   * @param {object} context
   * @param {number} context.clock_offset
   * @param {string | null} context.roster_version
   * @param {string | null} [context.epoch]  Of the server whose versions the screen shows.
   */
  async record(wanted, { clock_offset, roster_version, epoch = null }) {
    const { now, newId } = this.parts;
    const captured_at = new Date(now() + clock_offset).toISOString();
    const isAnswer = wanted.some(({ kind }) => kind === SAVE);
    return this.store.run(isAnswer ? DRAFT_STORES : ["marks", "outbox"], "readwrite", (tx) =>
      Promise.all(
        wanted.map((op) =>
          recordOp(tx, op, { op_id: newId(), captured_at, clock_offset, roster_version, epoch }),
        ),
      ),
    );
  }

  /**
   * Send what waits and take in what others did. Never throws for a bad network.
   * @param {{force?: boolean}} [options] force: try even where the server said that this phone may not
   * @returns {Promise<Outcome>}
   */
  async drain({ force = false } = {}) {
    /** @type {Round} */
    const round = { limit: MOST_OPS, receipts: null, later: new Set() };
    for (;;) {
      const prepared = await this.prepare(round);
      if (!prepared) {
        return { network: "not_set_up", wait_ms: null };
      }
      if (prepared.contact.paused && !force) {
        return { network: "paused", wait_ms: null };
      }
      const outcome = await this.sendOnce(prepared, round);
      if (outcome) {
        return outcome;
      }
    }
  }

  /**
   * @param {Prepared} prepared
   * @param {Round} round
   * @returns {Promise<Outcome | null>} null where there is more to send now
   */
  async sendOnce({ batch, contact }, round) {
    const sentAt = this.parts.now();
    const verdict = judge(await this.parts.send(batch), batch.batch_id);
    switch (verdict.kind) {
      case "ours": {
        const isMore = await this.keepAnswer(batch, verdict.answer, contact, sentAt, round.later);
        return isMore ? null : { network: "ok", wait_ms: null };
      }
      case "too_big":
        return this.sendLess(batch, round);
      case "refused":
        await this.pause(verdict.reason);
        return { network: "paused", wait_ms: null };
      default:
        return { network: verdict.kind, wait_ms: verdict.kind === "server" ? verdict.wait_ms : null };
    }
  }

  /** @param {Batch} batch that was too big @param {Round} round @returns {Promise<Outcome | null>} */
  async sendLess({ ops, receipts }, round) {
    if (receipts && receipts.length > 1) {
      round.receipts = Math.floor(receipts.length / 2);
      return null;
    }
    const [op] = ops;
    if (!op) {
      return { network: "server", wait_ms: null };
    }
    round.limit = Math.floor(ops.length / 2);
    if (round.limit === 0) {
      await this.keepForAPerson(op);
      round.limit = MOST_OPS;
    }
    return null;
  }

  /**
   * The next batch, oldest first, without the entities that must wait.
   * @param {Round} round
   * @returns {Promise<Prepared | null>}
   */
  async prepare({ limit, receipts, later }) {
    return this.store.run(["outbox", "meta", "receipts", "roster"], "readonly", async (tx) => {
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
        batch_id: this.parts.newId(),
        device_id: device.device_id,
        app: this.parts.app,
        sent_at: new Date(this.parts.now() + contact.clock_offset).toISOString(),
        epoch: contact.server_epoch,
        cursor: contact.cursor,
        roster_version: roster?.version ?? null,
        ops: firstOps(rows, limit, later),
      };
      if (contact.reoffer) {
        const most = receipts ?? contact.most_receipts ?? MOST_RECEIPTS;
        batch.receipts = (await receiptsAfter(tx, contact.offered_up_to, most)).map(({ op_id }) => op_id);
      }
      return { batch, contact };
    });
  }

  /**
   * @param {Batch} batch
   * @param {Answer} answer
   * @param {Contact} contact
   * @param {number} sentAt
   * @param {Set<string>} later
   * @returns {Promise<boolean>} whether there is more to send now
   */
  async keepAnswer(batch, answer, contact, sentAt, later) {
    const receivedAt = this.parts.now();
    const clock_offset = clockOffset(answer.server_time, sentAt, receivedAt);
    const context = {
      now: new Date(receivedAt + clock_offset).toISOString(),
      contact,
      clock_offset,
    };
    /** @param {boolean} lean */
    const keep = (lean) =>
      this.store.run(ANSWER_STORES, "readwrite", async (tx) => {
        const after = await takeIn(tx, batch, answer, { ...context, lean });
        for (const op of batch.ops.filter(({ op_id }) => !after.done.has(op_id))) {
          later.add(op.entity);
        }
        return isMoreToSend(tx, after.contact, later);
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

  /** One operation that no network will carry: keep it whole where a person can see it. @param {Op} op */
  async keepForAPerson(op) {
    const at = new Date(this.parts.now()).toISOString();
    await this.store.run(["outbox", "attention", "marks", "drafts"], "readwrite", (tx) =>
      keepForAPerson(tx, op, at),
    );
  }

  /** @param {Contact["paused"]} reason */
  async pause(reason) {
    await this.store.run(["meta"], "readwrite", async (tx) => {
      const contact = (await tx.get("meta", "contact")) ?? NO_CONTACT;
      tx.put("meta", { ...contact, paused: reason }, "contact");
    });
  }
}

/**
 * @param {import("./types.mjs").Transaction} tx
 * @param {Contact} contact as it is after the answer
 * @param {Set<string>} later
 */
async function isMoreToSend(tx, contact, later) {
  const rows = /** @type {OutboxRow[]} */ (await tx.list("outbox"));
  return contact.reoffer || rows.some((row) => !later.has(row.op.entity));
}

/**
 * @param {OutboxRow[]} rows oldest first
 * @param {number} limit
 * @param {Set<string>} later
 */
function firstOps(rows, limit, later) {
  const ops = [];
  let bytes = 0;
  for (const row of rows) {
    if (later.has(row.op.entity)) {
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
