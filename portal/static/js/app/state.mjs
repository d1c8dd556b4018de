/** The state behind the screens: what was read, what is being sent, what could not be saved. */

import { actorOf } from "./people.mjs";
import { ChangedElsewhereError, FormGoneError, questionOf } from "../outbox/forms/drafts.mjs";
import { placementOf, seenVersion, sessionOf } from "../outbox/registers/marks.mjs";
import { readView, VIEW_STORES } from "../outbox/view.mjs";
import { NO_CONTACT } from "../outbox/queue.mjs";

/** @typedef {import("../outbox/view.mjs").View} View */
/** @typedef {import("../outbox/types.mjs").AnswerRow} AnswerRow */
/** @typedef {import("../outbox/types.mjs").DraftRow} DraftRow */
/** @typedef {import("../outbox/types.mjs").NewOp} NewOp */
/** @typedef {import("../outbox/types.mjs").MarkRow} MarkRow */
/** @typedef {import("../outbox/types.mjs").RegisterRow} RegisterRow */

/** @type {View} */
const NOTHING = {
  device: null,
  contact: NO_CONTACT,
  roster: null,
  expired: false,
  session: null,
  marks: new Map(),
  register: undefined,
  waiting: 0,
  files: 0,
  drafts: 0,
  place: null,
  oldest: null,
  attention: [],
};

/**
 * @typedef {object} Parts
 * @property {import("../outbox/types.mjs").Store} store
 * @property {{record: ReturnType<typeof import("../outbox/queue.mjs").createQueue>["record"]}} queue
 * @property {() => void} changed  Paint again what may have changed.
 * @property {(isLast: boolean, placements: string[]) => void} recorded  Something new is kept, of
 *   these pupils of the session on the screen: show it, tell the other tabs, and send it, at once if
 *   it is the last for now.
 *
 * @typedef {{kind: "saved" | "changed_elsewhere", answer: AnswerRow} | {kind: "not_saved" | "gone"}} Kept
 *   what became of an answer, with the answer as it is kept now
 */

export class Phone {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.store = parts.store;
    this.view = NOTHING;
    /** @type {string | null} null for the session that is due */
    this.sessionId = null;
    /** @type {Set<string>} pupils added to the session on the screen, before they are marked */
    this.added = new Set();
    /** @type {Map<string, {wanted: NewOp[], isFull: boolean}>} what could not be saved */
    this.unsaved = new Map();
    /** @type {{at: string, what: string} | null} */
    this.saved = null;
    this.sending = false;
    /** @type {import("./words/app.mjs").Sending["network"]} */
    this.network = "unknown";
    this.updateReady = false;
    /** @type {Promise<unknown>} the record before: each builds on it */
    this.turn = Promise.resolve();
  }

  /** Server time, as well as this phone knows it. */
  now() {
    return Date.now() + this.view.contact.clock_offset;
  }

  /** Who is marking now, or null. */
  actor() {
    return actorOf(this.view.device);
  }

  /** Whose name an operation made now bears. */
  maker() {
    const person = this.actor();
    return { actor: person?.id ?? null, by: person?.name ?? "" };
  }

  /**
   * Whether an entry may be read here: not after the person who made it has signed out.
   * @param {{actor: number | null} | null} op
   */
  isReadable(op) {
    const maker = this.view.device?.people.find(({ id }) => id === op?.actor);
    return op === null || (maker !== undefined && !maker.signed_out);
  }

  async reload() {
    const { sessionId } = this;
    const view = await this.store.run(VIEW_STORES, "readonly", (tx) =>
      readView(tx, sessionId, Date.now()),
    );
    if (sessionId === this.sessionId) {
      this.view = view;
      this.sessionId = view.session?.id ?? null;
      this.parts.changed();
    }
  }

  /** @param {string | null} sessionId */
  async goTo(sessionId) {
    this.sessionId = sessionId;
    this.added = new Set();
    this.saved = null;
    await this.reload();
  }

  /**
   * Keep an answer to a form. Afterwards it is saved on this phone, or nothing of it was kept:
   * because the phone cannot write, another tab has changed the answer, or the form is gone.
   * @param {NewOp} wanted
   * @returns {Promise<Kept>}
   */
  async recordAnswer(wanted) {
    try {
      const [draft] = /** @type {DraftRow[]} */ (
        await this.inTurn(() => this.parts.queue.record([wanted], contextOf(this.view)))
      );
      noteWaiting(this, 1);
      this.parts.recorded(false, []);
      const answer = draft?.answers[questionOf(wanted.entity)];
      return { kind: "saved", answer: /** @type {AnswerRow} */ (answer) };
    } catch (error) {
      return whyNotKept(error);
    }
  }

  /**
   * Keep what a person did. Afterwards it is either saved on this phone or listed in `unsaved`.
   * One at a time, so that each builds on the one before.
   * @param {NewOp[]} wanted
   * @param {string} what in words, for a screen reader
   * @returns {Promise<boolean>} whether it was saved
   */
  record(wanted, what) {
    const seen = wanted.map((op) => withSeenVersion(this.view, op));
    return this.inTurn(() => this.save(seen, what));
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  inTurn(work) {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => null);
    return mine;
  }

  /** @param {NewOp[]} wanted @param {string} what */
  async save(wanted, what) {
    const { queue, changed, recorded } = this.parts;
    const key = wanted.map(({ entity }) => entity).join();
    /** @type {string[]} */
    let placements;
    try {
      const rows = await queue.record(wanted, contextOf(this.view));
      placements = takeRows(this, /** @type {(MarkRow | RegisterRow)[]} */ (rows));
    } catch (error) {
      if (!(error instanceof DOMException)) {
        throw error;
      }
      this.unsaved.set(key, { wanted, isFull: error.name === "QuotaExceededError" });
      changed();
      return false;
    }
    this.unsaved.delete(key);
    this.saved = { at: new Date(this.now()).toISOString(), what };
    recorded(wanted.some(({ kind }) => kind !== "mark.set"), placements);
    return true;
  }
}

/** @param {Parts} parts */
export function createPhone(parts) {
  return new Phone(parts);
}

/** @param {View} view */
function contextOf({ contact, roster }) {
  return {
    clock_offset: contact.clock_offset,
    roster_version: roster?.version ?? null,
    epoch: contact.server_epoch,
  };
}

/** @param {unknown} error @returns {Kept} */
function whyNotKept(error) {
  if (error instanceof ChangedElsewhereError) {
    return { kind: "changed_elsewhere", answer: error.answer };
  }
  if (error instanceof FormGoneError) {
    return { kind: "gone" };
  }
  if (error instanceof DOMException) {
    return { kind: "not_saved" };
  }
  throw error;
}

/**
 * What the screen shows counts, not what the database has heard since.
 * @param {View} view
 * @param {NewOp} wanted
 * @returns {NewOp}
 */
function withSeenVersion({ session, marks }, wanted) {
  const isOnScreen = wanted.kind === "mark.set" && sessionOf(wanted.entity) === session?.id;
  return isOnScreen
    ? { ...wanted, seen_version: seenVersion(marks.get(placementOf(wanted.entity))) }
    : wanted;
}

/**
 * @param {Phone} phone
 * @param {(MarkRow | RegisterRow)[]} rows
 * @returns {string[]} whose marks on the screen they are
 */
function takeRows(phone, rows) {
  const { view } = phone;
  const placements = [];
  for (const row of rows) {
    if (sessionOf(row.entity) !== view.session?.id) {
      continue;
    }
    if (row.entity === view.session.id) {
      view.register = /** @type {RegisterRow} */ (row);
    } else {
      const placement = placementOf(row.entity);
      view.marks.set(placement, /** @type {MarkRow} */ (row));
      placements.push(placement);
    }
  }
  noteWaiting(phone, rows.length);
  return placements;
}

/** @param {Phone} phone @param {number} count */
function noteWaiting(phone, count) {
  phone.view.waiting += count;
  phone.view.oldest ??= new Date(phone.now()).toISOString();
}
