/**
 * A language that nobody speaks: every word that the app says comes between ⟦ and ⟧, so that what does
 * not come from its modules of words stands out.
 */

import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const ENGLISH = ".english.mjs";
const ROOMS = ["app/words", "outbox"];

/** Wrap every text that is in, or comes out of, an export. */
export const WRAP = `
function wrap(value) {
  if (typeof value === "string") return mark(value);
  if (typeof value === "function") return (...given) => wrap(value(...given));
  if (Array.isArray(value)) return value.map(wrap);
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, key === "tone" ? one : wrap(one)]));
  }
  return value;
}
function mark(text) {
  return text === "" ? "" : "⟦" + text.replaceAll("⟦", "").replaceAll("⟧", "") + "⟧";
}
`;

/** Put the other language in place of the modules of words. @param {string} folder of the scripts: a copy */
export async function speakPseudo(folder) {
  const files = ROOMS.flatMap((room) => wordFiles(join(folder, room)));
  for (const file of files) {
    renameSync(file, file.replace(/\.mjs$/, ENGLISH));
  }
  for (const file of files) {
    const english = file.replace(/\.mjs$/, ENGLISH);
    writeFileSync(english, readFileSync(english, "utf8").replace(/from "(\.\/\w+)\.mjs"/g, `from "$1${ENGLISH}"`));
  }
  for (const file of files) {
    const english = file.replace(/\.mjs$/, ENGLISH);
    const exported = await import(pathToFileURL(english).href);
    const lines = Object.keys(exported).map((name) => `export const ${name} = wrap(english.${name});`);
    const source = `import * as english from "./${english.split("/").at(-1)}";`;
    writeFileSync(file, [source, WRAP, ...lines, ""].join("\n"));
  }
}

/** @param {string} room */
function wordFiles(room) {
  const names = existsSync(room) ? readdirSync(room) : [];
  return names
    .filter((name) => name.endsWith(".mjs") && (room.endsWith("words") || name === "words.mjs"))
    .map((name) => join(room, name));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await speakPseudo(process.argv[2] ?? "");
}
