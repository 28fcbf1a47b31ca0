// @ts-check
/**
 * Runs a program repeatedly, each time under another schedule: kernel/exploring/ chooses the schedule and reports the outcome. All runs
 * are in this interpreter. A run that can't go on, or takes too long, is abandoned: its threads stay suspended.
 *
 * @typedef {import("../shared/schedules.js").Exploration} Exploration
 */
import {SINGLE} from "../shared/schedules.js";
import {browser, watchTimers} from "./timers.js";

/** How long a run may compute without a step, a point at which another thread could run; milliseconds of real time. */
const LONGEST = 4_000;
/** How much of one run's output is kept; characters. */
const KEPT = {head: 20_000, tail: 5_000};
/** The interval between progress messages to the page; milliseconds. */
const EVERY = 100;
/** The number of a question about processes, which isn't asked by a thread. */
const TURN = -1;
/** The messages for the events that Python reports, by name. @type {Record<string, (detail: object) => object>} */
const MESSAGES = {
  outcome: (detail) => ({...detail, type: "outcome"}),
  explored: (detail) => ({...detail, type: "explored"}),
  choice: (detail) => ({...detail, type: "choice"}),
  rewound: (detail) => ({...detail, type: "rewound"}),
  deadlock: (detail) => ({...detail, type: "deadlock"}),
  ended: (detail) => ({...detail, type: "explorationEnded"}),
};
/** The same for a program of several processes, each of which has to boot. */
const LONGEST_IN_COMPANY = 60_000;
/** Calls that a search can't support: exec, which would replace the program that follows the schedule, and other interpreters of a process. */
const REFUSED = ["exec", "createInterpreter"];

export class Exploring {
  /**
   * @param {any} pyodide @param {{shared: boolean, suspension: import("./suspension.js").Suspension, rest: import("./rest.js").Rest, output: import("./output.js").Output}} process
   * @param {(message: object) => void} post
   */
  constructor(pyodide, process, post) {
    const {suspension, rest, output} = process;
    this.pyodide = pyodide;
    this.process = process;
    this.suspension = suspension;
    this.rest = rest;
    this.output = output;
    this.post = post;
    /** Ends the current run. @type {(how: string, status?: number) => void} */
    this.settle = () => {};
    this.toldAt = 0;
    this.timer = 0;
    /** The number of the question that waits for the reader; 0: none. */
    this.question = 0;
    this.pickTurn = (/** @type {number} */ _taken) => true;
    /** The count of resumed threads when the machine was last asked whether it has something for one. */
    this.asked = -1;
    rest.onStuck = () => void this.stuck();
  }

  /**
   * Runs the command line under all schedules. Resolves with the status of the last run.
   * @param {string[]} argv @param {Exploration} exploration @returns {Promise<number>}
   */
  async run(argv, exploration) {
    const {pyodide, suspension} = this;
    const ask = (/** @type {string} */ text, /** @type {number} */ ident) => this.ask(text, ident);
    const explorer = (this.explorer = pyodide.pyimport("interleave_kernel.exploring.explorer").make(pyodide.toPy(argv), pyodide.toPy(exploration), ask));
    const isOne = SINGLE.includes(exploration.mode);
    const restartChance = fixChance(1);
    let last = 0;
    explorer.prepare();
    while (explorer.begin_run()) {
      restartChance();
      const endTimers = watchTimers(self);
      const kept = this.output.keep(KEPT, isOne);
      const {how, status} = await this.once(explorer, isOne);
      this.question = 0;
      endTimers();
      const messages = JSON.parse(explorer.end_run(how, status, kept.text()));
      suspension.abandon();
      if (this.process.shared) await suspension.askAlone("runAgain", []);
      explorer.restore();
      kept.end();
      this.tell(messages);
      last = how === "exit" ? status : 1;
    }
    this.post(MESSAGES.ended(JSON.parse(explorer.ended())));
    return last;
  }

  /** Runs the program once. @param {any} explorer @param {boolean} isOne whether it is the only run @returns {Promise<{how: string, status: number}>} how it ended */
  async once(explorer, isOne) {
    this.asked = -1; // a run that is stuck at once hasn't resumed a thread since the previous run
    if (!isOne) this.expectStep(0);
    try {
      return await new Promise((resolve, reject) => {
        const settle = (/** @type {string} */ how, status = 0) => resolve({how, status});
        this.settle = settle;
        this.suspension.run(explorer.run).then((status) => settle("exit", status), reject);
      });
    } finally {
      browser().clearTimeout(this.timer);
    }
  }

  /** Ends a run that makes no step for too long. @param {number} seen how many steps it had made at the last check */
  expectStep(seen) {
    const longest = this.process.shared ? LONGEST_IN_COMPANY : LONGEST;
    this.timer = browser().setTimeout(() => {
      const steps = this.explorer.steps();
      if (steps === seen) this.giveUp(longest);
      else this.expectStep(steps);
    }, longest);
  }

  /** Asks the reader what runs next. @param {string} text the message, as JSON @param {number} ident of the thread that waits for the answer */
  ask(text, ident) {
    this.question = this.suspension.lastQuestion += 1;
    this.suspension.asking.set(this.question, ident);
    this.suspension.picking = true;
    this.post(MESSAGES.choice(JSON.parse(text)));
    return this.question;
  }

  /** Chooses among several processes that could run. @param {string} kind @param {string[]} names */
  chooseTurn(kind, names) {
    const tell = (/** @type {number | null} */ picked) => {
      const {taken, choice} = JSON.parse(this.explorer.choose_turn(kind, JSON.stringify(names), picked));
      if (choice) this.post(MESSAGES.choice(choice));
      else this.post({type: "turnTaken", taken});
      return !choice;
    };
    if (tell(null)) return;
    this.question = TURN;
    this.suspension.picking = true;
    this.pickTurn = tell;
  }

  /** Takes the reader's choice. @param {number | null | undefined} taken null: the last choice is undone */
  pick(taken) {
    if (!this.question) return;
    this.suspension.picking = false;
    if (typeof taken === "number" && this.question === TURN) {
      this.question = 0;
      this.pickTurn(taken);
    } else if (typeof taken === "number") {
      const {question} = this;
      this.question = 0;
      this.suspension.answer(question, taken);
    } else {
      this.suspension.asking.delete(this.question);
      this.settle("undo");
    }
  }

  /** @param {[string, any][]} messages by their names */
  tell(messages) {
    const now = performance.now();
    for (const [name, detail] of messages) {
      if (name === "explored" && now < this.toldAt + EVERY) continue;
      if (name === "explored") this.toldAt = now;
      this.post(MESSAGES[name](detail));
    }
  }

  /** Ends the run because the program ended itself: by os._exit or a signal. @param {number} status */
  exit(status) {
    this.settle("exit", status);
  }

  /** Checks a message that the process is about to send to the machine. @param {{op?: string}} message @returns {boolean} whether it may */
  allows(message) {
    if (!REFUSED.includes(String(message.op))) return true;
    this.explorer.close("");
    this.settle("refused");
    return false;
  }

  /** Ends a run that takes too long. @param {number} longest */
  giveUp(longest) {
    this.explorer.close(`it computed for more than ${longest / 1000} s without a step at which another thread could go on`);
    this.settle("limit");
  }

  /** Ends a run in which no thread runs and none waits for a time, unless the machine's next answer wakes one. */
  async stuck() {
    const {suspension} = this;
    const {resumed} = suspension;
    if (this.process.shared || this.asked === resumed || suspension.asking.size) return; // with several processes, the machine decides
    this.asked = resumed;
    if (this.rest.unheard) await suspension.askAlone("interpreters", []);
    if (suspension.resumed === resumed && !suspension.busy && !suspension.asking.size) this.settle("stuck");
  }
}

/** Makes random numbers the same in each run, so that runs differ only in their schedule. @param {number} seed @returns {() => void} to call before each run */
function fixChance(seed) {
  let state = 0;
  const fill = (/** @type {any} */ view) => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let at = 0; at < bytes.length; at += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes: good enough where nothing is secret
      bytes[at] = state >>> 24;
    }
    return view;
  };
  Object.defineProperty(crypto, "getRandomValues", {value: fill, configurable: true});
  return () => void (state = seed);
}

/** Makes a child of a searched program repeatable, too. @param {any} pyodide @param {number} pid */
export function repeat(pyodide, pid) {
  pyodide.pyimport("interleave_kernel.exploring.child").begin();
  fixChance(pid)();
}
