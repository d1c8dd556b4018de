/** The rules for the portal's scripts and style sheets: sizes, complexity, no words of the app outside its word modules. */

import css from "@eslint/css";

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
  {
    files: ["portal/static/css/**/*.css"],
    language: "css/css",
    plugins: { css },
    rules: {
      "css/no-duplicate-imports": "error",
      "css/no-duplicate-keyframe-selectors": "error",
      "css/no-empty-blocks": "error",
      "css/no-invalid-at-rules": "error",
      "css/no-invalid-properties": ["error", { allowUnknownVariables: true }],
      "css/font-family-fallbacks": "error",
    },
  },
];
