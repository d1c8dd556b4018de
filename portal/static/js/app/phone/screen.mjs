/** This phone: its name, who marks on it, what it keeps, updates, signing out. */

import { offerAnother } from "./another_person.mjs";
import { changeDevice, signOut } from "./device.mjs";
import { button, element, link, part, setText } from "../dom.mjs";
import { APP } from "../words/app.mjs";
import { fullDay } from "../words/days.mjs";
import { PHONE } from "../words/phone.mjs";
import { inLondon } from "../../outbox/clock.mjs";

/** @typedef {import("../state.mjs").Phone} Phone */
/** @typedef {import("../../outbox/types.mjs").Device} Device */
/** @typedef {{sendNow: () => void, useUpdate: () => void}} Actions */
/** @typedef {ReturnType<typeof createPhoneScreen>} PhoneScreen */

/** @param {Phone} phone @param {Actions} actions */
export function createPhoneScreen(phone, actions) {
  return {
    paint() {
      const { device } = phone.view;
      setText(part(document, "title"), PHONE.title);
      setText(part(document, "subtitle"), device?.provider.name ?? "");
      if (device) {
        paintFacts(device);
        paintPeople(phone, device);
        paintUpdate(phone, actions);
        paintSignOut(phone, actions);
      }
    },

    offerAnother: () => offerAnother(phone),
  };
}

/** @param {Device} device */
function paintFacts(device) {
  /** @type {[string, string][]} */
  const facts = [
    [PHONE.name, PHONE.nameOf(device.name, device.provider.name)],
    [PHONE.setUp, PHONE.setUpOn(dayOf(device.set_up_at), dayOf(device.renewed_at))],
  ];
  if (device.expires_on) {
    facts.push([PHONE.setUpAgainBy, dayOf(device.expires_on)]);
  }
  part(document, "facts").replaceChildren(
    ...facts.flatMap(([term, words]) => [element("dt", term), element("dd", words)]),
  );
}

/** @param {Phone} phone @param {Device} device */
function paintPeople(phone, device) {
  const people = device.people.filter((person) => !person.signed_out);
  part(document, "people").replaceChildren(
    ...people.map(({ id, name }) => {
      const choice = button(name, () => void changeDevice(phone, (now) => ({ ...now, actor: id })));
      choice.setAttribute("aria-pressed", String(id === device.actor));
      return choice;
    }),
  );
}

/** @param {Phone} phone @param {Actions} actions */
function paintUpdate({ updateReady }, { useUpdate }) {
  setText(part(document, "update-words"), updateReady ? APP.updateReady : PHONE.newest);
  part(document, "update").replaceChildren(
    ...(updateReady ? [button(APP.useItNow, useUpdate)] : []),
  );
}

/** @param {Phone} phone @param {Actions} actions */
function paintSignOut(phone, { sendNow }) {
  const { waiting } = phone.view;
  const name = phone.actor()?.name ?? "";
  const isWaiting = waiting > 0;
  setText(
    part(document, "sign-out-words"),
    isWaiting ? PHONE.signOutWaiting(waiting) : PHONE.signOutWords(name),
  );
  const out = button(
    isWaiting ? PHONE.keepAndSignOut : PHONE.signOut(name),
    () => void changeDevice(phone, signOut),
  );
  const list = link(PHONE.showList, "#waiting", "portal-button");
  part(document, "sign-out").replaceChildren(
    ...(isWaiting ? [button(PHONE.sendNow, sendNow), list, out] : [out]),
  );
}

/** @param {string} moment a day or a moment */
function dayOf(moment) {
  return fullDay(moment.length === 10 ? moment : inLondon(Date.parse(moment)).day);
}
