// @ts-check
/**
 * What the page, the machine and the processes say to each other: a table for each way. What processes ask the machine to do, by
 * "call" and "post", has one of its own: machine/requests.js. A test compares these tables with who sends, and with the kernel.
 */
import {any, bytes, count, exactly, list, number, oneOf, optional, record, text, whole} from "./checks.js";
import {ADDRESS, BINDING, COMMAND, FILES, PAGES} from "./records.js";

/** @typedef {import("./checks.js").Table} Table */

const patience = optional(record({stalledAfter: optional(number), suspects: optional(list(text))}));
const program = record({name: text, source: text, files: record({})});

/** From the page to the machine. @type {Table} */
export const FROM_PAGE = {
  boot: record({image: optional(record({snapshot: any})), patience}),
  run: record({program, patience}),
  signal: record({signum: count}),
  /** What the reader types; null: the end of it. */
  input: record({text: optional(text)}),
  end: any,
};

/** What is said of a program, first by its process and then by the machine. @type {Table} */
const OF_A_PROGRAM = {
  begun: any,
  image: record({image: record({snapshot: (value) => value instanceof Blob})}),
  ready: any,
  state: record({
    state: oneOf("loading", "starting", "running"),
    detail: optional(text),
    progress: optional(record({loaded: number, total: number})),
  }),
  output: record({chunks: list(record({stream: oneOf("stdout", "stderr"), text}))}),
  signalled: any,
  finishing: any,
  /** `url`: what could not be loaded. */
  failed: record({message: text, url: optional(text)}),
  /** An exit code, or a signal's number, negative; `cpu`: how long it has run, in seconds. */
  exit: record({status: (value) => Number.isInteger(value) && value >= -64 && value <= 255, cpu: optional(number)}),
};

/** From the machine to the page. @type {Table} */
export const TO_PAGE = {...OF_A_PROGRAM, reading: any};

/** From a process to the machine. @type {Table} */
export const FROM_PROCESS = {...OF_A_PROGRAM, stopped: any};

/** Where a new program of a process finds itself. */
const SURROUNDINGS = {...COMMAND, files: FILES, bindings: list(BINDING), ports: list(whole)};

/** From the machine to a process, which understands these itself. @type {Table} */
export const TO_PROCESS = {
  boot: record({image: optional(record({snapshot: any})), seed: optional(text), patience}),
  /** `generation`: how many programs the process has run, with this one. */
  identity: record({pid: count, parent: whole, cores: optional(count), generation: count}),
  run: record({program, patience}),
  exec: record({...SURROUNDINGS, blocked: list(whole), ignored: list(whole), umask: count, timers: optional(list(any)), children: optional(list(any))}),
  /** Be another interpreter of a process. */
  interpret: record({...SURROUNDINGS, id: count, worker: count, process: list(whole), config: record({})}),
  signal: record({signum: count}),
  reply: record({number: count, value: any}),
  files: record({records: FILES}),
  directory: record({path: text}),
  stop: any,
  continue: any,
  enter: record({session: count, request: bytes}),
  end: any,
  segment: record({id: text, bytes}),
  memory: record({id: text, pages: PAGES}),
};

/** From the machine to the kernel of a process, whose receivers have these parameters. @type {Table} */
export const TO_KERNEL = {
  changed: exactly({id: text, events: count, consumed: count}),
  child: exactly({pid: count, status: whole, group: whole, cpu: optional(number)}),
  ended: exactly({pid: count}),
  stopped: exactly({pid: count, signum: count, group: whole}),
  continued: exactly({pid: count, group: whole}),
  orphaned: exactly({}),
  bound: exactly({binding: BINDING}),
  unbound: exactly({id: text}),
  incoming: exactly({binding: text, end: text, local: ADDRESS, remote: ADDRESS}),
  datagram: exactly({binding: text, data: bytes, source: ADDRESS}),
  inspect: exactly({asker: whole, number: count, what: text}),
  inspected: exactly({number: count, answer: optional(bytes)}),
  wanted: exactly({number: count, fd: whole}),
  closedElsewhere: exactly({fd: whole, end: text}),
  taken: exactly({number: count, received: (value) => typeof value === "boolean"}),
  released: exactly({semaphore: text}),
  unlocked: exactly({file: text}),
};
