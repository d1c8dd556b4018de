/** Which part of the page is shown. */

import { button, element, find, link, part, setText, show } from "./dom.mjs";
import { START } from "./words/start.mjs";

/** @typedef {"message" | "register" | "waiting" | "phone" | "set-up" | "forms" | "form" | "section"} Screen */

/** @param {Screen} screen */
export function showScreen(screen) {
  for (const section of document.querySelectorAll("[data-screen]")) {
    if (section instanceof HTMLElement) {
      show(section, section.dataset["screen"] === screen);
    }
  }
  show(part(document, "halves"), screen === "register");
  show(part(document, "foot"), screen === "register");
  find(document, "#main").dataset["showing"] = screen;
  document.title = START.pageTitle(part(document, "title").textContent ?? "");
}

/** Show words in place of a screen. @param {string} title @param {(string | HTMLElement)[]} words */
export function tell(title, words) {
  setText(part(document, "title"), title);
  setText(part(document, "subtitle"), "");
  part(document, "message").replaceChildren(
    ...words.map((word) => (typeof word === "string" ? element("p", word) : word)),
  );
  showScreen("message");
}

/** The page and its scripts did not all come, as on a line that breaks. */
export function tellOfMissingPart() {
  tell(START.register, [
    START.missingPart,
    button(START.loadAgain, () => location.reload()),
    link(START.ordinaryRegister, "/registers/"),
  ]);
}
