/** Offers the person who is signed in, where they do not mark here yet. Asked only when opened. */

import { setUp, whoIsSignedIn } from "./enrolment.mjs";
import { button, element, link, part } from "../dom.mjs";
import { PHONE } from "../words/phone.mjs";

/** @typedef {import("../state.mjs").Phone} Phone */
/** @typedef {import("./enrolment.mjs").SignedIn} SignedIn */

/** @param {Phone} phone */
export async function offerAnother(phone) {
  const who = await whoIsSignedIn();
  const { device } = phone.view;
  const place = part(document, "another");
  if (!who || !device) {
    place.replaceChildren(element("p", PHONE.needsConnection));
  } else if (!who.signed_in) {
    place.replaceChildren(link(PHONE.signIn, "/sign-in?next=/app/"));
  } else if (device.people.some(({ id, signed_out }) => id === who.actor.id && !signed_out)) {
    place.replaceChildren(
      element("p", PHONE.signedIn(who.actor.name)),
      link(PHONE.ordinaryPages, "/"),
    );
  } else if (who.may_enrol) {
    place.replaceChildren(
      button(PHONE.letMark(who.actor.name), () => void add(phone, who, device.name)),
    );
  }
}

/** @param {Phone} phone @param {SignedIn} who @param {string} name */
async function add(phone, who, name) {
  const wrong = await setUp(phone.store, who, name);
  part(document, "another").replaceChildren(element("p", wrong || PHONE.mayMark(who.actor.name)));
  await phone.reload();
}
