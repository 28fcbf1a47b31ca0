// @ts-check
/** The controls in a program's toolbar that choose its clock and pause it. */
import {CLOCKS} from "../shared/clocks.js";
import {icon} from "./elements.js";

/** @typedef {import("../shared/clocks.js").Kind} Kind */

/** Paths of Material Design icons (Apache License 2.0), 24 units square. */
const CLOCK = "M12 20a8 8 0 0 0 8-8 8 8 0 0 0-8-8 8 8 0 0 0-8 8 8 8 0 0 0 8 8m0-18a10 10 0 0 1 10 10 10 10 0 0 1-10 10C6.47 22 2 17.5 2 12A10 10 0 0 1 12 2m.5 5v5.25l4.5 2.67-.75 1.23L11 13V7h1.5Z";
const PAUSE = "M14 19h4V5h-4M6 19h4V5H6v14Z";
const RESUME = "M4 5v14l9-7M14 5v14h2.5V5M18.5 5v14H21V5Z";

/** Each clock's name in the list, and the short one that replaces the icon while a clock other than the wall's is chosen. @type {Record<string, [name: string, short: string]>} */
const WORDS = {
  real: ["real time", ""],
  0.25: ["¼ × as fast", "×¼"],
  0.5: ["½ × as fast", "×½"],
  2: ["2 × as fast", "×2"],
  4: ["4 × as fast", "×4"],
  10: ["10 × as fast", "×10"],
  instant: ["instant: waiting costs nothing", "instant"],
};

export class ClockControls {
  /**
   * @param {import("./toolbar.js").Toolbar} toolbar
   * @param {{choose(name: string): void, pause(): void}} actions `pause`: toggles between pausing and resuming
   */
  constructor(toolbar, {choose, pause}) {
    const {title} = toolbar;
    this.suffix = title ? `: ${title}` : "";
    this.select = document.createElement("select");
    this.select.setAttribute("aria-label", `Clock${this.suffix}`);
    this.select.title = "Clock: how fast time passes for the program";
    this.select.append(...CLOCKS.map((kind) => new Option(WORDS[kind][0], String(kind))));
    this.select.addEventListener("change", () => choose(this.select.value));
    // Escape closes the list here; it doesn't stop the program.
    this.select.addEventListener("keydown", (event) => {
      if (event.key === "Escape") event.stopPropagation();
    });
    this.shown = document.createElement("span");
    this.shown.setAttribute("aria-hidden", "true");
    const clock = document.createElement("span");
    clock.className = "snippet-clock";
    clock.append(icon(CLOCK), this.shown, this.select);
    this.pause = document.createElement("button");
    this.pause.type = "button";
    this.pause.className = "snippet-button snippet-button--pause";
    this.pause.hidden = true;
    this.pause.addEventListener("click", ({detail}) => {
      if (detail <= 1) pause();
    });
    // After all other controls.
    this.pause.tabIndex = this.select.tabIndex = -1;
    toolbar.controls.push(this.pause, this.select);
    toolbar.buttons.terminate.after(this.pause);
    toolbar.status.after(clock);
  }

  /** @param {{kind: Kind, paused: boolean, running: boolean}} state */
  show({kind, paused, running}) {
    const [name, short] = WORDS[kind];
    this.select.value = String(kind);
    this.shown.textContent = short;
    this.select.parentElement?.toggleAttribute("data-chosen", kind !== "real");
    this.select.title = `Clock: ${name}`;
    // Pause is shown only once the reader has chosen another clock.
    this.pause.hidden = !running || (kind === "real" && !paused);
    const label = paused ? "Resume" : "Pause";
    this.pause.replaceChildren(icon(paused ? RESUME : PAUSE));
    this.pause.setAttribute("aria-label", `${label}${this.suffix}`);
    this.pause.title = paused ? "Resume" : "Pause: the program's time stands, and the program with it";
  }
}
