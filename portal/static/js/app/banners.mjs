/** Lines under the header about the phone as a whole. */

import { button, element, link, part } from "./dom.mjs";
import { WRONG_CLOCK_MS } from "../outbox/clock.mjs";

/** @typedef {import("./state.mjs").Phone} Phone */

/** @typedef {{text: string, tone: "look" | "problem", act?: HTMLElement}} Banner */

export function createBanners() {
  const place = part(document, "banners");
  /** @type {Banner | null} what the database itself has to say */
  let database = null;
  let shown = "";

  /** @param {Banner[]} banners */
  function put(banners) {
    const key = banners.map(({ text }) => text).join("\n");
    if (key === shown) {
      return;
    }
    shown = key;
    place.replaceChildren(
      ...banners.map(({ text, tone, act }) => {
        const line = element("p", text);
        line.dataset["tone"] = tone;
        if (act) {
          line.append(" ", act);
        }
        return line;
      }),
    );
  }

  return {
    /** @param {Phone} phone @param {{useUpdate: () => void, isDrainOnly: boolean}} about */
    paint(phone, { useUpdate, isDrainOnly }) {
      const { contact } = phone.view;
      /** @type {Banner[]} */
      const banners = database ? [database] : [];
      if (isDrainOnly) {
        banners.push({ text: "This phone waits for its newer version. Nothing is lost.", tone: "look" });
      }
      if (contact.paused) {
        banners.push({ text: pausedWords(contact.paused), tone: "problem", act: link("Set it up again", "#set-up", "portal-link") });
      }
      if (Math.abs(contact.clock_offset) > WRONG_CLOCK_MS) {
        banners.push({ text: clockWords(contact.clock_offset), tone: "look" });
      }
      if (phone.updateReady) {
        const act = button("Use it now", useUpdate, "portal-link");
        banners.push({ text: "Update ready: it will be used the next time you open the register.", tone: "look", act });
      }
      put(banners);
    },

    /**
     * What another tab did to the database: one of an older version holds it, one of a newer version
     * has taken it over.
     * @param {"blocked" | "replaced" | null} what
     */
    tellOfDatabase(what) {
      if (what) {
        database = what === "blocked" ? blocked() : replaced();
        put([database]);
      }
    },
  };
}

/** @returns {Banner} */
function blocked() {
  const text = "The register is open in another tab of an older version. Close that tab, and this one goes on.";
  return { text, tone: "look" };
}

/** @returns {Banner} */
function replaced() {
  const act = button("Load it again", () => location.reload(), "portal-link");
  return { text: "A newer version is open in another tab. Load this page again to go on.", tone: "look", act };
}

/** @param {NonNullable<import("../outbox/types.mjs").Contact["paused"]>} reason */
function pausedWords(reason) {
  switch (reason) {
    case "device-revoked":
      return "This phone may no longer send: your provider’s lead switched it off. You can go on, and everything is kept.";
    case "expired":
      return "This phone has to be set up again before it sends. You can go on, and everything is kept.";
    case "reenrol":
      return "The council’s server asks to set this phone up again. You can go on, and everything is kept.";
  }
}

/** @param {number} offset */
function clockWords(offset) {
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const length = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
  return `This phone’s clock is ${length} ${offset < 0 ? "fast" : "slow"}. Times in the register are corrected.`;
}
