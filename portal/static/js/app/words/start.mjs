/** What is said before the app has come: that it cannot come, and setting up this phone. */

import { counted } from "./days.mjs";

export const START = {
  register: "Register",
  ordinaryRegister: "Ordinary register",
  /** @param {string} title */
  pageTitle: (title) => `${title} – Alternative provision`,
  missingPart: "A part of the app did not come. Nothing is lost. Load it again when the connection is better.",
  loadAgain: "Load it again",
  nothingIsKept:
    "This browser keeps nothing on this phone, so marks would be lost without signal. A private window does that: open the register in an ordinary window.",
  storeIsSilent:
    "This browser does not open what it keeps on this phone. Nothing is lost. Close the browser and open it again; if that does not help, start the phone again.",
  ordinaryPageWorks: "With a connection, the ordinary page works here too.",
};

export const SET_UP = {
  title: "Set up this phone",
  looking: "Looking for the council’s server…",
  phone: "Phone",
  isSetUp: "This phone is set up. The rest of the app is on its way.",
  signInOnce: "Sign in once, and this phone can take registers and fill in forms with or without signal.",
  signIn: "Sign in",
  goToStart: "Go to your start page",
  offline: [
    "This phone needs a connection once, to set it up. After that it works without signal.",
    "Connect to Wi-Fi or mobile data, then try again.",
  ],
  tryAgain: "Try again",
  wentWrong: "The phone could not be set up. Check the connection and try again.",
  /** @param {string} name */
  onlyProviders: (name) =>
    `You are signed in as ${name}. The phone app is for providers: their registers and their forms.`,
  /** @param {string} name */
  phoneOf: (name) => `${name.split(" ")[0]}’s phone`,
  /** @param {string} name @param {string} provider @param {boolean} takesRegisters */
  afterThis: (name, provider, takesRegisters) =>
    `You are signed in as ${name}, ${provider}. After this, ${takesRegisters ? "the register opens" : "your forms open"} here with or without signal.`,
  /** @param {number} waiting */
  unsent: (waiting) =>
    `${counted(waiting, "entry waits", "entries wait")} on this phone to be sent, and will be sent as soon as there is a connection and the phone may send.`,
};
