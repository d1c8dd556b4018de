/** Setting up this phone: the one time that it needs a connection. */

import { button, element, find, part, setText, show } from "./dom.mjs";
import { setUp, whoIsSignedIn } from "./enrolment.mjs";
import { counted } from "./words.mjs";

/** @typedef {import("./phone.mjs").Phone} Phone */
/** @typedef {import("./enrolment.mjs").SignedIn} SignedIn */

/**
 * @param {Phone} phone
 * @param {(title: string, words: (string | HTMLElement)[]) => void} tell  Show a message instead.
 * @param {() => void} done
 */
export function createSetUpScreen(phone, tell, done) {
  const form = part(document, "set-up");
  const name = find(document, "#phone-name", HTMLInputElement);
  const error = part(document, "set-up-error");
  const submit = find(form, "button", HTMLButtonElement);
  /** @type {SignedIn | null} */
  let who = null;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void finish();
  });

  async function finish() {
    if (!who || submit.disabled) {
      return;
    }
    submit.disabled = true;
    const wrong = await setUp(phone.store, who, name.value.trim() || "Phone");
    submit.disabled = false;
    setText(error, wrong);
    show(error, wrong !== "");
    if (wrong === "") {
      done();
    }
  }

  /** @returns {Promise<boolean>} whether the form is to be shown; otherwise a message is */
  async function open() {
    tell("Set up this phone", ["Looking for the council’s server…"]);
    const answer = await whoIsSignedIn();
    if (answer === null) {
      tell("Set up this phone", [...unsentWords(), ...offlineWords()]);
      return false;
    }
    if (!answer.signed_in) {
      tell("Set up this phone", [
        ...unsentWords(),
        "Sign in once, and this phone can take registers and fill in forms with or without signal.",
        link("Sign in", "/sign-in?next=/app/"),
      ]);
      return false;
    }
    if (!answer.may_enrol || !answer.provider) {
      tell("Set up this phone", [
        `You are signed in as ${answer.actor.name}. The phone app is for providers: their registers and their forms.`,
        link("Go to your start page", "/"),
      ]);
      return false;
    }
    who = answer;
    name.value = phone.view.device?.name ?? `${answer.actor.name.split(" ")[0]}’s phone`;
    setText(
      part(document, "set-up-words"),
      `You are signed in as ${answer.actor.name}, ${answer.provider.name}. After this, ${opensHere(answer.actor)} here with or without signal.`,
    );
    return true;
  }

  function offlineWords() {
    return [
      "This phone needs a connection once, to set it up. After that it works without signal.",
      "Connect to Wi-Fi or mobile data, then try again.",
      button("Try again", () => void location.reload()),
    ];
  }

  function unsentWords() {
    const { waiting } = phone.view;
    return waiting > 0
      ? [`${counted(waiting, "entry waits", "entries wait")} on this phone to be sent, and will be sent as soon as there is a connection and the phone may send.`]
      : [];
  }

  return { open };
}

/** What this person finds here. @param {import("../outbox/types.mjs").Person} person */
function opensHere(person) {
  return person.may_take === false ? "your forms open" : "the register opens";
}

/** @param {string} text @param {string} href */
export function link(text, href) {
  const made = element("a", text);
  made.setAttribute("href", href);
  made.className = "portal-button portal-button--go";
  return made;
}
