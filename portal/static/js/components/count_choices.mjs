/** Tells on a form's main button how many choices it will save. */

/**
 * Finds forms marked `data-counts="decision"` with a button marked `data-count-button`.
 * @param {ParentNode} root
 */
export function startCountingChoices(root) {
  for (const form of root.querySelectorAll("form[data-counts]")) {
    if (form instanceof HTMLFormElement) {
      form.addEventListener("change", () => showCount(form));
      showCount(form);
    }
  }
}

/** @param {HTMLFormElement} form */
function showCount(form) {
  const button = form.querySelector("[data-count-button]");
  if (!button) {
    return;
  }
  const thing = form.dataset["counts"] ?? "";
  const count = form.querySelectorAll("input[type=radio]:checked").length;
  const things = count === 1 ? thing : `${thing}s`;
  button.textContent = count === 0 ? `Save ${thing}s` : `Save ${count} ${things}`;
}
