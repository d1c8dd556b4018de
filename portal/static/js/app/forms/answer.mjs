/** One question on the screen: shows the answer, saves what is typed, says what became of it. */

import { controlsOf, describeBy, isTypedInto, readTyped, showWrong, writeTyped } from "./fields.mjs";
import { createProblems, refusedOf } from "./problems.mjs";
import { followRowButtons, showRowButtons } from "./rows.mjs";
import { element, setText } from "../dom.mjs";
import { inTurn } from "../turns.mjs";
import { answerNote } from "../words/forms.mjs";
import { newestOpOf, SAVE, seenVersionOf, shownTyped } from "../../outbox/forms/drafts.mjs";

/** @typedef {import("../../outbox/types.mjs").AnswerRow} AnswerRow */
/** @typedef {import("../../outbox/types.mjs").NewOp} NewOp */
/** @typedef {import("../../outbox/types.mjs").Typed} Typed */
/** @typedef {import("./papers.mjs").Place} Place */

const PAUSE_MS = 800;

export class Answer {
  /**
   * @param {HTMLElement} holder  An element with data-answer, around the question.
   * @param {Place} place
   */
  constructor(holder, place) {
    this.holder = holder;
    this.place = place;
    this.key = holder.dataset["answer"] ?? "";
    this.group = /** @type {HTMLElement} */ (holder.firstElementChild);
    this.note = createNote();
    this.problems = createProblems(`${this.key.replace(/[.~]/g, "-")}-problems`, this.note);
    /** @type {AnswerRow | undefined} */
    this.answer = undefined;
    this.savedText = "";
    this.writtenText = "";
    this.isTyping = false;
    this.isOpen = true;
    this.timer = 0;
    /** @type {(() => void) | null} what is shown once nobody is in the field any more */
    this.later = null;
    /** One save at a time, so that each builds on the one before. */
    this.saveInTurn = inTurn(() => this.saveNow());

    describeBy(this.group, this.problems.place.id);
    holder.append(this.problems.place, this.note);
    this.listen();
  }

  listen() {
    const { group, place } = this;
    group.addEventListener("input", () => {
      this.isTyping = true;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.save(), PAUSE_MS);
      setText(this.note, "");
      place.changed();
    });
    group.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && group.contains(relatedTarget))) {
        this.later?.();
      }
    });
    group.addEventListener("change", () => void this.save());
    followRowButtons(group, (isRemoved) => {
      if (isRemoved) {
        void this.save();
      }
      showRowButtons(group, this.isOpen);
      place.changed();
    });
  }

  isChanged() {
    return JSON.stringify(readTyped(this.group)) !== this.savedText;
  }

  isBusy() {
    return this.isTyping || this.isChanged();
  }

  /** Keep what was typed; resolves once it is durable, or the screen says that it is not. */
  save() {
    clearTimeout(this.timer);
    return this.saveInTurn();
  }

  async saveNow() {
    this.isTyping = false;
    if (this.isChanged()) {
      const { answer } = this;
      await this.record(readTyped(this.group), newestOpOf(answer), seenVersionOf(answer));
    } else {
      setText(this.note, answerNote(this.answer));
    }
  }

  /** @param {Typed} mine @param {string | null | undefined} seenOp @param {number} seenVersion */
  async record(mine, seenOp, seenVersion) {
    const outcome = await this.place.phone.recordAnswer(this.wanted(mine, seenOp, seenVersion));
    switch (outcome.kind) {
      case "saved":
        this.take(outcome.answer, mine);
        break;
      case "changed_elsewhere":
        this.askWhich(mine, outcome.answer);
        break;
      case "not_saved":
        this.problems.tellNotSaved(() => void this.save());
        break;
      case "gone":
        this.problems.tellGone();
        break;
    }
  }

  /** @param {Typed} mine @param {string | null | undefined} seenOp @param {number} seenVersion @returns {NewOp} */
  wanted(mine, seenOp, seenVersion) {
    const { id, phone } = this.place;
    return {
      kind: SAVE,
      entity: `${id}/${this.key}`,
      body: { typed: mine },
      ...phone.maker(),
      label: this.holder.dataset["label"] ?? "",
      seen_version: seenVersion,
      ...(seenOp === undefined ? {} : { seen_op: seenOp }),
    };
  }

  /** @param {AnswerRow | undefined} kept @param {Typed} mine */
  take(kept, mine) {
    this.later = null;
    this.answer = kept;
    this.savedText = this.writtenText = JSON.stringify(mine);
    this.paintNote();
  }

  /** Another tab of this phone has changed the answer meanwhile. @param {Typed} mine @param {AnswerRow} other */
  askWhich(mine, other) {
    const use = () => {
      this.take(other, shownTyped(other));
      writeTyped(this.group, shownTyped(other));
      this.place.changed();
    };
    const keep = () => void this.record(mine, newestOpOf(other), seenVersionOf(other));
    this.problems.askWhich(`${newestOpOf(other)} ${JSON.stringify(mine)}`, use, keep);
  }

  paintNote() {
    this.problems.paint(this.answer, (one) => {
      writeTyped(this.group, one.typed);
      const version = this.answer?.server?.version ?? 0;
      void this.record(one.typed, undefined, version).then(this.place.changed);
    });
    setText(this.note, answerNote(this.answer));
    showWrong(this.group, refusedOf(this.answer));
  }

  /**
   * Show what is known now, but never over what somebody is typing: where the text would change under
   * their hands, even if only in its spelling, it waits until they have left the field.
   * @param {AnswerRow | undefined} known @param {boolean} mayAnswer
   */
  update(known, mayAnswer) {
    this.later = null;
    const isFirst = this.savedText === "";
    if (this.isTyping || (this.isChanged() && !isFirst)) {
      return;
    }
    const shown = JSON.stringify(shownTyped(known));
    const isNew = shown !== this.writtenText;
    if (isNew && !isFirst && isTypedInto(this.group)) {
      this.later = () => this.update(known, mayAnswer);
      return;
    }
    this.answer = known;
    this.isOpen = mayAnswer;
    if (isNew || isFirst) {
      this.write(known, shown);
    }
    for (const control of controlsOf(this.group)) {
      control.disabled = !this.isOpen;
    }
    showRowButtons(this.group, this.isOpen);
    this.paintNote();
  }

  /** @param {AnswerRow | undefined} known @param {string} shown */
  write(known, shown) {
    writeTyped(this.group, shownTyped(known));
    this.writtenText = shown;
    this.savedText = JSON.stringify(readTyped(this.group));
  }
}

function createNote() {
  const note = element("p", "");
  note.className = "portal-quiet portal-answer__note";
  note.tabIndex = -1;
  return note;
}
