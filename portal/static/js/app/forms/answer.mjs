/** One question on the screen: shows the answer, saves what is typed, says what became of it. */

import { button, element, setText, show } from "../dom.mjs";
import { controlsOf, readTyped, removeRow, rowsOf, setRowCount, writeTyped } from "./fields.mjs";
import { answerNote } from "./words.mjs";
import { differingAnswers, SAVE, seenVersionOf, shownTyped } from "../../outbox/drafts.mjs";
import { timeOf } from "../../outbox/clock.mjs";

/** @typedef {import("../phone.mjs").Phone} Phone */
/** @typedef {import("../../outbox/types.mjs").AnswerRow} AnswerRow */
/** @typedef {import("../../outbox/types.mjs").ToldAnswer} ToldAnswer */
/** @typedef {import("../../outbox/types.mjs").Typed} Typed */
/** @typedef {import("./papers.mjs").Place} Place */

const PAUSE_MS = 800;

/**
 * @param {HTMLElement} holder  An element with data-answer, around the question.
 * @param {Place} place
 */
export function createAnswer(holder, { id, phone, changed }) {
  const key = holder.dataset["answer"] ?? "";
  const group = /** @type {HTMLElement} */ (holder.firstElementChild);
  const note = element("p", "");
  const problems = element("div", "");
  note.className = "portal-quiet portal-answer__note";
  problems.className = "portal-error";
  problems.id = `${key.replace(/[.~]/g, "-")}-problems`;
  problems.setAttribute("role", "alert");
  holder.append(problems, note);

  /** @type {AnswerRow | undefined} */
  let answer;
  let savedText = "";
  let writtenText = "";
  let isTyping = false;
  let isOpen = true;
  let timer = 0;
  /** @type {Promise<void>} one save at a time, so that each builds on the one before */
  let turn = Promise.resolve();

  const typed = () => readTyped(group);
  const isChanged = () => JSON.stringify(typed()) !== savedText;

  group.addEventListener("input", () => {
    isTyping = true;
    clearTimeout(timer);
    timer = setTimeout(() => void save(), PAUSE_MS);
    changed();
  });
  group.addEventListener("change", () => void save());
  group.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target.closest("button[name=do]") : null;
    if (pressed instanceof HTMLButtonElement) {
      event.preventDefault();
      changeRows(pressed.closest("[data-row]"));
    }
  });

  /** Take a row of a table out, or without one add a row. @param {Element | null} row */
  function changeRows(row) {
    if (row instanceof HTMLElement) {
      removeRow(group, Number(row.dataset["row"]));
      void save();
    } else {
      const count = rowsOf(group).length;
      setRowCount(group, count + 1);
      controlsOf(/** @type {HTMLElement} */ (rowsOf(group)[count]))[0]?.focus();
    }
    paintButtons();
    changed();
  }

  function paintButtons() {
    for (const act of group.querySelectorAll("button")) {
      const most = act.dataset["mostRows"];
      show(act, isOpen && (most === undefined || rowsOf(group).length < Number(most)));
    }
  }

  /** Keep what was typed; resolves once it is durable, or the screen says that it is not. */
  function save() {
    clearTimeout(timer);
    turn = turn.then(saveNow);
    return turn;
  }

  async function saveNow() {
    isTyping = false;
    if (!isChanged()) {
      return;
    }
    const mine = typed();
    await record(mine, answer?.mine?.op_id ?? null, seenVersionOf(answer));
  }

  /** @param {Typed} mine @param {string | null | undefined} seenOp @param {number} seenVersion */
  async function record(mine, seenOp, seenVersion) {
    const person = phone.actor();
    /** @type {import("../../outbox/types.mjs").NewOp} */
    const wanted = {
      kind: SAVE,
      entity: `${id}/${key}`,
      body: { typed: mine },
      actor: person?.id ?? null,
      by: person?.name ?? "",
      label: holder.dataset["label"] ?? "",
      seen_version: seenVersion,
      ...(seenOp === undefined ? {} : { seen_op: seenOp }),
    };
    const outcome = await phone.recordAnswer(wanted);
    switch (outcome.kind) {
      case "saved":
        take(outcome.answer, mine);
        break;
      case "changed_elsewhere":
        askWhich(mine, outcome.answer);
        break;
      case "not_saved":
        tellNotSaved();
        break;
    }
  }

  /** @param {AnswerRow | undefined} kept @param {Typed} mine */
  function take(kept, mine) {
    answer = kept;
    savedText = writtenText = JSON.stringify(mine);
    paintNote();
  }

  function tellNotSaved() {
    const again = button("Try again", () => void save());
    problems.replaceChildren("NOT saved: the phone could not write this down. ", again);
  }

  /** Another tab of this phone has changed the answer meanwhile. @param {Typed} mine @param {AnswerRow} other */
  function askWhich(mine, other) {
    const use = button("Use the other tab’s", () => {
      take(other, shownTyped(other));
      writeTyped(group, shownTyped(other));
      changed();
    });
    const keep = button("Keep what I typed here", () => {
      void record(mine, other.mine?.op_id ?? null, seenVersionOf(other));
    });
    problems.replaceChildren("This was changed in another tab of this phone. ", use, " ", keep);
  }

  function paintNote() {
    const refused = answer?.mine?.status === "refused" ? answer.mine.errors : [];
    const standing = differingAnswers(answer);
    if (standing.length > 1) {
      problems.replaceChildren("Two different answers: choose which is right.", ...standing.map(choice));
    } else {
      problems.replaceChildren(...refused.map(({ message }) => element("p", message)));
    }
    setText(note, answerNote(answer));
    for (const control of controlsOf(group)) {
      control.setAttribute("aria-invalid", String(refused.length > 0));
    }
  }

  /** @param {ToldAnswer} one */
  function choice(one) {
    const made = element("p", `${one.by}, ${timeOf(one.at)}: ${one.words} `);
    const version = answer?.server?.version ?? 0;
    made.append(
      button("Use this one", () => {
        writeTyped(group, one.typed);
        void record(one.typed, undefined, version).then(changed);
      }),
    );
    return made;
  }

  return {
    key,
    save,
    isBusy: () => isTyping || isChanged(),

    /** Show what is known now, but never over what somebody is typing. @param {AnswerRow | undefined} known @param {boolean} mayAnswer */
    update(known, mayAnswer) {
      if (isTyping || (isChanged() && savedText !== "")) {
        return;
      }
      answer = known;
      isOpen = mayAnswer;
      const shown = JSON.stringify(shownTyped(known));
      if (shown !== writtenText || savedText === "") {
        writeTyped(group, shownTyped(known));
        writtenText = shown;
        savedText = JSON.stringify(typed());
      }
      for (const control of controlsOf(group)) {
        control.disabled = !isOpen;
      }
      paintButtons();
      paintNote();
    },
  };
}
