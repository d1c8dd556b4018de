/** Sends one batch to the server, signed. */

/** @typedef {import("../types.mjs").Batch} Batch */
/** @typedef {import("../types.mjs").Reply} Reply */

export const PATH = "/api/v1/sync";

/** @param {import("./signed.mjs").SendSigned} sendSigned */
export function createSender(sendSigned) {
  /**
   * @param {Batch} batch
   * @returns {Promise<Reply | null>} null when no whole answer came
   */
  return (batch) =>
    sendSigned({
      method: "POST",
      target: PATH,
      body: new TextEncoder().encode(JSON.stringify(batch)),
      device_id: batch.device_id,
      sent_at: batch.sent_at,
    });
}
