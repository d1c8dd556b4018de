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
/** @typedef {ReturnType<typeof createPhone>} Phone */

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
 * @param {object} parts
 * @param {import("../outbox/types.mjs").Store} parts.store
 * @param {ReturnType<typeof import("../outbox/queue.mjs").createQueue>} parts.queue
 * @param {() => void} parts.changed  Paint again what may have changed.
 * @param {(isLast: boolean, placements: string[]) => void} parts.recorded  Something new is kept, of
 *   these pupils of the session on the screen: show it, tell the other tabs, and send it, at once if
 *   it is the last for now.
 */
export function createPhone({ store, queue, changed, recorded }) {
  /** @type {Promise<boolean>} */
  let turn = Promise.resolve(true);
  const phone = {
    store,
    view: NOTHING,
    /** @type {string | null} null for the session that is due */
    sessionId: null,
    /** @type {Set<string>} pupils added to the session on the screen, before they are marked */
    added: new Set(),
    /** @type {Map<string, {wanted: NewOp[], isFull: boolean}>} what could not be saved */
    unsaved: new Map(),
    /** @type {{at: string, what: string} | null} */
    saved: null,
    sending: false,
    /** @type {import("./words.mjs").Sending["network"]} */
    network: "unknown",
    updateReady: false,

    /** Server time, as well as this phone knows it. */
    now: () => Date.now() + phone.view.contact.clock_offset,

    /** Who is marking now, or null. */
    actor: () => actorOf(phone.view.device),

    /**
     * Whether an entry may be read here: not after the person who made it has signed out.
     * @param {{actor: number | null} | null} op
     */
    isReadable(op) {
      const maker = phone.view.device?.people.find(({ id }) => id === op?.actor);
      return op === null || (maker !== undefined && !maker.signed_out);
    },

    async reload() {
      const { sessionId } = phone;
      const view = await store.run(VIEW_STORES, "readonly", (tx) =>
        readView(tx, sessionId, Date.now()),
      );
      if (sessionId === phone.sessionId) {
        phone.view = view;
        phone.sessionId = view.session?.id ?? null;
        changed();
      }
    },

    /** @param {string | null} sessionId */
    async goTo(sessionId) {
      phone.sessionId = sessionId;
      phone.added = new Set();
      phone.saved = null;
      await phone.reload();
    },

    /**
     * Keep an answer to a form. Afterwards it is saved on this phone, or nothing of it was kept:
     * because the phone cannot write, another tab has changed the answer, or the form is gone.
     * @param {NewOp} wanted
     * @returns {Promise<{kind: "saved" | "changed_elsewhere", answer: AnswerRow} | {kind: "not_saved" | "gone"}>}
     *   with the answer as it is kept now
     */
    async recordAnswer(wanted) {
      const { contact, roster } = phone.view;
      const context = { clock_offset: contact.clock_offset, roster_version: roster?.version ?? null };
      const mine = turn.then(() => queue.record([wanted], context));
      turn = mine.then(() => true, () => false);
      try {
        const [draft] = /** @type {DraftRow[]} */ (await mine);
        phone.view.waiting += 1;
        phone.view.oldest ??= new Date(phone.now()).toISOString();
        recorded(false, []);
        const answer = draft?.answers[questionOf(wanted.entity)];
        return { kind: "saved", answer: /** @type {AnswerRow} */ (answer) };
      } catch (error) {
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
    },

    /**
     * Keep what a person did. Afterwards it is either saved on this phone or listed in `unsaved`.
     * One at a time, so that each builds on the one before.
     * @param {NewOp[]} wanted
     * @param {string} what in words, for a screen reader
     * @returns {Promise<boolean>} whether it was saved
     */
    record(wanted, what) {
      const seen = wanted.map(withSeenVersion);
      const mine = turn.then(() => save(seen, what));
      turn = mine.catch(() => false);
      return mine;
    },
  };

  /** @param {NewOp[]} wanted @param {string} what */
  async function save(wanted, what) {
    const { contact, roster } = phone.view;
    const key = wanted.map(({ entity }) => entity).join();
    /** @type {string[]} */
    let placements;
    try {
      const rows = await queue.record(wanted, {
        clock_offset: contact.clock_offset,
        roster_version: roster?.version ?? null,
      });
      placements = takeRows(/** @type {(MarkRow | RegisterRow)[]} */ (rows));
    } catch (error) {
      if (!(error instanceof DOMException)) {
        throw error;
      }
      phone.unsaved.set(key, { wanted, isFull: error.name === "QuotaExceededError" });
      changed();
      return false;
    }
    phone.unsaved.delete(key);
    phone.saved = { at: new Date(phone.now()).toISOString(), what };
    recorded(wanted.some(({ kind }) => kind !== "mark.set"), placements);
    return true;
  }

  /**
   * What the screen shows counts, not what the database has heard since.
   * @param {NewOp} wanted @returns {NewOp}
   */
  function withSeenVersion(wanted) {
    const { session, marks } = phone.view;
    const isOnScreen = wanted.kind === "mark.set" && sessionOf(wanted.entity) === session?.id;
    return isOnScreen
      ? { ...wanted, seen_version: seenVersion(marks.get(placementOf(wanted.entity))) }
      : wanted;
  }

  /**
   * @param {(MarkRow | RegisterRow)[]} rows
   * @returns {string[]} whose marks on the screen they are
   */
  function takeRows(rows) {
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
    view.waiting += rows.length;
    view.oldest ??= new Date(phone.now()).toISOString();
    return placements;
  }

  return phone;
}

