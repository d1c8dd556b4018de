/** The words about forms that change with what happens. */

import { dayWords, fullDay } from "./days.mjs";
import { timeOf } from "../../outbox/clock.mjs";
import { questionOf } from "../../outbox/forms/drafts.mjs";

/** @typedef {import("../../outbox/types.mjs").AnswerRow} AnswerRow */
/** @typedef {import("../../outbox/types.mjs").FileRow} FileRow */
/** @typedef {import("../../outbox/types.mjs").DraftRow} DraftRow */

export const FORMS = {
  title: "Forms to fill in",
  notHere: "The questions are not on this phone yet. Connect once, and they are kept.",
  /** @param {string} title */
  next: (title) => `Next: ${title}`,
};

export const ANSWERS = {
  gone: "NOT saved: this form is no longer on this phone. Answer it on the ordinary page.",
  notSaved: "NOT saved: the phone could not write this down. ",
  tryAgain: "Try again",
  changedElsewhere: "This was changed in another tab of this phone. ",
  useOther: "Use the other tab’s",
  keepMine: "Keep what I typed here",
  differ: "Different answers: choose which is right.",
  useThis: "Use this one",
  /** @param {{by: string, at: string, words: string}} one */
  given: ({ by, at, words }) => `${by}, ${timeOf(at)}: ${words} `,
  /** @param {{by: string, words: string}} one */
  which: ({ by, words }) => `: ${words}, ${by}`,
};

export const PAPERS = {
  chooseFile: "Choose a file",
  isFull: "NOT saved: the phone’s storage is full. Send what waits, or make room, then try again.",
  unreadable: "NOT saved: the phone could not read this file. Choose it again, or another copy of it.",
  takeOut: "Take this file out",
  /** @param {string | null} until */
  withCouncil: (until) => (until ? `With the council. Holds until ${fullDay(until)}` : "With the council"),
};

/** The line under a field: what became of the answer. @param {AnswerRow | undefined} answer */
export function answerNote(answer) {
  const mine = answer?.mine;
  switch (mine?.status) {
    case "waiting":
      return `Saved on this phone ${timeOf(mine.at)}`;
    case "sent":
      return `Sent ${timeOf(mine.at)}`;
    case "refused":
      return "Kept on this phone. Change it, and it is sent again.";
    default:
      return answer?.server ? `Sent · ${answer.server.by}, ${dayWords(answer.server.at.slice(0, 10))}, ${timeOf(answer.server.at)}` : "";
  }
}

/** Where a draft stands. @param {DraftRow} draft @param {FileRow[]} files */
export function draftNote(draft, files) {
  if (draft.closed) {
    return "The council has this now. Nothing more is asked here.";
  }
  const waiting = Object.values(draft.answers).filter(({ mine }) => mine?.status === "waiting").length;
  const parts = [];
  if (waiting > 0) {
    parts.push(waiting === 1 ? "1 answer to send" : `${waiting} answers to send`);
  }
  if (files.length > 0) {
    parts.push(files.length === 1 ? "1 file to send" : `${files.length} files to send`);
  }
  return parts.join(" · ") || "Everything that was typed here is sent";
}

/** @param {FileRow} row */
export function fileNote({ status, received, blob }) {
  if (status === "refused") {
    return "Not accepted";
  }
  if (received > 0) {
    return `Sending: ${Math.floor((100 * received) / blob.size)} %`;
  }
  return "Waits to be sent";
}

/** What a question of a form is called, and in which form it stands. @param {DraftRow[]} drafts @param {string} entity */
export function aboutAnswer(drafts, entity) {
  const draft = drafts.find(({ id }) => entity.startsWith(id));
  const label = draft?.answers[questionOf(entity)]?.label;
  return { name: label || "An answer", where: draft?.title ?? "A form" };
}
