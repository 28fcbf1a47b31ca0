// @ts-check
/**
 * The state of a run at one moment: what each lane does.
 *
 * @typedef {{text: string, tasks: number[], thread?: number | null, seconds?: number}} Handle
 *   an entry in the queue of a loop: a description, and the tasks that it mentions; `thread`: a turn of a thread instead; `seconds`: until it is due
 * @typedef {{next: Handle, line: number | null, others?: string[] | null, ready: Handle[] | null, timers: Handle[] | null}} Turn
 *   what is about to run, and the queues of its loop; null: no loop runs; `others`: what the coroutines of the program's own loop do
 * @typedef {import("./types.js").Lane} Lane
 * @typedef {import("./model.js").Model} Model
 */
import {duration, waiting} from "./words.js";

const OUTCOMES = {done: "has ended", cancelled: "was cancelled", failed: "has failed", destroyed: "was destroyed"};

/** What each lane does after the last event of a model. @param {Model} model @returns {{name: string, state: string}[]} */
export function states(model) {
  const running = new Set([...model.stacks.values()].flat().map(({lane}) => lane));
  return model.lanes.shown().filter(({kind}) => kind === "task" || kind === "thread").map((lane) => ({
    name: lane.name,
    state: lane.outcome ? OUTCOMES[lane.outcome] : running.has(lane) ? "goes next" : between(model, lane),
  }));
}

/** Describes a handle. @param {Model | null} model @param {Handle} handle */
export function named(model, {text, tasks, thread, seconds}) {
  const names = tasks.map((task) => model?.nameOf(1, task) ?? `task ${task}`).join(", ");
  const own = thread ? model?.whoIs(1, {thread}) ?? `thread ${thread}` : "";
  const due = seconds === undefined ? "" : `in ${duration(seconds * 1e6)}`;
  return [text, names, own, due].filter(Boolean).join(" ");
}

/** @param {Model} model @param {Lane} lane */
function between(model, lane) {
  const {segment} = lane;
  if (segment?.state === "ready") return "is ready";
  if (!segment?.wait) return lane.kind === "thread" ? "runs its loop" : "waits";
  const process = Number(lane.key.split("/")[0]);
  return `waits for ${waiting(segment.wait, (task) => model.nameOf(process, task), (who) => model.whoIs(process, who))}`;
}
