/** Documents go up piece by piece, from where the server is, and leave the phone when it names them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createFiles, PIECE } from "../../portal/static/js/outbox/forms/files.mjs";
import { createFakeStore } from "./fake_store.mjs";
import { reply } from "./fake_server.mjs";

const FORM = "3b241101-e2bb-4255-8caf-4136c566a962";
const ROW = {
  id: "paper-1", form: FORM, question: "insurance.public", kind: "public", name: "a.pdf", sha256: "abc",
  received: 0, actor: 7, at: "2026-11-24T09:00:00Z", status: "waiting", errors: [],
  details: { issued_on: "2026-09-01", insurer: "Farm Mutual" },
};

/** The server's side: pieces in order, then one document for each number. */
function createStoreOfFiles() {
  const server = { received: 0, pieces: [], papers: new Map(), refuses: null };
  const upload = (more = {}) => reply({ upload_id: "u1", received: server.received, state: "receiving", errors: [], ...more });
  server.take = async ({ method, target, body }) => {
    const path = target.split("?")[0];
    if (path === "/api/v1/uploads") {
      return upload();
    }
    if (method === "PUT") {
      const offset = Number(/offset=(\d+)/.exec(target)[1]);
      if (offset !== server.received) {
        return { ...upload(), status: 409 };
      }
      server.pieces.push(offset);
      server.received += body.length;
      return server.refuses ? upload({ state: "refused", errors: server.refuses }) : upload();
    }
    const made = JSON.parse(new TextDecoder().decode(body));
    server.papers.set(made.id, made);
    return { ...reply({ id: made.id, expires_on: "2027-08-31" }), status: 201 };
  };
  return server;
}

function setting(size = 2 * PIECE + 10) {
  const store = createFakeStore();
  store.set("meta", "device", { device_id: "d1" });
  store.set("drafts", FORM, { id: FORM, head: { held: {} }, answers: {} });
  store.set("files", ROW.id, { ...ROW, blob: new Blob([new Uint8Array(size)]) });
  const server = createStoreOfFiles();
  const phone = { store, server, network: (request, honest) => honest() };
  const files = createFiles({
    store,
    sendSigned: async (request) => phone.network(request, () => server.take(request)),
    now: () => Date.parse("2026-11-24T09:05:00Z"),
  });
  return Object.assign(phone, { drain: () => files.drain() });
}

test("a document goes up in pieces and is then one of the provider's", async () => {
  const phone = setting();
  assert.deepEqual(await phone.drain(), { network: "ok", wait_ms: null });

  assert.deepEqual(phone.server.pieces, [0, PIECE, 2 * PIECE]);
  assert.deepEqual(phone.server.papers.get("paper-1"), {
    id: "paper-1", upload_id: "u1", kind: "public", issued_on: "2026-09-01", insurer: "Farm Mutual",
  });
  assert.deepEqual(phone.store.rows("files"), []);
  assert.deepEqual(phone.store.row("drafts", FORM).head.held.public, [
    { id: "paper-1", name: "a.pdf", expires_on: "2027-08-31" },
  ]);
});

test("every request names the person and is signed for its whole address", async () => {
  const phone = setting(10);
  const targets = [];
  phone.network = (request, honest) => {
    targets.push(request.target);
    return honest();
  };
  await phone.drain();
  assert.deepEqual(targets, [
    "/api/v1/uploads?actor=7", "/api/v1/uploads/u1?offset=0&actor=7", "/api/v1/evidence?actor=7",
  ]);
});

test("after a cut it goes on from where the server is", async () => {
  const phone = setting();
  let pieces = 0;
  phone.network = (request, honest) => (request.method === "PUT" && ++pieces > 1 ? null : honest());
  assert.equal((await phone.drain()).network, "no_signal");
  assert.equal(phone.store.rows("files").length, 1);

  phone.network = (request, honest) => honest();
  await phone.drain();
  assert.deepEqual(phone.server.pieces, [0, PIECE, 2 * PIECE]);
  assert.equal(phone.server.papers.size, 1);
});

test("a piece whose answer was lost is not sent twice", async () => {
  const phone = setting();
  let isLost = false;
  phone.network = async (request, honest) => {
    const answer = await honest();
    if (request.method === "PUT" && !isLost) {
      isLost = true;
      return null;
    }
    return answer;
  };
  await phone.drain();
  await phone.drain();
  assert.deepEqual(phone.server.pieces, [0, PIECE, 2 * PIECE]);
});

test("the answer to the last step lost: sent again, and there is one document", async () => {
  const phone = setting(10);
  phone.network = async (request, honest) => {
    const answer = await honest();
    return request.target.startsWith("/api/v1/evidence") ? null : answer;
  };
  await phone.drain();
  assert.equal(phone.store.rows("files").length, 1);
  phone.network = (request, honest) => honest();
  await phone.drain();
  assert.equal(phone.server.papers.size, 1);
  assert.deepEqual(phone.store.rows("files"), []);
});

const NOT_OURS = [
  ["a login page", { status: 200, type: "text/html", text: "<html>", redirected: false, portal_auth: null, retry_after: null }, "login"],
  ["a redirect", { status: 0, type: "", text: "", redirected: false, portal_auth: null, retry_after: null }, "login"],
  ["JSON of somebody else", reply({ ok: true }), "login"],
  ["a server in trouble", { ...reply({ errors: [{ field: "", message: "Sorry" }] }), status: 503 }, "server"],
  ["a 401 that is not ours", { ...reply({}), status: 401 }, "server"],
  ["a 401 of ours", { ...reply({}), status: 401, portal_auth: "device-revoked" }, "paused"],
];

for (const [name, answer, network] of NOT_OURS) {
  test(`${name} takes nothing off the phone`, async () => {
    const phone = setting();
    phone.network = () => answer;
    assert.equal((await phone.drain()).network, network);
    assert.equal(phone.store.row("files", "paper-1").status, "waiting");
  });
}

test("what the server finds wrong with the file is kept beside it, and it is not sent again", async () => {
  const phone = setting(10);
  phone.server.refuses = [{ field: "file", message: "This is not a PDF" }];
  await phone.drain();
  const kept = phone.store.row("files", "paper-1");
  assert.deepEqual([kept.status, kept.errors], ["refused", phone.server.refuses]);

  let asked = 0;
  phone.network = (request, honest) => (asked++, honest());
  await phone.drain();
  assert.equal(asked, 0);
});

test("details that are wrong are kept beside it", async () => {
  const phone = setting(10);
  const errors = [{ field: "insurer", message: "Enter the name of the insurer" }];
  phone.network = (request, honest) =>
    request.target.startsWith("/api/v1/evidence") ? { ...reply({ errors }), status: 400 } : honest();
  await phone.drain();
  assert.deepEqual(phone.store.row("files", "paper-1").errors, errors);
});

test("a full phone lets a document go that the server has", async () => {
  const phone = setting(10);
  const stored = phone.server.take;
  phone.server.take = async (request) => {
    if (request.target.startsWith("/api/v1/evidence")) {
      phone.store.failNext("QuotaExceededError");
    }
    return stored(request);
  };

  assert.deepEqual(await phone.drain(), { network: "ok", wait_ms: null });

  assert.deepEqual(phone.store.rows("files"), []);
  assert.deepEqual([...phone.server.papers.keys()], [ROW.id]);
});
