/** Sends one signed batch to the server and hands back whatever came, without believing it. */

import { sha256, sign } from "./keys.mjs";

/** @typedef {import("./types.mjs").Batch} Batch */
/** @typedef {import("./types.mjs").Reply} Reply */

export const PATH = "/api/v1/sync";
const GIVE_UP_MS = 15_000;

/**
 * @param {object} parts
 * @param {typeof globalThis.fetch} parts.fetch
 * @param {SubtleCrypto} parts.subtle
 * @param {() => Promise<CryptoKey | null>} parts.privateKey
 */
export function createSender({ fetch, subtle, privateKey }) {
  /**
   * @param {Batch} batch
   * @returns {Promise<Reply | null>} null when no whole answer came
   */
  return async function send(batch) {
    const key = await privateKey();
    if (!key) {
      return null;
    }
    const body = new TextEncoder().encode(JSON.stringify(batch));
    const digest = await sha256(subtle, body);
    const signature = await sign(subtle, key, `POST\n${PATH}\n${digest}\n${batch.sent_at}`);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), GIVE_UP_MS);
    try {
      const response = await fetch(PATH, {
        method: "POST",
        body,
        headers: {
          "Content-Type": "application/json",
          Authorization:
            `Portal device=${batch.device_id},sent_at=${batch.sent_at},signature=${signature}`,
        },
        credentials: "omit",
        redirect: "manual",
        cache: "no-store",
        signal: abort.signal,
      });
      return await read(response);
    } catch (error) {
      if (isNetworkError(error)) {
        return null;
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
}

/** @param {Response} response @returns {Promise<Reply>} */
async function read(response) {
  return {
    status: response.status,
    type: response.headers.get("Content-Type") ?? "",
    text: response.type === "opaqueredirect" ? "" : await response.text(),
    portal_auth: response.headers.get("X-Portal-Auth"),
    retry_after: response.headers.get("Retry-After"),
    redirected: response.redirected,
  };
}

/** A request that failed or was given up. @param {unknown} error */
function isNetworkError(error) {
  return error instanceof TypeError || (error instanceof DOMException && error.name === "AbortError");
}
