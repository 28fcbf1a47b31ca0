// @ts-check
/**
 * What processes may say to the machine. A program can reach the kernel's own functions, and with them say anything at any
 * time: so each message is looked at before it has an effect. One that makes no sense is a BadMessage, and ends the process
 * that sent it, as a bad system call does under seccomp(2).
 *
 * @typedef {(value: any) => boolean} Check
 */

/** It comes from a process that may not say this, or not now, or it is malformed. */
class BadMessage extends Error {}

const any = () => true;
/** @type {Check} */
const text = (value) => typeof value === "string";
/** @type {Check} */
const bytes = (value) => value instanceof Uint8Array;
/** What a program passes as an integer may be beyond those that JavaScript counts with. @type {Check} */
const whole = (value) => Number.isInteger(value) || typeof value === "bigint";
/** @type {Check} */
const count = (value) => Number.isInteger(value) && value >= 0;
/** @param {Check} check @returns {Check} */
const optional = (check) => (value) => value === undefined || value === null || check(value);
/** @param {Check} check @returns {Check} */
const list = (check) => (value) => Array.isArray(value) && value.every(check);
/** @param {Record<string, Check>} fields @returns {Check} */
const record = (fields) => (value) =>
  typeof value === "object" && value !== null && Object.entries(fields).every(([name, check]) => check(value[name]));

/** @type {Check} */
const number = (value) => Number.isFinite(value);
const file = {id: text, mode: number, mtime: number};
/** What may be told of a file (disk.js, open-files.js), by kind. @type {Record<string, Check>} */
const RECORDS = {
  directory: any,
  link: record({target: text}),
  socket: any,
  gone: any,
  file: record({...file, data: (value) => bytes(value) || value instanceof Blob}),
  // It was cut nowhere: at infinity.
  parts: record({...file, size: count, cut: (value) => value === Infinity || count(value), parts: list(record({at: whole, data: bytes}))}),
  position: record({position: whole}),
};
/** @type {Check} */
const fileRecord = (value) => record({path: text, mode: optional(number)})(value) && Object.hasOwn(RECORDS, value.kind) && RECORDS[value.kind](value);
const descriptors = list(record({end: optional(text), segment: optional(text), id: optional(text)}));
const ancillary = list((value) => list(any)(value) && descriptors(value[2]));
const binding = record({id: text});
const bytesOfFile = record({exclusive: any, from: count, to: (value) => value === Infinity || count(value), description: optional(text)});
const ids = list(text);
const numbers = list(whole);
const command = record({descriptors, argv: list(text)});

/** The arguments of each operation of machine.js. @type {Record<string, Check[]>} */
export const ARGUMENTS = {
  skipInterpreter: [],
  createInterpreter: [record({}), any, command],
  interpreter: [whole],
  interpreters: [],
  enterInterpreter: [whole, bytes],
  leaveInterpreter: [count, bytes, numbers],
  destroyInterpreter: [whole],
  increfInterpreter: [whole, any],
  decrefInterpreter: [whole],
  remainingInterpreters: [],
  endInterpreters: [],
  findDescriptor: [whole],
  foundDescriptor: [count, optional(record({}))],
  directory: [text],
  closedDescriptor: [whole, text],

  createQueue: [whole, any, any],
  destroyQueue: [whole],
  queue: [whole],
  queues: [],
  putQueue: [whole, any, numbers, any],
  getQueue: [whole],
  bindQueue: [whole],
  releaseQueue: [whole],
  arrived: [numbers],

  interpreterWorkers: [],
  createChannel: [whole, whole],
  destroyChannel: [whole],
  channel: [whole],
  channels: [],
  holdChannel: [whole],
  letGoOfChannel: [whole],
  sendChannel: [whole, record({number: count, data: bytes, unbound: whole, queues: numbers})],
  unsendChannel: [whole, count],
  receiveChannel: [whole],
  closeChannel: [whole, any, any],
  releaseChannel: [whole, ids],

  join: [(value) => ids(value) && value.length === 2, record({capacity: count, contents: optional(list(optional(bytes)))})],
  read: [text, count, any],
  write: [text, bytes],
  attach: [text, ancillary],
  shut: [text, any, any],
  release: [text],
  refresh: [text],
  watch: [optional(text)],

  inspect: [whole, count, text],
  inspected: [whole, count, bytes],

  semaphore: [text, whole, whole],
  openSemaphore: [text],
  unlinkSemaphore: [text],
  semaphoreValue: [text],
  acquireSemaphore: [text],
  releaseSemaphore: [text],

  openSegment: [text, any, any, any],
  releaseSegment: [text],
  unlinkSegment: [text],
  segmentSize: [text],
  resizeSegment: [text, count],
  mapSegment: [text],
  unmapSegment: [text],
  writeSegment: [text, list(any)],

  spawn: [record({descriptors, argv: list(text), blocked: numbers, defaults: numbers})],
  exec: [record({descriptors, argv: list(text), blocked: numbers, defaults: numbers, pending: numbers, timers: list(any), children: list(any)})],
  kill: [whole, whole],
  watchEnd: [whole],
  killGroup: [whole, whole],
  group: [whole],
  groups: [numbers],
  setGroup: [whole, whole],
  session: [whole],
  setSession: [],
  foregroundGroup: [],
  setForegroundGroup: [whole],
  isBackground: [],
  stop: [whole],
  killAll: [whole],
  reap: [whole],
  disposition: [whole, (value) => ["default", "handler", "ignore"].includes(value)],

  files: [list(fileRecord)],

  createShared: [text, text, list(record({end: optional(text)}))],
  takeShared: [text, any],
  releaseShared: [text],
  refreshShared: [text],

  lockFile: [text, text, (value) => ["shared", "exclusive", "none"].includes(value), any],
  lockRange: [text, bytesOfFile, any, optional(text)],
  findLock: [text, bytesOfFile],
  withdrawLock: [text],
  closedFile: [text],
  closedDescription: [text],

  bind: [binding],
  unbind: [text],
  connect: [record({owner: whole, binding: text, ids, capacity: count})],
  datagram: [record({owner: whole, binding: text, data: bytes})],
};

/** @param {any} message a "call" or a "post" @returns {any[]} the arguments. Raises BadMessage */
export function argumentsOf({type, number, op, args}) {
  const checks = Object.hasOwn(ARGUMENTS, op) ? ARGUMENTS[op] : null;
  if (!checks) throw new BadMessage(`there is no ${String(op).slice(0, 100)}`);
  if (!Array.isArray(args) || !checks.every((check, index) => check(args[index])) || (type === "call" && !count(number))) {
    throw new BadMessage(`${op} takes other arguments`);
  }
  return args;
}

const chunks = list(record({stream: (value) => value === "stdout" || value === "stderr", text}));

/** What a message holds beside its type; those that ask for an operation are above. @type {Record<string, Check>} */
const CONTENTS = {
  begun: any,
  image: record({image: record({snapshot: (value) => value instanceof Blob})}),
  ready: any,
  state: record({state: (value) => ["loading", "starting", "running"].includes(value), detail: optional(text)}),
  output: record({chunks}),
  signalled: any,
  stopped: any,
  finishing: any,
  failed: record({message: text}),
  exit: record({status: (value) => Number.isInteger(value) && value >= -64 && value <= 255}),
};

/** When a process may say it, where it isn't always. @type {Record<string, (process: Speaker) => boolean>} */
const WHEN = {
  image: ({stage}) => stage === "booting",
  state: ({stage}) => stage === "booting" || stage === "loading",
  exit: ({stage}) => stage !== "booting",
};

/**
 * @typedef {{pid: number, stage: "booting" | "loading" | "running"}} Speaker booting: no program has been in there; loading: what
 *   its program needs is loaded
 */

/** Raises BadMessage. @param {Speaker} process @param {any} message of another type than "call" and "post" */
export function check(process, message) {
  const type = message?.type;
  if (!Object.hasOwn(CONTENTS, type)) throw new BadMessage(`there is no message ${String(type).slice(0, 100)}`);
  if (!CONTENTS[type](message)) throw new BadMessage(`${type} has other contents`);
  if (WHEN[type]?.(process) === false) throw new BadMessage(`${type} makes no sense now`);
}
