/** One section of a form, filled in on the phone: saved as it is typed, with or without signal. */

import { show } from "../dom.mjs";
import { Answer } from "./answer.mjs";
import { applyConditions } from "./fields.mjs";
import { createPaper } from "./papers.mjs";
import { shownTyped } from "../../outbox/forms/drafts.mjs";

/** @typedef {import("../state.mjs").Phone} Phone */
/** @typedef {import("../../outbox/types.mjs").DraftRow} DraftRow */
/** @typedef {import("../../outbox/types.mjs").FileRow} FileRow */

/**
 * @param {object} about
 * @param {HTMLElement} about.drawn  The section as the blank form has it.
 * @param {DraftRow} about.draft
 * @param {Phone} about.phone
 * @param {() => void} about.sendSoon
 */
export function createSection({ drawn, draft: first, phone, sendSoon }) {
  const section = /** @type {HTMLElement} */ (document.importNode(drawn, true));
  let draft = first;
  const place = { id: first.id, phone, changed: showConditions };
  const filePlace = { ...place, changed: () => void phone.reload().then(sendSoon) };
  const answers = all(section, "[data-answer]").map((holder) => new Answer(holder, place));
  const papers = all(section, "[data-evidence]").map((one) => createPaper(one, filePlace));

  function showConditions() {
    applyConditions(section, (question) => {
      const known = draft.answers[question];
      return known ? shownTyped(known) : undefined;
    });
    for (const holder of all(section, "[data-answer]")) {
      show(holder, !(/** @type {HTMLElement} */ (holder.firstElementChild).hidden));
    }
  }

  return {
    section,
    title: section.dataset["title"] ?? "",

    /** @param {DraftRow} known @param {FileRow[]} files */
    update(known, files) {
      draft = known;
      const open = known.closed ? [] : (known.head?.open ?? null);
      for (const answer of answers) {
        answer.update(known.answers[answer.key], open === null || open.includes(answer.key));
      }
      for (const paper of papers) {
        paper.update(known, files);
      }
      showConditions();
    },

    /** Before the screen goes: whatever was typed is kept. */
    async saveAll() {
      await Promise.all(answers.map((answer) => answer.save()));
    },

    isBusy: () => answers.some((answer) => answer.isBusy()),
  };
}

/** @param {ParentNode} root @param {string} selector */
function all(root, selector) {
  return [...root.querySelectorAll(selector)].filter((one) => one instanceof HTMLElement);
}
