// @ts-check
/**
 * The output below a program when it is run again: the recorded one, or that of the last run. It stays until the new run has
 * something to show, and passes its height on, so that nothing below moves.
 */

export class FormerOutput {
  /** @param {HTMLElement} host the program's element */
  constructor(host) {
    this.host = host;
    /** @type {HTMLElement | null} */
    this.element = host.querySelector(":scope > :is(.snippet-output, .snippet-transcript)");
    this.element?.classList.add("snippet-former");
    const title = this.element?.querySelector(".snippet-transcript-title");
    if (title) title.textContent = `Output (${this.element?.matches(".snippet-transcript") ? "recorded" : "of the last run"}), until this run prints`;
  }

  /** Replaces the former output, once. @param {HTMLElement} element the new output @returns {boolean} whether it did so */
  giveWayTo(element) {
    if (element.parentNode === this.host) return false;
    if (this.element?.parentNode === this.host) {
      element.style.minHeight = `${this.element.getBoundingClientRect().height}px`;
      this.element.replaceWith(element);
      this.stay();
    } else {
      this.host.insertBefore(element, this.host.querySelector(":scope > .timeline"));
    }
    return true;
  }

  /** Keeps the former output: the new run has nothing to show. */
  stay() {
    this.element?.classList.remove("snippet-former");
  }
}

/**
 * Makes the title say which program's output it is: a reader may have changed the text since.
 * @param {HTMLElement} host the program's element @param {{isRecorded: boolean, isOfThis: boolean}} output `isOfThis`: the current text printed it
 */
export function titleOutput(host, {isRecorded, isOfThis}) {
  const title = host.querySelector(":scope > :is(.snippet-output, .snippet-transcript) > .snippet-transcript-title");
  if (!title) return;
  const before = isOfThis ? "" : isRecorded ? ", without your change" : ", before your change";
  title.textContent = isRecorded ? `Output (recorded${before})` : `Output${before}`;
}
