/** Paints what may have changed: the pill, the lines under the header, the screen of the address. */

import { find, link, part, setText, show } from "./dom.mjs";
import { isToGoOn, screenNow } from "./router.mjs";
import { showScreen, tell } from "./screen.mjs";
import { APP, pill } from "./words/app.mjs";

/**
 * @typedef {object} Screens
 * @property {import("./register/screen.mjs").RegisterScreen} register
 * @property {import("./waiting/screen.mjs").WaitingScreen} waiting
 * @property {import("./phone/screen.mjs").PhoneScreen} phone
 *
 * @typedef {ReturnType<typeof createPainter>} Painter
 */

/**
 * @param {object} parts
 * @param {import("./state.mjs").Phone} parts.phone
 * @param {import("../outbox/store.mjs").PhoneStore} parts.store
 * @param {import("./start.mjs").Started["setUp"]} parts.setUp
 * @param {import("./banners.mjs").Banners} parts.banners
 * @param {Screens} parts.screens
 * @param {import("./forms_loader.mjs").FormsLoader} parts.forms
 * @param {() => void} parts.useUpdate
 * @param {() => void} parts.afterFirst  Once the first screen is painted.
 */
export function createPainter({ phone, store, setUp, banners, screens, forms, useUpdate, afterFirst }) {
  let isFirst = true;
  let later = 0;

  async function paint() {
    if (isFirst && isToGoOn(phone)) {
      history.replaceState(null, "", phone.view.place?.hash);
    }
    paintPill(phone);
    banners.paint(phone, { useUpdate, isDrainOnly: store.isNewer() });
    await paintScreen(screenNow(phone, store.isNewer()));
    paintWaysHome(phone);
    if (isFirst) {
      isFirst = false;
      requestAnimationFrame(() => setTimeout(afterFirst));
    }
  }

  /** @param {import("./router.mjs").Destination} screen */
  async function paintScreen(screen) {
    if (screen === "set-up") {
      await setUp.open();
      return;
    }
    void setUp.leave();
    if (screen === "forms") {
      await forms.paint();
    } else if (screen === "message") {
      tellWhyNoRegister(phone, store.isNewer());
    } else {
      showScreen(screen);
      await screens[screen].paint();
    }
  }

  return {
    paint,
    paintPill: () => paintPill(phone),

    /** Everything but the rows that say at once what a person did: when those are on the screen. */
    paintSoon() {
      later ||= setTimeout(() => {
        later = 0;
        void paint();
      });
    },
  };
}

/** @param {import("./state.mjs").Phone} phone */
function paintPill(phone) {
  const { waiting, oldest, contact, device, attention } = phone.view;
  const { sending, network } = phone;
  const { text, tone } = pill({
    waiting, oldest, sending, network,
    last_answer_at: contact.last_answer_at,
    isOwed: contact.reoffer,
    refused: attention.filter(isNotTaken).length,
  });
  const shown = find(document, "[data-pill]");
  setText(shown, device ? text : APP.notSetUp);
  shown.dataset["tone"] = tone;
  document.body.dataset["network"] = network;
  setText(part(document, "provider"), device?.provider.name ?? APP.provider);
}

/** Whether an entry never reached the register, and nobody has dealt with it. @param {import("../outbox/types.mjs").Attention} row */
function isNotTaken({ kind, settled }) {
  return !settled && (kind === "rejected" || kind === "too_big");
}

/** Whoever takes no registers goes back to the forms. @param {import("./state.mjs").Phone} phone */
function paintWaysHome(phone) {
  const person = phone.actor();
  const isForms = person?.may_take === false;
  for (const home of document.querySelectorAll("[data-home]")) {
    home.setAttribute("href", isForms ? "#forms" : "#register");
    setText(/** @type {HTMLElement} */ (home), isForms ? APP.backToForms : APP.backToRegister);
  }
  for (const way of document.querySelectorAll("[data-to-forms]")) {
    show(/** @type {HTMLElement} */ (way), person?.may_answer === true);
  }
}

/** @param {import("./state.mjs").Phone} phone @param {boolean} isDrainOnly */
function tellWhyNoRegister(phone, isDrainOnly) {
  if (isDrainOnly) {
    tell(APP.register, [APP.newerRecords, link(APP.ordinaryRegister, "/registers/")]);
  } else if (phone.view.expired || !phone.view.roster) {
    tell(APP.register, [APP.noRoster]);
  } else {
    tell(APP.noSession, [APP.noSessionWords]);
  }
}
