/** What the app says on every screen: the pill, the lines under the header, why there is no register. */

import { timeOf } from "../../outbox/clock.mjs";

/**
 * @typedef {object} Sending  What the pill at the top tells.
 * @property {number} waiting
 * @property {string | null} oldest
 * @property {boolean} sending
 * @property {"ok" | "no_signal" | "login" | "server" | "paused" | "not_set_up" | "unknown"} network
 * @property {string | null} last_answer_at
 * @property {boolean} [isOwed]  The server has gone back, and was not yet offered again what it may lack.
 * @property {number} [refused]  Entries that were not taken, for a person to look at.
 *
 * @typedef {{text: string, tone: "good" | "wait" | "problem"}} Pill
 */

/** The truth about what is sent. @param {Sending} state @returns {Pill} */
export function pill(state) {
  const { waiting, oldest, sending, network, last_answer_at: last } = state;
  if (sending && waiting > 0) {
    return { text: `Sending ${waiting}…`, tone: "wait" };
  }
  const trouble = troublePill(network, waiting);
  if (trouble) {
    return trouble;
  }
  if (waiting > 0) {
    return { text: oldest ? `${unsent(waiting)} · oldest ${timeOf(oldest)}` : unsent(waiting), tone: "wait" };
  }
  return notAllSent(state) ?? { text: last ? `✓ All sent ${timeOf(last)}` : "Nothing to send", tone: "good" };
}

/** @param {Sending} state @returns {Pill | null} */
function notAllSent({ isOwed, refused = 0 }) {
  if (refused > 0) {
    return { text: `${refused} could not be sent`, tone: "problem" };
  }
  return isOwed ? { text: "Checking what the server has…", tone: "wait" } : null;
}

/** @param {Sending["network"]} network @param {number} waiting @returns {Pill | null} */
function troublePill(network, waiting) {
  switch (network) {
    case "login":
      return { text: `This Wi-Fi wants you to log in${waiting > 0 ? ` · ${unsent(waiting)}` : ""}`, tone: "problem" };
    case "no_signal":
      return { text: `No signal · ${waiting > 0 ? unsent(waiting) : "nothing waiting"}`, tone: "wait" };
    case "paused":
      return { text: `Not sending · ${unsent(waiting)}`, tone: "problem" };
    default:
      return null;
  }
}

/** @param {number} waiting */
function unsent(waiting) {
  return `${waiting} not sent`;
}

export const APP = {
  notSetUp: "Not set up yet",
  provider: "Alternative provision",
  register: "Register",
  ordinaryRegister: "Ordinary register",
  forms: "Forms to fill in",
  formsNotHere: "The forms are not on this phone yet. Connect once, and they are kept.",
  backToForms: "Back to the forms",
  backToRegister: "Back to the register",
  newerRecords:
    "This phone holds the records of a newer version. What waits is being sent. Until the newer version is back, take the register on the ordinary page.",
  noRoster:
    "The list of pupils is not on this phone: it goes after 14 days without a connection. Marks that were made here are kept. Connect once, and the list comes back.",
  noSession: "No session",
  noSessionWords:
    "No session is planned for your provider in these days. When a placement starts, its sessions appear here.",
  updateReady: "Update ready: it will be used the next time you open the register.",
  useItNow: "Use it now",
};

export const BANNERS = {
  drainOnly: "This phone waits for its newer version. Nothing is lost.",
  setUpAgain: "Set it up again",
  blocked: "The register is open in another tab of an older version. Close that tab, and this one goes on.",
  replaced: "A newer version is open in another tab. Load this page again to go on.",
  loadAgain: "Load it again",
  paused: {
    "device-revoked":
      "This phone may no longer send: your provider’s lead switched it off. You can go on, and everything is kept.",
    "device-unknown":
      "The council’s server was put back to a time before this phone was set up. Everything is kept here, and is sent when you set it up again.",
    expired: "This phone has to be set up again before it sends. You can go on, and everything is kept.",
  },
  /** @param {number} minutes @param {boolean} isFast */
  wrongClock: (minutes, isFast) =>
    `This phone’s clock is ${minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`} ${isFast ? "fast" : "slow"}. Times in the register are corrected.`,
};
