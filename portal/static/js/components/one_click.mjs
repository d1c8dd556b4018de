/**
 * One click, one send: a second click within two seconds does nothing. Where two get through all the
 * same, the number in the form lets the server answer the second as the first.
 */

const PAUSE_MS = 2_000;

/** @param {Document} page */
export function startOneClick(page) {
  /** @type {WeakMap<EventTarget, number>} */
  const sentAt = new WeakMap();
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (form === null || event.defaultPrevented) {
      return;
    }
    const last = sentAt.get(form) ?? -Infinity;
    if (event.timeStamp - last < PAUSE_MS) {
      event.preventDefault();
    } else {
      sentAt.set(form, event.timeStamp);
    }
  });
  addEventListener("pageshow", (event) => event.persisted && page.querySelectorAll("form").forEach((form) => sentAt.delete(form)));
}
