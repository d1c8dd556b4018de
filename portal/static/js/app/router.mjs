/** Which screen is to be shown, from the address, what the phone holds, and who is marking. */

import { needsSetUp } from "./people.mjs";

/** @typedef {import("./state.mjs").Phone} Phone */
/** @typedef {"set-up" | "phone" | "waiting" | "forms" | "register" | "message"} Destination */

const GO_ON_WITHIN_MS = 30 * 60_000;

/** @param {Phone} phone @param {boolean} isDrainOnly @returns {Destination} */
export function screenNow(phone, isDrainOnly) {
  if (needsSetUp(phone.view.device)) {
    return "set-up";
  }
  switch (location.hash) {
    case "#phone":
      return "phone";
    case "#waiting":
      return "waiting";
  }
  if (isForForms(phone)) {
    return "forms";
  }
  return phone.view.session && !isDrainOnly ? "register" : "message";
}

/** @param {Phone} phone */
function isForForms(phone) {
  const person = phone.actor();
  return Boolean(person?.may_answer && (location.hash.startsWith("#form") || person.may_take === false));
}

/** Whether a form that was open when the app was closed opens again. Registers come first. @param {Phone} phone */
export function isToGoOn(phone) {
  const { place } = phone.view;
  const person = phone.actor();
  if (!place || location.hash || !person?.may_answer) {
    return false;
  }
  return person.may_take === false || phone.now() - Date.parse(place.at) < GO_ON_WITHIN_MS;
}
