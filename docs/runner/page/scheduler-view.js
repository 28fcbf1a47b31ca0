// @ts-check
/**
 * "You are the scheduler": the run stops at each choice, and the reader picks what runs next, with a button or its key.
 *
 * @typedef {HTMLElement & {source: string, playground: boolean, timeline: import("./timeline.js").Timeline, pick(taken: number): void, undo(): void, stop(): void,
 *   explore(wanted: Partial<import("../shared/schedules.js").Exploration>): Promise<import("../shared/schedules.js").Ended>}} Host the program's element
 * @typedef {import("./orders-words.js").Goal} Goal
 * @typedef {import("../shared/schedules.js").Choice} Choice @typedef {import("../shared/schedules.js").Outcome} Outcome @typedef {import("../shared/schedules.js").Switch} Switch
 */
import {reveal} from "./attention.js";
import {make} from "./elements.js";
import {CRASHED, ending, failed, question, shortest, switched} from "./orders-words.js";
import {mark} from "./source-marks.js";

const UNDO = "u";
const REST = "r";
/** The limit of the search for the shortest schedule. */
const RUNS = 400;

export class SchedulerView {
  /** @type {Choice | null} */
  #choice = null;
  /** The choices so far. @type {number[]} */
  #taken = [];
  /** @type {Outcome | null} */
  #outcome = null;
  #playing = false;
  /** Whether any choice has come. */
  #asked = false;
  /** Whether the rest of the run needs no choices by the reader. */
  #runsOn = false;
  #jitter = 0;

  /**
   * @param {Host} host @param {Goal | null} goal @param {() => {goal: Goal | null, jitter: number}} asked the options that the panel sets for each run
   * @param {(schedule: number[], switches: Switch[], jitter: number) => Promise<void>} open shows a run on the timeline
   */
  constructor(host, goal, asked, open) {
    this.host = host;
    this.goal = goal;
    this.asked = asked;
    this.open = open;
    this.element = make("div", "orders-scheduler");
    this.element.hidden = true;
    this.question = make("p", "");
    this.question.setAttribute("role", "status");
    this.options = make("div", "orders-options");
    this.options.setAttribute("role", "group");
    this.options.setAttribute("aria-label", "Who goes next");
    this.undo = this.#button("Undo", UNDO, () => this.#undo());
    this.rest = this.#button("Run the rest in the ordinary order", REST, () => this.#runOn());
    this.end = make("div", "orders-end");
    this.element.append(this.question, this.options, make("div", "orders-actions", this.undo, this.rest), this.end);
    this.element.addEventListener("keydown", (event) => this.#key(event));
    host.addEventListener("schedule-choice", (event) => this.#ask(/** @type {CustomEvent} */ (event).detail));
    host.addEventListener("schedule-rewound", (event) => this.#rewound(/** @type {CustomEvent} */ (event).detail));
    host.addEventListener("schedule-outcome", (event) => (this.#outcome = /** @type {CustomEvent} */ (event).detail.outcome));
  }

  hide() {
    this.element.hidden = true;
  }

  /** Runs the program, choice by choice, until it ends. */
  async play() {
    const {host} = this;
    const timeline = host.querySelector(":scope > .timeline > details");
    if (timeline instanceof HTMLDetailsElement) timeline.open = true; // so that readers see the effect of their choices
    this.#taken = [];
    this.#outcome = null;
    this.#choice = null;
    this.#playing = true;
    this.#runsOn = this.#asked = false;
    this.element.hidden = false;
    this.end.replaceChildren();
    this.options.replaceChildren();
    this.undo.disabled = this.rest.disabled = true;
    this.question.textContent = "The program runs until its first choice…";
    delete host.dataset.schedule;
    const asked = this.asked();
    this.#jitter = asked.jitter;
    try {
      let {reason} = await host.explore({mode: "choose", ...asked});
      if (this.#runsOn) ({reason} = await host.explore({mode: "replay", schedule: this.#taken, ...asked}));
      this.#conclude(reason);
    } catch (error) {
      this.question.textContent = failed(error);
    } finally {
      this.#playing = false;
      this.#choice = null;
      this.options.replaceChildren();
      this.undo.disabled = this.rest.disabled = true;
      mark(host, "next", []);
    }
  }

  /** @param {string} label @param {string} key @param {() => void} press */
  #button(label, key, press) {
    const element = make("button", "snippet-button", make("kbd", "", key), ` ${label}`);
    element.type = "button";
    element.setAttribute("aria-keyshortcuts", key);
    element.addEventListener("click", press);
    return element;
  }

  /** @param {Choice} choice */
  #ask(choice) {
    if (!this.#playing) return;
    const focused = this.#isHere;
    this.#asked = true;
    this.#choice = choice;
    this.#taken.length = Math.min(this.#taken.length, choice.step);
    this.question.textContent = question(choice, choice.step + 1);
    const lines = this.host.source.split("\n");
    this.options.replaceChildren(...choice.options.map(({name, line}, index) => {
      const does = line ? `, line ${line}: ${(lines[line - 1] ?? "").trim()}` : "";
      return this.#button(`${name}${does}`, String(index + 1), () => this.#pick(index));
    }));
    this.undo.disabled = choice.step === 0;
    this.rest.disabled = false;
    mark(this.host, "next", choice.options.map(({line}) => line));
    if (focused) this.#follow(this.options);
  }

  /** @param {number} index */
  #pick(index) {
    if (!this.#choice || index >= this.#choice.options.length) return;
    this.#taken[this.#choice.step] = index;
    this.#wait();
    this.host.pick(index);
  }

  #undo() {
    if (!this.#choice || this.undo.disabled) return;
    this.#wait();
    this.host.undo();
  }

  /** Lets the program finish without further questions: it runs again with the choices so far. */
  #runOn() {
    if (!this.#choice) return;
    this.#runsOn = true;
    this.#wait();
    this.host.stop();
  }

  /** Removes the buttons until the next choice, and keeps the focus within. */
  #wait() {
    this.#choice = null;
    this.undo.disabled = this.rest.disabled = true;
    for (const each of this.options.querySelectorAll("button")) each.setAttribute("aria-disabled", "true");
  }

  /** Handles a run that started again with all choices but the last. @param {{schedule: number[]}} message */
  #rewound({schedule}) {
    if (!this.#playing) return;
    this.#taken.length = Math.min(this.#taken.length, schedule.length);
    void this.host.timeline.clear();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const number = Number(event.key);
    if (event.key === UNDO || event.key === "Backspace") this.#undo();
    else if (event.key === REST) this.#runOn();
    else if (number >= 1 && number <= this.options.childElementCount) this.#pick(number - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {import("../shared/schedules.js").Ended["reason"]} reason */
  #conclude(reason) {
    const outcome = this.#outcome;
    if (reason === "stopped" || reason === "crashed" || !outcome) {
      this.question.textContent = reason === "crashed" ? CRASHED : "Stopped.";
      return;
    }
    Object.assign(this.host.dataset, {schedule: JSON.stringify(outcome.schedule), jitter: this.#jitter});
    const again = make("button", "snippet-button", "Play again");
    again.type = "button";
    again.addEventListener("click", () => void this.play());
    this.end.append(again);
    if (!this.#asked) this.question.textContent = `${ending(outcome)}. No choice came: CPython promises the order of this run.`;
    else if (!this.goal) this.question.textContent = `${ending(outcome)}.`;
    else if (!outcome.reached) this.question.textContent = `${ending(outcome)}. The goal isn't reached: play again.`;
    else {
      this.question.textContent = "You broke it. ";
      const show = make("button", "snippet-button", "Show the shortest way");
      show.type = "button";
      show.addEventListener("click", () => void this.#shortest(outcome));
      this.end.append(show);
    }
    if (this.#isHere) this.#follow(this.end);
  }

  /** Moves the focus to the next button, and what it answers into view: the choices before took more room, or less. @param {Element} buttons */
  #follow(buttons) {
    buttons.querySelector("button")?.focus({preventScroll: true});
    reveal(this.element, true); // the next choice may come before a smooth scroll has ended
  }

  /** Whether the reader is still in the panel, or nowhere, and gets the focus on what is next. */
  get #isHere() {
    const {activeElement} = document;
    return !activeElement || activeElement === document.body || Boolean(this.host.querySelector(":scope > .orders")?.contains(activeElement));
  }

  /** Searches for the fewest switches that reach the goal, and shows them. @param {Outcome} own the run that the reader made */
  async #shortest(own) {
    this.question.textContent = "searching for the shortest way…";
    /** @type {Outcome | null} */
    let found = null;
    const listen = (/** @type {any} */ {detail: {outcome}}) => {
      if (outcome.reached) found = outcome;
    };
    this.host.addEventListener("schedule-outcome", listen);
    try {
      const {switches} = await this.host.explore({mode: "find", runs: RUNS, goal: this.goal, jitter: this.#jitter});
      this.question.textContent = shortest(found ? switches : null, own.schedule.filter((each) => each > 0).length);
      const list = make("ol", "", ...switches.map((change) => make("li", "", switched(change))));
      this.end.querySelector("ol")?.remove();
      this.end.append(list);
      if (found && !this.element.hidden) await this.open(/** @type {Outcome} */ (found).schedule, switches, this.#jitter);
    } catch (error) {
      this.question.textContent = failed(error);
    } finally {
      this.host.removeEventListener("schedule-outcome", listen);
    }
  }
}
