// @ts-check
/**
 * The panel "Other orders": tries schedules of a program and counts how it ends, finds one that fails, and shows each on the timeline.
 *
 * @typedef {import("../shared/schedules.js").Outcome} Outcome @typedef {import("../shared/schedules.js").Ended} Ended
 * @typedef {{outcome: Outcome, count: number, item: HTMLLIElement}} Found
 * @typedef {import("../shared/schedules.js").Switch} Switch @typedef {import("./scheduler-view.js").Host} Host
 */
import {button, make} from "./elements.js";
import {CRASHED, counted, ending, failed, found, progress, switched} from "./orders-words.js";
import {SchedulerView} from "./scheduler-view.js";
import {mark} from "./source-marks.js";

const RUNS = 200;
/** How many lines of an output are shown until the reader expands it. */
const LINES = 6;
const SITE = new URL("../..", import.meta.url);
const EXPLAINED = new URL("concepts/race-conditions/#what-is-varied", SITE).href;

export class OrdersPanel {
  /** The outcomes of the last search, by index. @type {Found[]} */
  #results = [];
  /** The failing run as it was found, before it is shrunk. @type {Outcome | null} */
  #first = null;
  #seed = 1;
  #searching = false;
  /** The program's text whose results are shown. */
  #text;
  /** The jitter of the last search. */
  #jitter = 0;

  /** @param {Host} host @param {HTMLElement} details */
  constructor(host, details) {
    this.host = host;
    /** @type {import("./orders-words.js").Goal | null} */
    this.goal = host.dataset.goal ? JSON.parse(host.dataset.goal) : null;
    this.stretch = make("input", "");
    this.stretch.type = "checkbox";
    this.stretch.checked = Number(host.dataset.jitter ?? this.goal?.jitter ?? 0) > 0;
    this.status = make("p", "orders-status");
    this.status.setAttribute("role", "status");
    this.bar = make("progress", "");
    this.bar.max = RUNS;
    this.bar.hidden = true;
    this.bar.setAttribute("aria-label", "Runs");
    this.shown = make("p", "");
    this.shown.setAttribute("aria-hidden", "true");
    this.#text = host.source;
    this.former = make("p", "", "The following is of the program before your change.");
    this.former.hidden = true;
    this.list = make("ol", "orders-results");
    this.try = button(`Try ${RUNS} schedules`, () => this.search("try"));
    this.find = button("Find the failing one", () => this.search("find"));
    this.choose = button("You are the scheduler", () => this.#play());
    this.stop = button("Stop", () => host.stop());
    this.stop.hidden = true;
    this.scheduler = new SchedulerView(host, this.goal, () => this.#asked(), (schedule, switches, jitter) => this.open(schedule, switches, jitter));
    const link = make("a", "", "What is varied, and what is not");
    link.href = EXPLAINED;
    details.append(make(
      "div", "orders-body",
      make("p", "", "What is varied: which thread runs next and where it is interrupted, which of several timers, answers and lock waiters comes first. What CPython promises, such as the order of ", make("code", "", "call_soon"), ", is kept. ", link),
      ...(this.goal ? [make("p", "orders-goal", make("strong", "", "Break it: "), this.goal.says)] : []),
      ...(this.#hasSleeps() ? [make("label", "orders-jitter", this.stretch, " Each ", make("code", "", "asyncio.sleep"), " represents I/O, and may last up to twice as long")] : []),
      make("div", "orders-actions", this.try, this.find, this.choose, this.stop),
      this.bar, this.shown, this.status, this.scheduler.element, this.former, this.list,
    ));
    host.addEventListener("schedule-outcome", (event) => this.#addOutcome(/** @type {CustomEvent} */ (event).detail));
    host.addEventListener("schedule-progress", (event) => this.#count(/** @type {CustomEvent} */ (event).detail));
    host.addEventListener("edited", () => this.#compare());
    host.addEventListener("reset", () => this.#reset());
    this.#fromLink();
  }

  /** The goal of the runs, and how much longer sleeps may last. */
  #asked() {
    return {goal: this.goal, jitter: this.stretch.checked ? 1 : 0};
  }

  /** Whether the program may have sleeps that can be varied. */
  #hasSleeps() {
    return this.host.playground || this.stretch.checked || /\b(?:asyncio|anyio)\b/.test(this.host.source);
  }

  /** Offers the order that came with the page's link. */
  #fromLink() {
    const {schedule, jitter} = this.host.dataset;
    if (!schedule) return;
    const open = () => this.open(JSON.parse(schedule), [], Number(jitter ?? 0));
    this.list.append(make("li", "", make("strong", "", "The order of the link"), button("Run it in this order", open)));
  }

  /** Whether what is shown is of the program as it is now: an order of another text can't be shown again. */
  #compare() {
    const isFormer = this.host.source !== this.#text;
    this.former.hidden = !isFormer || !this.list.childElementCount;
    for (const action of this.list.querySelectorAll("button")) action.disabled = isFormer;
  }

  /** The reader's text is gone, and with it what was found in it, or what is being searched for. */
  #reset() {
    this.#results = [];
    this.#first = null;
    this.#searching = false;
    this.list.replaceChildren();
    this.status.textContent = "";
    this.scheduler.hide();
    mark(this.host, "wrong", []);
    delete this.host.dataset.schedule;
    this.#compare();
  }

  /** @param {"try" | "find"} mode */
  async search(mode) {
    /** @type {Found[]} */
    const results = (this.#results = []);
    this.#first = null;
    this.#searching = true;
    this.#text = this.host.source;
    this.list.replaceChildren();
    this.scheduler.hide();
    mark(this.host, "wrong", []);
    this.#show(true);
    this.status.textContent = "starting…";
    const seed = this.#seed;
    try {
      const asked = this.#asked();
      this.#jitter = asked.jitter;
      const ended = await this.host.explore({mode, runs: RUNS, seed, ...asked});
      if (this.#results !== results) return;
      this.#count(ended);
      if (mode === "try") this.#seed += RUNS; // the next press tries other orders
      await this.#conclude(mode, ended, seed);
    } catch (error) {
      this.status.textContent = failed(error);
    } finally {
      this.#searching = false;
      this.#show(false);
      this.#compare();
    }
  }

  /** @param {"try" | "find"} mode @param {Ended} ended @param {number} seed */
  async #conclude(mode, ended, seed) {
    const refused = this.#results.find(({outcome}) => outcome.ending === "refused");
    if (refused) {
      this.status.textContent = `This program can't be searched: ${refused.outcome.message}`;
      this.list.replaceChildren();
    } else if (ended.reason === "crashed") {
      this.status.textContent = CRASHED;
    } else if (mode === "try") {
      this.status.textContent = `${ended.reason === "stopped" ? "Stopped: " : ""}${progress(ended.runs, Math.max(RUNS, ended.runs), this.#results.length)}.`;
    } else {
      this.status.textContent = found(ended, this.#first, seed);
      const outcome = ended.found === null ? null : this.#results[ended.found]?.outcome;
      if (!outcome) return;
      const steps = make("ol", "", ...ended.switches.map((change) => make("li", "", switched(change))));
      const again = button("Show it again", () => this.open(outcome.schedule, ended.switches, this.#jitter));
      this.list.replaceChildren(make("li", "orders-found", ...(ended.switches.length ? [steps] : []), again));
      this.#searching = false;
      await this.open(outcome.schedule, ended.switches, this.#jitter);
    }
  }

  /** Runs the program once more under a schedule, and shows it on the timeline. @param {number[]} schedule @param {Switch[]} switches where it goes wrong @param {number} jitter */
  async open(schedule, switches, jitter) {
    const timeline = this.host.querySelector(":scope > .timeline > details");
    if (timeline instanceof HTMLDetailsElement) timeline.open = true; // otherwise the run isn't recorded
    Object.assign(this.host.dataset, {schedule: JSON.stringify(schedule), jitter});
    const results = this.#results;
    this.#show(true);
    try {
      await this.host.explore({mode: "replay", schedule, jitter, goal: this.goal});
      if (this.#results !== results) return;
      await this.host.timeline.ask((panel) => panel.goesWrong(switches));
      mark(this.host, "wrong", switches.map(({line}) => line));
    } catch (error) {
      this.status.textContent = failed(error);
    } finally {
      this.#show(false);
    }
  }

  async #play() {
    this.list.replaceChildren();
    this.#compare();
    this.status.textContent = "";
    mark(this.host, "wrong", []);
    for (const action of [this.try, this.find]) action.disabled = true;
    await this.scheduler.play();
    for (const action of [this.try, this.find]) action.disabled = false;
  }

  /** @param {boolean} searching */
  #show(searching) {
    const focused = document.activeElement;
    for (const action of [this.try, this.find, this.choose]) action.disabled = searching;
    this.stop.hidden = !searching;
    this.bar.hidden = this.shown.hidden = !searching || !this.#searching;
    if (searching && (focused === this.try || focused === this.find)) this.stop.focus();
    else if (!searching && focused === this.stop) this.try.focus();
  }

  /** Shows a new outcome, or a shorter schedule for a known one. @param {{place: number, outcome: Outcome}} message */
  #addOutcome({place, outcome}) {
    if (!this.#searching) return;
    if (outcome.fails) this.#first ??= outcome;
    const known = this.#results[place];
    if (known) {
      known.outcome = outcome;
      return;
    }
    const item = make("li", outcome.fails ? "orders-fails" : "");
    this.#results[place] = {outcome, count: 1, item};
    const lines = outcome.output.trimEnd().split("\n");
    const shown = lines.length > LINES ? [...lines.slice(0, LINES), `… ${counted(lines.length - LINES, "more line")}`] : lines;
    const text = make("pre", "", shown.join("\n") || "(no output)");
    const head = make("p", "", make("strong", "orders-count", ""), ` ${outcome.schedule.length ? "" : "The ordinary order. "}${ending(outcome)}`);
    item.append(head, text, button("Show its timeline", () => this.open(this.#results[place].outcome.schedule, [], this.#jitter)));
    item.querySelector("button")?.setAttribute("aria-label", `Show its timeline: ending ${place + 1}`);
    this.list.append(item);
  }

  /** @param {{runs: number, counts: number[]}} message */
  #count({runs, counts}) {
    if (!this.#searching) return;
    for (const [place, count] of counts.entries()) {
      const head = this.#results[place]?.item.querySelector(".orders-count");
      if (head) head.textContent = `${count} ×`;
    }
    this.bar.value = Math.min(RUNS, runs);
    if (this.stop.hidden) return;
    // Not a live region: it changes many times a second. The status announces the result.
    this.status.textContent = "";
    this.shown.textContent = progress(runs, Math.max(RUNS, runs), counts.length);
  }
}
