// @ts-check
/**
 * How the time of a program goes: what the reader has chosen, and whether it is paused. The controls for it come with what runs programs
 * (running.js): nobody needs them before.
 *
 * @typedef {import("../shared/clocks.js").Kind} Kind @typedef {import("./session.js").Run} Run
 * @typedef {import("./toolbar.js").Toolbar} Toolbar
 */
import {kindOf} from "../shared/clocks.js";
import {running} from "./pending-run.js";

export class ProgramClock {
  /** @type {Kind} */
  kind = "real";
  /** @type {import("./clock-controls.js").ClockControls | null} */
  #controls = null;

  /** @param {HTMLElement} host the program's element @param {(ask: (run: Run) => void) => void} tell what it runs, if anything */
  constructor(host, tell) {
    this.host = host;
    this.tell = tell;
  }

  get paused() {
    return this.host.hasAttribute("data-paused");
  }

  /** @param {unknown} name of a clock. Raises RangeError */
  choose(name) {
    this.kind = kindOf(name);
    this.tell((run) => run.setClock(this.kind));
    this.show();
  }

  /** @param {boolean} paused */
  setPaused(paused) {
    this.tell((run) => run.setPaused(paused));
  }

  /** The program is paused, or goes on. @param {boolean} paused */
  showPaused(paused) {
    this.host.toggleAttribute("data-paused", paused);
    this.host.dispatchEvent(new CustomEvent(paused ? "paused" : "resumed", {bubbles: true}));
    this.show();
  }

  /** A program begins, by the clock that was chosen. @param {import("./pending-run.js").PendingRun} run @param {Toolbar | null} toolbar */
  begin(run, toolbar) {
    run.tell((it) => it.setClock(this.kind));
    this.offer(toolbar);
  }

  /** Adds the controls: who may run the program may choose how its time goes. @param {Toolbar | null} toolbar */
  offer(toolbar) {
    const actions = {choose: (/** @type {string} */ name) => this.choose(name), pause: () => this.setPaused(!this.paused)};
    const add = (/** @type {typeof import("./running.js")} */ {ClockControls}) => {
      if (!toolbar || this.#controls) return;
      this.#controls = new ClockControls(toolbar, actions);
      this.show();
    };
    running().then(add, () => {}); // Run reports it
  }

  /** The controls say what is so. */
  show() {
    const {host, kind, paused} = this;
    this.#controls?.show({kind, paused, running: host.hasAttribute("data-running")});
  }
}
