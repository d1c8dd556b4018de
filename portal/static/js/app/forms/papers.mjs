/** Documents that a question asks for: what the council has, what waits here, and adding one more. */

import { button, element, find, part, setText } from "../dom.mjs";
import { fileNote, PAPERS } from "../words/forms.mjs";
import { sha256 } from "../../outbox/network/keys.mjs";

/** @typedef {import("../state.mjs").Phone} Phone */
/** @typedef {import("../../outbox/types.mjs").DraftRow} DraftRow */
/** @typedef {import("../../outbox/types.mjs").FileRow} FileRow */
/** @typedef {import("../../outbox/types.mjs").PaperDetails} PaperDetails */
/** @typedef {{id: string, phone: Phone, changed: () => void}} Place  The form, and whom to tell. */

/**
 * @param {HTMLElement} question  An element with data-evidence.
 * @param {Place} place
 */
export function createPaper(question, place) {
  const form = find(question, "form", HTMLFormElement);
  const error = element("p", "");
  error.className = "portal-error";
  error.setAttribute("role", "alert");
  form.prepend(error);
  let isKeeping = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isKeeping) {
      isKeeping = true;
      void add().finally(() => {
        isKeeping = false;
      });
    }
  });

  async function add() {
    const chosen = find(form, "input[type=file]", HTMLInputElement).files?.[0];
    const wrong = wrongWith(chosen, form);
    setText(error, wrong);
    if (wrong || !chosen) {
      return;
    }
    try {
      await keep(question, form, chosen, place);
    } catch (problem) {
      if (!(problem instanceof DOMException)) {
        throw problem;
      }
      const why =
        problem.name === "QuotaExceededError" ? PAPERS.isFull : PAPERS.unreadable;
      setText(error, why);
      return;
    }
    form.reset();
    find(question, "details", HTMLDetailsElement).open = false;
    place.changed();
  }

  return {
    /** @param {DraftRow} draft @param {FileRow[]} files */
    update(draft, files) {
      const kind = question.dataset["evidence"] ?? "";
      const here = files.filter((row) => row.question === question.dataset["question"]);
      const lines = [
        ...(draft.head?.held[kind] ?? []).map(({ name, expires_on }) =>
          line(name, PAPERS.withCouncil(expires_on)),
        ),
        ...here.map((row) => waitingLine(row, place)),
      ];
      part(question, "held").replaceChildren(...lines);
    },
  };
}

/** @param {File | undefined} chosen @param {HTMLFormElement} form */
function wrongWith(chosen, form) {
  if (!chosen) {
    return PAPERS.chooseFile;
  }
  if (chosen.size > Number(form.dataset["mostBytes"])) {
    return form.dataset["tooLarge"] ?? "";
  }
  return chosen.size === 0 ? (form.dataset["empty"] ?? "") : "";
}

/** @param {HTMLElement} question @param {HTMLFormElement} form @param {File} chosen @param {Place} place */
async function keep(question, form, chosen, { id, phone }) {
  const bytes = new Uint8Array(await chosen.arrayBuffer());
  /** @type {FileRow} */
  const row = {
    id: crypto.randomUUID(),
    form: id,
    question: question.dataset["question"] ?? "",
    kind: question.dataset["evidence"] ?? "",
    details: detailsOf(form),
    name: chosen.name,
    sha256: await sha256(crypto.subtle, bytes),
    blob: new Blob([bytes], { type: chosen.type }),
    received: 0,
    actor: phone.actor()?.id ?? null,
    at: new Date(phone.now()).toISOString(),
    status: "waiting",
    errors: [],
  };
  await phone.store.run(["files"], "readwrite", async (tx) => tx.put("files", row));
}

/** What was typed of a document; a field that this kind does not have is empty. @param {HTMLFormElement} form @returns {PaperDetails} */
function detailsOf(form) {
  const given = new FormData(form);
  /** @param {string} name */
  const text = (name) => {
    const [key] = [...given.keys()].filter((one) => one.endsWith(`-${name}`));
    return String(key ? (given.get(key) ?? "") : "").trim();
  };
  const abuse = text("excludes_abuse");
  return {
    issued_on: text("issued_on") || null,
    expires_on: text("expires_on") || null,
    cover_pence: text("cover_pence") || null,
    insurer: text("insurer"),
    policy_number: text("policy_number"),
    excludes_abuse: abuse ? abuse === "yes" : null,
  };
}

/** @param {string} name @param {string} note */
function line(name, note) {
  const made = element("li", "");
  const words = element("span", note);
  words.className = "portal-quiet";
  made.append(element("strong", name), element("br", ""), words);
  return made;
}

/** @param {FileRow} row @param {Place} place */
function waitingLine(row, { phone, changed }) {
  const made = line(row.name, fileNote(row));
  made.dataset["file"] = row.status;
  for (const { message } of row.errors) {
    const words = element("p", message);
    words.className = "portal-error";
    made.append(words);
  }
  const away = button(PAPERS.takeOut, () => void takeOut(phone, row.id).then(changed), "portal-link");
  if (row.status === "refused") {
    made.append(away);
  }
  return made;
}

/** @param {Phone} phone @param {string} id */
function takeOut(phone, id) {
  return phone.store.run(["files"], "readwrite", async (tx) => tx.remove("files", id));
}
