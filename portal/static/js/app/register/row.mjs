/**
 * One pupil's row: paints only what changed, and tells what was tapped. A choice looks taken when it
 * is saved, which is at once for an eye; where it takes longer, the row says that it is saving.
 */

import { copyOf, setText } from "../dom.mjs";
import { spoken } from "../../outbox/clock.mjs";

/** @typedef {import("../../outbox/types.mjs").Seen} Seen */
/** @typedef {import("../../outbox/types.mjs").MarkBody} MarkBody */

const REPEATED_TAP_MS = 700;
const KEYBOARD_PAUSE_MS = 700;
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
  const name = element.querySelector("[data-name]");
  const note = element.querySelector("[data-note]");
  const time = element.querySelector(".portal-choice--late [data-time]");
  const inputs = [...element.querySelectorAll("input")];
  /** @type {Seen} */
  let shown = "unmarked";
  let changedAt = 0;
  let pause = 0;
  let isFromArrowKey = false;
  let isSaving = false;
  let slow = 0;

  element.dataset["placement"] = placement;
  for (const input of inputs) {
    input.name = `seen-${placement}`;
    input.addEventListener("click", () => openWhenTappedAgain(input));
    input.addEventListener("change", () => startChoosing(input));
  }
  element.addEventListener("keydown", ({ key }) => {
    isFromArrowKey = key.startsWith("Arrow");
  });
  element.addEventListener("pointerdown", () => {
    isFromArrowKey = false;
  });
  element.addEventListener("focusout", ({ relatedTarget }) => {
    if (pause !== 0 && !(relatedTarget instanceof Node && element.contains(relatedTarget))) {
      chooseNow();
    }
  });
  element.querySelector("[data-open]")?.addEventListener("click", open);

  /** @param {HTMLInputElement} input */
  function openWhenTappedAgain(input) {
    const isRepeated = Date.now() - changedAt < REPEATED_TAP_MS;
    if (input.value === shown && !isRepeated && !isSaving) {
      open();
    }
  }

  /** Arrow keys pass over choices that are not meant: wait until they rest. */
  /** @param {HTMLInputElement} input */
  function startChoosing(input) {
    changedAt = Date.now();
    isSaving = true;
    clearTimeout(pause);
    if (isFromArrowKey) {
      showSaving();
      pause = setTimeout(chooseNow, KEYBOARD_PAUSE_MS);
    } else {
      pause = 0;
      slow ||= setTimeout(showSaving, SLOW_MS);
      choose(/** @type {Seen} */ (input.value));
    }
  }

  function showSaving() {
    element.dataset["saving"] = "";
  }

  function chooseNow() {
    clearTimeout(pause);
    pause = 0;
    const chosen = inputs.find((input) => input.checked);
    if (chosen) {
      choose(/** @type {Seen} */ (chosen.value));
    }
  }

  /** @param {Shown} state */
  function paint({ name: who, note: words, body, differs, closed }) {
    if (pause !== 0) {
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
    setText(/** @type {HTMLElement} */ (name), who);
    setText(/** @type {HTMLElement} */ (note), words);
    const arrived = shown === "late" && body.arrived ? spoken(body.arrived) : "";
    setText(/** @type {HTMLElement} */ (time), arrived);
  }

  return { element, paint };
}
