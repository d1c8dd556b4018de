/** The words of what waits to be sent, and of the cards that a person should look at. */

import { counted } from "./days.mjs";
import { seenWords } from "./marks.mjs";
import { timeOf } from "../../outbox/clock.mjs";

/** @typedef {import("../../outbox/types.mjs").MarkBody} MarkBody */

export const WAITING = {
  title: "Waiting to be sent",
  anEntry: "An entry of somebody who has signed out",
  aDocument: "A document of somebody who has signed out",
  /** @param {number} waiting @param {string | null} last  When the server answered last. */
  count: (waiting, last) =>
    waiting > 0
      ? `${counted(waiting, "entry", "entries")} on this phone, oldest first. They are sent as soon as there is a connection.`
      : `Nothing is waiting.${last ? ` The last answer from the council’s server was at ${timeOf(last)}.` : ""}`,
};

export const CARDS = {
  commissionerSees: "Both marks stay on record. The commissioner sees that they differ until you choose.",
  othersChoose: "Both marks stay on record. Your lead or the commissioner chooses between them.",
  tryAgain: "Try again",
  makeRoom: "Make room",
  /** @param {string[]} lines */
  notSaved: (lines) => `This mark was NOT saved: ${lines.join(", ")}`,
  isFull: "The phone’s storage is full. Earlier marks are safe.",
  notWritten: "The phone could not write it down. Earlier marks are safe.",
  afterFull:
    "“Make room” removes old copies of what the server already has, and nothing that waits to be sent.",
  savedAfterRoom: "Saved after making room.",
  putAway: "Put this away",
  giveReason: "Give a reason and send again",
  change: "Change and send again",
  openQuestion: "Open the question",
  waitsForReason: "It is kept, and waits for a reason.",
  settled: "This is settled: one mark stands now.",
  /** @param {{by: string, at: string, here_device?: boolean}} mark */
  markOf: ({ by, at, here_device: isHere }) =>
    `${timeOf(at)} ${isHere === false ? `${by} (not on this phone)` : by}: `,
  /** @param {string} what @param {string} where @param {string} at */
  sent: (what, where, at) => `${what}. ${where}, ${timeOf(at)}.`,
};

/** "Leo is here", "Leo is late 9:21". @param {string} name @param {MarkBody} body */
export function chooseWords(name, body) {
  const first = name.split(" ")[0] ?? name;
  const words = seenWords(body);
  return `${first} is ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}
