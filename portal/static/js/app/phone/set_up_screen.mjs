/** Setting up this phone: the one time that it needs a connection. */

import { setUp, whoIsSignedIn } from "./enrolment.mjs";
import { button, find, link, part, setText, show } from "../dom.mjs";
import { showScreen, tell } from "../screen.mjs";
import { SET_UP, START } from "../words/start.mjs";
import { countWaiting } from "../../outbox/view.mjs";

/** @typedef {import("../../outbox/types.mjs").Store} Store */
/** @typedef {import("./enrolment.mjs").SignedIn} SignedIn */
/** @typedef {import("./enrolment.mjs").WhoIsSignedIn} WhoIsSignedIn */
/** @typedef {SignedIn & {provider: NonNullable<SignedIn["provider"]>}} MayEnrol */
/** @typedef {ReturnType<typeof createSetUpScreen>} SetUpScreen */

/** @param {Store} store */
export function createSetUpScreen(store) {
  const { form, name, submit } = partsOfForm();
  /** @type {SignedIn | null} */
  let who = null;
  let isOpen = false;
  let finished = Promise.resolve();

  const screen = {
    /** @type {(() => void) | null} what comes next, once the phone is set up: the app, when it is there */
    done: null,
    async open() {
      if (!isOpen) {
        isOpen = true;
        tell(SET_UP.title, [SET_UP.looking]);
        await offer();
      }
    },
    /** Another screen is shown. Resolves when nothing is on its way to the server any more. */
    leave() {
      isOpen = false;
      return finished;
    },
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    finished = finish();
  });
  return screen;

  async function finish() {
    if (!who || submit.disabled) {
      return;
    }
    submit.disabled = true;
    const wrong = await setUp(store, who, name.value.trim() || SET_UP.phone);
    submit.disabled = false;
    tellWhatIsWrong(wrong);
    if (wrong === "") {
      isOpen = false;
      goOn(screen.done);
    }
  }

  /** Show the form, or a message where this phone cannot be set up now. */
  async function offer() {
    const [answer, [device, waiting]] = await Promise.all([whoIsSignedIn(), readKnown(store)]);
    if (!isOpen) {
      return;
    }
    if (!mayEnrol(answer)) {
      tell(SET_UP.title, whyNot(answer, waiting));
      return;
    }
    who = answer;
    name.value = device?.name ?? SET_UP.phoneOf(answer.actor.name);
    showForm(answer);
  }
}

function partsOfForm() {
  const form = part(document, "set-up");
  const name = find(document, "#phone-name", HTMLInputElement);
  return { form, name, submit: find(form, "button", HTMLButtonElement) };
}

/** @param {WhoIsSignedIn | null} answer @returns {answer is MayEnrol} */
function mayEnrol(answer) {
  return Boolean(answer?.signed_in && answer.may_enrol && answer.provider);
}

/** @param {string} wrong */
function tellWhatIsWrong(wrong) {
  const error = part(document, "set-up-error");
  setText(error, wrong);
  show(error, wrong !== "");
}

/** @param {(() => void) | null} done  What comes next, where the app has come. */
function goOn(done) {
  history.replaceState(null, "", "#register");
  if (done) {
    done();
  } else {
    tell(START.register, [SET_UP.isSetUp]);
  }
}

/** @param {MayEnrol} who */
function showForm({ actor, provider }) {
  setText(
    part(document, "set-up-words"),
    SET_UP.afterThis(actor.name, provider.name, actor.may_take !== false),
  );
  showScreen("set-up");
}

/** @param {WhoIsSignedIn | null} answer @param {number} waiting */
function whyNot(answer, waiting) {
  const unsent = waiting > 0 ? [SET_UP.unsent(waiting)] : [];
  if (answer === null) {
    return [...unsent, ...SET_UP.offline, button(SET_UP.tryAgain, () => void location.reload())];
  }
  return answer.signed_in
    ? [SET_UP.onlyProviders(answer.actor.name), link(SET_UP.goToStart, "/")]
    : [...unsent, SET_UP.signInOnce, link(SET_UP.signIn, "/sign-in?next=/app/")];
}

/** The phone as it was set up before, and how much waits on it. @param {Store} store */
function readKnown(store) {
  return store.run(["meta", "outbox", "files"], "readonly", async (tx) => {
    const [device, { entries, files }] = await Promise.all([tx.get("meta", "device"), countWaiting(tx)]);
    return /** @type {const} */ ([device, entries + files]);
  });
}
