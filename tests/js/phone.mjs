/** A phone for tests: the real queue over a database and a network in memory. */

import { createQueue } from "../../portal/static/js/outbox/queue.mjs";
import { createFakeStore } from "./fake_store.mjs";
import { reply, START } from "./fake_server.mjs";

export const SESSION = "2026-11-24-am";
export { START };
const DEVICE = { device_id: "device-1", name: "Phone", people: [], actor: 1 };

/** `network` may change or drop what the server answers; it starts honest. */
export function createPhone(server, { id = "device-1", startAt = START } = {}) {
  const store = createFakeStore();
  store.set("meta", "device", { ...DEVICE, device_id: id });
  let made = 0;
  const phone = { store, clock: startAt, network: (batch, honest) => honest() };
  const send = async (batch) => phone.network(batch, () => reply(server.take(batch)));
  const queue = createQueue({
    store,
    send,
    now: () => phone.clock,
    newId: () => `${id}-${++made}`,
    app: "test",
  });
  const context = { clock_offset: 0, roster_version: "1" };
  return Object.assign(phone, {
    record: (wanted, about) => queue.record(wanted, about),
    drain: (options) => queue.drain(options),
    mark: (placement, seen = "here", more = {}) =>
      queue.record([markOf(placement, seen, more)], context),
    markAll: (placements) => queue.record(placements.map((p) => markOf(p, "here")), context),
    finish: (unmarked = []) =>
      queue.record(
        [{ kind: "register.finish", entity: SESSION, body: { unmarked }, actor: 1, by: "Sam" }],
        context,
      ),
    waiting: () => store.rows("outbox").map((row) => row.op.entity.split("/")[1] ?? "register"),
    attention: () => store.rows("attention"),
    markRow: (placement) => store.row("marks", `${SESSION}/${placement}`),
  });
}

export function markOf(placement, seen, more = {}) {
  return {
    kind: "mark.set",
    entity: `${SESSION}/${placement}`,
    body: { seen, arrived: null, left: null, heard: "", action: "", reason: "", ...more },
    actor: 1,
    by: "Sam Carter",
  };
}
