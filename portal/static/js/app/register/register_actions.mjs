/** What a person can do to a register as a whole: finish, cancel, open again, add a pupil. */

import { ask } from "../dialog.mjs";
import { ASKED, DONE } from "../words/register.mjs";
import { pupilsOf } from "../../outbox/view.mjs";

/** @typedef {import("../../outbox/types.mjs").NewOp} NewOp */

/**
 * @param {import("../state.mjs").Phone} phone
 * @param {() => {placement: string, name: string}[]} unmarked
 */
export function createRegisterActions(phone, unmarked) {
  /** @param {NewOp["kind"]} kind @param {NewOp["body"]} body @param {string} what */
  function record(kind, body, what) {
    const entity = phone.view.session?.id ?? "";
    return phone.record([{ kind, entity, body, ...phone.maker() }], what);
  }

  return {
    async finish() {
      const missing = unmarked();
      const isMeant = missing.length === 0 || (await ask(ASKED.finish(missing.map(({ name }) => name))));
      if (isMeant) {
        const body = { unmarked: missing.map(({ placement }) => placement) };
        await record("register.finish", body, DONE.finished);
      }
    },

    async cancel() {
      const answer = await ask({ ...ASKED.cancel, needsReason: true });
      if (answer) {
        await record("register.cancel", { reason: answer.reason }, DONE.cancelled);
      }
    },

    async reopen() {
      const answer = await ask({ ...ASKED.reopen, needsReason: true });
      if (answer) {
        await record("register.reopen", { reason: answer.reason }, DONE.reopened);
      }
    },

    /** A pupil who came without being expected. */
    async add() {
      const here = new Set(pupilsOf(phone.view, phone.added).map(({ placement }) => placement));
      const others = (phone.view.roster?.pupils ?? []).filter(
        ({ placement, ended }) => !ended && !here.has(placement),
      );
      const answer = await ask({
        title: ASKED.add.title,
        words: others.length > 0 ? ASKED.add.choose : ASKED.add.nobody,
        choices: others.map(({ placement, name }) => ({ id: placement, text: name })),
      });
      if (answer) {
        phone.added.add(answer.choice);
        await phone.reload();
      }
    },
  };
}
