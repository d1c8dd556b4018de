/** The day over a register, how far it is, and the ways to the sessions beside it. */

import { find, part, setText, show } from "../dom.mjs";
import { dayWords, shortDay } from "../words/days.mjs";
import { REGISTER, subtitle } from "../words/register.mjs";
import { inLondon } from "../../outbox/clock.mjs";
import { shownRegister } from "../../outbox/registers/marks.mjs";
import { dayOf, dueSession, neighbours } from "../../outbox/registers/sessions.mjs";
import { pupilsOf } from "../../outbox/view.mjs";

/** @typedef {import("../state.mjs").Phone} Phone */
/** @typedef {{session: NonNullable<Phone["view"]["session"]>, roster: NonNullable<Phone["view"]["roster"]>}} Shown */

/** @param {Phone} phone @param {Shown} shown @param {number} missing  How many pupils are not marked. */
export function paintHead(phone, { session, roster }, missing) {
  setText(part(document, "title"), dayWords(dayOf(session)));
  setText(part(document, "subtitle"), subtitleOf(phone, session, missing));
  const { earlier, later, ...halves } = neighbours(roster, session.id);
  for (const half of /** @type {const} */ (["am", "pm"])) {
    const choice = find(document, `[data-half="${half}"]`, HTMLButtonElement);
    choice.disabled = halves[half] === null;
    choice.setAttribute("aria-pressed", String(session.id.endsWith(half)));
  }
  const due = dueSession(roster, inLondon(phone.now()));
  setText(part(document, "earlier"), earlier ? REGISTER.earlier(shortDay(dayOf(earlier))) : "");
  setText(part(document, "later"), later ? REGISTER.later(shortDay(dayOf(later))) : "");
  show(part(document, "earlier"), earlier !== null);
  show(part(document, "later"), later !== null);
  show(part(document, "due"), due !== null && due.id !== session.id);
}

/** @param {Phone} phone @param {Shown["session"]} session @param {number} missing */
function subtitleOf(phone, { opens, closes }, missing) {
  const { register, marks } = phone.view;
  const all = pupilsOf(phone.view, phone.added).length;
  const shown = shownRegister(register);
  const isSent = !shown.waiting && ![...marks.values()].some((row) => row.mine?.status === "waiting");
  return subtitle(shown, { count: [all - missing, all], isSent, opens, closes });
}
