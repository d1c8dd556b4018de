/** Answers to forms on the phone: what waits, what the server took, and where two people differ. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  differingAnswers, FormGoneError, isOfForm, newestOpOf, seenVersionOf, shownTyped,
} from "../../portal/static/js/outbox/forms/drafts.mjs";
import { createFakeServer } from "./fake_server.mjs";
import { createPhone } from "./phone.mjs";

const FORM = "3b241101-e2bb-4255-8caf-4136c566a962";
const NAME = "organisation.legal_name";
const AT = "2026-11-24T09:00:00Z";
const CONTEXT = { clock_offset: 0, roster_version: null };

function told(answers = [], more = {}) {
  return {
    type: "form", document: FORM, title: "Application", closed: false, form: { url: "/f", sha256: "x" },
    open: null, page: "/application", questions: [], sections: [], held: {}, answers, ...more,
  };
}

function toldAnswer(typed, version, more = {}) {
  return { key: NAME, typed, words: typed, version, at: AT, by: "Sam", ...more };
}

async function setting(answers = []) {
  const server = createFakeServer();
  const phone = createPhone(server);
  server.changes.push(told(answers));
  await phone.drain();
  const type = (typed, more = {}) =>
    phone.record(
      [{ kind: "form.save", entity: `${FORM}/${NAME}`, body: { typed }, actor: 1, by: "Jo", label: "Legal name", ...more }],
      CONTEXT,
    );
  const answer = () => phone.store.row("drafts", FORM)?.answers[NAME];
  return { server, phone, type, answer };
}

test("what is typed is shown at once and waits until the server names it", async () => {
  const { server, phone, type, answer } = await setting();
  await type("New Leaf");
  assert.equal(shownTyped(answer()), "New Leaf");
  assert.equal(answer().mine.status, "waiting");

  await phone.drain();

  assert.equal(answer().mine.status, "sent");
  assert.equal(shownTyped(answer()), "New Leaf");
  assert.deepEqual(server.log.map(({ body }) => body), [{ typed: "New Leaf" }]);
});

test("an answer that could not be stored leaves no trace", async () => {
  const { phone, type, answer } = await setting();
  phone.store.failNext("QuotaExceededError");
  await assert.rejects(type("New Leaf"), { name: "QuotaExceededError" });
  assert.equal(answer(), undefined);
  assert.deepEqual(phone.store.rows("outbox"), []);
});

test("each answer names the one before it while that waits", async () => {
  const { phone, type } = await setting();
  await type("N");
  await type("New");
  const [first, second] = phone.store.rows("outbox").map(({ op }) => op);
  assert.deepEqual([first.prev, second.prev], [null, first.op_id]);
});

test("an answer builds on the version that was on the screen", async () => {
  const { server, phone, type } = await setting([toldAnswer("Old Leaf", 4)]);
  await type("New Leaf", { seen_version: 3 });
  await phone.drain();
  assert.equal(server.log[0].base_version, 3);
});

test("an answer that is refused stays in its field, with what is wrong, and is listed", async () => {
  const { server, phone, type, answer } = await setting();
  server.verdicts.set(`${FORM}/${NAME}`, {
    status: "rejected", errors: [{ field: NAME, message: "Too long" }],
  });
  await type("x".repeat(300));
  await phone.drain();

  assert.equal(answer().mine.status, "refused");
  assert.deepEqual(answer().mine.errors, [{ field: NAME, message: "Too long" }]);
  assert.equal(shownTyped(answer()).length, 300);
  assert.deepEqual(phone.attention().map(({ kind }) => kind), ["rejected"]);

  server.verdicts.clear();
  await type("New Leaf");
  assert.deepEqual(phone.attention(), []);
  await phone.drain();
  assert.equal(answer().mine.status, "sent");
});

test("a refused answer that was changed meanwhile asks nobody to look", async () => {
  const { server, phone, type, answer } = await setting();
  await type("jo at");
  const [{ op }] = phone.store.rows("outbox");
  server.verdicts.set(op.op_id, { status: "rejected", errors: [{ field: NAME, message: "Wrong" }] });
  phone.network = ((first) => async (batch, honest) => {
    if (first) {
      first = false;
      await type("jo@newleaf.example");
    }
    return honest();
  })(true);
  await phone.drain();
  assert.deepEqual(phone.attention(), []);
  assert.equal(shownTyped(answer()), "jo@newleaf.example");
});

test("another tab's answer is never written over unseen", async () => {
  const { phone, type, answer } = await setting();
  await type("From the first tab", { seen_op: null });

  await assert.rejects(type("From the second tab", { seen_op: null }), { name: "Error" });

  assert.equal(shownTyped(answer()), "From the first tab");
  assert.equal(phone.store.rows("outbox").length, 1);
});

test("another tab's answer is not written over after it was sent and told either", async () => {
  const { server, phone, type, answer } = await setting([toldAnswer("Old Leaf", 1)]);
  const seen_version = seenVersionOf(answer());
  await type("From the first tab", { seen_op: null, seen_version });
  await phone.drain();
  server.changes.push(told([toldAnswer("From the first tab", 2)]));
  await phone.drain();
  assert.equal(answer().mine, null);

  await assert.rejects(type("From the second tab", { seen_op: null, seen_version }));
  await type("From the first tab again", { seen_op: newestOpOf(answer()), seen_version });

  assert.equal(shownTyped(answer()), "From the first tab again");
});

test("somebody else's answer behind a refused one of this phone has not been seen", async () => {
  const { server, phone, type, answer } = await setting();
  await type("jo at newleaf");
  server.verdicts.set(`${FORM}/${NAME}`, { status: "rejected", errors: [{ field: NAME, message: "Wrong" }] });
  server.changes.push(told([toldAnswer("office@newleaf.example", 1)]));
  await phone.drain();
  assert.equal(shownTyped(answer()), "jo at newleaf");

  server.verdicts.clear();
  await type("jo@newleaf.example");
  await phone.drain();

  assert.deepEqual(server.log.map(({ base_version }) => base_version), [0]);
});

test("a full phone, which kept nothing of what others answered, has not seen it", async () => {
  const standing = ["Leaf Ltd", "Leaf CIC"].map((typed) => ({ typed, words: typed, at: AT, by: "Sam" }));
  const { server, phone, type, answer } = await setting();
  await type("Leaf Ltd");
  server.verdicts.set(`${FORM}/${NAME}`, { status: "applied", version: 3 });
  server.changes.push(told([toldAnswer("Leaf Ltd", 3, { standing })]));
  phone.store.failNext("QuotaExceededError");
  await phone.drain();
  assert.equal(answer().mine.status, "sent");

  assert.equal(seenVersionOf(answer()), 0);
});

test("an answer to a form that is gone from this phone is not kept, and says so", async () => {
  const { phone, type } = await setting();
  await phone.store.run(["drafts"], "readwrite", async (tx) => tx.clear("drafts"));

  await assert.rejects(type("New Leaf"), FormGoneError);

  assert.deepEqual(phone.store.rows("outbox"), []);
});

test("two different answers are shown until one is chosen, and then no more", async () => {
  const standing = ["Leaf Ltd", "Leaf CIC"].map((typed) => ({ typed, words: typed, at: AT, by: "Sam" }));
  const { server, phone, type, answer } = await setting([toldAnswer("Leaf Ltd", 2, { standing })]);
  assert.equal(differingAnswers(answer()).length, 2);
  assert.deepEqual(phone.attention().map(({ kind }) => kind), ["two_answers"]);

  await type("Leaf CIC", { seen_version: 2 });
  assert.deepEqual(differingAnswers(answer()), []);
  server.changes.push(told([toldAnswer("Leaf CIC", 3)]));
  await phone.drain();

  assert.deepEqual(phone.attention(), []);
  assert.equal(shownTyped(answer()), "Leaf CIC");
});

test("a newer answer of somebody else is shown, and an own one that waits is not lost to it", async () => {
  const { server, phone, type, answer } = await setting();
  await type("Mine");
  server.changes.push(told([toldAnswer("Theirs", 9)]));
  server.verdicts.set(`${FORM}/${NAME}`, { status: "retry" });
  await phone.drain();
  assert.equal(shownTyped(answer()), "Mine");
  assert.equal(seenVersionOf(answer()), 0);

  server.verdicts.clear();
  await phone.drain();
  server.changes.push(told([toldAnswer("Theirs", 10)]));
  await phone.drain();
  assert.equal(shownTyped(answer()), "Theirs");
});

test("a form that the council has is closed, and what waits for it stays", async () => {
  const { server, phone, type, answer } = await setting([toldAnswer("Old Leaf", 1)]);
  await type("New Leaf");
  server.verdicts.set(`${FORM}/${NAME}`, { status: "retry" });
  server.changes.push({ type: "form", document: FORM, title: "Application", closed: true });
  await phone.drain();

  const draft = phone.store.row("drafts", FORM);
  assert.equal(draft.closed, true);
  assert.equal(shownTyped(answer()), "New Leaf");
});

test("case 45: a restored server is sent the answers that it lost", async () => {
  const { server, phone, type, answer } = await setting();
  await type("New Leaf");
  await phone.drain();
  const [sent] = server.log;
  server.epoch = "epoch-2";
  server.forget(sent.op_id);
  await phone.drain();

  assert.equal(server.log.filter(({ op_id }) => op_id === sent.op_id).length, 2);
  assert.equal(shownTyped(answer()), "New Leaf");
});

test("what a restored server lost is not sent over a newer answer of this phone", async () => {
  const { server, phone, type, answer } = await setting();
  await type("Old Leaf");
  await phone.drain();
  const [lost] = server.log;
  server.epoch = "epoch-2";
  server.forget(lost.op_id);
  await type("New Leaf");
  await phone.drain();

  assert.deepEqual(server.log.map(({ body }) => body.typed), ["Old Leaf", "New Leaf"]);
  assert.equal(shownTyped(answer()), "New Leaf");
});

test("what a restored server lost claims to have seen nothing there", async () => {
  const { server, phone, type } = await setting([toldAnswer("Old Leaf", 4)]);
  await type("New Leaf");
  await phone.drain();
  server.epoch = "epoch-2";
  server.forget(server.log[0].op_id);
  await phone.drain();

  assert.deepEqual(server.log.map(({ base_version }) => base_version), [4, 0]);
});

test("a question of a form is told from a pupil of a session", () => {
  assert.ok(isOfForm(`${FORM}/${NAME}`));
  assert.ok(!isOfForm(`2026-11-24-am/${FORM}`));
});
