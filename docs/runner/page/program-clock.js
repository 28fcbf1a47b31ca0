// @ts-check
/**
 * How the time of a program goes: what the reader has chosen, and whether it is paused.
 *
 * @typedef {import("../shared/clocks.js").Kind} Kind
 * @typedef {HTMLElement & {clock?: any, withRun(ask: (run: import("./session.js").Run) => void): void}} Host the program's element
 */
import {kindOf} from "../shared/clocks.js";
import {ClockControls} from "./clock-controls.js";

export class ProgramClock {
  /** @type {ClockControls | null} */
  #controls = null;

  /** @param {Host} host @param {import("./toolbar.js").Toolbar} toolbar @param {Kind} kind */
  constructor(host, toolbar, kind) {
    this.host = host;
    this.kind = kind;
    if (toolbar.runnable) {
      // Who may run the program may choose how its time goes.
      this.#controls = new ClockControls(toolbar, {
        choose: (name) => (host.clock = kindOf(name)),
        pause: () => host.withRun((run) => run.setPaused(!this.paused)),
      });
    }
    this.show();
  }

  get paused() {
    return this.host.hasAttribute("data-paused");
  }

  /** @param {Kind} kind */
  choose(kind) {
    this.kind = kind;
    this.host.withRun((run) => run.setClock(kind));
    this.show();
  }

  /** Shows that the program is paused, or runs again. @param {boolean} paused */
  showPaused(paused) {
    this.host.toggleAttribute("data-paused", paused);
    this.host.dispatchEvent(new CustomEvent(paused ? "paused" : "resumed", {bubbles: true}));
    this.show();
  }

  /** Updates the controls. */
  show() {
    const {host, kind, paused} = this;
    this.#controls?.show({kind, paused, running: host.hasAttribute("data-running")});
  }
}
