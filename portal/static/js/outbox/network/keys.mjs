/** The key that proves which phone is sending. Its private half cannot leave the phone. */

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };

/** @param {SubtleCrypto} subtle @returns {Promise<CryptoKeyPair>} */
export function makeKeys(subtle) {
  return subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
}

/**
 * The public half, as the server stores it: SPKI in base64.
 * @param {SubtleCrypto} subtle
 * @param {CryptoKey} publicKey
 */
export async function publicHalf(subtle, publicKey) {
  return base64(await subtle.exportKey("spki", publicKey));
}

/**
 * @param {SubtleCrypto} subtle
 * @param {CryptoKey} privateKey
 * @param {string} text
 * @returns {Promise<string>} base64url, without padding
 */
export async function sign(subtle, privateKey, text) {
  const bytes = new TextEncoder().encode(text);
  const signature = await subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, bytes);
  return base64(signature).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * @param {SubtleCrypto} subtle
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<string>} in hexadecimal
 */
export async function sha256(subtle, bytes) {
  const digest = new Uint8Array(await subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {ArrayBuffer} bytes */
function base64(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}
