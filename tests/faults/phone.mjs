/**
 * One phone without a screen: the app's own state, queue and sender, over a database on disk. It is
 * told by lines of JSON what its person does, and answers each with a line.
 *
 *     node phone.mjs FOLDER ADDRESS CLOCK_OFFSET_MS [RULE TO BREAK]
 */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { BROKEN } from "./broken.mjs";
import { openDisk } from "./disk.mjs";
import { createPhone } from "../../portal/static/js/app/state.mjs";
import { timeOrderedId } from "../../portal/static/js/outbox/ids.mjs";
import { publicHalf } from "../../portal/static/js/outbox/network/keys.mjs";
import { differingAnswers, newestOpOf, seenVersionOf, shownTyped } from "../../portal/static/js/outbox/forms/drafts.mjs";
import { differing, shownMark } from "../../portal/static/js/outbox/registers/marks.mjs";
import { createQueue } from "../../portal/static/js/outbox/queue.mjs";
import { createSender } from "../../portal/static/js/outbox/network/sender.mjs";
import { createSigned } from "../../portal/static/js/outbox/network/signed.mjs";

const [folder, address, offset, brokenRule] = process.argv.slice(2);
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const realNow = Date.now;
Date.now = () => realNow() + Number(offset);

const disk = openDisk(join(folder, "database"));
const keyFile = join(folder, "key");
const sendSigned = createSigned({
  fetch: (path, options) => fetch(new URL(path, address), options),
  subtle: crypto.subtle,
  privateKey: async () =>
    existsSync(keyFile)
      ? crypto.subtle.importKey("jwk", JSON.parse(readFileSync(keyFile, "utf8")), ALGORITHM, false, ["sign"])
      : null,
});
const honest = createSender(sendSigned);
const send = brokenRule ? BROKEN[brokenRule](honest) : honest;
const newTab = () =>
  createQueue({ store: disk, send, now: Date.now, newId: () => timeOrderedId(Date.now(), crypto), app: "test" });
const queue = newTab();
const phone = createPhone({ store: disk, queue, changed: () => {}, recorded: () => {} });

/** The form on the screen, which is not painted again until it is opened again. */
let form = null;

const commands = {
  async make_key() {
    const pair = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
    writeFileSync(keyFile, JSON.stringify(await crypto.subtle.exportKey("jwk", pair.privateKey)));
    return { public_key: await publicHalf(crypto.subtle, pair.publicKey) };
  },

  async set_up({ device_id, person }) {
    await disk.run(["meta"], "readwrite", async (tx) =>
      tx.put("meta", { device_id, people: [person], actor: person.id }, "device"),
    );
    return {};
  },

  /** Open a session, and say what the screen shows of each pupil. */
  async open({ session }) {
    await phone.goTo(session);
    return { shown: Object.fromEntries([...phone.view.marks].map(([id, row]) => [id, shown(row)])) };
  },

  async mark({ placement, body, fault }) {
    disk.next = fault ?? "";
    const entity = `${phone.view.session.id}/${placement}`;
    const before = shown(phone.view.marks.get(placement));
    const saved = await phone.record([{ kind: "mark.set", entity, body, ...maker() }], "");
    phone.unsaved.clear();
    const op_id = saved ? phone.view.marks.get(placement).mine.op_id : null;
    return { op_id, entity, before };
  },

  async finish() {
    const entity = phone.view.session.id;
    const saved = await phone.record(
      [{ kind: "register.finish", entity, body: { unmarked: [] }, ...maker() }],
      "",
    );
    return { op_id: saved ? phone.view.register.mine.op_id : null, entity };
  },

  /** Open a form, and say what the screen shows of each question. */
  async open_form({ id }) {
    form = await disk.run(["drafts"], "readonly", (tx) => tx.get("drafts", id));
    return { shown: Object.fromEntries(Object.entries(form.answers).map(([key, row]) => [key, shownAnswer(row)])) };
  },

  /** Answer a question of the form on the screen, or choose between the answers that differ. */
  async answer({ key, typed, is_chosen, fault }) {
    disk.next = fault ?? "";
    const row = form.answers[key];
    const before = shownAnswer(row);
    const seen = is_chosen ? { seen_version: row.server.version } : { seen_version: seenVersionOf(row), seen_op: newestOpOf(row) };
    const entity = `${form.id}/${key}`;
    const outcome = await phone.recordAnswer({ kind: "form.save", entity, body: { typed }, label: key, ...maker(), ...seen });
    if (outcome.kind === "saved") {
      form.answers[key] = outcome.answer;
    }
    return { op_id: outcome.kind === "saved" ? outcome.answer.mine.op_id : null, entity, before };
  },

  /** Send what waits, from several tabs at once where told so. */
  async drain({ tabs, fault }) {
    disk.next = fault ?? "";
    const others = Array.from({ length: tabs - 1 }, () => newTab().drain());
    const [outcome] = await Promise.all([queue.drain(), ...others].map(nullWhenFull));
    disk.next = "";
    await phone.reload();
    return { network: outcome?.network ?? "full" };
  },

  /** All that the phone holds. */
  async look() {
    const [outbox, attention, marks, drafts] = await disk.run(
      ["outbox", "attention", "marks", "drafts"], "readonly",
      (tx) => Promise.all(["outbox", "attention", "marks", "drafts"].map((name) => tx.list(name))),
    );
    return {
      waiting: outbox.map(({ op }) => op),
      attention,
      standing: Object.fromEntries(
        marks.filter(({ entity }) => entity.includes("/"))
          .map(({ entity, server }) => [entity, (server?.standing ?? []).map(factsOf).sort()]),
      ),
      answers: Object.fromEntries(
        drafts.flatMap(({ id, answers }) =>
          Object.entries(answers).filter(([, { server }]) => server)
            .map(([key, { server }]) => [`${id}/${key}`, typedOf(server.standing ?? [server])]),
        ),
      ),
    };
  },
};

function maker() {
  const person = phone.actor();
  return { actor: person.id, by: person.name };
}

/** What the screen shows of a pupil: which marks, what they say, and how new the list is. */
function shown(row) {
  const { body } = shownMark(row);
  const isMine = Boolean(row?.mine) && body === row.mine.body && differing(row).length === 0;
  const marks = isMine ? [{ ...body, op_id: row.mine.op_id }] : (row?.server?.standing ?? []);
  return {
    ids: marks.map(({ op_id }) => op_id),
    facts: marks.map(factsOf),
    version: (isMine ? row.mine.version : row?.server?.version) ?? 0,
  };
}

/** What the screen shows of a question: its own answer, or what the server told. */
function shownAnswer(row) {
  const standing = differingAnswers(row);
  const isMine = Boolean(row?.mine) && shownTyped(row) === row.mine.typed && standing.length === 0;
  const told = row?.server ? [row.server] : [];
  return {
    ids: isMine ? [row.mine.op_id] : [],
    typed: isMine ? [row.mine.typed] : typedOf(standing.length > 0 ? standing : told),
    version: (isMine ? row.mine.version : row?.server?.version) ?? 0,
  };
}

function typedOf(answers) {
  return answers.map(({ typed }) => typed);
}

function factsOf({ seen, arrived }) {
  return arrived ? `${seen} ${arrived}` : seen;
}

function nullWhenFull(draining) {
  return draining.catch((error) => {
    if (error.name === "QuotaExceededError") {
      return null;
    }
    throw error;
  });
}

await phone.reload();
createInterface({ input: process.stdin }).on("line", async (line) => {
  const { number, does, ...given } = JSON.parse(line);
  const answer = await commands[does](given);
  process.stdout.write(`${JSON.stringify({ number, ...answer })}\n`);
});
