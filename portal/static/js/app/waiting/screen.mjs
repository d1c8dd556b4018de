/** What waits to be sent, and what a person should look at. */

import { attentionCard, twoMarksCard, unsavedCards, putAway } from "./cards.mjs";
import { openDetails } from "../register/details.mjs";
import { element, part, setText, show } from "../dom.mjs";
import { aboutAnswer, fileNote } from "../forms/words.mjs";
import { counted, opWords, seenWords, sessionWords } from "../words.mjs";
import { inLondon, timeOf } from "../../outbox/clock.mjs";
import { isOfForm } from "../../outbox/forms/drafts.mjs";
import { placementOf, sessionOf } from "../../outbox/registers/marks.mjs";
import { nameOf } from "../../outbox/view.mjs";

/** @typedef {import("../state.mjs").Phone} Phone */
/** @typedef {import("../../outbox/types.mjs").Op} Op */
/** @typedef {import("../../outbox/types.mjs").OutboxRow} OutboxRow */
/** @typedef {import("../../outbox/types.mjs").Attention} Attention */
/** @typedef {import("../../outbox/types.mjs").DraftRow} DraftRow */
/** @typedef {import("../../outbox/types.mjs").FileRow} FileRow */
/** @typedef {import("../../outbox/types.mjs").MarkBody} MarkBody */
/** @typedef {import("../../outbox/types.mjs").MarkRow} MarkRow */

/**
 * @param {Phone} phone
 * @param {() => void} sendNow
 */
export function createWaitingScreen(phone, sendNow) {
  part(document, "send-now").addEventListener("click", sendNow);
  part(document, "print").addEventListener("click", () => print());

  /** @type {DraftRow[]} the forms on this phone, to name their questions */
  let kept = [];

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
    const [rows, differing, drafts, files] = await phone.store.run(
      ["outbox", "marks", "drafts", "files"],
      "readonly",
      (tx) =>
        Promise.all([tx.list("outbox"), marksOf(tx, attention), tx.list("drafts"), tx.list("files")]),
    );
    kept = drafts;
    part(document, "waiting-list").replaceChildren(
      .../** @type {OutboxRow[]} */ (rows).map(({ op }) => element("li", lineOf(op))),
      .../** @type {FileRow[]} */ (files).map((row) => element("li", fileLine(row))),
    );
    const readable = attention.filter(({ op }) => phone.isReadable(op));
    const cards = [...unsavedCards(phone), ...readable.map((item) => cardOf(item, differing))];
    part(document, "attention").replaceChildren(...cards);
    show(part(document, "attention-none"), cards.length === 0);
    show(part(document, "send-now"), waiting > 0);
    show(part(document, "print"), waiting > 0 || cards.length > 0);
  }

  /** @param {import("../../outbox/types.mjs").UnsentOp} op */
  function lineOf(op) {
    const { name, where } = aboutOp(op.entity);
    const what = phone.isReadable(op) ? opWords(op, name) : "An entry of somebody who has signed out";
    return `${what} · ${where} · ${timeOf(op.captured_at)}`;
  }

  /** @param {FileRow} row */
  function fileLine(row) {
    const name = phone.isReadable(row) ? row.name : "A document of somebody who has signed out";
    return `${name} · ${fileNote(row)} · ${timeOf(row.at)}`;
  }

  /** Whom or what an entry is about, and where it belongs. @param {string} entity */
  function aboutOp(entity) {
    return isOfForm(entity)
      ? aboutAnswer(kept, entity)
      : {
          name: nameOf(phone.view.roster, placementOf(entity)),
          where: sessionWords(sessionOf(entity)),
        };
  }

  /** @param {Attention} item @param {Map<string, MarkRow>} rows */
  function cardOf(item, rows) {
    const standing = rows.get(item.entity)?.server?.standing ?? [];
    return item.kind === "two_marks" && !item.settled && standing.length > 1
      ? twoMarksCard(phone, item.entity, standing)
      : attentionCard(phone, item, aboutOp(item.entity), change);
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
 * @param {import("../../outbox/types.mjs").Transaction} tx
 * @param {Attention[]} attention
 * @returns {Promise<Map<string, MarkRow>>}
 */
async function marksOf(tx, attention) {
  const entities = attention.filter(({ kind }) => kind === "two_marks").map(({ entity }) => entity);
  const rows = await Promise.all(entities.map((entity) => tx.get("marks", entity)));
  return new Map(rows.filter(Boolean).map((row) => [row.entity, row]));
}
