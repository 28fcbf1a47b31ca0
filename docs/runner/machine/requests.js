// @ts-check
/**
 * Which requests processes may send to the machine. A program can reach the kernel's own functions, and through them send
 * anything at any time, so each message is checked before it has an effect. An invalid one raises BadMessage and ends the
 * process that sent it, as a forbidden system call does under seccomp(2).
 *
 * @typedef {import("../shared/checks.js").Check} Check
 */
import {BadMessage, any, bytes, check as checkContents, count, list, oneOf, optional, record, text, whole} from "../shared/checks.js";
import {FROM_PROCESS} from "../shared/messages.js";
import {ADDRESS, BINDING, COMMAND, DESCRIPTORS, FILES, PAGES} from "../shared/records.js";

const ancillary = list((value) => list(any)(value) && DESCRIPTORS(value[2]));
const bytesOfFile = record({exclusive: any, from: count, to: (value) => value === Infinity || count(value), description: optional(text)});
const ids = list(text);
const numbers = list(whole);
const program = {...COMMAND, blocked: numbers, defaults: numbers, umask: count};

/** The arguments of each operation of machine.js. @type {Record<string, Check[]>} */
export const ARGUMENTS = {
  skipInterpreter: [],
  createInterpreter: [record({}), any, record({...COMMAND, process: numbers})],
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
  want: [text, count],
  unread: [text, bytes],
  write: [text, bytes],
  attach: [text, ancillary],
  shut: [text, any, any],
  resizeEnd: [text, count],
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
  writeSegment: [text, PAGES],

  pause: [],
  spawn: [record(program)],
  exec: [record({...program, pending: numbers, timers: list(any), children: list(any)})],
  runAgain: [],
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
  disposition: [whole, oneOf("default", "handler", "ignore")],

  files: [FILES],
  takeNames: [],
  passNames: [],

  createShared: [text, text, list(record({end: optional(text)}))],
  takeShared: [text, any],
  shutShared: [text],
  releaseShared: [text],
  refreshShared: [text],

  lockFile: [text, text, oneOf("shared", "exclusive", "none"), any],
  lockRange: [text, bytesOfFile, any, optional(text)],
  findLock: [text, bytesOfFile],
  withdrawLock: [text],
  closedFile: [text],
  closedDescription: [text],

  bind: [BINDING],
  claim: [BINDING, whole],
  unbind: [text],
  connect: [record({owner: whole, binding: text, ids, capacity: count, local: ADDRESS, remote: ADDRESS})],
  datagram: [record({owner: whole, binding: text, data: bytes, source: ADDRESS})],
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

/** When a process may send a message, for those that it may not always send. @type {Record<string, (process: Speaker) => boolean>} */
const WHEN = {
  image: ({stage}) => stage === "booting",
  wheels: ({stage}) => stage !== "running",
  state: ({stage}) => stage === "loading",
  exit: ({stage}) => stage !== "booting",
};

/**
 * @typedef {{pid: number, stage: "booting" | "loading" | "running"}} Speaker booting: it has not had a program yet; loading: what
 *   its program needs is being loaded
 */

/** Checks a message. Raises BadMessage. @param {Speaker} process @param {any} message of a type other than "call" and "post" */
export function check(process, message) {
  checkContents(FROM_PROCESS, message);
  if (WHEN[message.type]?.(process) === false) throw new BadMessage(`${message.type} makes no sense now`);
}
