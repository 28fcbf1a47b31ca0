// The rules for docs/runner/: the recommended ones, and none of them silenced.
import js from "@eslint/js";
import globals from "globals";

export default [
  {ignores: ["**/vendor/**"]},
  js.configs.recommended,
  {
    languageOptions: {ecmaVersion: 2024, sourceType: "module", globals: {...globals.browser, ...globals.worker}},
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-unused-vars": ["error", {argsIgnorePattern: "^_"}],
    },
  },
];
