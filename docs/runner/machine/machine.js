// @ts-check
/**
 * The machine that a program runs on: the worker that starts its processes, each a worker with an interpreter of its own,
 * and keeps what they share. It runs no Python, so it answers at once.
 *
 * From the page: {type: "boot", image?}, {type: "run", program}, {type: "signal", signum}, {type: "input", text | null}.
 * To the page: what session.js describes.
 * From a process: {type: "call", number, op, args}, answered by {type: "reply", number, value}; {type: "post", op, args};
 *   {type: "output" | "state" | "signalled" | "image" | "ready" | "failed"}, and {type: "exit", status}.
 * To a process: {type: "boot", pid, image?, …}, {type: "run", program} or {type: "exec", …}, {type: "signal", signum},
 *   {type: "changed", id, events, consumed}, {type: "child", pid, status}, {type: "ended", pid}, {type: "files", records},
 *   {type: "bound" | "unbound" | "incoming" | "datagram", …}.
 */
import {Semaphores} from "./semaphores.js";
import {Streams} from "./streams.js";

/** The terminal, as the program's processes know it: they read its first end, the page writes to the second. */
const TERMINAL = ["terminal", "keyboard"];
const PAGE = 0;
const FIRST_PID = 1;
const SIGINT = 2;
const SIGKILL = 9;
/** Signals that nobody has to handle: CHLD, CONT, STOP, TSTP, TTIN, TTOU, URG, WINCH. */
const HARMLESS = new Set([17, 18, 19, 20, 21, 22, 23, 28]);
/** What CPython sets up as it starts: SIGINT has a handler, SIGPIPE and SIGXFSZ are ignored. */
const AT_START = /** @type {[number, string][]} */ ([[SIGINT, "handler"], [13, "ignore"], [25, "ignore"]]);

/** @param {object} message @param {Transferable[]} [transfer] */
const toPage = (message, transfer = []) => self.postMessage(message, {transfer});

class Process {
  /** @param {number} pid @param {number} parent @param {number} group @param {unknown} image */
  constructor(pid, parent, group, image) {
    this.pid = pid;
    this.parent = parent;
    this.group = group;
    this.dispositions = new Map(AT_START);
    /** Processes that asked to hear of its end. @type {Set<number>} */
    this.watchers = new Set();
    this.worker = new Worker(new URL("../worker.js", import.meta.url), {type: "module", name: `interleave ${pid}`});
    this.worker.postMessage({type: "boot", pid, parent, image, cores: navigator.hardwareConcurrency});
    this.worker.addEventListener("message", ({data}) => receive(this, data));
    this.worker.addEventListener("error", (event) => receive(this, {type: "failed", message: event.message || "its files could not be loaded"}));
  }
}

/** @type {Map<number, Process>} */
const processes = new Map();
/** What a new process starts from: memory, compiled code. @type {unknown} */
let image;
let lastPid = FIRST_PID - 1;
/** Files as the processes left them, by path. @type {Map<string, object>} */
const files = new Map();
/** Addresses that are taken, by identifier. @type {Map<string, {owner: number, id: string}>} */
const bindings = new Map();

/** @type {import("./streams.js").Send} */
const send = (pid, message) => processes.get(pid)?.worker.postMessage(message);
const streams = new Streams(send);
const semaphores = new Semaphores(send);

/** @param {number} parent @param {number | null} group null: a group of its own */
function create(parent, group) {
  lastPid += 1;
  const process = new Process(lastPid, parent, group ?? lastPid, image);
  processes.set(lastPid, process);
  return process;
}

/** @param {Process} process @param {number} status an exit code, or a signal's number, negative */
function end(process, status) {
  if (!processes.delete(process.pid)) return;
  process.worker.terminate();
  streams.releaseAll(process.pid);
  for (const [id, {owner}] of bindings) if (owner === process.pid) unbind(process.pid, id);
  if (process.pid === FIRST_PID) {
    toPage({type: "exit", code: status < 0 ? 128 - status : status});
    for (const child of processes.values()) child.worker.terminate();
    processes.clear();
  } else {
    send(process.parent, {type: "child", pid: process.pid, status});
    for (const watcher of process.watchers) send(watcher, {type: "ended", pid: process.pid});
    for (const child of processes.values()) if (child.parent === process.pid) child.parent = FIRST_PID;
  }
}

/** @param {Process} process @param {number} signum */
function signal(process, signum) {
  const disposition = process.dispositions.get(signum) ?? "default";
  if (signum === SIGKILL || (disposition === "default" && !HARMLESS.has(signum))) end(process, -signum);
  else if (disposition === "handler") process.worker.postMessage({type: "signal", signum});
}

/** @param {number} pid @param {string} id */
function unbind(pid, id) {
  bindings.delete(id);
  tellOthers(pid, {type: "unbound", id});
}

/** @param {number} pid @param {object} message */
function tellOthers(pid, message) {
  for (const other of processes.values()) if (other.pid !== pid) other.worker.postMessage(message);
}

/**
 * What processes ask for. The first argument is the one that asks.
 * @type {Record<string, (process: Process, ...args: any[]) => unknown>}
 */
const OPERATIONS = {
  join: ({pid}, ids, options) => void streams.join(ids, [pid, pid], options),
  read: ({pid}, id, size, peek) => streams.read(pid, id, size, peek),
  write: ({pid}, id, bytes) => streams.write(pid, id, bytes),
  shut: (_, id, reading, writing) => streams.shut(id, reading, writing),
  release: ({pid}, id) => streams.release(pid, id),
  refresh: ({pid}, id) => streams.refresh(pid, id),
  watch: () => toPage({type: "reading"}),

  semaphore: (_, name, value, maximum) => semaphores.create(name, value, maximum),
  openSemaphore: (_, name) => semaphores.open(name),
  unlinkSemaphore: (_, name) => semaphores.unlink(name),
  semaphoreValue: (_, id) => semaphores.value(id),
  acquireSemaphore: ({pid}, id) => semaphores.acquire(pid, id),
  releaseSemaphore: (_, id) => semaphores.release(id),

  spawn: (parent, {group, descriptors, ...rest}) => {
    const child = create(parent.pid, group === "own" ? null : (group ?? parent.group));
    for (const {end: id} of descriptors) if (id) streams.hold(id, child.pid);
    for (const [signum, disposition] of parent.dispositions) {
      if (disposition === "ignore") child.dispositions.set(signum, disposition);
    }
    child.worker.postMessage({type: "exec", descriptors, ...rest, files: [...files.values()], bindings: [...bindings.values()]});
    return child.pid;
  },
  kill: (_, pid, signum) => {
    const target = processes.get(pid);
    if (target && signum) signal(target, signum);
    return target !== undefined;
  },
  watchEnd: ({pid}, target) => {
    processes.get(target)?.watchers.add(pid);
    return processes.has(target);
  },
  killGroup: (process, group, signum) => {
    const members = [...processes.values()].filter((member) => member.group === (group || process.group));
    if (signum) for (const member of members) signal(member, signum);
    return members.length > 0;
  },
  group: (process, pid) => (pid ? (processes.get(pid)?.group ?? 0) : process.group),
  setGroup: (process, pid, group) => {
    const target = pid ? processes.get(pid) : process;
    if (target) target.group = group || target.pid;
  },
  disposition: (process, signum, disposition) => void process.dispositions.set(signum, disposition),

  files: ({pid}, records) => {
    for (const record of records) files.set(record.path, record);
    tellOthers(pid, {type: "files", records});
  },

  bind: ({pid}, binding) => {
    const record = {...binding, owner: pid};
    bindings.set(binding.id, record);
    tellOthers(pid, {type: "bound", binding: record});
  },
  unbind: ({pid}, id) => unbind(pid, id),
  connect: ({pid}, {owner, binding, ids, capacity, local, remote}) => {
    if (!processes.has(owner)) return false;
    streams.join(ids, [pid, owner], {capacity});
    send(owner, {type: "incoming", binding, end: ids[1], local, remote});
    return true;
  },
  datagram: (_, {owner, ...rest}) => send(owner, {type: "datagram", ...rest}),
};

/** @param {Process} process @param {any} message */
function receive(process, message) {
  if (!processes.has(process.pid)) return;
  switch (message.type) {
    case "call":
      process.worker.postMessage({type: "reply", number: message.number, value: OPERATIONS[message.op](process, ...message.args)});
      break;
    case "post":
      OPERATIONS[message.op](process, ...message.args);
      break;
    case "exit":
      end(process, message.status);
      break;
    case "image":
      image = message.image;
      toPage(message);
      break;
    case "failed":
      if (process.pid === FIRST_PID) toPage(message);
      else {
        toPage({type: "output", chunks: [{stream: "stderr", text: `process ${process.pid} failed: ${message.message}\n`}]});
        end(process, -6);
      }
      break;
    case "output":
      toPage(message);
      break;
    default:
      if (process.pid === FIRST_PID) toPage(message);
  }
}

self.addEventListener("message", ({data}) => {
  const root = processes.get(FIRST_PID);
  switch (data.type) {
    case "boot":
      image = data.image;
      create(PAGE, null);
      streams.join(TERMINAL, [FIRST_PID, PAGE], {capacity: Infinity, isPipe: true});
      break;
    case "run":
      root?.worker.postMessage(data);
      break;
    case "signal":
      // A terminal sends ^C to all of the foreground; who asks for the end of a program names that one.
      if (data.signum !== SIGINT) root && signal(root, data.signum);
      else for (const process of [...processes.values()]) if (process.group === FIRST_PID) signal(process, data.signum);
      break;
    case "input":
      if (data.text === null) streams.release(PAGE, TERMINAL[1]);
      else streams.write(PAGE, TERMINAL[1], new TextEncoder().encode(data.text));
      break;
  }
});
