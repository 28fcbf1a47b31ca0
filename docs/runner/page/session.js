// @ts-check
/**
 * Runs programs, one at a time, each in a brand-new interpreter: a worker that is thrown away afterwards.
 *
 * shared/messages.js defines the messages to and from the machine.
 *
 * @typedef {import("../shared/output-bound.js").Chunk} Chunk
 * @typedef {import("../shared/records.js").Program} Program
 * @typedef {import("./loading.js").Progress} Progress @typedef {import("../shared/schedules.js").Exploration} Exploration
 * @typedef {import("./status.js").State} State @typedef {import("./status.js").Result} Result
 * @typedef {{onState(state: State, detail?: string, progress?: Progress): void, onOutput(chunk: Chunk): void, onReading(): void,
 *   onPaused(paused: boolean): void, records(): boolean, onEvents(lines: string): void, onDeadlock(agents: import("../timeline/deadlock.js").Stuck[]): void,
 *   onTurn(turn: import("../timeline/now.js").Turn): void, onExploration(message: {type: string, [field: string]: unknown}): void}} Handlers
 *   `records`: whether to record the events that `onEvents` receives; `onTurn`: the program is paused before a turn
 */
import {cutShort} from "../shared/cut-short.js";
import {OutputBound} from "../shared/output-bound.js";
import {SINGLE} from "../shared/schedules.js";
import {SIGABRT, SIGINT, SIGKILL, SIGTERM} from "../shared/signals.js";
import {Loader} from "./loading.js";
import {remember} from "./recall.js";
import * as spare from "./spare.js";
import {ending} from "./status.js";

/** How long a program may take until KeyboardInterrupt reaches it, and then until it ends; milliseconds. */
const ANSWER_WITHIN = 2_000;
const END_WITHIN = 10_000;
/**
 * How long the threads of a stopped program may run after its main thread has ended. On Linux CPython waits for them until
 * Ctrl+C is pressed again; the reader's one Stop stands for both. Milliseconds.
 */
const THREADS_WITHIN = 1_000;
/**
 * After a program has run this long, the next interpreter is booted beside it, so that Run is quick after Stop; most programs
 * end sooner and aren't disturbed. Milliseconds.
 */
const SPARE_AFTER = 3_000;

const SUPERSEDED = "another program was started";

/** @type {Run | null} */
let current = null;

/**
 * Loads what a program imports. Raises LoadError.
 * @param {string} name @param {string} source @param {Record<string, string>} urls by file name @returns {Promise<Program>}
 */
export async function loadProgram(name, source, urls) {
  const loader = new Loader();
  const files = Object.entries(urls).map(async ([file, url]) => [file, await loader.text(new URL(url, document.baseURI).href)]);
  return {name, source, files: Object.fromEntries(await Promise.all(files))};
}

/**
 * Runs a program. A program that still runs is stopped first.
 * @param {Promise<Program>} program rejects if its files can't be loaded
 * @param {string[]} packages what it imports, as far as known @param {Handlers} handlers
 * @param {Exploration | null} [exploration] the schedules to run it under @returns {Run}
 */
export function start(program, packages, handlers, exploration = null) {
  const previous = current;
  const run = new Run(program, packages, handlers, exploration);
  current = run;
  previous?.supersede();
  void run.begin(previous?.finished);
  return run;
}

/** One program, from Run to its end. */
export class Run {
  /** @param {Promise<Program>} program @param {string[]} packages @param {Handlers} handlers @param {Exploration | null} [exploration] */
  constructor(program, packages, handlers, exploration = null) {
    this.program = program;
    program.catch(() => {}); // `begin` awaits it later
    this.packages = packages;
    this.handlers = handlers;
    /** @type {import("./interpreter.js").Interpreter | null} */
    this.interpreter = null;
    /** Whether the interpreter has been given the program. */
    this.entrusted = false;
    this.startedAt = 0;
    this.exploration = exploration;
    /** The last reported progress of the exploration, and whether it has ended. */
    this.explored = {runs: 0, counts: /** @type {number[]} */ ([])};
    this.hasExplored = exploration === null;
    this.crashed = false;
    /** @type {import("../shared/clocks.js").Kind} */
    this.clock = exploration ? "instant" : "real";
    this.paused = false;
    /** Whether its events are recorded, and whether it pauses before each turn. */
    this.recorded = false;
    this.steps = false;
    /** What the program does while it isn't paused, as far as the page knows. @type {State} */
    this.state = "running";
    this.stopping = false;
    this.terminating = false;
    /** Whether the program has taken the signal that stops it, and whether its main thread has ended. */
    this.answered = false;
    this.finishing = false;
    /** Why the page ended the program. @type {string | null} */
    this.reason = null;
    /** Input typed before the interpreter had the program. @type {(string | null)[]} */
    this.typed = [];
    this.midLine = false;
    /** Each process bounds its own output; this bounds their sum. */
    this.bound = new OutputBound((chunk) => this.show(chunk), {head: 500_000, tail: 50_000});
    this.ended = false;
    this.deadline = 0;
    this.secondSignal = 0;
    this.spareTimer = 0;
    this.texts = {stdout: "", stderr: "", output: ""};
    /** @type {(result: Result) => void} */
    this.settle = () => {};
    /** @type {Promise<Result>} */
    this.finished = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  /** @param {Promise<Result>} [previous] the run that must end first */
  async begin(previous) {
    await null; // the caller of start() has this run before its first event
    this.handlers.onState("starting");
    await previous;
    if (this.ended) return;
    const interpreter = (this.interpreter = spare.take(this.packages));
    interpreter.receive = (message) => this.receive(message);
    this.receive(interpreter.stage);
    /** @type {Program} */
    let program;
    try {
      [program] = await Promise.all([this.program, interpreter.ready]);
    } catch (error) {
      this.fail(/** @type {Error} */ (error));
      return;
    }
    if (this.ended) return;
    this.entrusted = true;
    if (this.clock !== "real" || this.paused) this.tellClock();
    this.recorded = this.isSingle && this.handlers.records();
    interpreter.tell({type: "run", program, records: this.recorded, steps: this.steps, exploration: this.exploration});
    for (const text of this.typed) interpreter.tell({type: "input", text});
  }

  /** @param {any} message */
  receive(message) {
    if (this.ended) return;
    switch (message.type) {
      case "wheels":
        this.packages = message.wanted;
        void this.program.then(({source}) => remember(source, message.wanted));
        break;
      case "state":
        if (message.state === "running") {
          this.startedAt = performance.now();
          this.spareTimer = self.setTimeout(() => spare.warm(this.packages), SPARE_AFTER);
        }
        this.showState(message.state, message.detail, message.progress);
        break;
      case "reading":
        this.bound.end();
        this.handlers.onReading();
        this.showState("reading");
        break;
      case "output":
        for (const chunk of message.chunks) this.bound.write(chunk);
        break;
      case "events":
        this.handlers.onEvents(message.lines);
        break;
      case "deadlock":
        this.handlers.onDeadlock(message.agents);
        break;
      case "explored":
        this.explored = {runs: message.runs, counts: message.counts};
        this.handlers.onExploration(message);
        break;
      case "explorationEnded":
        this.hasExplored = true;
        this.handlers.onExploration(message);
        break;
      case "outcome":
      case "choice":
      case "rewound":
        this.handlers.onExploration(message);
        break;
      case "turn":
        this.pauseBefore(message);
        break;
      case "signalled":
        if (this.stopping && !this.answered) this.expectEnd(END_WITHIN, "The program did not end within 10 s of being interrupted");
        this.answered ||= this.stopping;
        break;
      case "finishing":
        if (this.stopping && !this.finishing) this.interruptThreads();
        this.finishing = true;
        break;
      case "exit":
        this.exit(message.status);
        break;
      case "failed":
        if (this.startedAt) this.crash(message.message);
        else this.fail(new Error(message.message));
        break;
    }
  }

  /** Whether the program runs once, in view of the reader. */
  get isSingle() {
    return !this.exploration || SINGLE.includes(this.exploration.mode);
  }

  /** Sends the reader's choice. @param {number | null} taken the option's index; null: undo the last choice */
  pick(taken) {
    if (this.exploration && this.startedAt && !this.ended) this.interpreter?.tell({type: "pick", taken});
  }

  /** Switches the program's clock. @param {import("../shared/clocks.js").Kind} kind */
  setClock(kind) {
    if (kind === this.clock || this.exploration) return;
    this.clock = kind;
    this.tellClock();
  }

  /** Pauses or resumes the program and its clock. A program that is being stopped can't be paused. @param {boolean} paused */
  setPaused(paused) {
    if (this.ended || (paused && this.stopping)) return;
    if (this.steps && !paused) this.goOn(false);
    if (paused === this.paused) return;
    this.#showPaused(paused);
    this.tellClock();
  }

  /** @param {boolean} paused */
  #showPaused(paused) {
    this.paused = paused;
    this.handlers.onPaused(paused);
    if (this.startedAt) this.showState(this.state);
  }

  /** Lets the program run up to the next turn of a task, a callback or a thread. Does nothing if its events aren't recorded. */
  step() {
    if (!this.ended && !this.stopping && (this.recorded || !this.entrusted)) this.goOn(true);
  }

  /** @param {boolean} steps whether to pause again before the next turn */
  goOn(steps) {
    this.steps = steps;
    if (this.paused) this.#showPaused(false);
    if (this.entrusted) this.interpreter?.tell({type: "step", on: steps});
  }

  /** Shows the program as paused before a turn. @param {import("../timeline/now.js").Turn} turn */
  pauseBefore(turn) {
    if (!this.steps) return this.goOn(false); // the reader has resumed it meanwhile
    this.#showPaused(true);
    this.handlers.onTurn(turn);
  }

  tellClock() {
    if (this.entrusted && !this.ended) this.interpreter?.tell({type: "clock", clock: this.clock, paused: this.paused});
  }

  /** Reports a state; one that the reader caused (stopping, paused) takes precedence. @param {State} state @param {string} [detail] @param {Progress} [progress] */
  showState(state, detail, progress) {
    const runs = state === "running" || state === "reading";
    if (runs) this.state = state;
    const shown = this.stopping ? "stopping" : this.paused && runs ? "paused" : this.terminating ? "terminating" : state;
    this.handlers.onState(shown, detail, progress);
  }

  /** @param {Chunk} chunk */
  show(chunk) {
    this.texts[chunk.stream] += chunk.text;
    this.texts.output += chunk.text;
    this.midLine = !chunk.text.endsWith("\n");
    this.handlers.onOutput(chunk);
  }

  /** Types at the program's terminal. @param {string | null} text null: the end of the input */
  input(text) {
    if (this.ended) return;
    if (text) this.midLine = !text.endsWith("\n");
    if (this.entrusted) this.interpreter?.tell({type: "input", text});
    else this.typed.push(text);
    if (this.startedAt) this.showState("running");
  }

  /**
   * Interrupts the program with KeyboardInterrupt first, so that `finally` blocks and asyncio's own clean-up run. If the
   * program doesn't react, or the reader stops it again, its interpreter is thrown away.
   */
  stop() {
    if (this.ended) return;
    if (!this.startedAt) {
      this.end("stopped", -SIGINT); // the program has not begun
    } else if (this.exploration && this.exploration.mode !== "replay") {
      this.end("stopped", -SIGINT); // a search has nothing to clean up
    } else if (this.stopping) {
      this.kill("The program was ended without being asked again");
    } else {
      this.stopping = true;
      this.#send(SIGINT);
      this.showState("stopping");
      this.expectEnd(ANSWER_WITHIN, "The program did not answer within 2 s");
    }
  }

  /** Stops the program because another one on the page was started. */
  supersede() {
    this.reason = SUPERSEDED;
    if (!this.stopping) this.stop();
  }

  /** Sends SIGTERM, as `kill` and service managers do; the program may take as long as it needs. */
  terminate() {
    if (this.ended) return;
    if (!this.startedAt) {
      this.end("stopped", -SIGTERM);
    } else {
      this.terminating = true;
      this.#send(SIGTERM);
      this.showState("terminating");
    }
  }

  /** Sends a signal, then resumes the program if it is paused: the signal's handler runs before any other code. @param {number} signum */
  #send(signum) {
    this.interpreter?.tell({type: "signal", signum});
    this.setPaused(false);
  }

  /** Sends the second Ctrl+C, which ends the wait for threads that don't end by themselves. */
  interruptThreads() {
    this.secondSignal = self.setTimeout(() => this.interpreter?.tell({type: "signal", signum: SIGINT}), THREADS_WITHIN);
  }

  /** @param {number} ms @param {string} otherwise */
  expectEnd(ms, otherwise) {
    self.clearTimeout(this.deadline);
    this.deadline = self.setTimeout(() => this.kill(otherwise), ms);
  }

  /** @param {string} reason */
  kill(reason) {
    this.note(`[${reason}: its interpreter was thrown away, clean-up did not run]`);
    this.end("stopped", -SIGKILL);
  }

  /** Ends the run after the interpreter failed. @param {string} reason */
  crash(reason) {
    this.note(`[The interpreter failed: ${reason}. Running again starts a new one.]`);
    this.crashed = true;
    this.end("error", -SIGABRT);
  }

  /** Ends a run that could not begin. @param {Error} error */
  fail({message}) {
    this.reason = message;
    this.end("failed", null);
  }

  /** Prints a line from the page itself. @param {string} text */
  note(text) {
    this.bound.end();
    this.show({stream: "stderr", text: `${this.midLine ? "\n" : ""}${text}\n`});
  }

  /** Handles the program's end. @param {number} code an exit code, or a signal's number, negative */
  exit(code) {
    const asAsked = this.stopping || (this.terminating && code === -SIGTERM);
    this.end(asAsked ? "stopped" : code === 0 ? "ok" : "error", code);
  }

  /** @param {Result["status"]} status @param {number | null} code an exit code, or a signal's number, negative; null: it did not run */
  end(status, code) {
    if (this.ended) return;
    this.bound.end();
    this.ended = true;
    if (!this.hasExplored && this.startedAt) this.handlers.onExploration(cutShort(this.explored, this.crashed));
    if (this.paused) this.handlers.onPaused(false);
    for (const timer of [this.deadline, this.secondSignal, this.spareTimer]) self.clearTimeout(timer);
    if (this.interpreter && !this.entrusted && status === "stopped") spare.giveBack(this.interpreter); // as good as new
    else this.interpreter?.discard();
    if (current === this) current = null;
    const ms = this.startedAt ? performance.now() - this.startedAt : 0;
    if (this.startedAt) self.setTimeout(() => spare.warm(this.packages)); // after the reader has seen the end
    this.settle({status, ...ending(code), reason: this.reason, ...this.texts, ms});
  }
}
