// @ts-check
import {part} from "./parts.js";

/** Loads what runs and edits programs (running.js), once. @returns {Promise<typeof import("./running.js")>} Raises LoadError */
export const running = () => part("running.js", "running.css");
