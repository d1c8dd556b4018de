/** Reads and fills the questions of a section, as the server drew them (templates/components/section.html). */

/** @typedef {import("../../outbox/types.mjs").Typed} Typed */
/** @typedef {HTMLInputElement | HTMLTextAreaElement} Control */

/** @param {HTMLElement} group  An element with data-question and data-kind. @returns {Typed} */
export function readTyped(group) {
  if (group.dataset["kind"] === "table") {
    return rowsOf(group).map(readRow).filter(holdsAnything);
  }
  return readOne(group);
}

/** @param {HTMLElement} group @returns {string | string[]} */
function readOne(group) {
  const controls = controlsOf(group);
  if (group.dataset["kind"] === "choices") {
    return controls.filter(isChecked).map(({ value }) => value);
  }
  if (controls[0]?.type === "radio") {
    return controls.find(isChecked)?.value ?? "";
  }
  return controls[0]?.value ?? "";
}

/** @param {HTMLElement} row @returns {Record<string, string | string[]>} */
function readRow(row) {
  return Object.fromEntries(cellsOf(row).map((cell) => [columnOf(cell), readOne(cell)]));
}

/** @param {Record<string, string | string[]>} row */
function holdsAnything(row) {
  return Object.values(row).some((value) => value.length > 0);
}

/** @param {HTMLElement} group @param {Typed} typed */
export function writeTyped(group, typed) {
  if (group.dataset["kind"] !== "table") {
    writeOne(group, /** @type {string | string[]} */ (typed));
    return;
  }
  const rows = /** @type {Record<string, string | string[]>[]} */ (Array.isArray(typed) ? typed : []);
  setRowCount(group, Math.max(1, rows.length));
  rowsOf(group).forEach((row, number) => {
    for (const cell of cellsOf(row)) {
      writeOne(cell, rows[number]?.[columnOf(cell)] ?? "");
    }
  });
}

/** @param {HTMLElement} group @param {string | string[]} typed */
function writeOne(group, typed) {
  for (const control of controlsOf(group)) {
    if (control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox")) {
      control.checked = Array.isArray(typed) ? typed.includes(control.value) : typed === control.value;
    } else {
      const text = String(typed);
      if (control.value !== text) {
        control.value = text;
      }
    }
  }
}

/** @param {HTMLElement} group @returns {Control[]} */
export function controlsOf(group) {
  return [...group.querySelectorAll("input, textarea")].filter(isControl);
}

/** Whether somebody is in a field of text here. @param {HTMLElement} group */
export function isTypedInto(group) {
  const at = document.activeElement;
  return controlsOf(group).some((control) => control === at && !["radio", "checkbox"].includes(control.type));
}

/** Have a screen reader read what stands in an element with this question. @param {HTMLElement} group @param {string} id */
export function describeBy(group, id) {
  const question = group.querySelector("fieldset") ?? controlsOf(group)[0];
  const known = question?.getAttribute("aria-describedby");
  question?.setAttribute("aria-describedby", known ? `${known} ${id}` : id);
}

/**
 * Mark the fields that something is wrong with. In a table an error names "question.row.column".
 * @param {HTMLElement} group @param {{field: string}[]} errors
 */
export function showWrong(group, errors) {
  const names = errors.map(({ field }) => field.replace(/\.(\d+)\.([^.]+)$/, "~$1~$2"));
  for (const control of controlsOf(group)) {
    const isWrong = names.includes(control.name) || names.includes(group.dataset["question"] ?? "");
    control.setAttribute("aria-invalid", String(isWrong));
  }
}

/** @param {Element} element @returns {element is Control} */
function isControl(element) {
  return (
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && element.type !== "hidden")
  );
}

/** @param {Control} control */
function isChecked(control) {
  return control instanceof HTMLInputElement && control.checked;
}

/** @param {HTMLElement} group @returns {HTMLElement[]} */
export function rowsOf(group) {
  return [...group.querySelectorAll("[data-row]")].filter((row) => row instanceof HTMLElement);
}

/** @param {HTMLElement} row @returns {HTMLElement[]} */
function cellsOf(row) {
  return [...row.querySelectorAll("[data-question]")].filter((cell) => cell instanceof HTMLElement);
}

/** "name" from "safeguarding.deputies~0~name". @param {HTMLElement} cell */
function columnOf(cell) {
  return cell.dataset["question"]?.split("~")[2] ?? "";
}

/** @param {HTMLElement} group @param {number} count */
export function setRowCount(group, count) {
  const rows = rowsOf(group);
  for (const row of rows.slice(count)) {
    row.remove();
  }
  for (let number = rows.length; number < count; number += 1) {
    addRow(group, number);
  }
}

/** One more empty row, drawn like the first. @param {HTMLElement} group @param {number} number */
function addRow(group, number) {
  const [first] = rowsOf(group);
  const row = first?.cloneNode(true);
  if (!(first && row instanceof HTMLElement)) {
    return;
  }
  renumber(row, group.dataset["question"] ?? "", number);
  for (const cell of cellsOf(row)) {
    writeOne(cell, "");
  }
  rowsOf(group).at(-1)?.after(row);
}

/** Take a row out; those after it move up. @param {HTMLElement} group @param {number} number */
export function removeRow(group, number) {
  const typed = rowsOf(group).map(readRow);
  typed.splice(number, 1);
  writeTyped(group, typed);
}

/** @param {HTMLElement} row @param {string} question @param {number} number */
function renumber(row, question, number) {
  const [name, id] = [`${question}~0~`, `${question.replace(/[.~]/g, "-")}-0-`];
  const [newName, newId] = [`${question}~${number}~`, id.replace(/0-$/, `${number}-`)];
  row.dataset["row"] = String(number);
  for (const element of row.querySelectorAll("*")) {
    for (const attribute of [...element.attributes]) {
      const { value } = attribute;
      const changed = value.split(name).join(newName).split(id).join(newId);
      if (changed !== value) {
        element.setAttribute(attribute.name, changed);
      }
    }
  }
  for (const words of row.querySelectorAll("legend.govuk-fieldset__legend--s, button .govuk-visually-hidden")) {
    words.textContent = (words.textContent ?? "").replace(/1$/, String(number + 1));
  }
}

/**
 * Show each question that hangs on another one only while that answer is given.
 * @param {HTMLElement} section
 * @param {(question: string) => Typed | undefined} answerTo  The answer to a question of another section.
 */
export function applyConditions(section, answerTo) {
  for (const question of section.querySelectorAll("[data-only-if]")) {
    if (question instanceof HTMLElement) {
      const rule = question.dataset["onlyIf"] ?? "";
      const cut = rule.lastIndexOf("=");
      const [name, wanted] = [rule.slice(0, cut), rule.slice(cut + 1)];
      const given = answerHere(section, name) ?? answerTo(name);
      const condition = question.querySelector("[data-condition]");
      question.hidden = given !== undefined && !gives(given, wanted);
      if (condition instanceof HTMLElement) {
        condition.hidden = given !== undefined;
      }
    }
  }
}

/** @param {HTMLElement} section @param {string} name @returns {Typed | undefined} */
function answerHere(section, name) {
  const group = section.querySelector(`[data-question="${CSS.escape(name)}"]`);
  return group instanceof HTMLElement ? readTyped(group) : undefined;
}

/** @param {Typed} given @param {string} wanted */
function gives(given, wanted) {
  return Array.isArray(given) ? given.some((one) => one === wanted) : given === wanted;
}
