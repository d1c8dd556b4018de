/** Tells which choice of a row is meant, by finger, mouse or keyboard. */

/** @typedef {import("../../outbox/types.mjs").Seen} Seen */

const REPEATED_TAP_MS = 700;
const KEYBOARD_PAUSE_MS = 700;

/**
 * @param {HTMLElement} element  The row.
 * @param {HTMLInputElement[]} inputs
 * @param {object} told
 * @param {(seen: Seen) => void} told.choose
 * @param {(input: HTMLInputElement) => void} told.tappedAgain  A choice that was tapped before, and is taken.
 * @param {(isWaiting: boolean) => void} told.started  Something is chosen; with arrow keys it waits until they rest.
 */
export function followTaps(element, inputs, { choose, tappedAgain, started }) {
  let changedAt = 0;
  let pause = 0;
  let isFromArrowKey = false;

  for (const input of inputs) {
    input.addEventListener("click", () => {
      if (Date.now() - changedAt >= REPEATED_TAP_MS) {
        tappedAgain(input);
      }
    });
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

  /** Arrow keys pass over choices that are not meant: wait until they rest. */
  /** @param {HTMLInputElement} input */
  function startChoosing(input) {
    changedAt = Date.now();
    clearTimeout(pause);
    started(isFromArrowKey);
    if (isFromArrowKey) {
      pause = setTimeout(chooseNow, KEYBOARD_PAUSE_MS);
    } else {
      pause = 0;
      choose(/** @type {Seen} */ (input.value));
    }
  }

  function chooseNow() {
    clearTimeout(pause);
    pause = 0;
    const chosen = inputs.find((input) => input.checked);
    if (chosen) {
      choose(/** @type {Seen} */ (chosen.value));
    }
  }

  return { isPausing: () => pause !== 0 };
}
