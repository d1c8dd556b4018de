/**
 * Comes within the page, before the rest of the app has come over a slow line: opens the records and,
 * on a phone that is not set up, sets it up meanwhile.
 */

import { button, link } from "./dom.mjs";
import { needsSetUp } from "./people.mjs";
import { tell } from "./screen.mjs";
import { createSetUpScreen } from "./set_up_screen.mjs";
import { openStore } from "../outbox/store.mjs";

/** @typedef {import("../outbox/store.mjs").PhoneStore} PhoneStore */

/**
 * @typedef {object} Started
 * @property {PhoneStore} store
 * @property {import("./set_up_screen.mjs").SetUpScreen} setUp
 *
 * @typedef {object} Start  What the app finds when it comes.
 * @property {Promise<Started | null>} started  null where the browser keeps nothing; the page says so
 * @property {"blocked" | "replaced" | null} heard  What another tab of another version did last.
 * @property {(what: "blocked" | "replaced") => void} hear
 * @property {boolean} hasApp  Whether the app has come.
 */

/** @type {Start} */
const start = {
  started: open(),
  heard: null,
  hear(what) {
    start.heard = what;
  },
  hasApp: false,
};
Object.assign(globalThis, { portalStart: start });

/** @returns {Promise<Started | null>} */
async function open() {
  const store = await openStore(indexedDB, {
    blocked: () => start.hear("blocked"),
    replaced: () => start.hear("replaced"),
  }).catch(tellNothingIsKept);
  if (!store) {
    return null;
  }
  const setUp = createSetUpScreen(store);
  const device = await store.run(["meta"], "readonly", (tx) => tx.get("meta", "device"));
  if (needsSetUp(device)) {
    void setUp.open();
  }
  return { store, setUp };
}

/** @param {unknown} error @returns {null} */
function tellNothingIsKept(error) {
  tell("Register", [
    "This browser keeps nothing on this phone, so marks would be lost without signal. A private window does that: open the register in an ordinary window.",
    "With a connection, the ordinary page works here too.",
    link("Ordinary register", "/registers/"),
  ]);
  console.warn(error);
  return null;
}

addEventListener("load", () => {
  if (!start.hasApp) {
    void start.started.then(tellWhatIsMissing);
  }
});

/** @param {Started | null} started */
function tellWhatIsMissing(started) {
  started?.setUp.leave();
  tell("Register", [
    "A part of the app did not come. Nothing is lost. Load it again when the connection is better.",
    button("Load it again", () => location.reload()),
    link("Ordinary register", "/registers/"),
  ]);
}
