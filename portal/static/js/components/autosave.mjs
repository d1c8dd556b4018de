/**
 * A long form that saves itself while it is typed. What the server could not take stays on the page
 * and is named; without a connection it is saved when there is one again.
 *
 * Forms say so by `data-autosave`, and hold a place for words with `data-autosave-note`. The answer
 * brings the new base of each field, so that the button saves only what has changed since.
 */

const PAUSE_MS = 1_500;
const RETRY_MS = 15_000;

/** @param {ParentNode} page */
export function startAutosave(page) {
  for (const form of page.querySelectorAll("form[data-autosave]")) {
    const note = form.querySelector("[data-autosave-note]");
    if (form instanceof HTMLFormElement && note instanceof HTMLElement) {
      follow(form, note);
    }
  }
}

/** @param {HTMLFormElement} form @param {HTMLElement} note */
function follow(form, note) {
  let timer = 0;
  let isDirty = false;
  let isSending = false;
  let isLeaving = false;

  /** @param {number} delay */
  const soon = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), delay);
  };
  form.addEventListener("input", () => {
    isDirty = true;
    soon(PAUSE_MS);
  });
  form.addEventListener("change", () => soon(0));
  form.addEventListener("submit", () => {
    isLeaving = true;
    clearTimeout(timer);
  });
  addEventListener("online", () => isDirty && soon(0));
  addEventListener("beforeunload", (event) => {
    if (isDirty && !isLeaving) {
      event.preventDefault();
    }
  });

  async function save() {
    if (!isDirty || isSending || isLeaving) {
      return;
    }
    isSending = true;
    isDirty = false;
    const answer = await send(form);
    isSending = false;
    if (answer === null) {
      isDirty = true;
      note.textContent = "Not saved yet: there is no connection, or you were signed out. What you typed stays on this page.";
      soon(RETRY_MS);
      return;
    }
    takeBases(form, answer.bases);
    note.textContent = wordsOf(answer);
    if (isDirty) {
      soon(PAUSE_MS);
    }
  }
}

/** @typedef {{bases: Record<string, string>, errors: string[], is_differing: boolean}} Kept */

/** @param {HTMLFormElement} form @returns {Promise<Kept | null>} null where nothing was saved */
async function send(form) {
  const body = new FormData(form);
  body.set("do", "keep");
  body.delete("once");
  try {
    const response = await fetch(location.href, { method: "POST", body, redirect: "manual" });
    return response.ok ? await response.json() : null;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}

/** @param {HTMLFormElement} form @param {Record<string, string>} bases */
function takeBases(form, bases) {
  for (const [name, base] of Object.entries(bases)) {
    const field = form.elements.namedItem(`${name}~base`);
    if (field instanceof HTMLInputElement) {
      field.value = base;
    }
  }
}

/** @param {Kept} answer */
function wordsOf({ errors, is_differing: isDiffering }) {
  if (isDiffering) {
    return "Saved. Somebody else answered differently at the same time: save to see both.";
  }
  const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return errors.length > 0 ? `Saved ${time}, but not this yet: ${errors.join(". ")}` : `Saved ${time}`;
}
