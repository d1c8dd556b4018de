/** Who marks on this phone. */

/** @typedef {import("../outbox/types.mjs").Device} Device */

/** Who is marking now, or null. @param {Device | null | undefined} device */
export function actorOf(device) {
  const person = device?.people.find(({ id }) => id === device.actor);
  return person && !person.signed_out ? person : null;
}

/** Whether the phone has to be set up before anything else. @param {Device | null | undefined} device */
export function needsSetUp(device) {
  return actorOf(device) === null || location.hash === "#set-up";
}
