/** What a person can do to the marks of a register. Each becomes operations that are kept at once. */

import { openDetails } from "./details.mjs";
import { createRegisterActions } from "./register_actions.mjs";
import { ask } from "../dialog.mjs";
import { markSaved, noteWords, seenWords } from "../words/marks.mjs";
import { ASKED, DONE } from "../words/register.mjs";
import { inLondon } from "../../outbox/clock.mjs";
import { NOTHING_SEEN, shownMark, shownRegister } from "../../outbox/registers/marks.mjs";
import { isOn } from "../../outbox/registers/sessions.mjs";
import { pupilsOf } from "../../outbox/view.mjs";

/** @typedef {import("../../outbox/types.mjs").Seen} Seen */
/** @typedef {import("../../outbox/types.mjs").MarkBody} MarkBody */
/** @typedef {import("../../outbox/types.mjs").NewOp} NewOp */
/** @typedef {import("../state.mjs").Phone} Phone */
/** @typedef {ReturnType<typeof createActions>} Actions */

/** @param {Phone} phone */
export function createActions(phone) {
  const unmarked = () =>
    pupilsOf(phone.view, phone.added).filter(
      ({ placement }) => bodyOf(phone, placement).seen === "unmarked",
    );

  return {
    unmarked,
    ...createRegisterActions(phone, unmarked),

    /** One tap on Here, Late or Not here. @param {string} placement @param {Seen} seen */
    async choose(placement, seen) {
      const now = inLondon(phone.now());
      if (!isOpen(phone) || (seen === "late" && !isOnNow(phone))) {
        await openMark(phone, placement, seen);
      } else {
        await save(phone, placement, bodyAfter(bodyOf(phone, placement), seen, now.time));
      }
    },

    /** Show the times and words. @param {string} placement */
    open: (placement) => openMark(phone, placement),

    /** Mark everyone who is not marked as here. @returns {Promise<string[]>} whom, for undo */
    async markEveryone() {
      const placements = unmarked().map(({ placement }) => placement);
      const body = { ...NOTHING_SEEN, seen: /** @type {const} */ ("here") };
      const isSaved = await phone.record(
        placements.map((placement) => markOp(phone, placement, body)),
        DONE.markedHere(placements.length),
      );
      return isSaved ? placements : [];
    },

    /** @param {string[]} placements */
    async undoEveryone(placements) {
      const still = placements.filter((placement) => bodyOf(phone, placement).seen === "here");
      await phone.record(
        still.map((placement) => markOp(phone, placement, NOTHING_SEEN)),
        DONE.cleared(still.length),
      );
    },
  };
}

/** @param {Phone} phone */
function isOpen(phone) {
  return shownRegister(phone.view.register).state === "open";
}

/** @param {Phone} phone @param {string} placement */
function bodyOf(phone, placement) {
  return shownMark(phone.view.marks.get(placement)).body;
}

/** @param {Phone} phone @param {string} placement */
function pupil(phone, placement) {
  return pupilsOf(phone.view, phone.added).find((one) => one.placement === placement);
}

/** What a tap makes of a mark: the words stay, and so does a time of leaving that is still possible. */
/** @param {MarkBody} body @param {Seen} seen @param {string} time  now in London @returns {MarkBody} */
function bodyAfter({ left, heard, action }, seen, time) {
  const arrived = seen === "late" ? time : null;
  const isLeftKept = left !== null && seen !== "not_here" && left > (arrived ?? "");
  return { seen, arrived, left: isLeftKept ? left : null, heard, action, reason: "" };
}

/** @param {Phone} phone @param {string} placement @param {MarkBody} body @returns {NewOp} */
function markOp(phone, placement, body) {
  const isAdded = pupil(phone, placement)?.expected === false;
  return {
    kind: "mark.set",
    entity: `${phone.view.session?.id ?? ""}/${placement}`,
    body: isAdded ? { ...body, added: true } : body,
    ...phone.maker(),
  };
}

/** @param {Phone} phone @param {string} placement @param {MarkBody} body */
function save(phone, placement, body) {
  const name = pupil(phone, placement)?.name ?? "";
  return phone.record([markOp(phone, placement, body)], markSaved(name, body));
}

/** @param {Phone} phone @param {string} placement @param {Seen} [seen] */
async function openMark(phone, placement, seen) {
  const body = bodyOf(phone, placement);
  const shown = wordsOf(body);
  const changed = await openDetails({
    name: pupil(phone, placement)?.name ?? "",
    body: seen ? { ...body, seen } : body,
    needsReason: shownRegister(phone.view.register).state === "finished",
    time: inLondon(phone.now()).time,
    isOn: isOnNow(phone),
  });
  if (changed && (await mayReplace(phone, placement, shown))) {
    await save(phone, placement, changed);
  } else {
    await phone.reload();
  }
}

/** @param {MarkBody} body */
function wordsOf(body) {
  return [seenWords(body), noteWords(body, "")].filter(Boolean).join(" · ");
}

/**
 * While the details were open, another tab or person may have marked the pupil: ask.
 * @param {Phone} phone
 * @param {string} placement
 * @param {string} shown  What the mark was when the details were opened.
 */
async function mayReplace(phone, placement, shown) {
  await phone.reload();
  const words = wordsOf(bodyOf(phone, placement));
  if (words === shown) {
    return true;
  }
  const name = pupil(phone, placement)?.name ?? "";
  return (await ask(ASKED.markedMeanwhile(name, words))) !== null;
}

/** Whether the clock's time may stand for an arrival. @param {Phone} phone */
function isOnNow(phone) {
  return phone.view.session !== null && isOn(phone.view.session, inLondon(phone.now()));
}
