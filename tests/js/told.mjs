// What a table of the machine tells processes: kept, and each message checked as it is where it arrives.
import {check} from "../../docs/runner/shared/checks.js";
import {TO_KERNEL, TO_PROCESS} from "../../docs/runner/shared/messages.js";

const TABLE = {...TO_PROCESS, ...TO_KERNEL};

export class Told {
  constructor() {
    this.all = [];
    this.send = (pid, message) => {
      check(TABLE, message);
      this.all.push([pid, message]);
    };
  }

  /** What was told since the last call: who, and what with its type first. */
  take() {
    return this.all.splice(0).map(([pid, {type, ...rest}]) => [pid, type, rest]);
  }
}
