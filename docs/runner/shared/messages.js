// @ts-check
/**
 * The messages between the page, its frame, the machine and the processes: a table for each direction. The operations that processes
 * request with "call" and "post" have their own table: machine/requests.js. A test compares these tables with the senders and the kernel.
 */
import {any, bytes, count, exactly, flag, list, number, oneOf, optional, record, text, whole} from "./checks.js";
import {CLOCKS} from "./clocks.js";
import {ADDRESS, BINDING, COMMAND, FILES, PAGES, RECORDED} from "./records.js";
import {EXPLORATION, OF_AN_EXPLORATION} from "./schedules.js";

/** @typedef {import("./checks.js").Table} Table */

/** A program's clock, as the page names it: real time, another rate, or without waiting. */
const clock = (/** @type {any} */ value) => CLOCKS.includes(value);
/** The state of an interpreter's clock (shared/course.js). */
const course = {origin: number, from: number, at: number, rate: number, isWall: flag, instant: flag, paused: flag};

/** @type {import("./checks.js").Check} */
const blob = (value) => value instanceof Blob;
const program = record({name: text, source: text, files: record({})});
/** The files of an interpreter, and the image of one that has booted. */
const files = record({library: blob, sources: optional(blob), sourcesSize: count, glue: blob, pyodide: blob, programs: list(text), build: text, wheels: record({}), preloaded: record({})});
const layout = record({size: count, pieces: list(list(count))});
const image = record({snapshot: blob, layout, errors: any, packages: list(text), site: optional(blob), linked: optional(record({}))});

/** From the page to the frame. @type {Table} */
export const TO_FRAME = {
  /** A piece of the interpreter's code; null: the end of it. */
  code: record({piece: optional(bytes)}),
  /** Starts a machine, which gets the port that comes with this message. */
  start: record({number: count}),
  end: record({number: count}),
};

/** From the frame to the page. @type {Table} */
export const FROM_FRAME = {
  /** A machine's worker failed, or, if `number` is null, the frame itself. */
  failed: record({number: optional(count), message: text}),
};

/** From the frame to a machine. @type {Table} */
export const TO_MACHINE = {
  /** Comes with the port to the page; `process`: the script of a process's worker. */
  begin: record({process: blob}),
  code: record({module: (value) => value instanceof WebAssembly.Module}),
  /** To a machine that can't be terminated as a worker can. */
  end: record({}),
};

/** The page's answer to a program's request to the site, or the cause of its failure. */
const reply = {number: count, cause: optional(text), status: optional(count), reason: optional(text), headers: optional(list(list(text))), body: optional(bytes)};

/** From the page to the machine. @type {Table} */
export const FROM_PAGE = {
  /** `packages`: what its program imports, as far as known; `site`: the site's address. */
  boot: record({files, image: optional(image), packages: list(text), site: text}),
  /**
   * `records`: whether the page wants the events of the program; `steps`: whether it pauses before each turn; `exploration`: the
   * schedules to run it under, if not the ordinary one.
   */
  run: record({program, records: flag, steps: flag, exploration: optional(EXPLORATION)}),
  /** Resumes a program that is paused before a turn; `on`: up to the next one. */
  step: record({on: flag}),
  /** The reader's choice (shared/schedules.js); null: undo the last one. */
  pick: record({taken: optional(count)}),
  /** The part of the library that wasn't there yet when Python began to boot. */
  sources: record({sources: blob}),
  wheels: record({wheels: list(blob)}),
  siteAnswer: record({pid: count, ...reply}),
  signal: record({signum: count}),
  /** The reader's input; null: the end of it. */
  input: record({text: optional(text)}),
  /** `paused`: the clock is stopped, and no thread runs. */
  clock: record({clock, paused: flag}),
  end: any,
};

/** An entry in the queue of a loop: a description, and the tasks that it mentions; `thread`: a turn of a thread instead. */
const handle = record({text, tasks: list(count), thread: optional(count)});

/** Messages about a program, which its process sends to the machine and the machine to the page. @type {Table} */
const OF_A_PROGRAM = {
  ...OF_AN_EXPLORATION,
  begun: any,
  image: record({image}),
  ready: any,
  /** The names of wheels that it needs: the `wanted` ones and their requirements. */
  wheels: record({names: list(text), wanted: list(text)}),
  state: record({state: oneOf("running")}),
  output: record({chunks: list(record({stream: oneOf("stdout", "stderr"), text}))}),
  /** Events of its tasks and threads (../interleave/trace/schema.json), as JSON, one per line. */
  events: record({lines: text}),
  /** It is paused before a turn: what runs next, and its line; the first few ready callbacks after it and timers of the loop; null: no loop runs. `others`: what the coroutines of the program's own loop do. */
  turn: record({
    next: handle, line: optional(count), others: optional(list(text)), ready: optional(list(handle)), timers: optional(list(record({text, tasks: list(count), seconds: number}))),
  }),
  /** Processes, threads and tasks in a deadlock; `wakers`: those that each waits for, by their indices in the list. */
  deadlock: record({
    agents: list(record({
      name: text, kind: oneOf("process", "thread", "task"), line: optional(count), waits: text, holds: list(text), sentence: text, wakers: list(count),
    })),
  }),
  signalled: any,
  finishing: any,
  /** `begun`: whether its worker had started to run. */
  failed: record({message: text, begun: optional(flag)}),
  /** `status`: an exit code, or a signal's number, negative; `cpu`: the CPU time in seconds. */
  exit: record({status: (value) => Number.isInteger(value) && value >= -64 && value <= 255, cpu: optional(number)}),
};

/** A program's request to the site's server. */
const request = {number: count, url: text, method: text, headers: list(list(text))};

/** From the machine to the page. @type {Table} */
export const TO_PAGE = {...OF_A_PROGRAM, reading: any, siteRequest: record({pid: count, ...request})};

/** From a process to the machine. @type {Table} */
export const FROM_PROCESS = {
  ...OF_A_PROGRAM,
  /** `times`: the time of each event in nanoseconds, one per line; empty if there is only one process. `until`: it has sent all events up to this time. */
  events: record({lines: text, times: text, until: number}),
  stopped: any,
  siteRequest: record(request),
  /** On the instant clock or at a pause: the time; whether time runs as in reality; that the process is at rest, and until when. */
  time: record({now: number}),
  flows: record({flows: flag}),
  idle: record({received: count, due: optional(number)}),
  /** The process chosen to run next, by its index in the question. */
  turnTaken: record({taken: count}),
};

/** The environment of a process's new program. */
const SURROUNDINGS = {...COMMAND, files: FILES, bindings: list(BINDING), ports: list(whole)};

/** From the machine to a process, which handles these itself. @type {Table} */
export const TO_PROCESS = {
  boot: record({files, module: any, image: optional(image), packages: list(text), seed: optional(text), site: text}),
  /** `generation`: how many programs the process has run, including this one. */
  identity: record({pid: count, parent: whole, cores: optional(count), generation: count}),
  run: record({program, records: flag, steps: flag, exploration: optional(EXPLORATION)}),
  step: record({on: flag}),
  pick: record({taken: optional(count)}),
  /** The part of the library that wasn't there yet when Python began to boot. */
  sources: record({sources: blob}),
  wheels: record({wheels: list(blob)}),
  siteAnswer: record(reply),
  /** `recorded`: the settings with which its parent is recorded, and so should this be. */
  exec: record({...SURROUNDINGS, blocked: list(whole), ignored: list(whole), umask: count, timers: optional(list(any)), children: optional(list(any)), recorded: optional(RECORDED), ordered: optional(flag)}),
  /** Makes it another interpreter of a process. */
  interpret: record({...SURROUNDINGS, id: count, worker: count, process: list(whole), config: record({})}),
  signal: record({signum: count}),
  reply: record({number: count, value: any}),
  files: record({records: FILES}),
  directory: record({path: text}),
  /** `instant`: the clock stands while anything runs; `paused`: it stands, and nothing runs. */
  clock: record(course),
  /** On the instant clock: the time; `fire`: run the timer that is due. */
  time: record({now: number, fire: flag}),
  /** In a search: asks which process runs next; says that all wait, none of them for a time; passes on another process's output. */
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
  changed: exactly({id: text, events: count, consumed: count, data: optional(bytes), capacity: optional(count)}),
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
