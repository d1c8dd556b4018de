/** The words of the screen about this phone. */

import { counted } from "./days.mjs";

export const PHONE = {
  title: "This phone",
  name: "Name",
  /** @param {string} name @param {string} provider */
  nameOf: (name, provider) => `“${name}”, ${provider}`,
  setUp: "Set up",
  /** @param {string} day @param {string} renewed */
  setUpOn: (day, renewed) => `${day}, renewed ${renewed}`,
  setUpAgainBy: "To be set up again by",
  needsConnection: "This needs a connection.",
  signIn: "Sign in",
  /** @param {string} name */
  signedIn: (name) => `${name} is signed in now. Sign out on the ordinary pages first.`,
  ordinaryPages: "Ordinary pages",
  /** @param {string} name */
  letMark: (name) => `Let ${name} mark on this phone`,
  /** @param {string} name */
  mayMark: (name) => `${name} may mark here now.`,
  newest: "This is the newest version that this phone knows of.",
  /** @param {number} waiting */
  signOutWaiting: (waiting) =>
    `${counted(waiting, "entry waits", "entries wait")} to be sent. If you sign out, they are kept and sent under your name. Nobody else can read them here.`,
  /** @param {string} name */
  signOutWords: (name) => `Nothing is waiting. To mark here again, ${name} signs in with a connection.`,
  keepAndSignOut: "Keep them and sign out",
  /** @param {string} name */
  signOut: (name) => `Sign out ${name}`,
  showList: "Show the list",
  sendNow: "Send now",
};
