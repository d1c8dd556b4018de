/** The card for something that the server said about an operation of this phone. */

import { card } from "./card.mjs";
import { button, link } from "../dom.mjs";
import { attentionTitle, opWords } from "../words/marks.mjs";
import { CARDS } from "../words/waiting.mjs";
import { formOf, isOfForm, questionOf } from "../../outbox/forms/drafts.mjs";

/** @typedef {import("../state.mjs").Phone} Phone */
/** @typedef {import("../../outbox/types.mjs").Attention} Attention */
/** @typedef {import("../../outbox/types.mjs").Op} Op */
/** @typedef {(op: Op, item: Attention) => void} Change  Opens it to be changed and sent again. */

/**
 * @param {Phone} phone
 * @param {Attention} item
 * @param {{name: string, where: string}} about  Whom or what it is about, and where it belongs.
 * @param {Change} change
 */
export function attentionCard(phone, item, { name, where }, change) {
  const { op, kind } = item;
  return card({
    kind,
    title: attentionTitle(item, name),
    words: [
      ...(op ? [CARDS.sent(opWords(op, name), where, op.captured_at)] : []),
      ...(kind === "late" ? [CARDS.waitsForReason] : []),
      ...(item.settled ? [CARDS.settled] : []),
      ...item.errors.map(({ message }) => message),
    ],
    buttons: buttonsOf(phone, item, change),
    tone: kind === "rejected" || kind === "too_big" ? "problem" : "look",
  });
}

/** @param {Phone} phone @param {Attention} item @param {Change} change */
function buttonsOf(phone, item, change) {
  const { op, kind, entity } = item;
  if (isOfForm(entity)) {
    return [link(CARDS.openQuestion, `#form/${formOf(entity)}/?${questionOf(entity)}`)];
  }
  const away = button(CARDS.putAway, () => void putAway(phone, item.id));
  if (op?.kind !== "mark.set" || kind === "note") {
    return [away];
  }
  const label = kind === "late" ? CARDS.giveReason : CARDS.change;
  return [button(label, () => change(op, item)), away];
}

/** Only a person puts a card away. @param {Phone} phone @param {string} id */
export async function putAway(phone, id) {
  await phone.store.run(["attention"], "readwrite", async (tx) => tx.remove("attention", id));
  await phone.reload();
}
