// @ts-check
/**
 * The clock of a program: the reader's choice, and whether it is paused. Its controls are loaded together with the code that
 * runs programs (running.js), since they aren't needed before.
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

  /** @param {HTMLElement} host the program's element @param {(use: (run: Run) => void) => void} withRun passes the current run, if there is one, to a function */
  constructor(host, withRun) {
    this.host = host;
    this.withRun = withRun;
  }

  get paused() {
    return this.host.hasAttribute("data-paused");
  }

  /** @param {unknown} name of a clock. Raises RangeError */
  choose(name) {
    this.kind = kindOf(name);
    this.withRun((run) => run.setClock(this.kind));
    this.show();
  }

  /** @param {boolean} paused */
  setPaused(paused) {
    this.withRun((run) => run.setPaused(paused));
  }

  /** Shows that the program is paused, or runs again. @param {boolean} paused */
  showPaused(paused) {
    this.host.toggleAttribute("data-paused", paused);
    this.host.dispatchEvent(new CustomEvent(paused ? "paused" : "resumed", {bubbles: true}));
    this.show();
  }

  /** Starts a run with the chosen clock. @param {import("./pending-run.js").PendingRun} run @param {Toolbar | null} toolbar */
  begin(run, toolbar) {
    run.withRun((it) => it.setClock(this.kind));
    this.offer(toolbar);
  }

  /** Adds the controls to the toolbar of a program that can run here. @param {Toolbar | null} toolbar */
  offer(toolbar) {
    const actions = {choose: (/** @type {string} */ name) => this.choose(name), pause: () => this.setPaused(!this.paused)};
    const add = (/** @type {typeof import("./running.js")} */ {ClockControls}) => {
      if (!toolbar || this.#controls) return;
      this.#controls = new ClockControls(toolbar, actions);
      this.show();
    };
    running().then(add, () => {}); // Run reports it
  }

  /** Updates the controls. */
  show() {
    const {host, kind, paused} = this;
    this.#controls?.show({kind, paused, running: host.hasAttribute("data-running")});
  }
}
