/** What a person can do to a register on the phone. Each becomes operations that are kept at once. */

import { ask } from "../dialog.mjs";
import { openDetails } from "./details.mjs";
import { counted, listed, noteWords, seenWords } from "../words.mjs";
import { inLondon } from "../../outbox/clock.mjs";
import { NOTHING_SEEN, shownMark, shownRegister } from "../../outbox/registers/marks.mjs";
import { pupilsOf } from "../../outbox/view.mjs";

/** @typedef {import("../../outbox/types.mjs").Seen} Seen */
/** @typedef {import("../../outbox/types.mjs").MarkBody} MarkBody */
/** @typedef {import("../../outbox/types.mjs").NewOp} NewOp */
/** @typedef {import("../state.mjs").Phone} Phone */

/** @param {Phone} phone */
export function createActions(phone) {
  const sessionId = () => phone.view.session?.id ?? "";
  const state = () => shownRegister(phone.view.register).state;
  const londonNow = () => inLondon(phone.now());

  /** @param {string} placement */
  const bodyOf = (placement) => shownMark(phone.view.marks.get(placement)).body;

  /** @param {string} placement */
  const pupil = (placement) =>
    pupilsOf(phone.view, phone.added).find((one) => one.placement === placement);

  function maker() {
    const person = phone.actor();
    return { actor: person?.id ?? null, by: person?.name ?? "" };
  }

  /** @param {string} placement @param {MarkBody} body @returns {NewOp} */
  function markOp(placement, body) {
    const isAdded = pupil(placement)?.expected === false;
    return {
      kind: "mark.set",
      entity: `${sessionId()}/${placement}`,
      body: isAdded ? { ...body, added: true } : body,
      ...maker(),
    };
  }

  /** @param {NewOp["kind"]} kind @param {NewOp["body"]} body @param {string} what */
  function registerOp(kind, body, what) {
    return phone.record([{ kind, entity: sessionId(), body, ...maker() }], what);
  }

  /** @param {string} placement @param {MarkBody} body */
  function save(placement, body) {
    const what = `${pupil(placement)?.name ?? ""}: ${seenWords(body)}.`;
    return phone.record([markOp(placement, body)], what);
  }

  /** @param {string} placement */
  const wordsOf = (placement) => {
    const body = bodyOf(placement);
    return [seenWords(body), noteWords(body, "")].filter(Boolean).join(" · ");
  };

  /**
   * While the details were open, another tab or person may have marked the pupil: ask.
   * @param {string} placement
   * @param {string} shown  What the mark was when the details were opened.
   */
  async function mayReplace(placement, shown) {
    await phone.reload();
    const words = wordsOf(placement);
    if (words === shown) {
      return true;
    }
    const name = pupil(placement)?.name ?? "";
    const answer = await ask({
      title: `${name} was marked meanwhile`,
      words: `The register now says: ${words}. Is yours the right one?`,
      yes: "Save mine in its place",
    });
    return answer !== null;
  }

  const unmarked = () =>
    pupilsOf(phone.view, phone.added).filter(
      ({ placement }) => bodyOf(placement).seen === "unmarked",
    );

  return {
    unmarked,

    /** One tap on Here, Late or Not here. @param {string} placement @param {Seen} seen */
    async choose(placement, seen) {
      const now = londonNow();
      const isToday = sessionId().startsWith(now.day);
      if (state() !== "open" || (seen === "late" && !isToday)) {
        await this.open(placement, seen);
        return;
      }
      const { left, heard, action } = bodyOf(placement);
      const arrived = seen === "late" ? now.time : null;
      const isLeftKept = left !== null && seen !== "not_here" && left > (arrived ?? "");
      const body = { seen, arrived, left: isLeftKept ? left : null, heard, action, reason: "" };
      await save(placement, body);
    },

    /** Show the times and words. @param {string} placement @param {Seen} [seen] */
    async open(placement, seen) {
      const body = bodyOf(placement);
      const shown = wordsOf(placement);
      const changed = await openDetails({
        name: pupil(placement)?.name ?? "",
        body: seen ? { ...body, seen } : body,
        needsReason: state() === "finished",
        time: londonNow().time,
      });
      if (changed && (await mayReplace(placement, shown))) {
        await save(placement, changed);
      } else {
        await phone.reload();
      }
    },

    /** Mark everyone who is not marked as here. @returns {Promise<string[]>} whom, for undo */
    async markEveryone() {
      const placements = unmarked().map(({ placement }) => placement);
      const body = { ...NOTHING_SEEN, seen: /** @type {const} */ ("here") };
      const isSaved = await phone.record(
        placements.map((placement) => markOp(placement, body)),
        `${counted(placements.length, "pupil")} marked here.`,
      );
      return isSaved ? placements : [];
    },

    /** @param {string[]} placements */
    async undoEveryone(placements) {
      const still = placements.filter((placement) => bodyOf(placement).seen === "here");
      await phone.record(
        still.map((placement) => markOp(placement, NOTHING_SEEN)),
        `${counted(still.length, "mark")} cleared.`,
      );
    },

    async finish() {
      const missing = unmarked();
      if (missing.length > 0) {
        const answer = await ask({
          title: `${listed(missing.map(({ name }) => name))}: not marked`,
          words: "Were they here? If you finish now, the register says that nobody marked them.",
          yes: `Finish with ${counted(missing.length, "pupil")} not marked`,
        });
        if (!answer) {
          return;
        }
      }
      const body = { unmarked: missing.map(({ placement }) => placement) };
      await registerOp("register.finish", body, "Register finished.");
    },

    async cancel() {
      const answer = await ask({
        title: "Cancel this session?",
        words: "Use this when the session does not take place at all, for example “heating failed, all sent home”.",
        yes: "Session cancelled",
        needsReason: true,
      });
      if (answer) {
        await registerOp("register.cancel", { reason: answer.reason }, "Session cancelled.");
      }
    },

    async reopen() {
      const answer = await ask({
        title: "Open this register again?",
        words: "What was there before stays on record, with your reason.",
        yes: "Open it again",
        needsReason: true,
      });
      if (answer) {
        await registerOp("register.reopen", { reason: answer.reason }, "Register opened again.");
      }
    },

    /** A pupil who came without being expected. */
    async add() {
      const here = new Set(pupilsOf(phone.view, phone.added).map(({ placement }) => placement));
      const others = (phone.view.roster?.pupils ?? []).filter(
        ({ placement, ended }) => !ended && !here.has(placement),
      );
      const answer = await ask({
        title: "Add a pupil",
        words:
          others.length > 0
            ? "Choose who came today. Then mark them as the others."
            : "Everyone on your list is already in this register.",
        choices: others.map(({ placement, name }) => ({ id: placement, text: name })),
      });
      if (answer) {
        phone.added.add(answer.choice);
        await phone.reload();
      }
    },
  };
}
