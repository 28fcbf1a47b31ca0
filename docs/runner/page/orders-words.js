// @ts-check
/**
 * The texts about runs under other schedules.
 *
 * @typedef {import("../shared/schedules.js").Outcome} Outcome @typedef {import("../shared/schedules.js").Ended} Ended
 * @typedef {import("../shared/schedules.js").Switch} Switch @typedef {import("../shared/schedules.js").Choice} Choice
 * @typedef {import("../shared/schedules.js").Goal & {says: string, jitter?: number}} Goal the outcome that a reader should bring about
 */

/** @param {number} count @param {string} noun */
export const counted = (count, noun) => `${count} ${count === 1 ? noun : noun.endsWith("ch") ? `${noun}es` : `${noun}s`}`;

/** How a run ended. @param {Outcome} outcome */
export function ending({ending: how, message, fails, reached}) {
  if (how === "deadlock") return "Deadlock";
  if (how === "failed") return message || "Ends with an error";
  if (how === "limit") return `Not finished: ${message}`;
  if (how === "refused") return message;
  if (reached) return "Reaches the goal";
  return fails ? "Ends with different output" : "Ends";
}

/** The progress of a search. @param {number} runs @param {number} of @param {number} ways how many outcomes there were */
export const progress = (runs, of, ways) => `${runs} of ${counted(of, "run")}, ${counted(ways, "outcome")}`;

/** The text for a search, or a run with the reader's choices, in which the interpreter crashed. */
export const CRASHED = "The program crashed the interpreter. The output shows the error, and the next run starts a new interpreter.";

/** In which run of a search the first failing one was, counted from 1; null if no random run found it. @param {Outcome} first as it was found @param {number} base the search's seed */
function foundAfter({seed, schedule}, base) {
  if (seed !== null) return seed - base + 2; // the ordinary run is the first
  return schedule.length ? null : 1;
}

/** The result of a search for a failing run. @param {Ended} ended @param {Outcome | null} first the failing run as it was found @param {number} seed of the search */
export function found({runs, reason, switches}, first, seed) {
  if (reason === "refused") return "This program can't be searched.";
  if (reason === "crashed") return CRASHED;
  if (reason === "stopped") return `Stopped after ${counted(runs, "run")}.`;
  if (!first && reason === "exhausted") return `No order fails: ${counted(runs, "run")} covered all that differ in a choice.`;
  if (!first) return `None fails: ${counted(runs, "run")}, drawn at random and then with the fewest switches.`;
  const after = foundAfter(first, seed);
  const does = first.reached ? "reaches the goal" : "fails";
  const where = after === 1 ? `The ordinary order ${does}` : after === null ? `An order ${does}, found after ${runs} runs` : `Run ${after} ${does}`;
  const shrunk = switches.length ? `, and ${counted(switches.length, "switch")} ${switches.length === 1 ? "is" : "are"} enough` : "";
  return `${where}${shrunk}${first.reached ? "" : `: ${ending(first)}`}.`;
}

/** Why no run was made, and what to do. @param {unknown} error */
export const failed = (error) => `Not started: ${/** @type {Error} */ (error).message}. Try again; if it fails again, reload the page.`;

/** What a switch changed, and where. @param {Switch} change */
export const switched = ({change, line}) => `${line ? `At line ${line}: ` : ""}${change}.`;

/** The question that a choice asks the reader. @param {Choice} choice @param {number} number of the choice, from 1 */
export function question({kind, options}, number) {
  if (kind === "preempt") return `Choice ${number}: ${options[0]?.name} could be interrupted here. Which thread continues?`;
  if (kind === "waiter") return `Choice ${number}: several threads wait for the lock. Which one gets it?`;
  if (kind === "sleep") return `Choice ${number}: which sleep ends first?`;
  return `Choice ${number}: which one runs next?`;
}

/** The shortest way to a goal. @param {Switch[] | null} switches null: the search has found none @param {number} own how many of the reader's choices differ from CPython's */
export function shortest(switches, own) {
  if (!switches) return "The search has found no other way: yours is the shortest known.";
  if (!switches.length) return "The ordinary order gets there too: no switch is needed.";
  const best = `The shortest way has ${counted(switches.length, "switch")}`;
  return own <= switches.length ? `${best}, and so has yours.` : `${best}, and yours ${own}:`;
}
