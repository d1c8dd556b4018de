/** What waits to be sent, and what a person should look at. */

import { attentionCard, putAway } from "./attention_card.mjs";
import { twoMarksCard } from "./two_marks.mjs";
import { unsavedCards } from "./unsaved.mjs";
import { element, part, setText, show } from "../dom.mjs";
import { openDetails } from "../register/details.mjs";
import { sessionWords } from "../words/days.mjs";
import { aboutAnswer, fileNote } from "../words/forms.mjs";
import { markSaved, opWords } from "../words/marks.mjs";
import { WAITING } from "../words/waiting.mjs";
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
/** @typedef {{rows: OutboxRow[], marks: Map<string, MarkRow>, drafts: DraftRow[], files: FileRow[]}} Kept */
/** @typedef {ReturnType<typeof createWaitingScreen>} WaitingScreen */

/**
 * @param {Phone} phone
 * @param {() => void} sendNow
 */
export function createWaitingScreen(phone, sendNow) {
  part(document, "send-now").addEventListener("click", sendNow);
  part(document, "print").addEventListener("click", () => print());

  return {
    async paint() {
      const { waiting, attention, contact } = phone.view;
      setText(part(document, "title"), WAITING.title);
      setText(part(document, "subtitle"), "");
      setText(part(document, "waiting-words"), WAITING.count(waiting, contact.last_answer_at));
      const kept = await readKept(phone);
      part(document, "waiting-list").replaceChildren(
        ...kept.rows.map(({ op }) => element("li", lineOf(phone, kept, op))),
        ...kept.files.map((row) => element("li", fileLine(phone, row))),
      );
      const readable = attention.filter(({ op }) => phone.isReadable(op));
      const cards = [...unsavedCards(phone), ...readable.map((item) => cardOf(phone, kept, item))];
      part(document, "attention").replaceChildren(...cards);
      show(part(document, "attention-none"), cards.length === 0);
      show(part(document, "send-now"), waiting > 0);
      show(part(document, "print"), waiting > 0 || cards.length > 0);
    },
  };
}

/** @param {Phone} phone @returns {Promise<Kept>} */
async function readKept({ store, view }) {
  const [rows, marks, drafts, files] = await store.run(
    ["outbox", "marks", "drafts", "files"],
    "readonly",
    (tx) =>
      Promise.all([tx.list("outbox"), marksOf(tx, view.attention), tx.list("drafts"), tx.list("files")]),
  );
  return { rows, marks, drafts, files };
}

/** @param {Phone} phone @param {Kept} kept @param {import("../../outbox/types.mjs").UnsentOp} op */
function lineOf(phone, kept, op) {
  const { name, where } = aboutOp(phone, kept, op.entity);
  const what = phone.isReadable(op) ? opWords(op, name) : WAITING.anEntry;
  return `${what} · ${where} · ${timeOf(op.captured_at)}`;
}

/** @param {Phone} phone @param {FileRow} row */
function fileLine(phone, row) {
  const name = phone.isReadable(row) ? row.name : WAITING.aDocument;
  return `${name} · ${fileNote(row)} · ${timeOf(row.at)}`;
}

/** Whom or what an entry is about, and where it belongs. @param {Phone} phone @param {Kept} kept @param {string} entity */
function aboutOp(phone, kept, entity) {
  return isOfForm(entity)
    ? aboutAnswer(kept.drafts, entity)
    : {
        name: nameOf(phone.view.roster, placementOf(entity)),
        where: sessionWords(sessionOf(entity)),
      };
}

/** @param {Phone} phone @param {Kept} kept @param {Attention} item */
function cardOf(phone, kept, item) {
  const standing = kept.marks.get(item.entity)?.server?.standing ?? [];
  return item.kind === "two_marks" && !item.settled && standing.length > 1
    ? twoMarksCard(phone, item.entity, standing)
    : attentionCard(phone, item, aboutOp(phone, kept, item.entity), (op) => void change(phone, op, item));
}

/** @param {Phone} phone @param {Op} op @param {Attention} item */
async function change(phone, op, item) {
  const name = nameOf(phone.view.roster, placementOf(op.entity));
  const old = /** @type {MarkBody} */ (op.body);
  const body = await openDetails({
    name,
    body: old,
    needsReason: item.kind === "late",
    time: inLondon(phone.now()).time,
    isOn: false,
  });
  if (!body) {
    return;
  }
  const wanted = {
    kind: op.kind,
    entity: op.entity,
    body: old.added ? { ...body, added: /** @type {const} */ (true) } : body,
    ...phone.maker(),
  };
  if (await phone.record([wanted], markSaved(name, body))) {
    await putAway(phone, item.id);
  }
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
