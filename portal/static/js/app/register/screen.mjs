/** The register of one school session. */

import { twoMarksCard, unsavedCards } from "../waiting/cards.mjs";
import { find, link, part, setText, show } from "../dom.mjs";
import { createActions } from "./actions.mjs";
import { createRow } from "./row.mjs";
import { counted, noteWords } from "../words.mjs";
import { dayWords, inLondon, spoken, timeOf } from "../../outbox/clock.mjs";
import { differing, sessionOf, shownMark, shownRegister } from "../../outbox/registers/marks.mjs";
import { dayOf, dueSession, neighbours } from "../../outbox/registers/sessions.mjs";
import { pupilsOf } from "../../outbox/view.mjs";

/** @typedef {import("../state.mjs").Phone} Phone */
/** @typedef {ReturnType<typeof createRow>} Row */
/** @typedef {ReturnType<typeof pupilsOf>[number]} Pupil */

/** @param {Phone} phone */
export function createRegisterScreen(phone) {
  const actions = createActions(phone);
  const list = part(document, "pupils");
  const foot = part(document, "foot");
  const everyone = part(document, "everyone");
  /** @type {Map<string, Row>} */
  const rows = new Map();
  let cardsKey = "";
  /** @type {{session: string, placements: string[]}} whom "everyone else" marked last */
  let undo = { session: "", placements: [] };

  everyone.addEventListener("click", () => void (canUndo() ? undoEveryone() : markEveryone()));
  part(document, "finish").addEventListener("click", () => void finishOrReopen());
  part(document, "add").addEventListener("click", () => void actions.add());
  part(document, "cancel").addEventListener("click", () => void actions.cancel());
  for (const half of /** @type {const} */ (["am", "pm"])) {
    find(document, `[data-half="${half}"]`).addEventListener("click", () => go(half));
  }
  part(document, "earlier").addEventListener("click", () => go("earlier"));
  part(document, "later").addEventListener("click", () => go("later"));
  part(document, "due").addEventListener("click", () => void phone.goTo(null));

  const canUndo = () =>
    undo.placements.length > 0 &&
    undo.session === phone.view.session?.id &&
    actions.unmarked().length === 0;

  async function markEveryone() {
    const session = phone.view.session?.id ?? "";
    undo = { session, placements: await actions.markEveryone() };
    paint();
  }

  async function undoEveryone() {
    const { placements } = undo;
    undo = { session: "", placements: [] };
    await actions.undoEveryone(placements);
  }

  function finishOrReopen() {
    const { state } = shownRegister(phone.view.register);
    return state === "open" ? actions.finish() : actions.reopen();
  }

  /** @param {"am" | "pm" | "earlier" | "later"} where */
  function go(where) {
    const { roster, session } = phone.view;
    const other = roster && session ? neighbours(roster, session.id)[where] : null;
    if (other) {
      void phone.goTo(other.id);
    }
  }

  function paint() {
    const { session, roster } = phone.view;
    if (!session || !roster) {
      return;
    }
    paintRows();
    paintHead();
    paintCards();
    paintFoot();
    setText(part(document, "notice"), roster.notice ?? "");
    show(part(document, "notice"), Boolean(roster.notice) && dayOf(session) >= roster.today);
  }

  function paintRows() {
    const pupils = pupilsOf(phone.view, phone.added);
    pupils.forEach(paintRow);
    placeRows(pupils.map(({ placement }) => placement));
    show(part(document, "nobody"), pupils.length === 0);
  }

  /** @param {Pupil} pupil */
  function paintRow({ placement, name, note }) {
    const mark = phone.view.marks.get(placement);
    const { body } = shownMark(mark);
    rowOf(placement).paint({
      name,
      body,
      note: noteWords(body, note),
      differs: differing(mark).length > 0,
      closed: shownRegister(phone.view.register).state === "cancelled",
    });
  }

  /** Show at once what is kept of these pupils. @param {string[]} placements */
  function paintOnly(placements) {
    pupilsOf(phone.view, phone.added)
      .filter(({ placement }) => placements.includes(placement))
      .forEach(paintRow);
  }

  /** @param {string} placement */
  function rowOf(placement) {
    const known = rows.get(placement);
    if (known) {
      return known;
    }
    const row = createRow(
      placement,
      (seen) => void actions.choose(placement, seen),
      () => void actions.open(placement),
    );
    rows.set(placement, row);
    return row;
  }

  /** @param {string[]} placements */
  function placeRows(placements) {
    const wanted = placements.map((placement) => rowOf(placement).element);
    const isSame =
      wanted.length === list.children.length &&
      wanted.every((row, place) => row === list.children[place]);
    if (!isSame) {
      list.replaceChildren(...wanted);
    }
  }

  function paintHead() {
    const { session, roster } = phone.view;
    if (!session || !roster) {
      return;
    }
    const day = dayOf(session);
    setText(part(document, "title"), dayWords(day));
    setText(part(document, "subtitle"), subtitle());
    const others = neighbours(roster, session.id);
    for (const half of /** @type {const} */ (["am", "pm"])) {
      const choice = find(document, `[data-half="${half}"]`, HTMLButtonElement);
      choice.disabled = others[half] === null;
      choice.setAttribute("aria-pressed", String(session.id.endsWith(half)));
    }
    const { earlier, later } = others;
    const due = dueSession(roster, inLondon(phone.now()));
    setText(part(document, "earlier"), earlier ? `‹ ${shortDay(dayOf(earlier))}` : "");
    setText(part(document, "later"), later ? `${shortDay(dayOf(later))} ›` : "");
    show(part(document, "earlier"), earlier !== null);
    show(part(document, "later"), later !== null);
    show(part(document, "due"), due !== null && due.id !== session.id);
  }

  function subtitle() {
    const { session, register } = phone.view;
    const pupils = pupilsOf(phone.view, phone.added);
    const marked = pupils.length - actions.unmarked().length;
    const count = `${marked} of ${pupils.length}`;
    const { state, at, reason, waiting } = shownRegister(register);
    const sent = waiting || isAnyWaiting() ? "not sent yet" : "Sent";
    switch (state) {
      case "finished":
        return `Finished ${timeOf(at)} · ${sent} · ${count}`;
      case "cancelled":
        return `Cancelled: ${reason} · ${sent}`;
      case "open":
        return `${count} marked · ${spoken(session?.opens ?? "")} to ${spoken(session?.closes ?? "")}`;
    }
  }

  const isAnyWaiting = () =>
    [...phone.view.marks.values()].some((row) => row.mine?.status === "waiting");

  function paintCards() {
    const { session, marks } = phone.view;
    const two = [...marks]
      .map(([placement, row]) => ({ entity: `${session?.id}/${placement}`, standing: differing(row) }))
      .filter(({ standing }) => standing.length > 0);
    const elsewhere = phone.view.attention.filter(
      ({ kind, entity, op }) =>
        phone.isReadable(op) && (kind !== "two_marks" || sessionOf(entity) !== session?.id),
    );
    const key = JSON.stringify([two, elsewhere, [...phone.unsaved]]);
    if (key !== cardsKey) {
      cardsKey = key;
      const cards = two.map(({ entity, standing }) => twoMarksCard(phone, entity, standing));
      const more = elsewhere.length > 0 ? [lookLink(elsewhere.length)] : [];
      part(document, "cards").replaceChildren(...unsavedCards(phone), ...cards, ...more);
    }
  }

  function paintFoot() {
    const { state, at, by } = shownRegister(phone.view.register);
    const missing = actions.unmarked().length;
    const isOpen = state === "open";
    const saved = phone.saved;
    setText(part(foot, "saved-what"), saved?.what ?? "");
    setText(
      part(foot, "saved-words"),
      saved ? `✓ Saved on this phone ${timeOf(saved.at)}` : closedWords(state, at, by),
    );
    show(part(foot, "add"), isOpen);
    show(part(document, "cancel"), isOpen);
    show(everyone, isOpen && (missing > 0 || canUndo()));
    setText(
      everyone,
      missing > 0 ? `Mark everyone else here (${missing})` : `Undo: ${counted(undo.placements.length, "pupil")} marked here`,
    );
    setText(part(foot, "finish"), isOpen ? "Finish register" : "Open this register again");
    part(foot, "finish").classList.toggle("portal-button--go", isOpen);
  }

  return { paint, paintOnly, open: actions.open };
}

/** @param {string} state @param {string} at @param {string} by */
function closedWords(state, at, by) {
  const who = by ? ` by ${by}` : "";
  return state === "open" ? "" : `${state === "finished" ? "Finished" : "Cancelled"} ${timeOf(at)}${who}`;
}

/** @param {number} count of things on the other screen that a person should look at */
function lookLink(count) {
  return link(`${counted(count, "thing")} to look at`, "#waiting", "portal-notice portal-link");
}

/** "Mon 23 Nov". @param {string} day */
function shortDay(day) {
  const [weekday = "", date = "", month = ""] = dayWords(day).split(" ");
  return `${weekday.slice(0, 3)} ${date} ${month.slice(0, 3)}`;
}
