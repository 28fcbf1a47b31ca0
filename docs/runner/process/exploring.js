// @ts-check
/**
 * Runs a program again and again, each time under another schedule: kernel/exploring/ decides which, and says what comes of it. All
 * runs are in this interpreter. A run that can't go on, or takes too long, is abandoned: its threads stay suspended.
 *
 * @typedef {import("../shared/schedules.js").Exploration} Exploration
 */
/** How long a run may compute; milliseconds of the wall's. */
const LONGEST = 4_000;
/** What is kept of the output of one run; characters. */
const KEPT = {head: 20_000, tail: 5_000};
/** How often the page hears how far it is; milliseconds. */
const EVERY = 100;
/** The messages that Python makes, by its name for each. @type {Record<string, (detail: object) => object>} */
const MESSAGES = {
  outcome: (detail) => ({...detail, type: "outcome"}),
  explored: (detail) => ({...detail, type: "explored"}),
  choice: (detail) => ({...detail, type: "choice"}),
  rewound: (detail) => ({...detail, type: "rewound"}),
  deadlock: (detail) => ({...detail, type: "deadlock"}),
  ended: (detail) => ({...detail, type: "explorationEnded"}),
};
/** What makes a program one of several processes or interpreters. */
const COMPANY = ["spawn", "exec", "createInterpreter"];

export class Exploring {
  /**
   * @param {any} pyodide @param {{suspension: import("./suspension.js").Suspension, rest: import("./rest.js").Rest, output: import("./output.js").Output}} parts
   * @param {(message: object) => void} post
   */
  constructor(pyodide, {suspension, rest, output}, post) {
    this.pyodide = pyodide;
    this.suspension = suspension;
    this.rest = rest;
    this.output = output;
    this.post = post;
    /** Ends the run that is on its way. @type {(how: string, status?: number) => void} */
    this.settle = () => {};
    this.toldAt = 0;
    /** What the reader is asked, by its number; 0: nothing. */
    this.question = 0;
    /** How often threads had gone on when the machine was asked whether it has something for one. */
    this.asked = -1;
    rest.onStuck = () => void this.stuck();
  }

  /**
   * All runs, each of a command line. Settles with the status of the last.
   * @param {string[]} argv @param {Exploration} exploration @returns {Promise<number>}
   */
  async run(argv, exploration) {
    const {pyodide, suspension} = this;
    const ask = (/** @type {string} */ text, /** @type {number} */ ident) => this.ask(text, ident);
    const explorer = (this.explorer = pyodide.pyimport("interleave_kernel.exploring.explorer").make(pyodide.toPy(argv), pyodide.toPy(exploration), ask));
    const isOne = ["replay", "choose"].includes(exploration.mode);
    const restartChance = fixChance();
    let last = 0;
    explorer.prepare();
    while (explorer.begin_run()) {
      restartChance();
      const captured = isOne ? null : this.output.capture(KEPT);
      const {how, status} = await this.once(explorer, isOne);
      this.question = 0;
      const messages = JSON.parse(explorer.end_run(how, status, captured?.end() ?? ""));
      suspension.abandon();
      explorer.restore();
      this.tell(messages);
      last = how === "exit" ? status : 1;
    }
    this.post(MESSAGES.ended(JSON.parse(explorer.ended())));
    return last;
  }

  /** One run. @param {any} explorer @param {boolean} isOne whether it is the only one @returns {Promise<{how: string, status: number}>} how it ended */
  async once(explorer, isOne) {
    this.asked = -1; // a run that is stuck at once has resumed no thread since the last one was
    const timer = isOne ? 0 : setTimeout(() => this.giveUp(), LONGEST);
    try {
      return await new Promise((resolve, reject) => {
        this.settle = (how, status = 0) => resolve({how, status});
        this.suspension.run(explorer.run).then((status) => this.settle("exit", status), reject);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Asks the reader what is to come next. @param {string} text the message, as JSON @param {number} ident of the thread that waits for the answer */
  ask(text, ident) {
    this.question = this.suspension.lastQuestion += 1;
    this.suspension.asking.set(this.question, ident);
    this.suspension.picking = true;
    this.post(MESSAGES.choice(JSON.parse(text)));
    return this.question;
  }

  /** What the reader takes. @param {number | null | undefined} taken null: the last choice is undone */
  pick(taken) {
    if (!this.question) return;
    this.suspension.picking = false;
    if (typeof taken === "number") {
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

  /** The program ends itself: os._exit, a signal. @param {number} status */
  exit(status) {
    this.settle("exit", status);
  }

  /** What the process is about to say to the machine. @param {{op?: string}} message @returns {boolean} whether it may */
  allows(message) {
    if (!COMPANY.includes(String(message.op))) return true;
    this.explorer.close("");
    this.settle("refused");
    return false;
  }

  /** The run takes too long. */
  giveUp() {
    this.explorer.close(`it took more than ${LONGEST / 1000} s`);
    this.settle("limit");
  }

  /** No thread runs, and none waits for a time: whether the machine has something for one, its next answer tells. */
  async stuck() {
    const {suspension} = this;
    const {resumed} = suspension;
    if (this.asked === resumed || suspension.asking.size) return;
    this.asked = resumed;
    if (this.rest.unheard) await suspension.askAlone("interpreters", []);
    if (suspension.resumed === resumed && !suspension.busy && !suspension.asking.size) this.settle("stuck");
  }
}

/** What is random is the same in each run, so that only the schedule makes a difference. @returns {() => void} called before each */
function fixChance() {
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
  return () => void (state = 1);
}
