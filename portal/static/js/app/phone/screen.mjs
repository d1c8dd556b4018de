/** This phone: its name, who marks on it, what it keeps, updates, signing out. */

import { button, element, link, part, setText } from "../dom.mjs";
import { setUp, whoIsSignedIn } from "./enrolment.mjs";
import { counted } from "../words.mjs";
import { dayWords, inLondon } from "../../outbox/clock.mjs";

/** @typedef {import("../state.mjs").Phone} Phone */
/** @typedef {import("../../outbox/types.mjs").Device} Device */

/**
 * @param {Phone} phone
 * @param {{sendNow: () => void, useUpdate: () => void}} actions
 */
export function createPhoneScreen(phone, { sendNow, useUpdate }) {
  function paint() {
    const { device } = phone.view;
    setText(part(document, "title"), "This phone");
    setText(part(document, "subtitle"), device?.provider.name ?? "");
    if (!device) {
      return;
    }
    paintFacts(device);
    paintPeople(device);
    paintUpdate();
    paintSignOut();
  }

  /** @param {Device} device */
  function paintFacts(device) {
    /** @type {[string, string][]} */
    const facts = [
      ["Name", `“${device.name}”, ${device.provider.name}`],
      ["Set up", `${dayOf(device.set_up_at)}, renewed ${dayOf(device.renewed_at)}`],
    ];
    if (device.expires_on) {
      facts.push(["To be set up again by", dayOf(device.expires_on)]);
    }
    part(document, "facts").replaceChildren(
      ...facts.flatMap(([term, words]) => [element("dt", term), element("dd", words)]),
    );
  }

  /** @param {Device} device */
  function paintPeople(device) {
    const people = device.people.filter((person) => !person.signed_out);
    part(document, "people").replaceChildren(
      ...people.map((person) => {
        const choice = button(person.name, () => void setActor(person.id));
        choice.setAttribute("aria-pressed", String(person.id === device.actor));
        return choice;
      }),
    );
  }

  /** Offer the person who is signed in, where they do not mark here yet. Asked only when opened. */
  async function offerAnother() {
    const who = await whoIsSignedIn();
    const { device } = phone.view;
    const place = part(document, "another");
    if (!who || !device) {
      place.replaceChildren(element("p", "This needs a connection."));
    } else if (!who.signed_in) {
      place.replaceChildren(link("Sign in", "/sign-in?next=/app/"));
    } else if (device.people.some(({ id, signed_out }) => id === who.actor.id && !signed_out)) {
      place.replaceChildren(element("p", `${who.actor.name} is signed in now. Sign out on the ordinary pages first.`), link("Ordinary pages", "/"));
    } else if (who.may_enrol) {
      place.replaceChildren(
        button(`Let ${who.actor.name} mark on this phone`, () => void add(who, device.name)),
      );
    }
  }

  /** @param {import("./enrolment.mjs").SignedIn} who @param {string} name */
  async function add(who, name) {
    const wrong = await setUp(phone.store, who, name);
    part(document, "another").replaceChildren(element("p", wrong || `${who.actor.name} may mark here now.`));
    await phone.reload();
  }

  /** @param {number | null} id */
  async function setActor(id) {
    await changeDevice((device) => ({ ...device, actor: id }));
  }

  function paintUpdate() {
    const { updateReady } = phone;
    setText(
      part(document, "update-words"),
      updateReady
        ? "Update ready: it will be used the next time you open the register."
        : "This is the newest version that this phone knows of.",
    );
    part(document, "update").replaceChildren(
      ...(updateReady ? [button("Use it now", useUpdate)] : []),
    );
  }

  function paintSignOut() {
    const { waiting } = phone.view;
    const person = phone.actor();
    const name = person?.name ?? "";
    setText(
      part(document, "sign-out-words"),
      waiting > 0
        ? `${counted(waiting, "entry waits", "entries wait")} to be sent. If you sign out, they are kept and sent under your name. Nobody else can read them here.`
        : `Nothing is waiting. To mark here again, ${name} signs in with a connection.`,
    );
    const out = button(waiting > 0 ? "Keep them and sign out" : `Sign out ${name}`, () => void signOut());
    const list = link("Show the list", "#waiting", "portal-button");
    part(document, "sign-out").replaceChildren(
      ...(waiting > 0 ? [button("Send now", sendNow), list, out] : [out]),
    );
  }

  /** The person leaves; what they did stays, and is sent under their name. */
  async function signOut() {
    await changeDevice((device) => {
      const people = device.people.map((person) =>
        person.id === device.actor ? { ...person, signed_out: true } : person,
      );
      const next = people.find((person) => !person.signed_out);
      return { ...device, people, actor: next?.id ?? null };
    });
  }

  /** @param {(device: Device) => Device} change */
  async function changeDevice(change) {
    await phone.store.run(["meta"], "readwrite", async (tx) => {
      tx.put("meta", change(await tx.get("meta", "device")), "device");
    });
    await phone.reload();
  }

  return { paint, offerAnother };
}

/** @param {string} moment a day or a moment */
function dayOf(moment) {
  const day = moment.length === 10 ? moment : inLondon(Date.parse(moment)).day;
  return `${dayWords(day)} ${day.slice(0, 4)}`;
}
