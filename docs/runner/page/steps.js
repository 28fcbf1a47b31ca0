// @ts-check
/**
 * Stepping: a button that lets the program run up to its next turn, and a description of its state before that turn.
 *
 * @typedef {import("../timeline/now.js").Turn} Turn
 */
import {named, states} from "../timeline/now.js";
import {code} from "../timeline/words.js";
import {make} from "./elements.js";

export class Steps {
  /** @param {() => void} step what the button does */
  constructor(step) {
    this.element = document.createElement("div");
    this.element.className = "timeline-steps";
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "snippet-button";
    this.button.textContent = "Step";
    this.button.title = "Run up to the next turn of a task, a callback or a thread";
    this.button.addEventListener("click", step);
    this.next = document.createElement("output");
    this.queues = document.createElement("dl");
    this.element.append(this.button, this.next, this.queues);
  }

  /**
   * @param {Turn} turn before which the program is paused @param {string[]} lines of its source
   * @param {import("../timeline/model.js").Model | null} model of the run so far
   */
  show({next, line, ready, timers, others}, lines, model) {
    const text = line ? code(lines[line - 1] ?? "") : "";
    const name = (/** @type {import("../timeline/now.js").Handle} */ handle) => named(model, handle);
    this.next.replaceChildren("Next: ", make("strong", "", name(next)), ...(line ? [`, line ${line}: `, make("code", "", text)] : []));
    /** @type {[string, string[]][]} */
    const facts = [];
    if (ready) facts.push(["Ready queue", ready.length ? ready.map(name) : ["empty"]]);
    if (timers) facts.push(["Timers", timers.length ? timers.map(name) : ["none"]]);
    if (others?.length) facts.push(["Coroutines", others]);
    if (model) facts.push(["Lanes", states(model).map(({name, state}) => `${name} ${state}`)]);
    this.queues.replaceChildren(...facts.flatMap(([term, list]) => [make("dt", "", term), ...list.map((each) => make("dd", "", each))]));
  }

  /** Clears the description: the program runs again, or has ended. */
  clear() {
    this.next.replaceChildren();
    this.queues.replaceChildren();
  }
}
