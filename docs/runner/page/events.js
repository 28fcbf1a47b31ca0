// @ts-check
/**
 * Events as they come from a program, which can say anything: what is no event of a trace (../interleave/trace/schema.json) is left out.
 *
 * @typedef {import("../timeline/types.js").Event} Event
 */
import {count, number, optional, record, text} from "../shared/checks.js";

const EVENT = record({
  time: number, process: count, thread: count, task: optional(count), event: text, file: optional(text), line: optional(count), detail: optional(record({})),
});

/** @param {string} lines one event each, as JSON @returns {Event[]} */
export function parse(lines) {
  return lines.split("\n").flatMap((line) => {
    try {
      const event = JSON.parse(line);
      return EVENT(event) ? [event] : [];
    } catch {
      return [];
    }
  });
}
