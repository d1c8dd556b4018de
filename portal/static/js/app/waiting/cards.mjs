/** Cards that ask a person to look: two different marks, what was not saved, what was not accepted. */

import { button, copyOf, element, link, part, setText, show } from "../dom.mjs";
import { attentionTitle, opWords, seenWords } from "../words.mjs";
import { timeOf } from "../../outbox/clock.mjs";
import { formOf, isOfForm, questionOf } from "../../outbox/forms/drafts.mjs";
import { bodyOf, placementOf } from "../../outbox/registers/marks.mjs";
import { makeRoom, trimRoster } from "../../outbox/tidy.mjs";
import { nameOf } from "../../outbox/view.mjs";

/** @typedef {import("../state.mjs").Phone} Phone */
/** @typedef {import("../../outbox/types.mjs").Attention} Attention */
/** @typedef {import("../../outbox/types.mjs").MarkBody} MarkBody */
/** @typedef {import("../../outbox/types.mjs").StandingMark} StandingMark */
/** @typedef {import("../../outbox/types.mjs").Op} Op */

/**
 * @param {object} about
 * @param {string} about.title
 * @param {(string | HTMLElement)[]} about.words
 * @param {HTMLElement[]} about.buttons
 * @param {string} [about.after]
 * @param {"look" | "problem"} [about.tone]
 */
function card({ title, words, buttons, after = "", tone = "look" }) {
  const made = copyOf("card");
  made.dataset["tone"] = tone;
  setText(part(made, "card-title"), title);
  part(made, "card-words").append(
    ...words.map((word) => (typeof word === "string" ? element("p", word) : word)),
  );
  part(made, "card-buttons").append(...buttons);
  setText(part(made, "card-after"), after);
  show(part(made, "card-after"), after !== "");
  return made;
}

/**
 * @param {Phone} phone
 * @param {string} entity
 * @param {StandingMark[]} standing
 */
export function twoMarksCard(phone, entity, standing) {
  const name = nameOf(phone.view.roster, placementOf(entity));
  const mayChoose = phone.actor()?.may_choose === true;
  /** @param {StandingMark} mark */
  const choose = (mark) => {
    const person = phone.actor();
    void phone.record(
      [{ kind: "mark.set", entity, body: bodyOf(mark), actor: person?.id ?? null, by: person?.name ?? "" }],
      `${name}: ${seenWords(bodyOf(mark))}.`,
    );
  };
  const made = card({
    title: attentionTitle({ kind: "two_marks", entity, id: "", at: "", op: null, errors: [], settled: false }, name),
    words: standing.map((mark) => {
      const who = mark.here_device === false ? `${mark.by} (not on this phone)` : mark.by;
      const line = element("p", `${timeOf(mark.at)} ${who}: `);
      line.append(element("strong", seenWords(bodyOf(mark))));
      return line;
    }),
    buttons: mayChoose
      ? standing.map((mark) => button(chooseWords(name, bodyOf(mark)), () => choose(mark)))
      : [],
    after: mayChoose
      ? "Both marks stay on record. The commissioner sees that they differ until you choose."
      : "Both marks stay on record. Your lead or the commissioner chooses between them.",
  });
  made.dataset["card"] = "two-marks";
  return made;
}

/** "Leo is here", "Leo came at 9:21". @param {string} name @param {MarkBody} body */
function chooseWords(name, body) {
  const first = name.split(" ")[0] ?? name;
  switch (body.seen) {
    case "unmarked":
      return `${first} is not marked`;
    default: {
      const words = seenWords(body);
      return `${first} is ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
    }
  }
}

/** @param {Phone} phone */
export function unsavedCards(phone) {
  return [...phone.unsaved].map(([key, { wanted, isFull }]) => {
    const lines = wanted.map(({ kind, entity, body }) =>
      opWords(
        /** @type {Op} */ ({ kind, entity, body }),
        nameOf(phone.view.roster, placementOf(entity)),
      ),
    );
    const again = button("Try again", () => void phone.record(wanted, lines.join(". ")));
    const room = button("Make room", () => void makeRoomAndRetry(phone, key));
    const made = card({
      title: `This mark was NOT saved: ${lines.join(", ")}`,
      words: [
        isFull
          ? "The phone’s storage is full. Earlier marks are safe."
          : "The phone could not write it down. Earlier marks are safe.",
      ],
      buttons: isFull ? [again, room] : [again],
      after: isFull
        ? "“Make room” removes old copies of what the server already has, and nothing that waits to be sent."
        : "",
      tone: "problem",
    });
    made.dataset["card"] = "not-saved";
    return made;
  });
}

/** @param {Phone} phone @param {string} key */
async function makeRoomAndRetry(phone, key) {
  const failed = phone.unsaved.get(key);
  const session = phone.view.session?.id ?? "";
  await phone.store.run(["marks", "receipts"], "readwrite", (tx) => makeRoom(tx, session));
  await phone.store
    .run(["roster"], "readwrite", (tx) => trimRoster(tx, session))
    .catch(stillFull);
  if (failed) {
    await phone.record(failed.wanted, "Saved after making room.");
  }
}

/**
 * Something the server said about an operation of this phone.
 * @param {Phone} phone
 * @param {Attention} item
 * @param {{name: string, where: string}} about  Whom or what it is about, and where it belongs.
 * @param {(op: Op, item: Attention) => void} change  Open it to be changed and sent again.
 */
export function attentionCard(phone, item, { name, where }, change) {
  const { op } = item;
  const away = button("Put this away", () => void putAway(phone, item.id));
  const canChange = op !== null && op.kind === "mark.set" && item.kind !== "note";
  const label = item.kind === "late" ? "Give a reason and send again" : "Change and send again";
  const buttons = isOfForm(item.entity)
    ? [link("Open the question", `#form/${formOf(item.entity)}/?${questionOf(item.entity)}`)]
    : canChange
      ? [button(label, () => change(op, item)), away]
      : [away];
  const made = card({
    title: attentionTitle(item, name),
    words: [
      ...(op ? [`${opWords(op, name)}. ${where}, ${timeOf(op.captured_at)}.`] : []),
      ...(item.kind === "late" ? ["It is kept, and waits for a reason."] : []),
      ...(item.settled ? ["This is settled: one mark stands now."] : []),
      ...item.errors.map(({ message }) => message),
    ],
    buttons,
    tone: item.kind === "rejected" || item.kind === "too_big" ? "problem" : "look",
  });
  made.dataset["card"] = item.kind;
  return made;
}

/** Only a person puts a card away. @param {Phone} phone @param {string} id */
export async function putAway(phone, id) {
  await phone.store.run(["attention"], "readwrite", async (tx) => tx.remove("attention", id));
  await phone.reload();
}

/** The list of sessions stays as it is. @param {unknown} error */
function stillFull(error) {
  if (!(error instanceof DOMException)) {
    throw error;
  }
}
