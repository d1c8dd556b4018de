/**
 * Questions that hang on another answer: shown only while that answer is given.
 *
 * A question says so by `data-only-if="name=answer"`. What it hangs on may be on another page; then
 * it stays. Hidden fields are still sent, so that nothing typed is lost.
 */

/**
 * @param {ParentNode} page
 */
export function startOnlyIf(page) {
  for (const question of page.querySelectorAll("[data-only-if]")) {
    if (question instanceof HTMLElement) follow(question, page);
  }
}

/**
 * @param {HTMLElement} question
 * @param {ParentNode} page
 */
function follow(question, page) {
  const rule = question.dataset.onlyIf ?? "";
  const cut = rule.lastIndexOf("=");
  const controls = controlsCalled(rule.slice(0, cut), page);
  if (controls.length === 0) return;
  question.querySelector("[data-condition]")?.remove();
  const show = () => {
    question.hidden = !controls.some((control) => gives(control, rule.slice(cut + 1)));
  };
  for (const control of controls) control.addEventListener("change", show);
  show();
}

/**
 * @param {string} name
 * @param {ParentNode} page
 * @returns {HTMLInputElement[]}
 */
function controlsCalled(name, page) {
  return [...page.querySelectorAll("input")].filter(
    (control) => control.name === name && control.type !== "hidden",
  );
}

/**
 * @param {HTMLInputElement} control
 * @param {string} wanted
 */
function gives(control, wanted) {
  return control.checked && control.value === wanted;
}
