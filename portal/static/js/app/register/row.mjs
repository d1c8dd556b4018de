/**
 * One pupil's row: paints only what changed, and tells what was tapped. A choice looks taken when it
 * is saved, sooner than anybody notices; where that takes longer, the row says that it is saving.
 */

import { followTaps } from "./taps.mjs";
import { copyOf, find, setText } from "../dom.mjs";
import { spoken } from "../../outbox/clock.mjs";

/** @typedef {import("../../outbox/types.mjs").Seen} Seen */
/** @typedef {import("../../outbox/types.mjs").MarkBody} MarkBody */

const SLOW_MS = 100;

/**
 * @typedef {object} Shown
 * @property {string} name
 * @property {string} note
 * @property {MarkBody} body
 * @property {boolean} differs  Two people marked differently and nobody has chosen.
 * @property {boolean} closed  The session is cancelled.
 */

/**
 * @param {string} placement
 * @param {(seen: Seen) => void} choose
 * @param {() => void} open  Show the times and words.
 */
export function createRow(placement, choose, open) {
  const element = /** @type {HTMLFieldSetElement} */ (copyOf("row"));
  const name = find(element, "[data-name]");
  const note = find(element, "[data-note]");
  const time = find(element, ".portal-choice--late [data-time]");
  const inputs = [...element.querySelectorAll("input")];
  /** @type {Seen} */
  let shown = "unmarked";
  let isSaving = false;
  let slow = 0;

  element.dataset["placement"] = placement;
  inputs.forEach((input) => (input.name = `seen-${placement}`));
  element.querySelector("[data-open]")?.addEventListener("click", open);
  const taps = followTaps(element, inputs, {
    choose,
    tappedAgain(input) {
      if (input.value === shown && !isSaving) {
        open();
      }
    },
    started(isWaiting) {
      isSaving = true;
      if (isWaiting) {
        showSaving();
      } else {
        slow ||= setTimeout(showSaving, SLOW_MS);
      }
    },
  });

  function showSaving() {
    element.dataset["saving"] = "";
  }

  /** @param {Shown} state */
  function paint({ name: who, note: words, body, differs, closed }) {
    if (taps.isPausing()) {
      return;
    }
    shown = differs ? "unmarked" : body.seen;
    isSaving = false;
    clearTimeout(slow);
    slow = 0;
    delete element.dataset["saving"];
    const state = differs ? "differing" : body.seen;
    if (element.dataset["state"] !== state) {
      element.dataset["state"] = state;
    }
    element.disabled = closed;
    for (const input of inputs) {
      input.checked = input.value === shown;
    }
    setText(name, who);
    setText(note, words);
    setText(time, shown === "late" && body.arrived ? spoken(body.arrived) : "");
  }

  return { element, paint };
}
