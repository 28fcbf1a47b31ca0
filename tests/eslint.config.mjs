// The rules for docs/runner/: the recommended ones, and none of them silenced. Each folder knows the globals that it has.
import js from "@eslint/js";
import globals from "globals";

/** Where code runs. What several folders share may name only what all of them have; what Node runs as well, the language's own. */
const PAGE = globals.browser;
const WORKER = globals.worker;
const BOTH = Object.fromEntries(Object.entries(WORKER).filter(([name]) => name in PAGE));

const knows = (files, names) => ({files, languageOptions: {ecmaVersion: 2024, sourceType: "module", globals: names}});

export default [
  {ignores: ["**/vendor/**"]},
  js.configs.recommended,
  knows(["docs/*.js", "docs/offline/*.js", "docs/runner/page/**", "docs/runner/frame/**"], PAGE),
  knows(["docs/offline/worker/**"], globals.serviceworker),
  knows(["docs/runner/process/**", "docs/runner/machine/**", "docs/search/**"], WORKER),
  knows(["docs/runner/shared/**"], BOTH),
  knows(["docs/runner/timeline/**"], {}),
  {
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-unused-vars": ["error", {argsIgnorePattern: "^_"}],
    },
  },
];
