/**
 * Phones that break one rule each. The campaign must catch every one of them: otherwise its finding
 * nothing wrong with the real phone would prove nothing.
 */

/** @type {Record<string, (send: (batch: any) => Promise<any>) => (batch: any) => Promise<any>>} */
export const BROKEN = {
  /** Believes a status: whatever comes back with 200 to 399 means that all was stored. */
  "trusts status codes": (send) => async (batch) => {
    const reply = await send(batch);
    if (reply === null || reply.status < 200 || reply.status >= 400) {
      return reply;
    }
    const answer = {
      proto: 1,
      batch_id: batch.batch_id,
      server_time: batch.sent_at,
      server_epoch: "any",
      results: batch.ops.map(({ op_id }) => ({ op_id, status: "applied", version: 0 })),
      changes: changesIn(reply.text),
      cursor: null,
    };
    return { ...reply, status: 200, type: "application/json", text: JSON.stringify(answer) };
  },

  /** Gives an operation a new number each time that it is sent. */
  "numbers anew": (send) => async (batch) => {
    const numbers = new Map(batch.ops.map(({ op_id }) => [op_id, crypto.randomUUID()]));
    const ops = batch.ops.map((op) => ({ ...op, op_id: numbers.get(op.op_id), prev: null }));
    const reply = await send({ ...batch, ops });
    let text = reply?.text ?? "";
    for (const [given, sent] of numbers) {
      text = text.replaceAll(sent, given);
    }
    return reply && { ...reply, text };
  },

  /** Says that its marks were made in full knowledge of all others. */
  "claims to have seen all": (send) => (batch) =>
    send({ ...batch, ops: batch.ops.map((op) => ({ ...op, base_version: 2_000_000_000 })) }),

  /** Says that its people had seen one answer more than their screens showed. */
  "claims to have seen one more": (send) => (batch) =>
    send({ ...batch, ops: batch.ops.map((op) => ({ ...op, base_version: op.base_version === null ? null : op.base_version + 1 })) }),
};

/** @param {string} text */

function changesIn(text) {
  return text.startsWith('{"batch_id"') ? (JSON.parse(text).changes ?? []) : [];
}
