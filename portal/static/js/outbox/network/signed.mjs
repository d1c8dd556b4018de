/** Signs a request with this phone's key and hands back whatever came, without believing it. */

import { sha256, sign } from "./keys.mjs";

/** @typedef {import("../types.mjs").Reply} Reply */

const GIVE_UP_MS = 15_000;

/**
 * @typedef {object} Request
 * @property {"GET" | "POST" | "PUT"} method
 * @property {string} target  The path with its query, as it stands in the address.
 * @property {Uint8Array<ArrayBuffer>} body
 * @property {string} device_id
 * @property {string} sent_at
 * @property {string} [type]  The content type; JSON unless told.
 * @property {number} [give_up_ms]
 *
 * @typedef {(request: Request) => Promise<Reply | null>} SendSigned  Null when no whole answer came.
 */

/**
 * @param {object} parts
 * @param {typeof globalThis.fetch} parts.fetch
 * @param {SubtleCrypto} parts.subtle
 * @param {() => Promise<CryptoKey | null>} parts.privateKey
 * @returns {SendSigned}
 */
export function createSigned({ fetch, subtle, privateKey }) {
  return async function sendSigned({ method, target, body, device_id, sent_at, type, give_up_ms }) {
    const key = await privateKey();
    if (!key) {
      return null;
    }
    const digest = await sha256(subtle, body);
    const signature = await sign(subtle, key, `${method}\n${target}\n${digest}\n${sent_at}`);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), give_up_ms ?? GIVE_UP_MS);
    try {
      const response = await fetch(target, {
        method,
        ...(method === "GET" ? {} : { body }),
        headers: {
          "Content-Type": type ?? "application/json",
          Authorization: `Portal device=${device_id},sent_at=${sent_at},signature=${signature}`,
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
