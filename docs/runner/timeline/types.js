// @ts-check
/**
 * The types of a timeline.
 *
 * @typedef {Record<string, number | string>} Who
 * @typedef {{on: string, number?: number, call?: string, seconds?: number, owner?: Who, tasks?: number[], futures?: number[],
 *   function?: string, name?: string, size?: number, maxsize?: number, waiting?: number, parties?: number}} Wait
 * @typedef {{time: number, process: number, thread: number, task?: number, event: string, line?: number, file?: string,
 *   detail?: Record<string, any>}} Event as described in ../interleave/trace/schema.json
 *
 * @typedef {{time: number, kind: "start" | "end" | "mark" | "aside" | "request" | "free", block: Block | null, x: number}} Point
 *   when and where something happens; mark: within a block; aside: a notable event between two blocks; request: a request to cancel between two blocks; block: of a print, its own
 * @typedef {"done" | "cancelled" | "failed" | "destroyed"} Outcome
 * @typedef {{kind: "process" | "thread" | "loop" | "task" | "rest", key: string, name: string, depth: number, born: Point,
 *   ended: Point | null, outcome: Outcome | null, error: {type: string, message: string} | null, segment: Segment | null,
 *   used: boolean, given: boolean, size: number, row: number, parent: string, tail: Point | null, helper: boolean, own: boolean}} Lane
 *   given: the program gave it its name; used: something happens on it; size: how many tasks share it; parent: a key; tail: the last effect of its end on another lane;
 *   helper: a library's thread; own: it has run lines of the program
 * @typedef {{lane: Lane, start: Point, end: Point | null, line: number | null, file: string | null, label: string,
 *   marks: Point[], prints: Print[], notes: string[], result: "waits" | "ready" | Outcome | "", wait: Wait | null,
 *   cause: Arrow | null, turns: number, hidden: boolean, index: number}} Block one turn: from getting control to giving it up; index: among all
 * @typedef {{lane: Lane, state: "waiting" | "ready" | "holds", from: Point, to: Point | null, wait: Wait | null, line: number | null,
 *   label: string}} Segment
 * @typedef {{kind: "wakes" | "starts" | "cancels", from: Block | null, by: Who, to: Lane, at: Point}} Arrow
 * @typedef {{block: Block, at: Point, line: number | null, stream: string, text: string, row: number, more: number}} Print
 *   row: below the lanes, -1 if it isn't shown; more: how many further lines of its block aren't
 * @typedef {{time: number, from: number, to: number}} Stretch a part of the axis, and the time in microseconds that it represents
 */
export {};
