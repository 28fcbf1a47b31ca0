// @ts-check
/**
 * The search for other schedules of a program: the messages between the page and the search. ../kernel/exploring/ implements the
 * modes.
 *
 * A schedule is a list of small whole numbers, one for each choice in the run, in order: the index of the option taken. 0 is what CPython
 * would have done by itself. Trailing zeros are omitted, so the empty schedule is the ordinary run. On the instant clock, a program and a
 * schedule give the same output and the same timeline each time.
 *
 * - `try`: the ordinary run, and others with random schedules, drawn from `seed`, `seed` + 1 and so on: `runs` in all.
 * - `find`: half as many of these, then all schedules with one switch, with two and so on, until one fails; then this schedule with as few
 *   switches as possible. A run fails by an uncaught exception, in a deadlock, or if it reaches `goal`; without a goal, also if its output
 *   differs from `expected`, or, if that is null, from the ordinary run's. For a program of several processes, the schedules with one
 *   switch come first.
 * - `replay`: one run under `schedule` or, if that is empty, under the one drawn from `seed`. It is shown like an ordinary run, with output,
 *   events and deadlock. Seed 0 draws no switch.
 * - `choose`: like `replay`, but after the end of `schedule` the run stops at each choice until the page picks.
 *
 * @typedef {number[]} Schedule
 * @typedef {{name: string, kind: "process" | "thread" | "task", line: number | null, waits: string, holds: string[], sentence: string, wakers: number[]}} Stuck
 *   as in the message "deadlock"
 * @typedef {"try" | "find" | "replay" | "choose"} Mode
 * @typedef {{reached: "deadlock" | "error" | "output", text?: string, lacks?: string}} Goal what a run should reach: `text`: a line that is
 *   then printed, or a part of the exception's last line; `lacks`: a line that then isn't printed
 * @typedef {{mode: Mode, runs: number, seed: number, schedule: Schedule, expected: string | null, goal: Goal | null, jitter: number}} Exploration
 *   `jitter`: how much longer than requested an asyncio.sleep may last, as a fraction of its seconds; 0: sleeps are exact
 * @typedef {"done" | "failed" | "deadlock" | "limit" | "refused"} Ending `failed`: by an uncaught exception, also in a thread, or an exit code
 *   other than 0; `limit`: it took too many steps, too much real time or too much of its own; `refused`: it calls exec or starts an
 *   interpreter, which ends the search
 * @typedef {{ending: Ending, fails: boolean, reached: boolean, output: string, message: string, line: number | null,
 *   agents: Stuck[], seed: number | null, schedule: Schedule}} Outcome an outcome, and the first
 *   run with it; `fails`: whether `find` looks for it; `reached`: whether it is the goal; `message`: the exception's last line, the limit, the deadlock, or "";
 *   `line`: where the exception was raised in the program's file; `seed`: the seed of its schedule, null for the ordinary run and for one
 *   that was not drawn at random
 * @typedef {{name: string, kind: string, line: number | null}} Option `kind`: "thread", "task", "timer", "event"; `line`: the one that it would run
 *   next, or runs
 * @typedef {{step: number, kind: string, options: Option[]}} Choice `step`: its index in the schedule; `kind`: "next" (which thread
 *   runs after one waits or ends), "preempt" (whether the running one, option 0, continues), "waiter" (which waiter of a lock is
 *   woken), "process" (which process runs, of those that can), or a choice of an event loop (snippets/recipes/virtual_time.py)
 * @typedef {{step: number, kind: string, taken: number, change: string, line: number | null}} Switch a choice other than 0: what it
 *   changed, in words, and at which line of the program's file
 * @typedef {{runs: number, counts: number[], found: number | null, switches: Switch[], digest: string, reason: "all" | "found" | "exhausted" | "refused" | "stopped" | "crashed"}} Ended
 *   `counts`: how many runs had each outcome, in the order in which the outcomes first occurred; `found`: the index of the outcome that
 *   failed, whose schedule is now as short as possible; `digest`: SHA-256 of the choices and the outcome of each run, the same in every
 *   browser, "" for a search that was stopped; `reason`: all runs were made, one failed, there are no further schedules, the program
 *   can't be searched, the reader stopped the search, or the interpreter crashed
 */
import {count, flag, list, number, oneOf, optional, record, text} from "./checks.js";

/** @type {Mode[]} */
const MODES = ["try", "find", "replay", "choose"];
/** The modes with one run, which is shown as it proceeds. @type {Mode[]} */
export const SINGLE = ["replay", "choose"];
/** The default number of runs, and the highest. */
const RUNS = 200;
const MOST_RUNS = 10_000;

const schedule = list(count);
const goal = record({reached: oneOf("deadlock", "error", "output"), text: optional(text), lacks: optional(text)});
/** The page's request. */
export const EXPLORATION = record({mode: oneOf(...MODES), runs: count, seed: count, schedule, expected: optional(text), goal: optional(goal), jitter: number});

/** The messages to the page. @type {import("./checks.js").Table} */
export const OF_AN_EXPLORATION = {
  /** A new outcome; or, if `place` is that of an earlier one, a shorter schedule for it. */
  outcome: record({
    place: count,
    outcome: record({
      ending: oneOf("done", "failed", "deadlock", "limit", "refused"), fails: flag, reached: flag, output: text, message: text, line: optional(count),
      agents: list(record({sentence: text})), seed: optional(count), schedule,
    }),
  }),
  /** The progress; many times a second. */
  explored: record({runs: count, counts: list(count)}),
  /** The run waits until the page picks. */
  choice: record({step: count, kind: text, options: list(record({name: text, kind: text, line: optional(count)}))}),
  /** The run begins again after an undo; its output so far is void. */
  rewound: record({schedule}),
  explorationEnded: record({
    runs: count, counts: list(count), found: optional(count), reason: oneOf("all", "found", "exhausted", "refused", "stopped"),
    digest: text, switches: list(record({step: count, kind: text, taken: count, change: text, line: optional(count)})),
  }),
};

/**
 * Completes a caller's options with the defaults. Raises RangeError for invalid ones.
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
