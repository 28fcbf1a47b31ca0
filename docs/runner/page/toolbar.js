// @ts-check
/** The buttons and the status line of a program. */

import {icon, make} from "./elements.js";

/**
 * In their order: what stands on each button, what it says of itself, its icon.
 * @satisfies {Record<string, [label: string, title?: string, path?: string]>}
 */
const CONTROLS = {
  run: ["Run", "Run (Ctrl+Enter)", "M8 5.14v14l11-7-11-7Z"],
  stop: ["Stop", "Stop (Esc)", "M6 6h12v12H6z"],
  edit: ["Edit"],
  reset: ["Reset", "Back to the page's own text"],
  copy: ["Copy", "Copy the whole program", "M19 21H8V7h11m0-2H8a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2m-3-4H4a2 2 0 0 0-2 2v14h2V3h12V1Z"],
  download: ["Download", "", "M5 20h14v-2H5v2M19 9h-4V3H9v6H5l7 7 7-7Z"],
  share: [
    "Share", "Share: a link, or an embed for a page of your own",
    "M18 16.1c-.8 0-1.4.3-2 .8l-7.1-4.2a3.3 3.3 0 0 0 0-1.4L16 7.2A3 3 0 1 0 15 5c0 .2 0 .5.1.7L8 9.8a3 3 0 1 0 0 4.4l7.1 4.2-.1.6a3 3 0 1 0 3-2.900Z",
  ],
  // Last, so that the other buttons don't move when it appears and disappears.
  terminate: ["Terminate", "Terminate: ask it to shut down (SIGTERM, as kill does)"],
};

/** @typedef {Record<keyof typeof CONTROLS, HTMLButtonElement>} Buttons */

/** @param {string} kind @param {string} program its title @param {[label: string, title?: string, path?: string]} words */
function control(kind, program, [label, title, path]) {
  const element = make("button", `snippet-button snippet-button--${kind}`, ...(path ? [icon(path)] : []), make("span", "", label));
  element.type = "button";
  // A page has many programs, and a screen reader's list of buttons must tell them apart.
  if (program || path) element.ariaLabel = program ? `${label}: ${program}` : label;
  if (title) element.title = title;
  return element;
}

/** Within this time after a press of Run or Stop, another press belongs to a double click or to Enter pressed twice; milliseconds. */
const DOUBLE = 350;

export class Toolbar {
  /**
   * @param {{runnable: boolean, playground: boolean, title: string}} options title: the program's, empty for the playground
   * @param {Record<keyof Buttons, (keyboard: boolean) => void>} actions what the buttons do; keyboard: it was pressed with a key
   */
  constructor({runnable, playground, title}, actions) {
    this.title = title;
    this.runnable = runnable;
    this.element = make("div", "snippet-toolbar");
    this.element.role = "toolbar";
    this.element.ariaLabel = title || "Program";
    const made = Object.entries(CONTROLS).map(([kind, words]) => [kind, control(kind, title, /** @type {[string]} */ (words))]);
    this.buttons = /** @type {Buttons} */ (Object.fromEntries(made));
    for (const name of /** @type {const} */ (["download", "share"])) this.buttons[name].ariaExpanded = "false";
    this.buttons.edit.hidden = playground;
    if (!runnable) for (const name of /** @type {const} */ (["run", "edit"])) this.buttons[name].hidden = true;
    this.mark = make("span", "snippet-edited", "edited ·");
    this.told = document.createTextNode("");
    this.amount = make("span", "");
    this.amount.ariaHidden = "true";
    this.status = make("span", "snippet-status", this.told, this.amount);
    this.status.role = "status";
    /** The controls that Tab and the arrow keys reach, in order. @type {HTMLElement[]} */
    this.controls = Object.values(this.buttons);
    this.element.append(...this.controls, this.status);
    this.buttons.reset.before(this.mark);
    this.showEdited(false);
    this.buttons.stop.hidden = this.buttons.terminate.hidden = true;
    this.actions = actions;
    /** The status, which is hidden while something is loading. */
    this.said = "";
    this.pressedAt = -DOUBLE;
    this.element.addEventListener("click", (event) => this.click(event));
    this.element.addEventListener("keydown", (event) => this.keydown(event));
    this.element.addEventListener("focusin", ({target}) => this.tabTo(/** @type {HTMLElement} */ (target)));
    this.tabTo(this.shown()[0]);
  }

  /** @param {KeyboardEvent} event */
  keydown(event) {
    // Run becomes Stop in place: a key held down would start and stop the program.
    if (event.repeat && event.key === "Enter") event.preventDefault();
    const shown = this.shown();
    const at = shown.findIndex((each) => each === event.target);
    const to = {ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1}[event.key];
    if (at === -1 || to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    shown.at(to % shown.length)?.focus();
  }

  /** The visible controls, in order. */
  shown() {
    return this.controls.filter(({hidden}) => !hidden);
  }

  /**
   * Tab reaches one control of a toolbar, the arrow keys the others: the toolbar pattern of WAI-ARIA's Authoring Practices.
   * @param {HTMLElement | undefined} current
   */
  tabTo(current) {
    for (const each of this.controls) each.tabIndex = each === current ? 0 : -1;
  }

  /** Makes sure that Tab doesn't lead to a hidden control. */
  keepTabStop() {
    const shown = this.shown();
    if (!shown.some(({tabIndex}) => tabIndex === 0)) this.tabTo(shown[0]);
  }

  /** @param {MouseEvent} event */
  click(event) {
    // The second click of a double click hits whichever button is now in this position.
    if (event.detail > 1) return;
    const {target} = event;
    const names = /** @type {(keyof Buttons)[]} */ (Object.keys(this.buttons));
    const name = names.find((each) => this.buttons[each].contains(/** @type {Element} */ (target)));
    if (name && (!/run|stop/.test(name) || this.press())) this.actions[name](event.detail === 0);
  }

  /** Notes a press of Run or Stop, by button or key; returns false for the second half of a double press. */
  press() {
    const now = performance.now();
    if (now - this.pressedAt < DOUBLE) return false;
    this.pressedAt = now;
    return true;
  }

  /** @param {boolean} running */
  showRunning(running) {
    const focused = document.activeElement;
    this.buttons.run.hidden = running;
    this.buttons.stop.hidden = this.buttons.terminate.hidden = !running;
    this.keepTabStop();
    if (this.controls.some((each) => each === focused && each.hidden)) this.focus(running);
  }

  /** Where the focus goes when what had it is gone. @param {boolean} running */
  focus(running) {
    this.buttons[running ? "stop" : "run"].focus({preventScroll: true});
  }

  /** Shows Reset and the mark "edited" if the program differs from the page's. @param {boolean} edited */
  showEdited(edited) {
    this.mark.hidden = this.buttons.reset.hidden = !edited;
    this.keepTabStop();
  }

  /** Says that something is loading. No text: it has come, or never will; what was said before is said again. @param {string} text */
  showLoading(text) {
    text ||= this.said;
    if (this.told.data !== text) this.told.data = text; // a change is read aloud
  }

  /** @param {string} text @param {string} [amount] progress, which changes too often to be read aloud */
  setStatus(text, amount = "") {
    this.said = text;
    this.showLoading("");
    this.amount.textContent = amount;
  }
}
