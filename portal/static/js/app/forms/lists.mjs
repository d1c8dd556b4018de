/** Which forms there are, and which sections one has. */

import { element, link, part, setText, show } from "../dom.mjs";
import { draftNote, FORMS } from "../words/forms.mjs";

/** @typedef {import("../../outbox/types.mjs").DraftRow} DraftRow */
/** @typedef {import("../../outbox/types.mjs").FileRow} FileRow */

/** @param {import("../state.mjs").Phone} phone @param {DraftRow[]} drafts @param {FileRow[]} waiting */
export function paintList(phone, drafts, waiting) {
  setText(part(document, "title"), FORMS.title);
  setText(part(document, "subtitle"), phone.view.device?.provider.name ?? "");
  const lines = drafts.map((draft) =>
    line(draft.title, `#form/${draft.id}`, draftNote(draft, filesOf(draft, waiting))),
  );
  part(document, "forms-list").replaceChildren(...lines);
  show(part(document, "forms-none"), lines.length === 0);
  return /** @type {const} */ ("forms");
}

/** @param {DraftRow} draft @param {FileRow[]} waiting */
export function paintForm(draft, waiting) {
  const { id, title, head, closed } = draft;
  setText(part(document, "title"), title);
  setText(part(document, "subtitle"), draftNote(draft, waiting));
  const asked = closed ? [] : (head?.questions ?? []);
  show(part(document, "form-asked"), asked.length > 0);
  part(document, "form-questions").replaceChildren(...asked.map((text) => element("li", text)));
  const sections = closed ? [] : (head?.sections ?? []);
  part(document, "form-sections").replaceChildren(
    ...sections.map((one) => line(one.title, `#form/${id}/${one.key}`, one.state)),
  );
  part(document, "form-page").setAttribute("href", head?.page ?? "/");
  show(part(document, "form-send"), !closed);
  return /** @type {const} */ ("form");
}

/** @param {DraftRow} draft @param {FileRow[]} files */
export function filesOf(draft, files) {
  return files.filter((row) => row.form === draft.id);
}

/** @param {string} title @param {string} href @param {string} note */
function line(title, href, note) {
  const made = element("li", "");
  const quiet = element("span", note);
  quiet.className = "portal-quiet";
  made.append(link(title, href, "portal-link"), element("br", ""), quiet);
  return made;
}
