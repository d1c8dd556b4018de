/** The phone app, once `start.mjs` has opened the records: shows the register, then sends. */

import { createBanners } from "./banners.mjs";
import { part } from "./dom.mjs";
import { createFormsLoader } from "./forms_loader.mjs";
import { createPainter } from "./painter.mjs";
import { createPhoneScreen } from "./phone/screen.mjs";
import { createRegisterScreen } from "./register/screen.mjs";
import { tellOfMissingPart } from "./screen.mjs";
import { createSending } from "./sending.mjs";
import { createPhone } from "./state.mjs";
import { createUpdates } from "./update.mjs";
import { createWaitingScreen } from "./waiting/screen.mjs";
import { timeOrderedId } from "../outbox/ids.mjs";
import { createLock } from "../outbox/lock.mjs";
import { createSender } from "../outbox/network/sender.mjs";
import { createSigned } from "../outbox/network/signed.mjs";
import { createQueue } from "../outbox/queue.mjs";
import { tidy, TIDIED_STORES } from "../outbox/tidy.mjs";

/** @typedef {import("./start.mjs").Started} Started */
/** @typedef {import("./banners.mjs").Banners} Banners */
/** @typedef {import("../outbox/queue.mjs").Outcome} Outcome */

const APP = "2026.11.1";
const TABS = "BroadcastChannel" in self ? new BroadcastChannel("portal") : null;

/** @param {Started} started @param {Banners} banners */
function startApp({ store, setUp }, banners) {
  let isTouched = false;
  const sendSigned = signedBy(store);
  const queue = queueOf(store, createSender(sendSigned));
  const lock = createLock(navigator.locks);
  const phone = createPhone({ store, queue, changed: () => void painter.paint(), recorded });
  const sending = createSending({
    drain: (force) => lock(() => queue.drain({ force })),
    waiting: () => phone.view.waiting,
    report: takeOutcome,
  });
  const forms = createFormsLoader({ phone, sendSigned, sendSoon: () => sending.soon(), sent: () => recorded(true) });
  const updates = createUpdates({
    ready: () => {
      phone.updateReady = true;
      void painter.paint();
    },
    isTouched: () => isTouched,
  });
  const useUpdate = () => void updates.use();
  const sendNow = () => void sending.send(true);
  const screens = {
    register: createRegisterScreen(phone),
    waiting: createWaitingScreen(phone, sendNow),
    phone: createPhoneScreen(phone, { sendNow, useUpdate }),
  };
  const painter = createPainter({ phone, store, setUp, banners, screens, forms, useUpdate, afterFirst: () => begin(phone, sending, updates) });

  setUp.done = () => {
    void phone.goTo(null).then(() => {
      part(document, "title").focus();
      sending.soon();
      return forms.tend();
    });
  };
  listen({ setUp, phone, updates, screens, painter }, () => (isTouched = true));
  return phone.reload();

  /** @param {boolean} isLast @param {string[]} [placements] */
  function recorded(isLast, placements = []) {
    screens.register.paintOnly(placements);
    sending.soon(isLast);
    TABS?.postMessage("changed");
    painter.paintSoon();
  }

  /** @param {Outcome | null | "started"} outcome */
  function takeOutcome(outcome) {
    noteOutcome(phone, outcome);
    if (outcome === "started") {
      painter.paintPill();
    } else {
      TABS?.postMessage("changed");
      void phone.reload().then(() => (outcome?.network === "ok" ? forms.tend() : null));
    }
  }
}

/**
 * What the register does not need: the worker, sending, forgetting what is old.
 * @param {import("./state.mjs").Phone} phone
 * @param {ReturnType<typeof createSending>} sending
 * @param {ReturnType<typeof createUpdates>} updates
 */
function begin(phone, sending, updates) {
  sending.listen();
  if (phone.view.device) {
    void sending.send();
  }
  void updates.register();
  void phone.store.run(TIDIED_STORES, "readwrite", (tx) => tidy(tx, phone.now()));
}

/** @param {import("./state.mjs").Phone} phone @param {Outcome | null | "started"} outcome */
function noteOutcome(phone, outcome) {
  phone.sending = outcome === "started";
  if (outcome !== "started") {
    phone.network = outcome?.network ?? phone.network;
  }
}

/** @param {Started["store"]} store @param {ReturnType<typeof createSender>} send */
function queueOf(store, send) {
  const newId = () => timeOrderedId(Date.now(), crypto);
  return createQueue({ store, send, now: Date.now, newId, app: APP });
}

/** Requests that bear this phone's signature. @param {Started["store"]} store */
function signedBy(store) {
  return createSigned({
    fetch: (url, options) => fetch(url, options),
    subtle: crypto.subtle,
    privateKey: () =>
      store.run(["keys"], "readonly", async (tx) => (await tx.get("keys", "device"))?.privateKey ?? null),
  });
}

/**
 * Another address, the first touch, the app put away, another tab.
 * @param {object} parts
 * @param {Started["setUp"]} parts.setUp
 * @param {import("./state.mjs").Phone} parts.phone
 * @param {ReturnType<typeof createUpdates>} parts.updates
 * @param {import("./painter.mjs").Screens} parts.screens
 * @param {import("./painter.mjs").Painter} parts.painter
 * @param {() => void} touched
 */
function listen({ setUp, phone, updates, screens, painter }, touched) {
  addEventListener("hashchange", () => {
    void setUp.leave();
    void painter.paint();
    if (location.hash === "#phone") {
      void screens.phone.offerAnother();
    }
    part(document, "title").focus();
  });
  const touch = () => {
    touched();
    updates.hold();
  };
  for (const kind of ["pointerdown", "keydown"]) {
    addEventListener(kind, touch, { once: true });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && phone.view.waiting > 0) {
      void updates.sendInBackground();
    }
  });
  TABS?.addEventListener("message", () => void phone.reload());
}

async function start() {
  const { portalStart } = /** @type {{portalStart?: import("./start.mjs").Start}} */ (globalThis);
  if (!portalStart) {
    tellOfMissingPart();
    return;
  }
  portalStart.hasApp = true;
  const banners = createBanners();
  portalStart.hear = (what) => banners.tellOfDatabase(what);
  banners.tellOfDatabase(portalStart.heard);
  const started = await portalStart.started;
  if (started) {
    await startApp(started, banners);
  }
}

void start();
