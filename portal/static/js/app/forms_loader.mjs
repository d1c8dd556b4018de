/** The forms have a script of their own, because most phones only take registers. */

import { find } from "./dom.mjs";
import { showScreen, tell } from "./screen.mjs";
import { APP } from "./words/app.mjs";

/** @typedef {ReturnType<typeof import("./forms/screens.mjs").createForms>} Forms */
/** @typedef {ReturnType<typeof createFormsLoader>} FormsLoader */

/**
 * @param {object} parts
 * @param {import("./state.mjs").Phone} parts.phone
 * @param {import("../outbox/network/signed.mjs").SendSigned} parts.sendSigned
 * @param {() => void} parts.sendSoon
 * @param {() => void} parts.sent  Something of ours was sent.
 */
export function createFormsLoader({ phone, sendSigned, sendSoon, sent }) {
  /** @type {Promise<Forms> | null} */
  let forms = null;

  /** @returns {Promise<Forms | null>} null where the script did not come: it is tried again another time */
  function load() {
    forms ??= import(find(document, "[data-forms]").dataset["forms"] ?? "").then(({ createForms }) =>
      createForms({ phone, sendSigned, showScreen, tell, sendSoon, sent }),
    );
    return forms.catch(withoutForms);
  }

  /** @param {unknown} error @returns {null} */
  function withoutForms(error) {
    if (!(error instanceof TypeError)) {
      throw error;
    }
    forms = null;
    return null;
  }

  return {
    /** With a connection: send the documents that wait, and fetch the questions of new forms. */
    async tend() {
      if (phone.view.drafts > 0) {
        const part = await load();
        await part?.keepBlanks();
        if (phone.view.files > 0) {
          await part?.sendFiles();
        }
      }
    },

    async paint() {
      const part = await load();
      if (part) {
        await part.paint();
      } else {
        tell(APP.forms, [APP.formsNotHere]);
      }
    },
  };
}
