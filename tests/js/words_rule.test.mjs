/** The rule that keeps what people read in the modules of words. */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

import { words } from "../../portal/frontend/eslint_words.mjs";

const require = createRequire(new URL("../../portal/frontend/package.json", import.meta.url));
const { Linter } = require("eslint");

function refused(source) {
  const rules = { plugins: { portal: { rules: { words } } }, rules: { "portal/words": "error" } };
  return new Linter().verify(source, rules).map(({ message }) => message);
}

const FOR_PEOPLE = [
  'setText(title, "saved");',
  'button("Try again", act);',
  "tell(title, [`Sign in as ${name} first`]);",
  'line.textContent = isOpen ? "open" : shut;',
  'const why = "The phone is full.";',
  'return { title: "Register" };',
  'await ask({ yes: "Finish now" });',
];
const FOR_MACHINES = [
  'setText(title, WORDS.saved);',
  'part(document, "saved-words").append(line);',
  'link(WORDS.look, "#waiting", "portal-notice portal-link");',
  'find(form, "input[type=file]");',
  'throw new Error("The page has no such part");',
  'if (error.name === "QuotaExceededError") stop();',
  'headers.set("Content-Type", "application/json");',
  'run(["meta"], "readonly", work);',
];

for (const source of FOR_PEOPLE) {
  test(`refused: ${source}`, () => {
    assert.equal(refused(source).length, 1);
  });
}

for (const source of FOR_MACHINES) {
  test(`allowed: ${source}`, () => {
    assert.deepEqual(refused(source), []);
  });
}
