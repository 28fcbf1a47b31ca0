// @ts-check
/** What runs and edits programs: the part of the page's script that is loaded with the first sign of interest in one (parts.js). */
export {exploration} from "../shared/schedules.js";
export {Program} from "./program.js";
