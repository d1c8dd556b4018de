/**
 * Comes within the page, before the rest of the app has come over a slow line: opens the records and,
 * on a phone that is not set up, sets it up meanwhile.
 */

import { link } from "./dom.mjs";
import { needsSetUp } from "./people.mjs";
import { tell, tellOfMissingPart } from "./screen.mjs";
import { createSetUpScreen } from "./phone/set_up_screen.mjs";
import { START } from "./words/start.mjs";
import { openStore } from "../outbox/store.mjs";

/** @typedef {import("../outbox/store.mjs").PhoneStore} PhoneStore */

/**
 * @typedef {object} Started
 * @property {PhoneStore} store
 * @property {import("./phone/set_up_screen.mjs").SetUpScreen} setUp
 *
 * @typedef {object} Start  What the app finds when it comes.
 * @property {Promise<Started | null>} started  null where the browser keeps nothing; the page says so
 * @property {"blocked" | "replaced" | null} heard  What another tab of another version did last.
 * @property {(what: "blocked" | "replaced") => void} hear
 * @property {boolean} hasApp  Whether the app has come.
 */

const SILENT_AFTER_MS = 10_000;

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

/** The app will not come: the line broke. */
let isIncomplete = false;

/** @returns {Promise<Started | null>} */
async function open() {
  /** @type {PhoneStore} */
  let store;
  const slow = setTimeout(tellStoreIsSilent, SILENT_AFTER_MS);
  try {
    store = await openStore(indexedDB, {
      blocked: () => start.hear("blocked"),
      replaced: () => start.hear("replaced"),
    });
  } catch (error) {
    tellNothingIsKept(error);
    return null;
  } finally {
    clearTimeout(slow);
  }
  const setUp = createSetUpScreen(store);
  if (!start.hasApp) {
    void offerSetUp(store, setUp);
  }
  return { store, setUp };
}

/** @param {PhoneStore} store @param {import("./phone/set_up_screen.mjs").SetUpScreen} setUp */
async function offerSetUp(store, setUp) {
  const device = await store.run(["meta"], "readonly", (tx) => tx.get("meta", "device"));
  if (needsSetUp(device) && !isIncomplete) {
    void setUp.open();
  }
}

/** Some browsers never answer when asked to open their store; another tab of ours says so by itself. */
function tellStoreIsSilent() {
  if (start.heard === null) {
    tell(START.register, [START.storeIsSilent, START.ordinaryPageWorks, link(START.ordinaryRegister, "/registers/")]);
  }
}

/** @param {unknown} error */
function tellNothingIsKept(error) {
  tell(START.register, [
    START.nothingIsKept,
    START.ordinaryPageWorks,
    link(START.ordinaryRegister, "/registers/"),
  ]);
  console.warn(error);
}

addEventListener("load", () => {
  if (!start.hasApp) {
    isIncomplete = true;
    void tellWhenSent();
  }
});

/** What is on its way to the server is finished first. */
async function tellWhenSent() {
  const started = await start.started;
  if (started) {
    await started.setUp.leave();
    tellOfMissingPart();
  }
}
