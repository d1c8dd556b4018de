/**
 * A new number for an operation. It begins with its time (RFC 9562, version 7): a database adds such
 * numbers side by side, where wholly random ones would touch a page each. Nothing reads the time.
 * @param {number} now milliseconds
 * @param {Pick<Crypto, "getRandomValues">} random
 */
export function timeOrderedId(now, random) {
  const bytes = random.getRandomValues(new Uint8Array(16));
  for (let place = 0; place < 6; place += 1) {
    bytes[place] = Math.floor(now / 256 ** (5 - place)) % 256;
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
