/** The server's side of the protocol, in memory: every op once, by its id. */

/** When every test begins, whatever the day on which it runs. */
export const START = Date.parse("2026-11-24T09:02:00Z");

export function createFakeServer({ epoch = "epoch-1", now = () => START } = {}) {
  const ops = new Map();
  const versions = new Map();
  const seen = [];
  const server = { epoch, ops, log: [], seen, verdicts: new Map(), extra: {}, changes: [] };

  function store(op) {
    const kept = ops.get(op.op_id);
    if (kept) {
      const isSame = JSON.stringify(kept.op) === JSON.stringify(op);
      return isSame
        ? { op_id: op.op_id, status: "duplicate", version: kept.version }
        : rejected(op, "OP_ID_REUSED");
    }
    const verdict = server.verdicts.get(op.op_id) ?? server.verdicts.get(op.entity);
    if (verdict?.status === "rejected" || verdict?.status === "retry") {
      return { op_id: op.op_id, ...verdict };
    }
    if (op.prev && !ops.has(op.prev)) {
      return { op_id: op.op_id, status: "retry" };
    }
    const version = (versions.get(op.entity) ?? 0) + 1;
    versions.set(op.entity, version);
    ops.set(op.op_id, { op, version });
    server.log.push(op);
    return { op_id: op.op_id, status: "applied", version, ...verdict };
  }

  server.take = (batch) => {
    seen.push(structuredClone(batch));
    const results = batch.ops.map(store);
    const unknown = batch.receipts?.filter((id) => !ops.has(id));
    return {
      proto: 1,
      batch_id: batch.batch_id,
      server_time: new Date(now()).toISOString(),
      server_epoch: server.epoch,
      results,
      changes: server.changes.splice(0),
      cursor: seen.length,
      ...(unknown ? { unknown } : {}),
      ...server.extra,
    };
  };
  server.forget = (opId) => ops.delete(opId);
  return server;
}

function rejected(op, message) {
  return { op_id: op.op_id, status: "rejected", errors: [{ field: "op_id", message }] };
}

/** A whole and honest answer, as the network hands it over. */
export function reply(answer, changes = {}) {
  return {
    status: 200,
    type: "application/json",
    text: JSON.stringify(answer),
    portal_auth: null,
    retry_after: null,
    redirected: false,
    ...changes,
  };
}
