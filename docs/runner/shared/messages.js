// @ts-check
/**
 * What the page, its frame, the machine and the processes say to each other: a table for each way. What processes ask the machine to do, by
 * "call" and "post", has one of its own: machine/requests.js. A test compares these tables with who sends, and with the kernel.
 */
import {any, bytes, count, exactly, flag, list, number, oneOf, optional, record, text, whole} from "./checks.js";
import {CLOCKS} from "./clocks.js";
import {ADDRESS, BINDING, COMMAND, FILES, PAGES, RECORDED} from "./records.js";
import {EXPLORATION, OF_AN_EXPLORATION} from "./schedules.js";

/** @typedef {import("./checks.js").Table} Table */

/** How a program's time goes, in words of the page: as the wall's, at another rate, or without waiting. */
const clock = (/** @type {any} */ value) => CLOCKS.includes(value);
/** How it goes for an interpreter: shared/course.js. */
const course = {origin: number, from: number, at: number, rate: number, isWall: flag, instant: flag, paused: flag};

/** @type {import("./checks.js").Check} */
const blob = (value) => value instanceof Blob;
const program = record({name: text, source: text, files: record({})});
/** What an interpreter is made of, and the memory of one that has booted. */
const files = record({library: blob, glue: blob, pyodide: blob, programs: list(text), build: text, wheels: record({}), preloaded: record({})});
const image = record({snapshot: blob, errors: any, packages: list(text), site: optional(blob), linked: optional(record({}))});

/** From the page to the frame. @type {Table} */
export const TO_FRAME = {
  /** A piece of the interpreter's code; null: the end of it. */
  code: record({piece: optional(bytes)}),
  /** A machine, which gets the port that comes with this. */
  start: record({number: count}),
  end: record({number: count}),
};

/** From the frame to the page. @type {Table} */
export const FROM_FRAME = {
  /** A machine's worker, or, if `number` is null, the frame itself. */
  failed: record({number: optional(count), message: text}),
};

/** From the frame to a machine. @type {Table} */
export const TO_MACHINE = {
  /** With the port to the page; `process`: the script of a process's worker. */
  begin: record({process: blob}),
  code: record({module: (value) => value instanceof WebAssembly.Module}),
};

/** What the page found at the site's server for a program, or why it found nothing. */
const reply = {number: count, cause: optional(text), status: optional(count), reason: optional(text), headers: optional(list(list(text))), body: optional(bytes)};

/** From the page to the machine. @type {Table} */
export const FROM_PAGE = {
  /** `packages`: what its program imports, as far as is known; `site`: the site's address. */
  boot: record({files, image: optional(image), packages: list(text), site: text}),
  /**
   * `records`: whether the page wants the events of the program; `steps`: whether it stands before each turn; `exploration`: under which
   * schedules it runs, if not as it comes.
   */
  run: record({program, records: flag, steps: flag, exploration: optional(EXPLORATION)}),
  /** A program that stands before a turn goes on: up to the next one, or for good. */
  step: record({on: flag}),
  /** What the reader takes at a choice (shared/schedules.js); null: the last choice is undone. */
  pick: record({taken: optional(count)}),
  wheels: record({wheels: list(blob)}),
  siteAnswer: record({pid: count, ...reply}),
  signal: record({signum: count}),
  /** What the reader types; null: the end of it. */
  input: record({text: optional(text)}),
  /** `paused`: time stands, and no thread runs. */
  clock: record({clock, paused: flag}),
  end: any,
};

/** What is in the queue of a loop: words, and tasks that they are about; `thread`: it is no loop's. */
const handle = record({text, tasks: list(count), thread: optional(count)});

/** What is said of a program, first by its process and then by the machine. @type {Table} */
const OF_A_PROGRAM = {
  ...OF_AN_EXPLORATION,
  begun: any,
  image: record({image}),
  ready: any,
  /** The names of wheels that it needs: those that were `wanted`, and what these require. */
  wheels: record({names: list(text), wanted: list(text)}),
  state: record({state: oneOf("running")}),
  output: record({chunks: list(record({stream: oneOf("stdout", "stderr"), text}))}),
  /** What its tasks and threads have done: events of its trace (../interleave/trace/schema.json), one a line, as JSON. */
  events: record({lines: text}),
  /** It stands before a turn: who goes next, at which line; who is ready after that, and the loop's timers, the first few of them; null: no loop runs. `others`: what the coroutines of a loop of the program's own do. */
  turn: record({
    next: handle, line: optional(count), others: optional(list(text)), ready: optional(list(handle)), timers: optional(list(record({text, tasks: list(count), seconds: number}))),
  }),
  /** Processes, threads and tasks that wait for each other, and can't go on; `wakers`: those that each waits for, by their places in the list. */
  deadlock: record({
    agents: list(record({
      name: text, kind: oneOf("process", "thread", "task"), line: optional(count), waits: text, holds: list(text), sentence: text, wakers: list(count),
    })),
  }),
  signalled: any,
  finishing: any,
  /** `begun`: whether its worker had begun. */
  failed: record({message: text, begun: optional(flag)}),
  /** An exit code, or a signal's number, negative; `cpu`: how long it has run, in seconds. */
  exit: record({status: (value) => Number.isInteger(value) && value >= -64 && value <= 255, cpu: optional(number)}),
};

/** What a program asks the site's server for. */
const request = {number: count, url: text, method: text, headers: list(list(text))};

/** From the machine to the page. @type {Table} */
export const TO_PAGE = {...OF_A_PROGRAM, reading: any, siteRequest: record({pid: count, ...request})};

/** From a process to the machine. @type {Table} */
export const FROM_PROCESS = {
  ...OF_A_PROGRAM,
  /** `times`: when each of them was, a line each, in nanoseconds; none if the process is alone. `until`: it has told all up to then. */
  events: record({lines: text, times: text, until: number}),
  stopped: any,
  siteRequest: record(request),
  /** On the instant clock, or when it pauses: how late it has become; it goes on as the wall's, or no more; the process is at rest, until when. */
  time: record({now: number}),
  flows: record({flows: flag}),
  idle: record({received: count, due: optional(number)}),
  /** Which of the processes that it was asked about goes on, by its place. */
  turnTaken: record({taken: count}),
};

/** Where a new program of a process finds itself. */
const SURROUNDINGS = {...COMMAND, files: FILES, bindings: list(BINDING), ports: list(whole)};

/** From the machine to a process, which understands these itself. @type {Table} */
export const TO_PROCESS = {
  boot: record({files, module: any, image: optional(image), packages: list(text), seed: optional(text), site: text}),
  /** `generation`: how many programs the process has run, with this one. */
  identity: record({pid: count, parent: whole, cores: optional(count), generation: count}),
  run: record({program, records: flag, steps: flag, exploration: optional(EXPLORATION)}),
  step: record({on: flag}),
  pick: record({taken: optional(count)}),
  wheels: record({wheels: list(blob)}),
  siteAnswer: record(reply),
  /** `recorded`: with what its parent is recorded, and this is to be too. */
  exec: record({...SURROUNDINGS, blocked: list(whole), ignored: list(whole), umask: count, timers: optional(list(any)), children: optional(list(any)), recorded: optional(RECORDED), ordered: optional(flag)}),
  /** Be another interpreter of a process. */
  interpret: record({...SURROUNDINGS, id: count, worker: count, process: list(whole), config: record({})}),
  signal: record({signum: count}),
  reply: record({number: count, value: any}),
  files: record({records: FILES}),
  directory: record({path: text}),
  /** `instant`: it stands while anything runs; `paused`: it stands, and nothing runs. */
  clock: record(course),
  /** On the instant clock: how late it has become; `fire`: for what this process waits for. */
  time: record({now: number, fire: flag}),
  /** In a search: which of these processes is to go on; all wait, and none for a time; what another one has printed. */
  turns: record({kind: text, names: list(text)}),
  allWait: any,
  printed: record({chunks: list(record({stream: oneOf("stdout", "stderr"), text}))}),
  stop: any,
  continue: any,
  enter: record({session: count, request: bytes}),
  end: any,
  segment: record({id: text, bytes}),
  memory: record({id: text, pages: PAGES}),
};

/** From the machine to the kernel of a process, whose receivers have these parameters. @type {Table} */
export const TO_KERNEL = {
  changed: exactly({id: text, events: count, consumed: count, data: optional(bytes)}),
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
  taken: exactly({number: count, received: flag}),
  released: exactly({semaphore: text}),
  unlocked: exactly({file: text}),
};
