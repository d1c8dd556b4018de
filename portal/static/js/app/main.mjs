/** The phone app, once `start.mjs` has opened the records: shows the register, then sends. */

import { createBanners } from "./banners.mjs";
import { find, link, part, setText, show } from "./dom.mjs";
import { needsSetUp } from "./people.mjs";
import { createPhone } from "./state.mjs";
import { createPhoneScreen } from "./phone/screen.mjs";
import { createRegisterScreen } from "./register/screen.mjs";
import { showScreen, tell, tellOfMissingPart } from "./screen.mjs";
import { createSending } from "./sending.mjs";
import { createUpdates } from "./update.mjs";
import { createWaitingScreen } from "./waiting/screen.mjs";
import { pill } from "./words.mjs";
import { timeOrderedId } from "../outbox/ids.mjs";
import { createLock } from "../outbox/lock.mjs";
import { createQueue } from "../outbox/queue.mjs";
import { createSender } from "../outbox/network/sender.mjs";
import { createSigned } from "../outbox/network/signed.mjs";
import { tidy, TIDIED_STORES } from "../outbox/tidy.mjs";

/** @typedef {import("./start.mjs").Started} Started */
/** @typedef {ReturnType<typeof import("./forms/screens.mjs").createForms>} Forms */

const APP = "2026.11.1";
const GO_ON_WITHIN_MS = 30 * 60_000;
const TABS = "BroadcastChannel" in self ? new BroadcastChannel("portal") : null;

/** @param {Started} started @param {ReturnType<typeof createBanners>} banners */
function startApp({ store, setUp }, banners) {
  let isTouched = false;
  let isFirst = true;
  let paintLater = 0;

  const sendSigned = createSigned({
    fetch: (url, options) => fetch(url, options),
    subtle: crypto.subtle,
    privateKey: () =>
      store.run(["keys"], "readonly", async (tx) => (await tx.get("keys", "device"))?.privateKey ?? null),
  });
  const send = createSender(sendSigned);
  const queue = createQueue({ store, send, now: Date.now, newId: () => timeOrderedId(Date.now(), crypto), app: APP });
  const lock = createLock(navigator.locks);
  const phone = createPhone({ store, queue, changed: () => void paint(), recorded });
  /** @type {Promise<Forms> | null} */
  let forms = null;
  const sending = createSending({
    drain: (force) => lock(() => queue.drain({ force })),
    waiting: () => phone.view.waiting,
    report: takeOutcome,
  });
  const updates = createUpdates({
    ready: () => {
      phone.updateReady = true;
      void paint();
    },
    isTouched: () => isTouched,
  });
  const screens = {
    register: createRegisterScreen(phone),
    waiting: createWaitingScreen(phone, () => void sending.send(true)),
    phone: createPhoneScreen(phone, {
      sendNow: () => void sending.send(true),
      useUpdate: () => void updates.use(),
    }),
  };
  setUp.done = () => {
    void phone.goTo(null).then(() => {
      part(document, "title").focus();
      sending.soon();
      return tendForms();
    });
  };

  /**
   * What a person did is kept: its rows say so at once, everything else when they are on the screen.
   * @param {boolean} isLast
   * @param {string[]} [placements]
   */
  function recorded(isLast, placements = []) {
    screens.register.paintOnly(placements);
    sending.soon(isLast);
    TABS?.postMessage("changed");
    paintLater ||= setTimeout(() => {
      paintLater = 0;
      void paint();
    });
  }

  /** @param {import("../outbox/queue.mjs").Outcome | null | "started"} outcome */
  function takeOutcome(outcome) {
    phone.sending = outcome === "started";
    if (outcome === "started") {
      paintPill();
      return;
    }
    phone.network = outcome?.network ?? phone.network;
    TABS?.postMessage("changed");
    void phone.reload().then(() => (outcome?.network === "ok" ? tendForms() : null));
  }

  /** The forms have a script of their own, because most phones only take registers. */
  function formsPart() {
    forms ??= import(find(document, "[data-forms]").dataset["forms"] ?? "").then(({ createForms }) =>
      createForms({ phone, sendSigned, showScreen, tell, sendSoon: () => sending.soon(), sent: () => recorded(true) }),
    );
    return forms;
  }

  /** With a connection: send the documents that wait, and fetch the questions of new forms. */
  async function tendForms() {
    if (phone.view.drafts > 0) {
      const part = await formsPart().catch(withoutForms);
      await part?.keepBlanks();
      if (phone.view.files > 0) {
        await part?.sendFiles();
      }
    }
  }

  /** The script did not come: try again another time. @param {unknown} error @returns {null} */
  function withoutForms(error) {
    if (!(error instanceof TypeError)) {
      throw error;
    }
    forms = null;
    return null;
  }

  async function paint() {
    if (isFirst && isToGoOn()) {
      history.replaceState(null, "", phone.view.place?.hash);
    }
    paintPill();
    banners.paint(phone, { useUpdate: () => void updates.use(), isDrainOnly: store.isNewer() });
    await paintScreen(screenNow());
    paintWaysHome();
    if (isFirst) {
      isFirst = false;
      requestAnimationFrame(() => setTimeout(afterFirstPaint));
    }
  }

  /** @param {ReturnType<typeof screenNow>} screen */
  async function paintScreen(screen) {
    if (screen === "set-up") {
      await setUp.open();
      return;
    }
    void setUp.leave();
    if (screen === "forms") {
      await paintForms();
    } else if (screen === "message") {
      tellWhyNoRegister();
    } else {
      showScreen(screen);
      await screens[screen].paint();
    }
  }

  /** @returns {"set-up" | "phone" | "waiting" | "forms" | "register" | "message"} */
  function screenNow() {
    const { device, session } = phone.view;
    const person = phone.actor();
    if (needsSetUp(device)) {
      return "set-up";
    }
    if (location.hash === "#waiting" || location.hash === "#phone") {
      return location.hash === "#phone" ? "phone" : "waiting";
    }
    if (person?.may_answer && (location.hash.startsWith("#form") || person.may_take === false)) {
      return "forms";
    }
    return session && !store.isNewer() ? "register" : "message";
  }

  /** Whether a form that was open when the app was closed opens again. Registers come first. */
  function isToGoOn() {
    const { place } = phone.view;
    const person = phone.actor();
    if (!place || location.hash || !person?.may_answer) {
      return false;
    }
    return person.may_take === false || phone.now() - Date.parse(place.at) < GO_ON_WITHIN_MS;
  }

  async function paintForms() {
    const part = await formsPart().catch(withoutForms);
    if (part) {
      await part.paint();
    } else {
      tell("Forms to fill in", ["The forms are not on this phone yet. Connect once, and they are kept."]);
    }
  }

  /** Whoever takes no registers goes back to the forms. */
  function paintWaysHome() {
    const person = phone.actor();
    const isForms = person?.may_take === false;
    for (const home of document.querySelectorAll("[data-home]")) {
      home.setAttribute("href", isForms ? "#forms" : "#register");
      setText(/** @type {HTMLElement} */ (home), isForms ? "Back to the forms" : "Back to the register");
    }
    for (const way of document.querySelectorAll("[data-to-forms]")) {
      show(/** @type {HTMLElement} */ (way), person?.may_answer === true);
    }
  }

  function tellWhyNoRegister() {
    if (store.isNewer()) {
      tell("Register", ["This phone holds the records of a newer version. What waits is being sent. Until the newer version is back, take the register on the ordinary page.", link("Ordinary register", "/registers/")]);
    } else if (phone.view.expired || !phone.view.roster) {
      tell("Register", ["The list of pupils is not on this phone: it goes after 14 days without a connection. Marks that were made here are kept. Connect once, and the list comes back."]);
    } else {
      tell("No session", ["No session is planned for your provider in these days. When a placement starts, its sessions appear here."]);
    }
  }

  function paintPill() {
    const { waiting, oldest, contact } = phone.view;
    const { text, tone } = pill({
      waiting,
      oldest,
      sending: phone.sending,
      network: phone.network,
      last_answer_at: contact.last_answer_at,
    });
    const shown = find(document, "[data-pill]");
    setText(shown, phone.view.device ? text : "Not set up yet");
    shown.dataset["tone"] = tone;
    document.body.dataset["network"] = phone.network;
    setText(part(document, "provider"), phone.view.device?.provider.name ?? "Alternative provision");
  }

  /** What the register does not need: the worker, sending, forgetting what is old. */
  function afterFirstPaint() {
    sending.listen();
    if (phone.view.device) {
      void sending.send();
    }
    void updates.register();
    void store.run(TIDIED_STORES, "readwrite", (tx) => tidy(tx, phone.now()));
  }

  addEventListener("hashchange", () => {
    void setUp.leave();
    void paint();
    if (location.hash === "#phone") {
      void screens.phone.offerAnother();
    }
    part(document, "title").focus();
  });
  for (const kind of ["pointerdown", "keydown"]) {
    addEventListener(
      kind,
      () => {
        isTouched = true;
        updates.hold();
      },
      { once: true },
    );
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && phone.view.waiting > 0) {
      void updates.sendInBackground();
    }
  });
  TABS?.addEventListener("message", () => void phone.reload());
  return phone.reload();
}

async function start() {
  const { portalStart } = /** @type {{portalStart?: import("./start.mjs").Start}} */ (globalThis);
  if (!portalStart) {
    tellOfMissingPart();
    return;
  }
  portalStart.hasApp = true;
  const banners = createBanners();
  portalStart.hear = banners.tellOfDatabase;
  banners.tellOfDatabase(portalStart.heard);
  const started = await portalStart.started;
  if (started) {
    await startApp(started, banners);
  }
}

void start();
