/** The rows of the pupils on the screen: each is made once, and painted where it changed. */

import { createRow } from "./row.mjs";
import { part, show } from "../dom.mjs";
import { noteWords } from "../words/marks.mjs";
import { differing, shownMark, shownRegister } from "../../outbox/registers/marks.mjs";
import { isTooEarly } from "../../outbox/registers/sessions.mjs";
import { inLondon } from "../../outbox/clock.mjs";
import { pupilsOf } from "../../outbox/view.mjs";

/** @typedef {ReturnType<typeof createRow>} Row */
/** @typedef {ReturnType<typeof pupilsOf>[number]} Pupil */

/**
 * @param {import("../state.mjs").Phone} phone
 * @param {import("./actions.mjs").Actions} actions
 */
export function createRows(phone, actions) {
  const list = part(document, "pupils");
  /** @type {Map<string, Row>} */
  const rows = new Map();

  /** @param {Pupil} pupil */
  function paintRow({ placement, name, note }) {
    const mark = phone.view.marks.get(placement);
    const { body } = shownMark(mark);
    rowOf(placement).paint({
      name,
      body,
      note: noteWords(body, note),
      differs: differing(mark).length > 0,
      closed: isClosed(phone),
    });
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

  return {
    paint() {
      const pupils = pupilsOf(phone.view, phone.added);
      pupils.forEach(paintRow);
      placeRows(pupils.map(({ placement }) => placement));
      show(part(document, "nobody"), pupils.length === 0);
    },

    /** Show at once what is kept of these pupils. @param {string[]} placements */
    paintOnly(placements) {
      pupilsOf(phone.view, phone.added)
        .filter(({ placement }) => placements.includes(placement))
        .forEach(paintRow);
    },
  };
}

/** Whether no mark may be made: the session is cancelled, or still to come. @param {import("../state.mjs").Phone} phone */
function isClosed(phone) {
  const { register, session } = phone.view;
  const isToCome = session !== null && isTooEarly(session, inLondon(phone.now()));
  return isToCome || shownRegister(register).state === "cancelled";
}
