/** The times and words of one pupil's mark, in a dialog. */

import { button, find, part, setText, show } from "../dom.mjs";
import { opened } from "../dialog.mjs";
import { DETAILS } from "../words/register.mjs";
import { NOTHING_SEEN } from "../../outbox/registers/marks.mjs";
import { spoken } from "../../outbox/clock.mjs";

/** @typedef {import("../../outbox/types.mjs").MarkBody} MarkBody */
/** @typedef {import("../../outbox/types.mjs").Seen} Seen */

const FILLED_FIELDS = /** @type {const} */ (["arrived", "left", "heard", "action"]);
const PROBLEM_FIELDS = ["arrived", "left", "reason"];

/**
 * @param {object} about
 * @param {string} about.name
 * @param {MarkBody} about.body
 * @param {boolean} about.needsReason  The register is finished, so that a change says why.
 * @param {string} about.time  now in London, "09:41"
 * @param {boolean} about.isOn  Whether the session is on, so that now may be a time of it.
 * @returns {Promise<MarkBody | null>} null when the person goes back
 */
export async function openDetails({ name, body, needsReason, time, isOn }) {
  const dialog = find(document, '[data-dialog="details"]', HTMLDialogElement);
  const form = createForm(dialog, needsReason);
  addQuickButtons(form, time, isOn);
  setText(part(dialog, "details-title"), name);
  form.fill(body);
  show(part(dialog, "clear"), body.seen !== "unmarked");
  part(dialog, "clear").onclick = () => {
    form.clearChoice();
    if (!needsReason || form.read().reason !== "") {
      dialog.close("clear");
    } else {
      form.complain("reason", "reasonNeeded");
    }
  };

  const answer = await opened(dialog, form.isComplete);
  if (answer === "") {
    return null;
  }
  const { reason } = form.read();
  return answer === "clear" ? { ...NOTHING_SEEN, reason } : form.read();
}

/** @typedef {ReturnType<typeof createForm>} DetailsForm */

/** @param {HTMLDialogElement} dialog @param {boolean} needsReason */
function createForm(dialog, needsReason) {
  const form = find(dialog, "form", HTMLFormElement);
  const error = part(dialog, "details-error");
  const choices = choicesOf(form);
  /** @param {string} name */
  const field = (name) =>
    /** @type {HTMLInputElement | HTMLTextAreaElement} */ (find(form, `[data-field="${name}"]`));
  /** @param {string} name */
  const box = (name) => /** @type {HTMLElement} */ (field(name).closest(".portal-field"));

  /** @returns {Seen} */
  const seen = () =>
    /** @type {Seen} */ (choices.find((input) => input.checked)?.value ?? "unmarked");

  function showFields() {
    const chosen = seen();
    show(box("arrived"), chosen === "late");
    show(box("left"), chosen === "here" || chosen === "late");
    show(box("reason"), needsReason);
  }

  /** @param {string | null} name @param {string} message the name of its data attribute */
  function complain(name, message) {
    setText(error, form.dataset[message] ?? "");
    show(error, true);
    if (name) {
      field(name).setAttribute("aria-invalid", "true");
      field(name).focus();
    }
  }

  const read = () => bodyOf(seen(), field, needsReason);
  const clearChoice = () => choices.forEach((input) => (input.checked = false));
  const isComplete = () => {
    PROBLEM_FIELDS.forEach((name) => field(name).removeAttribute("aria-invalid"));
    show(error, false);
    const problem = problemOf(read(), needsReason);
    if (problem) {
      complain(problem.field, problem.message);
    }
    return problem === null;
  };

  /** @param {MarkBody} body */
  function fill(body) {
    for (const input of choices) {
      input.checked = input.value === body.seen;
      input.onchange = showFields;
    }
    FILLED_FIELDS.forEach((name) => (field(name).value = body[name] ?? ""));
    field("reason").value = "";
    show(error, false);
    showFields();
  }

  return { read, complain, field, box, clearChoice, isComplete, fill };
}

/** @param {HTMLFormElement} form */
function choicesOf(form) {
  return [...form.querySelectorAll("input[type=radio]")].filter(
    (input) => input instanceof HTMLInputElement,
  );
}

/**
 * What was filled in, as far as it goes with what was chosen.
 * @param {Seen} seen
 * @param {(name: string) => {value: string}} field
 * @param {boolean} needsReason
 * @returns {MarkBody}
 */
function bodyOf(seen, field, needsReason) {
  const wasSeen = seen === "here" || seen === "late";
  return {
    seen,
    arrived: seen === "late" ? field("arrived").value || null : null,
    left: wasSeen ? field("left").value || null : null,
    heard: field("heard").value.trim(),
    action: field("action").value.trim(),
    reason: needsReason ? field("reason").value.trim() : "",
  };
}

/**
 * The first thing that is wrong: the field, where there is one, and the data attribute that says it.
 * @param {MarkBody} body
 * @param {boolean} needsReason
 */
function problemOf({ seen, arrived, left, reason }, needsReason) {
  if (seen === "unmarked") {
    return { field: null, message: "chooseSeen" };
  }
  if (seen === "late" && !arrived) {
    return { field: "arrived", message: "lateNeedsTime" };
  }
  if (arrived && left && left <= arrived) {
    return { field: "left", message: "leftAfterArrived" };
  }
  return needsReason && reason === "" ? { field: "reason", message: "reasonNeeded" } : null;
}

/**
 * "Now" beside a time, and "Rang home 9:40" under what was done.
 * @param {DetailsForm} form
 * @param {string} time
 * @param {boolean} isOn
 */
function addQuickButtons(form, time, isOn) {
  /** @param {string} name @param {string} words @param {(old: string) => string} change */
  const add = (name, words, change) => {
    const box = form.box(name);
    box.append(
      button(words, () => {
        form.field(name).value = change(form.field(name).value);
        form.field(name).focus();
      }),
    );
  };
  const now = DETAILS.now(spoken(time));
  for (const name of ["arrived", "left", "action"]) {
    form.box(name).querySelector("button")?.remove();
  }
  if (isOn) {
    add("arrived", now, () => time);
    add("left", now, () => time);
  }
  const rang = DETAILS.rangHome(spoken(time));
  add("action", DETAILS.add(rang), (old) => (old ? `${old}; ${rang}` : rang));
}
