// @ts-check
/**
 * The search for other schedules of a program: what the page asks for, and what it hears. These are the shapes of the messages; what
 * each mode does is in ../kernel/exploring/.
 *
 * A schedule is a list of small whole numbers, one for each choice that the run came to, in order: which of the options was taken. 0 is
 * what would have happened by itself. Zeros at the end are left out, so the empty schedule is the ordinary run. A program, its schedule and
 * the instant clock give the same output and the same timeline each time.
 *
 * - `try`: the ordinary run, and others with schedules drawn at random, from `seed`, `seed` + 1 and so on: `runs` in all.
 * - `find`: half as many of these, then all schedules with one switch, with two and so on, until one fails; then that one with as few
 *   switches as possible. A run fails by an uncaught exception, in a deadlock, or if it reaches `goal`; where there is none, if it prints
 *   something else than `expected`, or, where that is null, than the ordinary run.
 * - `replay`: one run under `schedule`, or where that is empty under the one drawn from `seed`, as an ordinary run: its output, events and
 *   deadlock come as those of any other. Seed 0 draws no switch.
 * - `choose`: as `replay`, but once `schedule` is used up, the run stops at each choice until the page picks.
 *
 * @typedef {number[]} Schedule
 * @typedef {{name: string, kind: "process" | "thread" | "task", line: number | null, waits: string, holds: string[], sentence: string, wakers: number[]}} Stuck
 *   as in the message "deadlock"
 * @typedef {"try" | "find" | "replay" | "choose"} Mode
 * @typedef {{reached: "deadlock" | "error" | "output", text?: string, lacks?: string}} Goal what a run is to come to: `text`: a line that is
 *   then printed, or a part of the exception's last line; `lacks`: a line that then isn't printed
 * @typedef {{mode: Mode, runs: number, seed: number, schedule: Schedule, expected: string | null, goal: Goal | null, jitter: number}} Exploration
 *   `jitter`: how much longer than asked an asyncio.sleep may last, as a part of its seconds; 0: sleeps are exact
 * @typedef {"done" | "failed" | "deadlock" | "limit" | "refused"} Ending `failed`: by an uncaught exception, in a thread too, or an exit code
 *   other than 0; `limit`: it took too many steps, too long, or went on for too long of its own time; `refused`: it runs another
 *   program in its place, or starts an interpreter, and the search ends
 * @typedef {{ending: Ending, fails: boolean, reached: boolean, output: string, message: string, line: number | null,
 *   agents: Stuck[], seed: number | null, schedule: Schedule}} Outcome a way of ending, and the first
 *   run that ended so; `fails`: whether `find` looks for it; `reached`: whether that is the goal; `message`: the exception's last line, the limit, who waits for whom, or "";
 *   `line`: where the exception was raised in the program's file; `seed`: what it was drawn from, null for the ordinary run and for one
 *   that was not drawn
 * @typedef {{name: string, kind: string, line: number | null}} Option `kind`: "thread", "task", "timer", "event"; `line`: that it would run
 *   next, or runs
 * @typedef {{step: number, kind: string, options: Option[]}} Choice `step`: its place in the schedule; `kind`: "next" (which thread goes
 *   on, as one waits or has ended), "preempt" (whether the running one, option 0, goes on), "waiter" (who is woken of those that wait for a
 *   lock), "process" (which process goes on, of those for which there is something), or what an event loop leaves open (snippets/recipes/virtual_time.py)
 * @typedef {{step: number, kind: string, taken: number, change: string, line: number | null}} Switch a choice that was not 0: what it
 *   changed, in words, and at which line of the program's file
 * @typedef {{runs: number, counts: number[], found: number | null, switches: Switch[], digest: string, reason: "all" | "found" | "exhausted" | "refused" | "stopped"}} Ended
 *   `counts`: how many runs ended in each way, by its place in the order in which the ways came; `found`: the place of the one that
 *   failed, whose schedule is as short as possible now; `digest`: SHA-256 of what was chosen in each run, and of how it ended: the same in
 *   each browser, and "" for a search that was stopped; `reason`: all runs were made, one failed, these were all schedules that there are,
 *   the program can't be searched, or the reader stopped it
 */
import {count, flag, list, number, oneOf, optional, record, text} from "./checks.js";

/** @type {Mode[]} */
const MODES = ["try", "find", "replay", "choose"];
/** Those with one run, which is shown as it goes. @type {Mode[]} */
export const SINGLE = ["replay", "choose"];
/** How many runs there are if nobody says, and at most. */
const RUNS = 200;
const MOST_RUNS = 10_000;

const schedule = list(count);
const goal = record({reached: oneOf("deadlock", "error", "output"), text: optional(text), lacks: optional(text)});
/** What the page asks for. */
export const EXPLORATION = record({mode: oneOf(...MODES), runs: count, seed: count, schedule, expected: optional(text), goal: optional(goal), jitter: number});

/** What the page hears of it. @type {import("./checks.js").Table} */
export const OF_AN_EXPLORATION = {
  /** A way of ending that is new; or, with `place`, a shorter schedule for one that was told already. */
  outcome: record({
    place: count,
    outcome: record({
      ending: oneOf("done", "failed", "deadlock", "limit", "refused"), fails: flag, reached: flag, output: text, message: text, line: optional(count),
      agents: list(record({sentence: text})), seed: optional(count), schedule,
    }),
  }),
  /** How far it is; many times a second. */
  explored: record({runs: count, counts: list(count)}),
  /** The run waits until the page picks. */
  choice: record({step: count, kind: text, options: list(record({name: text, kind: text, line: optional(count)}))}),
  /** The run begins again, after an undo: what it has printed is void. */
  rewound: record({schedule}),
  explorationEnded: record({
    runs: count, counts: list(count), found: optional(count), reason: oneOf("all", "found", "exhausted", "refused", "stopped"),
    digest: text, switches: list(record({step: count, kind: text, taken: count, change: text, line: optional(count)})),
  }),
};

/**
 * What a caller asks for, with what it leaves out. Raises RangeError for what makes no sense.
 * @param {Partial<Exploration>} [wanted] @returns {Exploration}
 */
export function exploration({mode = "try", runs = RUNS, seed = SINGLE.includes(mode) ? 0 : 1, schedule = [], expected = null, goal = null, jitter = 0} = {}) {
  const whole = {mode, runs, seed, schedule: trimmed(schedule), expected, goal, jitter};
  if (!EXPLORATION(whole) || runs > MOST_RUNS || runs < 1) {
    throw new RangeError(`explore() takes a mode (${MODES.join(", ")}), 1 to ${MOST_RUNS} runs, a seed and a schedule of whole numbers from 0 on.`);
  }
  return whole;
}

/** A schedule without the zeros at its end. @param {Schedule} schedule @returns {Schedule} */
function trimmed(schedule) {
  const last = schedule.findLastIndex((each) => each !== 0);
  return schedule.slice(0, last + 1);
}

/** The last message of an exploration that the reader, or an error, has ended. @param {{runs: number, counts: number[]}} explored how far it was */
export const stopped = (explored) => ({type: "explorationEnded", ...explored, found: null, switches: [], digest: "", reason: "stopped"});
