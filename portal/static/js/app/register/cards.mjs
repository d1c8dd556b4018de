/** The cards above a register: its two different marks, what was not saved, and how much waits elsewhere. */

import { link, part } from "../dom.mjs";
import { twoMarksCard } from "../waiting/two_marks.mjs";
import { unsavedCards } from "../waiting/unsaved.mjs";
import { REGISTER } from "../words/register.mjs";
import { differing, sessionOf } from "../../outbox/registers/marks.mjs";

/** @param {import("../state.mjs").Phone} phone */
export function createCards(phone) {
  let shown = "";

  return {
    paint() {
      const { session, marks } = phone.view;
      const two = [...marks]
        .map(([placement, row]) => ({ entity: `${session?.id}/${placement}`, standing: differing(row) }))
        .filter(({ standing }) => standing.length > 0);
      const elsewhere = phone.view.attention.filter(
        ({ kind, entity, op }) =>
          phone.isReadable(op) && (kind !== "two_marks" || sessionOf(entity) !== session?.id),
      );
      const key = JSON.stringify([two, elsewhere, [...phone.unsaved]]);
      if (key !== shown) {
        shown = key;
        const cards = two.map(({ entity, standing }) => twoMarksCard(phone, entity, standing));
        const more = elsewhere.length > 0 ? [lookLink(elsewhere.length)] : [];
        part(document, "cards").replaceChildren(...unsavedCards(phone), ...cards, ...more);
      }
    },
  };
}

/** @param {number} count of things on the other screen that a person should look at */
function lookLink(count) {
  return link(REGISTER.look(count), "#waiting", "portal-notice portal-link");
}
