/** Answers to forms as this phone keeps them: its own, what the server told, and where they differ. */

/** @typedef {import("../types.mjs").Transaction} Transaction */
/** @typedef {import("../types.mjs").AnswerRow} AnswerRow */
/** @typedef {import("../types.mjs").AnswerBody} AnswerBody */
/** @typedef {import("../types.mjs").Attention} Attention */
/** @typedef {import("../types.mjs").ChangedAnswer} ChangedAnswer */
/** @typedef {import("../types.mjs").ClosedForm} ClosedForm */
/** @typedef {import("../types.mjs").DraftRow} DraftRow */
/** @typedef {import("../types.mjs").FormHead} FormHead */
/** @typedef {import("../types.mjs").NewOp} NewOp */
/** @typedef {import("../types.mjs").Op} Op */
/** @typedef {import("../types.mjs").OpenForm} OpenForm */
/** @typedef {import("../types.mjs").OpResult} OpResult */
/** @typedef {import("../types.mjs").OwnAnswer} OwnAnswer */
/** @typedef {import("../types.mjs").Typed} Typed */
/** @typedef {import("../types.mjs").UnsentOp} UnsentOp */

export const SAVE = /** @type {const} */ ("form.save");
export const DRAFT_STORES = ["drafts", "outbox", "attention"];

/** The answer was changed in another tab since the screen showed it. Nothing of it was kept. */
export class ChangedElsewhereError extends Error {
  /** @param {AnswerRow} answer as it is now */
  constructor(answer) {
    super("changed in another tab");
    this.answer = answer;
  }
}

/** The form is no longer on this phone: another tab has set the phone up anew. Nothing was kept. */
export class FormGoneError extends Error {
  constructor() {
    super("There is no such form on this phone");
  }
}

/** @param {string} entity */
export function formOf(entity) {
  return entity.split("/")[0] ?? entity;
}

/** Whether an entity is a question of a form: those begin with the form's 36 characters. @param {string} entity */
export function isOfForm(entity) {
  return formOf(entity).length === 36;
}

/** @param {string} entity */
export function questionOf(entity) {
  return entity.split("/")[1] ?? "";
}

/**
 * What the screen shows of an answer: this phone's newest until the server knows of a newer one.
 * @param {AnswerRow | undefined} answer
 * @returns {Typed}
 */
export function shownTyped(answer) {
  const mine = answer?.mine;
  const server = answer?.server;
  const isNewest = mine && (mine.status !== "sent" || !server || server.version < mine.version);
  return (isNewest ? mine.typed : server?.typed) ?? "";
}

/**
 * The newest version that the screen has shown. While it shows an answer that the server has not
 * taken, that is what this answer was based on.
 * @param {AnswerRow | undefined} answer
 */
export function seenVersionOf(answer) {
  const own = answer?.mine?.seen_version ?? 0;
  const isOwnShown = answer?.mine && answer.mine.status !== "sent";
  return isOwnShown ? own : Math.max(answer?.server?.version ?? 0, own);
}

/** The newest answer that was given on this phone, in whichever tab. @param {AnswerRow | undefined} answer */
export function newestOpOf(answer) {
  return answer?.last_op ?? answer?.mine?.op_id ?? null;
}

/** Two different answers, between which nobody has chosen yet. @param {AnswerRow | undefined} answer */
export function differingAnswers(answer) {
  return answer?.mine?.status === "waiting" ? [] : (answer?.server?.standing ?? []);
}

/**
 * Record an answer in one step with the list of what waits.
 * @param {Transaction} tx over DRAFT_STORES
 * @param {NewOp} wanted
 * @param {import("../record.mjs").Moment} moment
 * @returns {Promise<DraftRow>}
 */
export async function recordAnswer(tx, wanted, moment) {
  const row = /** @type {DraftRow | undefined} */ (await tx.get("drafts", formOf(wanted.entity)));
  if (!row) {
    throw new FormGoneError();
  }
  const key = questionOf(wanted.entity);
  const answer = row.answers[key] ?? blankAnswer();
  if (wanted.seen_op !== undefined && wanted.seen_op !== newestOpOf(answer)) {
    throw new ChangedElsewhereError(answer);
  }
  /** @type {UnsentOp} */
  const op = {
    op_id: moment.op_id,
    prev: waitingOp(answer),
    kind: wanted.kind,
    schema: 1,
    entity: wanted.entity,
    base_version: wanted.seen_version ?? seenVersionOf(answer),
    captured_at: moment.captured_at,
    actor: wanted.actor,
    roster_version: null,
    body: wanted.body,
  };
  tx.put("outbox", { op, clock_offset: moment.clock_offset });
  if (answer.mine?.status === "refused") {
    tx.remove("attention", `rejected:${answer.mine.op_id}`);
    tx.remove("attention", `too_big:${answer.mine.op_id}`);
  }
  const mine = ownAnswer(op, wanted.by, answer);
  const label = wanted.label ?? answer.label;
  const kept = withAnswer(row, key, { ...answer, label, mine, last_op: op.op_id }, op.captured_at);
  tx.put("drafts", kept);
  return kept;
}

/** The operation that the next one must follow, if it still waits. @param {AnswerRow} answer */
function waitingOp({ mine }) {
  return mine?.status === "waiting" ? mine.op_id : null;
}

/** @param {UnsentOp} op @param {string} by @param {AnswerRow} answer @returns {OwnAnswer} */
function ownAnswer(op, by, answer) {
  return {
    op_id: op.op_id,
    typed: /** @type {AnswerBody} */ (op.body).typed,
    at: op.captured_at,
    by,
    status: "waiting",
    version: answer.mine?.version ?? 0,
    seen_version: op.base_version ?? 0,
    errors: [],
  };
}

/** @returns {AnswerRow} */
function blankAnswer() {
  return { label: "", mine: null, server: null };
}

/** @param {DraftRow} row @param {string} key @param {AnswerRow} answer @param {string} now @returns {DraftRow} */
function withAnswer(row, key, answer, now) {
  return { ...row, answers: { ...row.answers, [key]: answer }, touched_at: now };
}

/**
 * Change this phone's own answer where it is still the one of this operation.
 * @param {Transaction} tx over "drafts"
 * @param {Op} op
 * @param {(mine: OwnAnswer) => OwnAnswer} change
 * @param {string} now
 * @returns {Promise<boolean>} whether it still is
 */
async function changeOwn(tx, op, change, now) {
  const row = /** @type {DraftRow | undefined} */ (await tx.get("drafts", formOf(op.entity)));
  const key = questionOf(op.entity);
  const answer = row?.answers[key];
  if (!row || !answer || answer.mine?.op_id !== op.op_id) {
    return false;
  }
  tx.put("drafts", withAnswer(row, key, { ...answer, mine: change(answer.mine) }, now));
  return true;
}

/**
 * The server has stored an answer, perhaps beside a different one.
 * @param {Transaction} tx over "drafts" and "attention"
 * @param {Op} op @param {OpResult} result @param {string} now
 * @param {boolean} lean  The phone is full, so what the server told of others was not kept.
 */
export async function noteAnswerStored(tx, op, result, now, lean) {
  const version = result.version ?? 0;
  const seen = result.status === "conflict" || lean ? 0 : version;
  await changeOwn(
    tx,
    op,
    (mine) => ({ ...mine, status: "sent", version, seen_version: Math.max(mine.seen_version, seen) }),
    now,
  );
}

/**
 * The server did not take an answer. It stays in its field with what is wrong, unless a newer one
 * has taken its place.
 * @param {Transaction} tx over "drafts" and "attention"
 * @param {Op} op @param {Attention} attention
 */
export async function noteAnswerRefused(tx, op, attention) {
  const { errors } = attention;
  const isNewest = await changeOwn(
    tx,
    op,
    (mine) => ({ ...mine, status: "refused", errors }),
    attention.at,
  );
  if (isNewest || !(await tx.get("drafts", formOf(op.entity)))) {
    tx.put("attention", attention);
  }
}

/**
 * Take in what the server tells of a form.
 * @param {Transaction} tx over "drafts" and "attention"
 * @param {OpenForm | ClosedForm} change @param {string} now
 */
export async function applyForm(tx, change, now) {
  const known = /** @type {DraftRow | undefined} */ (await tx.get("drafts", change.document));
  if (change.closed) {
    if (known) {
      tx.put("drafts", closedDraft(known, change, now));
    }
    return;
  }
  const { document: id, title, form, open, page, questions, sections, held } = change;
  const answers = { ...known?.answers };
  for (const told of change.answers) {
    answers[told.key] = withTold(answers[told.key] ?? blankAnswer(), told);
    await askToChoose(tx, `${id}/${told.key}`, (told.standing ?? []).length > 1, now);
  }
  const head = { form, open, page, questions, sections, held };
  tx.put("drafts", { id, title, closed: false, head, answers, touched_at: now });
}

/** @param {AnswerRow} answer @param {ChangedAnswer} told @returns {AnswerRow} */
function withTold(answer, { version, typed, words, at, by, standing }) {
  const isOver = answer.mine?.status === "sent" && answer.mine.version <= version;
  const server = { version, typed, words, at, by, ...(standing ? { standing } : {}) };
  return { ...answer, mine: isOver ? null : answer.mine, server };
}

/**
 * What a closed form still needs: the answers that wait or were refused.
 * @param {DraftRow} row @param {ClosedForm} change @param {string} now
 * @returns {DraftRow}
 */
function closedDraft(row, change, now) {
  const kept = Object.entries(row.answers)
    .filter(([, { mine }]) => mine && mine.status !== "sent")
    .map(([key, answer]) => [key, { ...answer, server: null }]);
  return {
    ...row,
    title: change.title,
    closed: true,
    answers: Object.fromEntries(kept),
    touched_at: now,
  };
}

/** @param {Transaction} tx @param {string} entity @param {boolean} differ @param {string} now */
async function askToChoose(tx, entity, differ, now) {
  const id = `two_answers:${entity}`;
  if (!differ) {
    tx.remove("attention", id);
  } else if (!(await tx.get("attention", id))) {
    tx.put("attention", {
      id, kind: "two_answers", entity, at: now, op: null, errors: [], settled: false,
    });
  }
}

/**
 * A restored server counts its versions anew: nothing that this phone knows of it counts any more.
 * @param {Transaction} tx over "drafts"
 */
export async function forgetFormVersions(tx) {
  for (const row of /** @type {DraftRow[]} */ (await tx.list("drafts"))) {
    const answers = Object.entries(row.answers).map(([key, { mine, server, ...known }]) => [
      key,
      {
        ...known,
        mine: mine && { ...mine, version: 0, seen_version: 0 },
        server: server && { ...server, version: 0 },
      },
    ]);
    tx.put("drafts", { ...row, answers: Object.fromEntries(answers) });
  }
}

/**
 * What to send again of an answer that a restored server has lost; null where this phone has given a
 * newer one since. It claims to have seen nothing: versions of before the restore mean other answers.
 * @param {Transaction} tx over "drafts"
 * @param {UnsentOp} op
 * @returns {Promise<UnsentOp | null>}
 */
export async function answerAgain(tx, op) {
  const row = /** @type {DraftRow | undefined} */ (await tx.get("drafts", formOf(op.entity)));
  const answer = row?.answers[questionOf(op.entity)];
  const isNewest = !answer || newestOpOf(answer) === op.op_id || answer.mine?.status === "refused";
  return isNewest ? { ...op, base_version: 0 } : null;
}
