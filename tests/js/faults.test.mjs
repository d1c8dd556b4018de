/** Two thousand seeded faults between two phones and a server: nothing is lost, nothing is doubled. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createFakeServer, reply } from "./fake_server.mjs";
import { createPhone } from "./phone.mjs";

const FAULTS = 2000;
const PUPILS = ["amelia", "callum", "dre", "ellie", "finn"];

/** Mulberry32: the same numbers for the same seed. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const FAULT_KINDS = {
  "never arrives": () => null,
  "answer lost": (batch, honest) => (honest(), null),
  "answer cut": (batch, honest) => cut(honest()),
  "half the results": (batch, honest) => halved(honest()),
  "another answer": (batch, honest) => ({ ...honest(), text: JSON.stringify({ proto: 1, results: batch.ops.map(({ op_id }) => ({ op_id, status: "applied" })) }) }),
  "login page": () => ({ ...reply({}), type: "text/html", text: "<form>" }),
  "redirect": () => ({ ...reply({}), status: 0, text: "" }),
  "broken server": (batch, honest) => ({ ...honest(), status: 502 }),
  "foreign 401": () => ({ ...reply({}), status: 401 }),
  "half arrives": (batch, honest, server) =>
    reply(server.take({ ...batch, ops: batch.ops.filter((_, place) => place % 2 === 1) })),
};

function cut(answer) {
  return { ...answer, text: answer.text.slice(0, answer.text.length / 2) };
}

function halved(answer) {
  const body = JSON.parse(answer.text);
  body.results.length = Math.ceil(body.results.length / 2);
  return { ...answer, text: JSON.stringify(body) };
}

test("nothing is lost or doubled in 2,000 faults", async () => {
  const random = seeded(20261124);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const server = createFakeServer();
  const phones = ["one", "two"].map((id) => createPhone(server, { id }));
  const ledger = new Set();
  const injected = {};

  for (let fault = 0; fault < FAULTS; fault += 1) {
    const phone = pick(phones);
    if (random() < 0.1) {
      phone.store.failNext(pick(["QuotaExceededError", "AbortError"]));
    }
    const before = new Set(phone.store.rows("outbox").map((row) => row.op.op_id));
    try {
      await phone.mark(pick(PUPILS), pick(["here", "not_here"]));
      for (const row of phone.store.rows("outbox")) {
        if (!before.has(row.op.op_id)) ledger.add(row.op.op_id);
      }
    } catch (error) {
      assert.match(error.name, /QuotaExceededError|AbortError/);
    }
    const kind = pick(Object.keys(FAULT_KINDS));
    injected[kind] = (injected[kind] ?? 0) + 1;
    phone.network = (batch, honest) => FAULT_KINDS[kind](batch, honest, server);
    if (random() < 0.05) {
      phone.store.failNext("AbortError");
    }
    await phone.drain().catch((error) => assert.equal(error.name, "AbortError"));
  }
  for (const phone of phones) {
    phone.network = (batch, honest) => honest();
    for (let turn = 0; turn < 5; turn += 1) {
      await phone.drain();
    }
  }

  const stored = server.log.map((op) => op.op_id);
  assert.equal(new Set(stored).size, stored.length, "an operation was stored twice");
  assert.deepEqual([...ledger].filter((id) => !server.ops.has(id)), [], "an operation was lost");
  assert.deepEqual(phones.flatMap((phone) => phone.waiting()), []);
  assert.equal(Object.keys(injected).length, Object.keys(FAULT_KINDS).length);
  for (const [id, seqs] of bySource(server.log)) {
    assert.deepEqual(seqs, seqs.toSorted((a, b) => a - b), `${id} was stored out of order`);
  }
});

/** The order in which each phone's operations on each pupil were stored. */
function bySource(log) {
  const lists = new Map();
  for (const op of log) {
    const source = `${op.op_id.split("-")[0]}/${op.entity}`;
    lists.set(source, [...(lists.get(source) ?? []), op.seq]);
  }
  return lists;
}
