/** The card for two different marks of one pupil, between which a person chooses. */

import { card } from "./card.mjs";
import { button, element } from "../dom.mjs";
import { attentionTitle, markSaved, seenWords } from "../words/marks.mjs";
import { CARDS, chooseWords } from "../words/waiting.mjs";
import { bodyOf, placementOf } from "../../outbox/registers/marks.mjs";
import { nameOf } from "../../outbox/view.mjs";

/** @typedef {import("../../outbox/types.mjs").StandingMark} StandingMark */

/**
 * @param {import("../state.mjs").Phone} phone
 * @param {string} entity
 * @param {StandingMark[]} standing
 */
export function twoMarksCard(phone, entity, standing) {
  const name = nameOf(phone.view.roster, placementOf(entity));
  const mayChoose = phone.actor()?.may_choose === true;
  /** @param {StandingMark} mark */
  const choose = (mark) => {
    const body = bodyOf(mark);
    void phone.record([{ kind: "mark.set", entity, body, ...phone.maker() }], markSaved(name, body));
  };
  return card({
    kind: "two-marks",
    title: attentionTitle({ kind: "two_marks", entity }, name),
    words: standing.map((mark) => {
      const line = element("p", CARDS.markOf(mark));
      line.append(element("strong", seenWords(bodyOf(mark))));
      return line;
    }),
    buttons: mayChoose
      ? standing.map((mark) => button(chooseWords(name, bodyOf(mark)), () => choose(mark)))
      : [],
    after: mayChoose ? CARDS.commissionerSees : CARDS.othersChoose,
  });
}
