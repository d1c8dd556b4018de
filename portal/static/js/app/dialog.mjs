/** Asks one question in a dialog and gives the answer. */

import { button, find, part, setText, show } from "./dom.mjs";

/**
 * @typedef {object} Question
 * @property {string} title
 * @property {string} [words]
 * @property {string} [yes]  The button that agrees; without it, one of the choices is the answer.
 * @property {boolean} [needsReason]
 * @property {{id: string, text: string}[]} [choices]
 */

/**
 * @param {Question} question
 * @returns {Promise<{choice: string, reason: string} | null>} null when the person goes back
 */
export function ask({ title, words = "", yes = "", needsReason = false, choices = [] }) {
  const dialog = find(document, '[data-dialog="question"]', HTMLDialogElement);
  const reason = find(dialog, "#question-reason", HTMLInputElement);
  const error = part(dialog, "question-error");
  setText(part(dialog, "question-title"), title);
  setText(part(dialog, "question-words"), words);
  setText(part(dialog, "question-yes"), yes);
  show(part(dialog, "question-yes"), yes !== "");
  show(part(dialog, "question-field"), needsReason);
  show(error, false);
  reason.value = "";

  return new Promise((resolve) => {
    part(dialog, "question-choices").replaceChildren(
      ...choices.map(({ id, text }) => button(text, () => dialog.close(id))),
    );
    opened(dialog, () => {
      const isMissing = needsReason && reason.value.trim() === "";
      show(error, isMissing);
      if (isMissing) {
        reason.focus();
      }
      return !isMissing;
    }).then((answer) =>
      resolve(answer ? { choice: answer, reason: reason.value.trim() } : null),
    );
  });
}

/**
 * Show a dialog until it is closed. Gives what closed it: a button's value, or "" for going back.
 * @param {HTMLDialogElement} dialog
 * @param {() => boolean} isComplete asked before the form is accepted
 * @returns {Promise<string>}
 */
export function opened(dialog, isComplete) {
  const form = find(dialog, "form", HTMLFormElement);
  const listening = new AbortController();
  const { signal } = listening;
  return new Promise((resolve) => {
    form.addEventListener(
      "submit",
      (event) => {
        if (!isComplete()) {
          event.preventDefault();
        }
      },
      { signal },
    );
    part(dialog, "close").addEventListener("click", () => dialog.close(""), { signal });
    dialog.addEventListener(
      "close",
      () => {
        listening.abort();
        resolve(dialog.returnValue);
      },
      { signal },
    );
    dialog.returnValue = "";
    dialog.showModal();
  });
}
