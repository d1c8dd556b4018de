/** Blank forms: fetched once, checked, and kept on the phone beside the drafts that they belong to. */

import { sha256 } from "../../outbox/network/keys.mjs";

/** @typedef {import("../../outbox/types.mjs").Store} Store */
/** @typedef {import("../../outbox/types.mjs").FormHead} FormHead */
/** @typedef {{url: string, sha256: string, html: string}} KeptForm */

/**
 * The questions of a form, or null where the phone has never had them.
 * @param {Store} store
 * @param {FormHead["form"]} form
 * @returns {Promise<Document | null>}
 */
export async function blankForm(store, form) {
  const kept = (await keptForm(store, form.url)) ?? (await keepForm(store, form));
  return kept && new DOMParser().parseFromString(kept.html, "text/html");
}

/**
 * Fetch a blank form that the phone lacks, or has in an older version. What it has stays meanwhile.
 * @param {Store} store
 * @param {FormHead["form"]} form
 */
export async function refreshForm(store, form) {
  const kept = await keptForm(store, form.url);
  if (kept?.sha256 !== form.sha256) {
    await keepForm(store, form);
  }
}

/** @param {Store} store @param {string} url @returns {Promise<KeptForm | undefined>} */
function keptForm(store, url) {
  return store.run(["forms"], "readonly", (tx) => tx.get("forms", url));
}

/** @param {Store} store @param {FormHead["form"]} form @returns {Promise<KeptForm | null>} */
async function keepForm(store, { url }) {
  const fetched = await fetchForm(url);
  if (fetched) {
    await store.run(["forms"], "readwrite", async (tx) => tx.put("forms", fetched));
  }
  return fetched;
}

/** What a login page or a cut line delivers does not bear our name. @param {string} url @returns {Promise<KeptForm | null>} */
async function fetchForm(url) {
  try {
    const response = await fetch(url, { credentials: "omit", redirect: "error", cache: "no-cache" });
    const told = response.headers.get("X-Portal-Sha256");
    const body = new Uint8Array(await response.arrayBuffer());
    const isOurs = response.status === 200 && told === (await sha256(crypto.subtle, body));
    return isOurs ? { url, sha256: told, html: new TextDecoder().decode(body) } : null;
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) {
      return null;
    }
    throw error;
  }
}
