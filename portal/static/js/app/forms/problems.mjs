/** Says under a question what is wrong with the answer, and offers what can be done. */

import { button, element } from "../dom.mjs";
import { ANSWERS } from "../words/forms.mjs";
import { differingAnswers } from "../../outbox/forms/drafts.mjs";

/** @typedef {import("../../outbox/types.mjs").AnswerRow} AnswerRow */
/** @typedef {import("../../outbox/types.mjs").ToldAnswer} ToldAnswer */

/**
 * @param {string} id
 * @param {HTMLElement} note  Takes the focus where the button that has it goes away.
 */
export function createProblems(id, note) {
  const place = element("div", "");
  place.className = "portal-error";
  place.id = id;
  place.setAttribute("role", "alert");
  let saidKey = "";

  /** Say it once: a screen reader reads out whatever is put there. @param {string} key of what is said @param {(string | Node)[]} words */
  function say(key, ...words) {
    if (key !== saidKey) {
      saidKey = key;
      if (place.contains(document.activeElement)) {
        note.focus();
      }
      place.replaceChildren(...words);
    }
  }

  return {
    place,

    tellGone: () => say("gone", ANSWERS.gone),

    /** @param {() => void} tryAgain */
    tellNotSaved(tryAgain) {
      saidKey = "";
      say("not-saved", ANSWERS.notSaved, button(ANSWERS.tryAgain, tryAgain));
    },

    /** Another tab of this phone has changed the answer meanwhile. @param {string} key @param {() => void} use @param {() => void} keep */
    askWhich(key, use, keep) {
      const ways = [button(ANSWERS.useOther, use), " ", button(ANSWERS.keepMine, keep)];
      say(`other-tab:${key}`, ANSWERS.changedElsewhere, ...ways);
    },

    /** What the server has to say. @param {AnswerRow | undefined} answer @param {(one: ToldAnswer) => void} choose */
    paint(answer, choose) {
      const refused = refusedOf(answer);
      const standing = differingAnswers(answer);
      const isQuiet = standing.length + refused.length === 0;
      const key = isQuiet ? "" : JSON.stringify([refused, standing, answer?.server?.version]);
      if (standing.length > 1) {
        say(key, ANSWERS.differ, ...standing.map((one) => choice(one, () => choose(one))));
      } else {
        say(key, ...refused.map(({ message }) => element("p", message)));
      }
    },
  };
}

/** What the server did not accept of this phone's answer. @param {AnswerRow | undefined} answer */
export function refusedOf(answer) {
  return answer?.mine?.status === "refused" ? answer.mine.errors : [];
}

/** @param {ToldAnswer} one @param {() => void} use */
function choice(one, use) {
  const made = element("p", ANSWERS.given(one));
  const act = button(ANSWERS.useThis, use);
  const which = element("span", ANSWERS.which(one));
  which.className = "portal-hidden";
  act.append(which);
  made.append(act);
  return made;
}
