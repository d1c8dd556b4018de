/** Setting up this phone: the one time that it needs a connection. */

import { button, find, link, part, setText, show } from "../dom.mjs";
import { setUp, whoIsSignedIn } from "./enrolment.mjs";
import { showScreen, tell } from "../screen.mjs";
import { counted } from "../words.mjs";
import { countWaiting } from "../../outbox/view.mjs";

/** @typedef {import("../../outbox/types.mjs").Store} Store */
/** @typedef {import("./enrolment.mjs").SignedIn} SignedIn */
/** @typedef {ReturnType<typeof createSetUpScreen>} SetUpScreen */

const TITLE = "Set up this phone";

/** @param {Store} store */
export function createSetUpScreen(store) {
  const form = part(document, "set-up");
  const name = find(document, "#phone-name", HTMLInputElement);
  const error = part(document, "set-up-error");
  const submit = find(form, "button", HTMLButtonElement);
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
        tell(TITLE, ["Looking for the council’s server…"]);
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

  async function finish() {
    if (!who || submit.disabled) {
      return;
    }
    submit.disabled = true;
    const wrong = await setUp(store, who, name.value.trim() || "Phone");
    submit.disabled = false;
    setText(error, wrong);
    show(error, wrong !== "");
    if (wrong === "") {
      isOpen = false;
      history.replaceState(null, "", "#register");
      if (screen.done) {
        screen.done();
      } else {
        tell("Register", ["This phone is set up. The rest of the app is on its way."]);
      }
    }
  }

  /** Show the form, or a message where this phone cannot be set up now. */
  async function offer() {
    const [answer, [device, waiting]] = await Promise.all([whoIsSignedIn(), readKnown(store)]);
    if (!isOpen) {
      return;
    }
    if (answer === null) {
      tell(TITLE, [...unsentWords(waiting), ...offlineWords()]);
    } else if (!answer.signed_in) {
      tell(TITLE, [
        ...unsentWords(waiting),
        "Sign in once, and this phone can take registers and fill in forms with or without signal.",
        link("Sign in", "/sign-in?next=/app/"),
      ]);
    } else if (!answer.may_enrol || !answer.provider) {
      tell(TITLE, [
        `You are signed in as ${answer.actor.name}. The phone app is for providers: their registers and their forms.`,
        link("Go to your start page", "/"),
      ]);
    } else {
      who = answer;
      name.value = device?.name ?? `${answer.actor.name.split(" ")[0]}’s phone`;
      setText(
        part(document, "set-up-words"),
        `You are signed in as ${answer.actor.name}, ${answer.provider.name}. After this, ${opensHere(answer.actor)} here with or without signal.`,
      );
      showScreen("set-up");
    }
  }

  return screen;
}

/** The phone as it was set up before, and how much waits on it. @param {Store} store */
function readKnown(store) {
  return store.run(["meta", "outbox", "files"], "readonly", async (tx) => {
    const [device, { entries, files }] = await Promise.all([tx.get("meta", "device"), countWaiting(tx)]);
    return /** @type {const} */ ([device, entries + files]);
  });
}

function offlineWords() {
  return [
    "This phone needs a connection once, to set it up. After that it works without signal.",
    "Connect to Wi-Fi or mobile data, then try again.",
    button("Try again", () => void location.reload()),
  ];
}

/** @param {number} waiting */
function unsentWords(waiting) {
  return waiting > 0
    ? [`${counted(waiting, "entry waits", "entries wait")} on this phone to be sent, and will be sent as soon as there is a connection and the phone may send.`]
    : [];
}

/** What this person finds here. @param {import("../../outbox/types.mjs").Person} person */
function opensHere(person) {
  return person.may_take === false ? "your forms open" : "the register opens";
}
