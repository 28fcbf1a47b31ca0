// @ts-check
/**
 * What is below a program when it is run again: its recorded output, or that of the last run. It stays until the new run has
 * something to show, and leaves its height to it, so that nothing below moves.
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

  /** Makes way. @param {HTMLElement} element what takes its place @returns {boolean} whether it did: it does so once */
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

  /** It is what there is to see, now or later. */
  stay() {
    this.element?.classList.remove("snippet-former");
  }
}

/**
 * The title says which program's output it is: a reader may have changed the text since.
 * @param {HTMLElement} host the program's element @param {{isRecorded: boolean, isOfThis: boolean}} output `isOfThis`: of the text as it is now
 */
export function titleOutput(host, {isRecorded, isOfThis}) {
  const title = host.querySelector(":scope > :is(.snippet-output, .snippet-transcript) > .snippet-transcript-title");
  if (!title) return;
  const before = isOfThis ? "" : isRecorded ? ", without your change" : ", before your change";
  title.textContent = isRecorded ? `Output (recorded${before})` : `Output${before}`;
}
