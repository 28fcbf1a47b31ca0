// @ts-check
/** The part of the page's script that runs programs, loaded with the first sign of interest in one (pending-run.js). */
export {ClockControls} from "./clock-controls.js";
export {OutputView} from "./output-view.js";
export {loadProgram, start} from "./session.js";
export {recall} from "./recall.js";
export {warm} from "./spare.js";
