/** The register of one school session. */

import { createActions } from "./actions.mjs";
import { createCards } from "./cards.mjs";
import { paintFoot } from "./foot.mjs";
import { paintHead } from "./head.mjs";
import { createRows } from "./rows.mjs";
import { find, part, setText, show } from "../dom.mjs";
import { REGISTER } from "../words/register.mjs";
import { inLondon } from "../../outbox/clock.mjs";
import { shownRegister } from "../../outbox/registers/marks.mjs";
import { dayOf, isTooEarly, neighbours } from "../../outbox/registers/sessions.mjs";

/** @typedef {import("../state.mjs").Phone} Phone */
/** @typedef {ReturnType<typeof createRegisterScreen>} RegisterScreen */

const HALVES = /** @type {const} */ (["am", "pm"]);

/** @param {Phone} phone */
export function createRegisterScreen(phone) {
  const actions = createActions(phone);
  const rows = createRows(phone, actions);
  const cards = createCards(phone);
  /** @type {{session: string, placements: string[]}} whom "everyone else" marked last */
  let undo = { session: "", placements: [] };

  listen({
    everyone: () => void (canUndo() ? undoEveryone() : markEveryone()),
    finish: () => void finishOrReopen(),
    add: () => void actions.add(),
    cancel: () => void actions.cancel(),
    earlier: () => goBeside(phone, "earlier"),
    later: () => goBeside(phone, "later"),
    due: () => void phone.goTo(null),
  });
  for (const half of HALVES) {
    find(document, `[data-half="${half}"]`).addEventListener("click", () => goBeside(phone, half));
  }

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

  function paint() {
    const { session, roster } = phone.view;
    if (!session || !roster) {
      return;
    }
    const missing = actions.unmarked().length;
    rows.paint();
    paintHead(phone, { session, roster }, missing);
    cards.paint();
    paintFoot(phone, missing, canUndo() ? undo.placements.length : 0);
    paintNotice(phone, { session, roster });
  }

  return { paint, paintOnly: rows.paintOnly };
}

/** @param {Phone} phone @param {"am" | "pm" | "earlier" | "later"} where */
function goBeside(phone, where) {
  const { roster, session } = phone.view;
  const other = roster && session ? neighbours(roster, session.id)[where] : null;
  if (other) {
    void phone.goTo(other.id);
  }
}

/** @param {Record<string, () => void>} buttons  What each does, by its data-part. */
function listen(buttons) {
  for (const [name, act] of Object.entries(buttons)) {
    part(document, name).addEventListener("click", act);
  }
}

/**
 * Say that a session is still to come, or what the provider should know of the day.
 * @param {Phone} phone
 * @param {{session: NonNullable<Phone["view"]["session"]>, roster: NonNullable<Phone["view"]["roster"]>}} shown
 */
function paintNotice(phone, { session, roster }) {
  const isNotYet = isTooEarly(session, inLondon(phone.now()));
  const notYet = REGISTER.notYet(session.marked_from ?? session.opens, dayOf(session));
  setText(part(document, "notice"), isNotYet ? notYet : (roster.notice ?? ""));
  const hasNotice = Boolean(roster.notice) && dayOf(session) >= roster.today;
  show(part(document, "notice"), isNotYet || hasNotice);
  show(part(document, "foot"), !isNotYet);
}
