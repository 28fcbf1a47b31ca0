// @ts-check
/**
 * The model of a run: lanes and what happens on them. reading.js fills it; layout.js assigns positions on the axis.
 *
 * @typedef {import("./types.js").Arrow} Arrow
 * @typedef {import("./types.js").Block} Block
 * @typedef {import("./types.js").Event} Event
 * @typedef {import("./types.js").Lane} Lane
 * @typedef {import("./types.js").Point} Point
 * @typedef {import("./types.js").Print} Print
 * @typedef {import("./types.js").Segment} Segment
 * @typedef {import("./types.js").Who} Who
 */
import {Lanes} from "./lanes.js";

/** A block this long holds up the loop: asyncio's default `slow_callback_duration`; microseconds. */
export const HELD = 100_000;

export class Model {
  /** @param {{mostLanes?: number}} [options] mostLanes: the most separate lanes; all further tasks share one */
  constructor({mostLanes = Infinity} = {}) {
    /** @type {Point[]} */
    this.points = [];
    /** @type {Block[]} */
    this.blocks = [];
    /** @type {Segment[]} */
    this.segments = [];
    /** @type {Arrow[]} */
    this.arrows = [];
    /** @type {Print[]} */
    this.prints = [];
    /** How many events are missing at the end of the trace. */
    this.missing = 0;
    this.ended = false;
    this.lanes = new Lanes(mostLanes);
    /** The blocks that run in each thread, the innermost last. @type {Map<string, Block[]>} */
    this.stacks = new Map();
    /** The last arrow to a lane, until its next block. @type {Map<Lane, Arrow>} */
    this.causes = new Map();
    /** @type {Map<string, string>} */
    this.functions = new Map();
    /** The function that a thread of an executor runs. @type {Map<Lane, string>} */
    this.works = new Map();
    /** The segments of locks that are held. @type {Map<string, Segment>} */
    this.held = new Map();
  }

  /** The name of a task. @param {number} process @param {number} task */
  nameOf(process, task) {
    return this.lanes.find(process, "task", task)?.name ?? `task ${task}`;
  }

  /** The name of an agent. @param {number} process @param {Who} who */
  whoIs(process, who) {
    const [[kind, number]] = Object.entries(who);
    if (kind === "task") return this.nameOf(process, Number(number));
    if (kind === "thread") return this.lanes.find(process, "thread", Number(number))?.name ?? `thread ${number}`;
    if (kind === "callback") return this.functions.get(`${process}/callback/${number}`) ?? "a callback";
    if (kind === "work") return this.functions.get(`${process}/work/${number}`) ?? "a function";
    if (kind === "timer") return "the timer";
    if (kind === "timeout") return "its timeout";
    if (kind === "signal") return String(number);
    return `${kind} ${number}`;
  }

  // Blocks

  /** The blocks that run in the event's thread. @param {Event} event @returns {Block[]} */
  stack(event) {
    const key = `${event.process}/${event.thread}`;
    let stack = this.stacks.get(key);
    if (!stack) this.stacks.set(key, stack = []);
    return stack;
  }

  /** @param {Event} event @param {Point["kind"]} kind @param {Block | null} [block] @returns {Point} */
  point(event, kind, block = null) {
    const point = {time: event.time, kind, block, x: 0};
    this.points.push(point);
    return point;
  }

  /** A point within the block that runs in the event's thread. @param {Event} event @returns {Point} */
  mark(event) {
    const block = this.stack(event).at(-1) ?? null;
    const by = event.detail?.by ?? {};
    const counts = ["task", "callback", "work"].some((kind) => kind in by);
    const between = event.event === "cancel_requested" ? "request" : counts ? "aside" : "free";
    const point = this.point(event, block ? "mark" : between, block);
    block?.marks.push(point);
    return point;
  }

  /** @param {Event} event @param {Lane} lane @param {string} [label] @returns {Block} */
  begin(event, lane, label = "") {
    this.endOwn(event);
    const stack = this.stack(event);
    if (stack.at(-1)?.lane === lane) this.end(event, lane);
    const outer = stack.at(-1);
    if (outer?.lane.kind === "thread" && lane.kind !== "thread") outer.hidden = true; // it runs the loop
    const last = this.blocks.at(-1);
    if (lane.kind === "rest" && last?.lane === lane && last.end && this.points.at(-1) === last.end) {
      this.points.pop(); // successive turns of tasks that share a lane
      Object.assign(last, {end: null, turns: last.turns + 1});
      stack.push(last);
      return last;
    }
    /** @type {Block} */
    const block = {
      lane, start: this.point(event, "start"), end: null, line: null, file: null, label, marks: [], prints: [], notes: [], result: "", wait: null,
      cause: this.causes.get(lane) ?? null, turns: 1, hidden: false, index: this.blocks.length,
    };
    this.causes.delete(lane);
    block.start.block = block;
    lane.used = true;
    lane.own ||= Boolean(label) && label !== "module";
    this.close(lane, block.start);
    this.blocks.push(block);
    stack.push(block);
    return block;
  }

  /** Begins a function in an executor's thread, in a new block or in one in which nothing has happened. @param {Event} event @param {Lane} lane @param {string} label */
  work(event, lane, label) {
    this.works.set(lane, label);
    const block = this.stack(event).at(-1);
    if (block?.lane !== lane || block.line || block.marks.length || block.prints.length) this.begin(event, lane, label);
    else {
      block.label = label;
      lane.own = true;
    }
  }

  /** @param {Event} event @param {Lane} lane @returns {Block | null} */
  end(event, lane) {
    const stack = this.stack(event);
    const at = stack.findLastIndex((block) => block.lane === lane);
    if (at === -1) return null;
    const [block] = stack.splice(at, 1);
    block.end = this.point(event, "end", block);
    this.locate(block, event);
    return block;
  }

  /** The block of what a thread does outside of tasks and callbacks. @param {Event} event @returns {Block} */
  own(event) {
    return this.stack(event).at(-1) ?? this.begin(event, this.lanes.thread(event, this.points.at(-1)), "module");
  }

  /** @param {Event} event */
  endOwn(event) {
    const block = this.stack(event).at(-1);
    if (block?.label === "module") this.end(event, block.lane);
  }

  /** Ends all blocks of a thread whose process has ended. @param {Event} event @param {string} thread its key */
  endAll(event, thread) {
    for (const block of (this.stacks.get(thread) ?? []).splice(0)) block.end = this.point(event, "end", block);
  }

  /** Notes the last known line of a block. @param {Block} block @param {Event} event */
  locate(block, {line, file}) {
    if (!line) return;
    Object.assign(block, {line, file: file ?? null});
    block.lane.own = true;
  }

  // Between blocks

  /** @param {Lane} lane @param {Segment["state"]} state @param {Point} from @param {Partial<Segment>} [more] */
  open(lane, state, from, more = {}) {
    if (lane.kind === "rest") return;
    this.close(lane, from);
    lane.segment = {lane, state, from, to: null, wait: null, line: null, label: "", ...more};
    this.segments.push(lane.segment);
  }

  /** @param {Lane} lane @param {Point} to */
  close(lane, to) {
    if (lane.segment) lane.segment.to = to;
    lane.segment = null;
  }

  /** The last block of a task that has ended, which can still wake and cancel others. @param {Event} event @param {Who} by @returns {Block | null} */
  lastOf({process}, by) {
    const lane = this.lanes.find(process, "task", Number(by.task));
    return lane && lane.kind !== "rest" ? this.blocks.findLast((block) => block.lane === lane) ?? null : null;
  }

  /** @param {Arrow["kind"]} kind @param {Event} event @param {Who | null} by @param {Lane} to @param {Point} at */
  arrow(kind, event, by, to, at) {
    /** @type {Arrow} */
    const arrow = {kind, from: at.block ?? this.lastOf(event, by ?? {}), by: by ?? {}, to, at};
    this.arrows.push(arrow);
    if (!at.block && arrow.from?.lane.ended) arrow.from.lane.tail = at;
    if (kind !== "cancels" || !this.causes.has(to)) this.causes.set(to, arrow);
    return arrow;
  }
}
