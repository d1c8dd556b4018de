/** The foot of a register: what was saved last, and the buttons for all pupils. */

import { part, setText, show } from "../dom.mjs";
import { closedWords, REGISTER } from "../words/register.mjs";
import { timeOf } from "../../outbox/clock.mjs";
import { shownRegister } from "../../outbox/registers/marks.mjs";

/**
 * @param {import("../state.mjs").Phone} phone
 * @param {number} missing  How many pupils are not marked.
 * @param {number} undoable  How many marks one tap would take back.
 */
export function paintFoot(phone, missing, undoable) {
  const foot = part(document, "foot");
  const everyone = part(document, "everyone");
  const register = shownRegister(phone.view.register);
  const isOpen = register.state === "open";
  const { saved } = phone;
  setText(part(foot, "saved-what"), saved?.what ?? "");
  setText(
    part(foot, "saved-words"),
    saved ? REGISTER.saved(timeOf(saved.at)) : closedWords(register),
  );
  show(part(foot, "add"), isOpen);
  show(part(document, "cancel"), isOpen);
  show(everyone, isOpen && (missing > 0 || undoable > 0));
  setText(
    everyone,
    missing > 0 ? REGISTER.markEveryone(missing) : REGISTER.undoEveryone(undoable),
  );
  setText(part(foot, "finish"), isOpen ? REGISTER.finish : REGISTER.openAgain);
  part(foot, "finish").classList.toggle("portal-button--go", isOpen);
}
