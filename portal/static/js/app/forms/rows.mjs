/** The buttons of a table in a form: take a row out, add a row. */

import { show } from "../dom.mjs";
import { controlsOf, removeRow, rowsOf, setRowCount } from "./fields.mjs";

/**
 * @param {HTMLElement} group
 * @param {(isRemoved: boolean) => void} changed
 */
export function followRowButtons(group, changed) {
  group.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target.closest("button[name=do]") : null;
    if (pressed instanceof HTMLButtonElement) {
      event.preventDefault();
      const row = pressed.closest("[data-row]");
      if (row instanceof HTMLElement) {
        takeOut(group, row);
      } else {
        addOne(group);
      }
      changed(row instanceof HTMLElement);
    }
  });
}

/** @param {HTMLElement} group @param {HTMLElement} row */
function takeOut(group, row) {
  removeRow(group, Number(row.dataset["row"]));
  if (!row.isConnected) {
    rowsOf(group).at(-1)?.querySelector("button")?.focus();
  }
}

/** @param {HTMLElement} group */
function addOne(group) {
  const count = rowsOf(group).length;
  setRowCount(group, count + 1);
  controlsOf(/** @type {HTMLElement} */ (rowsOf(group)[count]))[0]?.focus();
}

/** @param {HTMLElement} group @param {boolean} isOpen  Whether the question may be answered. */
export function showRowButtons(group, isOpen) {
  for (const act of group.querySelectorAll("button")) {
    const most = act.dataset["mostRows"];
    show(act, isOpen && (most === undefined || rowsOf(group).length < Number(most)));
  }
}
