// @ts-check
/**
 * Parses the events of a program, which may send anything: what isn't a trace event (../interleave/trace/schema.json) is dropped.
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
