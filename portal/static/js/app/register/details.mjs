/** The times and words of one pupil's mark, in a dialog. */

import { button, find, part, setText, show } from "../dom.mjs";
import { opened } from "../dialog.mjs";
import { NOTHING_SEEN } from "../../outbox/registers/marks.mjs";
import { spoken } from "../../outbox/clock.mjs";

/** @typedef {import("../../outbox/types.mjs").MarkBody} MarkBody */
/** @typedef {import("../../outbox/types.mjs").Seen} Seen */

/**
 * @param {object} about
 * @param {string} about.name
 * @param {MarkBody} about.body
 * @param {boolean} about.needsReason  The register is finished, so that a change says why.
 * @param {string} about.time  now in London, "09:41"
 * @returns {Promise<MarkBody | null>} null when the person goes back
 */
export async function openDetails({ name, body, needsReason, time }) {
  const dialog = find(document, '[data-dialog="details"]', HTMLDialogElement);
  const form = createForm(dialog, needsReason);
  addQuickButtons(form, time);
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

/** @param {HTMLDialogElement} dialog @param {boolean} needsReason */
function createForm(dialog, needsReason) {
  const form = find(dialog, "form", HTMLFormElement);
  const error = part(dialog, "details-error");
  const choices = [...form.querySelectorAll("input[type=radio]")].filter(
    (input) => input instanceof HTMLInputElement,
  );
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

  /** @param {string} name @param {string} message the name of its data attribute */
  function complain(name, message) {
    setText(error, form.dataset[message] ?? "");
    show(error, true);
    field(name).setAttribute("aria-invalid", "true");
    field(name).focus();
  }

  function read() {
    const chosen = seen();
    const wasSeen = chosen === "here" || chosen === "late";
    return {
      seen: chosen,
      arrived: chosen === "late" ? field("arrived").value || null : null,
      left: wasSeen ? field("left").value || null : null,
      heard: field("heard").value.trim(),
      action: field("action").value.trim(),
      reason: needsReason ? field("reason").value.trim() : "",
    };
  }

  return {
    read,
    complain,
    field,
    box,
    clearChoice() {
      for (const input of choices) {
        input.checked = false;
      }
    },
    /** @param {MarkBody} body */
    fill(body) {
      for (const input of choices) {
        input.checked = input.value === body.seen;
        input.onchange = showFields;
      }
      for (const name of /** @type {const} */ (["arrived", "left", "heard", "action"])) {
        field(name).value = body[name] ?? "";
      }
      field("reason").value = "";
      show(error, false);
      showFields();
    },
    isComplete() {
      const body = read();
      for (const name of ["arrived", "left", "reason"]) {
        field(name).removeAttribute("aria-invalid");
      }
      show(error, false);
      if (body.seen === "unmarked") {
        setText(error, form.dataset["chooseSeen"] ?? "");
        show(error, true);
      } else if (body.seen === "late" && !body.arrived) {
        complain("arrived", "lateNeedsTime");
      } else if (body.arrived && body.left && body.left <= body.arrived) {
        complain("left", "leftAfterArrived");
      } else if (needsReason && body.reason === "") {
        complain("reason", "reasonNeeded");
      }
      return error.hidden === true;
    },
  };
}

/**
 * "Now" beside a time, and "Rang home 9:40" under what was done.
 * @param {ReturnType<typeof createForm>} form
 * @param {string} time
 */
function addQuickButtons(form, time) {
  /** @param {string} name @param {string} words @param {(old: string) => string} change */
  const add = (name, words, change) => {
    const box = form.box(name);
    box.querySelector("button")?.remove();
    box.append(
      button(words, () => {
        form.field(name).value = change(form.field(name).value);
        form.field(name).focus();
      }),
    );
  };
  add("arrived", `Now, ${spoken(time)}`, () => time);
  add("left", `Now, ${spoken(time)}`, () => time);
  const rang = `rang home ${spoken(time)}`;
  add("action", `Add “${rang}”`, (old) => (old ? `${old}; ${rang}` : rang));
}
