/** One question on the screen: shows the answer, saves what is typed, says what became of it. */

import { button, element, setText, show } from "../dom.mjs";
import {
  controlsOf, describeBy, isTypedInto, readTyped, removeRow, rowsOf, setRowCount, showWrong, writeTyped,
} from "./fields.mjs";
import { answerNote } from "./words.mjs";
import { inTurn } from "../turns.mjs";
import { differingAnswers, newestOpOf, SAVE, seenVersionOf, shownTyped } from "../../outbox/forms/drafts.mjs";
import { timeOf } from "../../outbox/clock.mjs";

/** @typedef {import("../state.mjs").Phone} Phone */
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
  note.tabIndex = -1;
  describeBy(group, problems.id);
  holder.append(problems, note);

  /** @type {AnswerRow | undefined} */
  let answer;
  let savedText = "";
  let writtenText = "";
  let isTyping = false;
  let isOpen = true;
  let timer = 0;
  let saidKey = "";
  /** @type {(() => void) | null} what is shown once nobody is in the field any more */
  let held = null;
  /** One save at a time, so that each builds on the one before. */
  const saveInTurn = inTurn(saveNow);

  const typed = () => readTyped(group);
  const isChanged = () => JSON.stringify(typed()) !== savedText;

  group.addEventListener("input", () => {
    isTyping = true;
    clearTimeout(timer);
    timer = setTimeout(() => void save(), PAUSE_MS);
    setText(note, "");
    changed();
  });
  group.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && group.contains(relatedTarget))) {
      held?.();
    }
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
      if (!row.isConnected) {
        rowsOf(group).at(-1)?.querySelector("button")?.focus();
      }
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
    return saveInTurn();
  }

  async function saveNow() {
    isTyping = false;
    if (!isChanged()) {
      setText(note, answerNote(answer));
      return;
    }
    await record(typed(), newestOpOf(answer), seenVersionOf(answer));
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
      case "gone":
        say("gone", "NOT saved: this form is no longer on this phone. Answer it on the ordinary page.");
        break;
    }
  }

  /** @param {AnswerRow | undefined} kept @param {Typed} mine */
  function take(kept, mine) {
    held = null;
    answer = kept;
    savedText = writtenText = JSON.stringify(mine);
    paintNote();
  }

  /**
   * Say what is wrong, once: a screen reader reads out whatever is put there. The focus goes to the
   * line below where its button goes away.
   * @param {string} key of what is said @param {(string | Node)[]} words
   */
  function say(key, ...words) {
    if (key !== saidKey) {
      saidKey = key;
      if (problems.contains(document.activeElement)) {
        note.focus();
      }
      problems.replaceChildren(...words);
    }
  }

  function tellNotSaved() {
    const again = button("Try again", () => void save());
    saidKey = "";
    say("not saved", "NOT saved: the phone could not write this down. ", again);
  }

  /** Another tab of this phone has changed the answer meanwhile. @param {Typed} mine @param {AnswerRow} other */
  function askWhich(mine, other) {
    const use = button("Use the other tab’s", () => {
      take(other, shownTyped(other));
      writeTyped(group, shownTyped(other));
      changed();
    });
    const keep = button("Keep what I typed here", () => {
      void record(mine, newestOpOf(other), seenVersionOf(other));
    });
    const key = `other tab: ${newestOpOf(other)} ${JSON.stringify(mine)}`;
    say(key, "This was changed in another tab of this phone. ", use, " ", keep);
  }

  function paintNote() {
    const refused = answer?.mine?.status === "refused" ? answer.mine.errors : [];
    const standing = differingAnswers(answer);
    const key = standing.length + refused.length > 0 ? JSON.stringify([refused, standing, answer?.server?.version]) : "";
    if (standing.length > 1) {
      say(key, "Different answers: choose which is right.", ...standing.map(choice));
    } else {
      say(key, ...refused.map(({ message }) => element("p", message)));
    }
    setText(note, answerNote(answer));
    showWrong(group, refused);
  }

  /** @param {ToldAnswer} one */
  function choice(one) {
    const made = element("p", `${one.by}, ${timeOf(one.at)}: ${one.words} `);
    const version = answer?.server?.version ?? 0;
    const use = button("Use this one", () => {
      writeTyped(group, one.typed);
      void record(one.typed, undefined, version).then(changed);
    });
    const which = element("span", `: ${one.words}, ${one.by}`);
    which.className = "portal-hidden";
    use.append(which);
    made.append(use);
    return made;
  }

  /**
   * Show what is known now, but never over what somebody is typing: where the text would change under
   * their hands, even if only in its spelling, it waits until they have left the field.
   * @param {AnswerRow | undefined} known @param {boolean} mayAnswer
   */
  function update(known, mayAnswer) {
    held = null;
    const isFirst = savedText === "";
    if (isTyping || (isChanged() && !isFirst)) {
      return;
    }
    const shown = JSON.stringify(shownTyped(known));
    if (shown !== writtenText && !isFirst && isTypedInto(group)) {
      held = () => update(known, mayAnswer);
      return;
    }
    answer = known;
    isOpen = mayAnswer;
    if (shown !== writtenText || isFirst) {
      writeTyped(group, shownTyped(known));
      writtenText = shown;
      savedText = JSON.stringify(typed());
    }
    for (const control of controlsOf(group)) {
      control.disabled = !isOpen;
    }
    paintButtons();
    paintNote();
  }

  return { key, save, isBusy: () => isTyping || isChanged(), update };
}
