/** The cards for what this phone could not save. */

import { card } from "./card.mjs";
import { button } from "../dom.mjs";
import { opWords } from "../words/marks.mjs";
import { CARDS } from "../words/waiting.mjs";
import { placementOf } from "../../outbox/registers/marks.mjs";
import { makeRoom, trimRoster } from "../../outbox/tidy.mjs";
import { nameOf } from "../../outbox/view.mjs";

/** @typedef {import("../state.mjs").Phone} Phone */
/** @typedef {import("../../outbox/types.mjs").Op} Op */

/** @param {Phone} phone */
export function unsavedCards(phone) {
  return [...phone.unsaved].map(([key, { wanted, isFull }]) => {
    const lines = wanted.map(({ kind, entity, body }) =>
      opWords(
        /** @type {Op} */ ({ kind, entity, body }),
        nameOf(phone.view.roster, placementOf(entity)),
      ),
    );
    const again = button(CARDS.tryAgain, () => void phone.record(wanted, lines.join(". ")));
    const room = button(CARDS.makeRoom, () => void makeRoomAndRetry(phone, key));
    return card({
      kind: "not-saved",
      title: CARDS.notSaved(lines),
      words: [isFull ? CARDS.isFull : CARDS.notWritten],
      buttons: isFull ? [again, room] : [again],
      after: isFull ? CARDS.afterFull : "",
      tone: "problem",
    });
  });
}

/** @param {Phone} phone @param {string} key */
async function makeRoomAndRetry(phone, key) {
  const failed = phone.unsaved.get(key);
  const session = phone.view.session?.id ?? "";
  await phone.store.run(["marks", "receipts"], "readwrite", (tx) => makeRoom(tx, session));
  await phone.store
    .run(["roster"], "readwrite", (tx) => trimRoster(tx, session))
    .catch(stillFull);
  if (failed) {
    await phone.record(failed.wanted, CARDS.savedAfterRoom);
  }
}

/** The list of sessions stays as it is. @param {unknown} error */
function stillFull(error) {
  if (!(error instanceof DOMException)) {
    throw error;
  }
}
