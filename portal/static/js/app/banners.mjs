/** Lines under the header about the phone as a whole. */

import { button, element, link, part } from "./dom.mjs";
import { APP, BANNERS } from "./words/app.mjs";
import { WRONG_CLOCK_MS } from "../outbox/clock.mjs";

/** @typedef {import("./state.mjs").Phone} Phone */

/** @typedef {ReturnType<typeof createBanners>} Banners */

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
        banners.push({ text: BANNERS.drainOnly, tone: "look" });
      }
      if (contact.paused) {
        banners.push({ text: BANNERS.paused[contact.paused], tone: "problem", act: link(BANNERS.setUpAgain, "#set-up", "portal-link") });
      }
      if (Math.abs(contact.clock_offset) > WRONG_CLOCK_MS) {
        banners.push({ text: clockWords(contact.clock_offset), tone: "look" });
      }
      if (phone.updateReady) {
        const act = button(APP.useItNow, useUpdate, "portal-link");
        banners.push({ text: APP.updateReady, tone: "look", act });
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
  return { text: BANNERS.blocked, tone: "look" };
}

/** @returns {Banner} */
function replaced() {
  const act = button(BANNERS.loadAgain, () => location.reload(), "portal-link");
  return { text: BANNERS.replaced, tone: "look", act };
}

/** @param {number} offset */
function clockWords(offset) {
  return BANNERS.wrongClock(Math.round(Math.abs(offset) / 60_000), offset < 0);
}
