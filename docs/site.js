// @ts-check
/** What the site's pages do beside running programs; the build joins it (docs/_site/scripts.py). */
import "./theme.js";
import "./navigation.js";
import "./search.js";
