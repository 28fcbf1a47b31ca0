// @ts-check
/** The buttons and the status line of a program. */

/** Paths of Material Design icons (Apache License 2.0), 24 units square. */
const ICONS = {
  run: "M8 5.14v14l11-7-11-7Z",
  stop: "M6 6h12v12H6z",
};

/**
 * @typedef {{run: HTMLButtonElement, stop: HTMLButtonElement, edit: HTMLButtonElement, reset: HTMLButtonElement,
 *   copy: HTMLButtonElement, download: HTMLButtonElement, share: HTMLButtonElement, terminate: HTMLButtonElement}} Buttons
 */

/** @param {string} label @param {string} kind @param {string} [icon] */
function button(label, kind, icon) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `snippet-button snippet-button--${kind}`;
  if (icon) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", icon);
    svg.append(path);
    element.append(svg);
  }
  element.append(label);
  return element;
}

export class Toolbar {
  /** @param {{runnable: boolean, playground: boolean}} options */
  constructor({runnable, playground}) {
    this.element = document.createElement("div");
    this.element.className = "snippet-toolbar";
    this.element.setAttribute("role", "toolbar");
    this.element.setAttribute("aria-label", "Program");
    /** @type {Buttons} */
    this.buttons = {
      run: button("Run", "run", ICONS.run),
      stop: button("Stop", "stop", ICONS.stop),
      edit: button("Edit", "edit"),
      reset: button("Reset", "reset"),
      copy: button("Copy", "copy"),
      download: button("Download", "download"),
      share: button("Share", "share"),
      // Last, so that the others stay where they are when it comes and goes.
      terminate: button("Terminate", "terminate"),
    };
    this.buttons.run.title = "Run (Ctrl+Enter)";
    this.buttons.stop.title = "Stop (Esc)";
    this.buttons.stop.hidden = true;
    this.buttons.terminate.title = "Terminate (SIGTERM)";
    this.buttons.terminate.hidden = true;
    this.buttons.reset.title = "Back to the page's own text";
    this.buttons.reset.hidden = true;
    this.buttons.share.hidden = !playground;
    this.buttons.edit.hidden = playground;
    if (!runnable) for (const name of /** @type {const} */ (["run", "edit"])) this.buttons[name].hidden = true;
    this.status = document.createElement("span");
    this.status.className = "snippet-status";
    this.status.setAttribute("role", "status");
    this.element.append(...Object.values(this.buttons), this.status);
  }

  /** @param {string} text */
  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }
}
