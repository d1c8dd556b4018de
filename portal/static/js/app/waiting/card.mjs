/** One card that asks a person to look. */

import { copyOf, element, part, setText, show } from "../dom.mjs";

/**
 * @param {object} about
 * @param {string} about.kind
 * @param {string} about.title
 * @param {(string | HTMLElement)[]} about.words
 * @param {HTMLElement[]} about.buttons
 * @param {string} [about.after]
 * @param {"look" | "problem"} [about.tone]
 */
export function card({ kind, title, words, buttons, after = "", tone = "look" }) {
  const made = copyOf("card");
  made.dataset["tone"] = tone;
  made.dataset["card"] = kind;
  setText(part(made, "card-title"), title);
  part(made, "card-words").append(
    ...words.map((word) => (typeof word === "string" ? element("p", word) : word)),
  );
  part(made, "card-buttons").append(...buttons);
  setText(part(made, "card-after"), after);
  show(part(made, "card-after"), after !== "");
  return made;
}
