/** Finds a section in the blank form, and the ways from it to the others. */

import { part, setText, show } from "../dom.mjs";
import { FORMS } from "../words/forms.mjs";

/** @typedef {import("../../outbox/types.mjs").DraftRow} DraftRow */

/** @param {Document} blank @param {string} section its key, or "?" and the key of a question in it */
export function drawnSection(blank, section) {
  const selector = section.startsWith("?")
    ? `[data-form-section]:has([data-question="${CSS.escape(section.slice(1))}"])`
    : `[data-form-section="${CSS.escape(section)}"]`;
  const drawn = blank.querySelector(selector);
  return drawn instanceof HTMLElement ? drawn : null;
}

/** The links to all sections and to the next. @param {DraftRow} draft @param {string} key */
export function paintWays(draft, key) {
  const sections = draft.head?.sections ?? [];
  const next = sections[sections.findIndex((one) => one.key === key) + 1];
  part(document, "section-all").setAttribute("href", `#form/${draft.id}`);
  const onward = part(document, "section-next");
  show(onward, next !== undefined);
  if (next) {
    onward.setAttribute("href", `#form/${draft.id}/${next.key}`);
    setText(onward, FORMS.next(next.title));
  }
}

/** @param {string} section @param {HTMLElement} drawn */
export function goToQuestion(section, drawn) {
  if (section.startsWith("?")) {
    const question = drawn.querySelector(`[data-question="${CSS.escape(section.slice(1))}"]`);
    question?.scrollIntoView({ block: "center" });
  }
}
