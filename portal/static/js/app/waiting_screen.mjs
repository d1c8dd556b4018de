/** What waits to be sent, and what a person should look at. */

import { attentionCard, twoMarksCard, unsavedCards, putAway } from "./cards.mjs";
import { openDetails } from "./details.mjs";
import { element, part, setText, show } from "./dom.mjs";
import { counted, opWords, seenWords, sessionWords } from "./words.mjs";
import { inLondon, timeOf } from "../outbox/clock.mjs";
import { placementOf, sessionOf } from "../outbox/marks.mjs";
import { nameOf } from "../outbox/view.mjs";

/** @typedef {import("./phone.mjs").Phone} Phone */
/** @typedef {import("../outbox/types.mjs").Op} Op */
/** @typedef {import("../outbox/types.mjs").OutboxRow} OutboxRow */
/** @typedef {import("../outbox/types.mjs").Attention} Attention */
/** @typedef {import("../outbox/types.mjs").MarkBody} MarkBody */
/** @typedef {import("../outbox/types.mjs").MarkRow} MarkRow */

/**
 * @param {Phone} phone
 * @param {() => void} sendNow
 */
export function createWaitingScreen(phone, sendNow) {
  part(document, "send-now").addEventListener("click", sendNow);
  part(document, "print").addEventListener("click", () => print());

  async function paint() {
    const { waiting, attention, contact } = phone.view;
    const last = contact.last_answer_at;
    setText(part(document, "title"), "Waiting to be sent");
    setText(part(document, "subtitle"), "");
    setText(
      part(document, "waiting-words"),
      waiting > 0
        ? `${counted(waiting, "entry", "entries")} on this phone, oldest first. They are sent as soon as there is a connection.`
        : `Nothing is waiting.${last ? ` The last answer from the council’s server was at ${timeOf(last)}.` : ""}`,
    );
    const [rows, differing] = await phone.store.run(["outbox", "marks"], "readonly", (tx) =>
      Promise.all([tx.list("outbox"), marksOf(tx, attention)]),
    );
    part(document, "waiting-list").replaceChildren(
      .../** @type {OutboxRow[]} */ (rows).map(({ op }) => element("li", lineOf(op))),
    );
    const readable = attention.filter(({ op }) => phone.isReadable(op));
    const cards = [...unsavedCards(phone), ...readable.map((item) => cardOf(item, differing))];
    part(document, "attention").replaceChildren(...cards);
    show(part(document, "attention-none"), cards.length === 0);
    show(part(document, "send-now"), waiting > 0);
    show(part(document, "print"), waiting > 0 || cards.length > 0);
  }

  /** @param {import("../outbox/types.mjs").UnsentOp} op */
  function lineOf(op) {
    const what = phone.isReadable(op)
      ? opWords(op, nameOf(phone.view.roster, placementOf(op.entity)))
      : "An entry of somebody who has signed out";
    return `${what} · ${sessionWords(sessionOf(op.entity))} · ${timeOf(op.captured_at)}`;
  }

  /** @param {Attention} item @param {Map<string, MarkRow>} rows */
  function cardOf(item, rows) {
    const standing = rows.get(item.entity)?.server?.standing ?? [];
    return item.kind === "two_marks" && !item.settled && standing.length > 1
      ? twoMarksCard(phone, item.entity, standing)
      : attentionCard(phone, item, change);
  }

  /** @param {Op} op @param {Attention} item */
  async function change(op, item) {
    const name = nameOf(phone.view.roster, placementOf(op.entity));
    const old = /** @type {MarkBody} */ (op.body);
    const body = await openDetails({
      name,
      body: old,
      needsReason: item.kind === "late",
      time: inLondon(phone.now()).time,
    });
    if (!body) {
      return;
    }
    const person = phone.actor();
    const wanted = {
      kind: op.kind,
      entity: op.entity,
      body: old.added ? { ...body, added: /** @type {const} */ (true) } : body,
      actor: person?.id ?? null,
      by: person?.name ?? "",
    };
    if (await phone.record([wanted], `${name}: ${seenWords(body)}.`)) {
      await putAway(phone, item.id);
    }
  }

  return { paint };
}

/**
 * @param {import("../outbox/types.mjs").Transaction} tx
 * @param {Attention[]} attention
 * @returns {Promise<Map<string, MarkRow>>}
 */
async function marksOf(tx, attention) {
  const entities = attention.filter(({ kind }) => kind === "two_marks").map(({ entity }) => entity);
  const rows = await Promise.all(entities.map((entity) => tx.get("marks", entity)));
  return new Map(rows.filter(Boolean).map((row) => [row.entity, row]));
}
