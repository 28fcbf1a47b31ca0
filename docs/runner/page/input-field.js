// @ts-check
/** The field in which a reader types input for the program's terminal. */

/** @typedef {{onText(text: string): void, onEnd(): void}} Handlers */

export class InputField {
  /** @param {Handlers} handlers */
  constructor({onText, onEnd}) {
    this.onText = onText;
    this.onEnd = onEnd;
    this.element = document.createElement("form");
    this.element.className = "snippet-input";
    this.element.hidden = true;
    this.field = document.createElement("input");
    this.field.type = "text";
    this.field.enterKeyHint = "send";
    this.field.autocomplete = "off";
    this.field.spellcheck = false;
    this.field.setAttribute("autocapitalize", "off");
    const end = document.createElement("button");
    end.type = "button";
    end.className = "snippet-button";
    end.textContent = "End of input";
    end.title = "End of input (Ctrl+D)";
    this.element.append(this.field, end);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    end.addEventListener("click", () => {
      this.end();
      this.field.focus();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        // Elsewhere on the page Ctrl+Enter runs the program; in this field it means Enter.
        event.preventDefault();
        this.send();
      }
      if (event.key.toLowerCase() !== "d" || !event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      this.end();
    });
    this.field.addEventListener("paste", (event) => this.paste(event));
  }

  /** Sends the line. */
  send() {
    const line = this.field.value;
    this.field.value = "";
    this.onText(`${line}\n`);
  }

  end() {
    if (this.field.value) this.send();
    this.onEnd();
  }

  /** Sends pasted whole lines at once: a single-line field would join them. @param {ClipboardEvent} event */
  paste(event) {
    const pasted = event.clipboardData?.getData("text").replace(/\r\n?/g, "\n") ?? "";
    if (!pasted.includes("\n")) return;
    event.preventDefault();
    const {value, selectionStart, selectionEnd} = this.field;
    const lines = (value.slice(0, selectionStart ?? 0) + pasted + value.slice(selectionEnd ?? 0)).split("\n");
    this.field.value = lines.pop() ?? "";
    this.onText(lines.map((line) => `${line}\n`).join(""));
  }

  /** Shows the field: the program waits for a line. @param {string} prompt the text before the cursor @param {boolean} focus */
  show(prompt, focus) {
    this.element.hidden = false;
    this.field.setAttribute("aria-label", prompt ? `Input: ${prompt}` : "Input");
    if (focus) this.field.focus();
  }

  /** Hides the field: the program no longer reads. */
  hide() {
    this.element.hidden = true;
  }
}
