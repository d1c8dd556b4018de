/** The rules for the portal's scripts: sizes, complexity, and no words of the app outside its word modules. */

import { words } from "./eslint_words.mjs";

const SIZES = {
  "max-lines": ["error", 350],
  "max-lines-per-function": ["error", 60],
  complexity: ["error", 10],
};
const RULES = {
  eqeqeq: "error",
  "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
  "no-var": "error",
  "prefer-const": "error",
  "no-self-assign": "error",
  "no-unreachable": "error",
  "no-eval": "error",
};

export default [
  {
    files: ["portal/static/js/**/*.{mjs,js}"],
    languageOptions: { ecmaVersion: 2024 },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: { ...RULES, ...SIZES },
  },
  {
    files: ["portal/static/js/{app,outbox}/**/*.mjs"],
    ignores: ["portal/static/js/app/words/*.mjs", "portal/static/js/outbox/words.mjs"],
    plugins: { portal: { rules: { words } } },
    rules: { "portal/words": "error" },
  },
  {
    files: ["tests/{js,faults}/**/*.mjs", "portal/frontend/*.mjs"],
    languageOptions: { ecmaVersion: 2024 },
    rules: { ...RULES, "max-lines": ["error", 350], complexity: ["error", 15] },
  },
];
