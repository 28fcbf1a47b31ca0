// @ts-check
/**
 * The machine that a program runs on: it starts the program's processes, each a worker with its own interpreter,
 * and keeps what they share. It runs no Python, so it answers at once.
 *
 * shared/messages.js defines its messages from and to the page and the processes.
 */
import {Addresses} from "./addresses.js";
import {Channels} from "./channels.js";
import {Clock, Link} from "./clock.js";
import {obey} from "./commands.js";
import {FileLocks} from "./file-locks.js";
import {Files} from "./files.js";
import {Inspections} from "./inspections.js";
import {Interpreters} from "./interpreters.js";
import {INIT, Jobs, TERMINAL_SESSION} from "./jobs.js";
import {Keyboard} from "./keyboard.js";
import {Names} from "./names.js";
import {Page} from "./page.js";
import {Process} from "./process.js";
import {Queues} from "./queues.js";
import {reception} from "./reception.js";
import {Segments} from "./segments.js";
import {Semaphores} from "./semaphores.js";
import {SIGINT, SIGTERM} from "../shared/signals.js";
import {SharedSockets} from "./shared-sockets.js";
import {SiteRequests} from "./site-requests.js";
import {CARRIED, Streams} from "./streams.js";
import {Traces} from "./traces.js";
import {Tracker} from "./tracker.js";
import {Turns} from "./turns.js";
import {Workers} from "./workers.js";

/** The identifier of the terminal's input among the ends of streams. */
const TERMINAL = "terminal";
const FIRST_PID = 1;
/** How many workers a program may have at once; Chrome can hold the memories of 64. */
const MOST_WORKERS = 60;
/** The first number of interpreters other than main ones. */
const FIRST_INTERPRETER = 1 << 21;

/** @type {MessagePort} */
let port;
const page = new Page((message) => port.postMessage(message));

/** Connects a process with its interpreter's worker. @param {Process} process @param {Worker} worker */
function adopt(process, worker) {
  const link = clock.join(worker);
  worker.onmessage = ({data}) => {
    link.idle = null;
    turns.note(link, data);
    receive(process, data);
  };
  const parent = processes.get(process.parent)?.process ?? process.parent;
  process.generation += 1;
  const {pid, generation} = process;
  link.name = `process ${pid}`;
  link.postMessage({type: "identity", pid, parent, cores: navigator.hardwareConcurrency, generation});
  clock.describe(link);
  process.worker = link;
}

/** @param {Process} process @param {object} command what its interpreter should run, or become */
function execute(process, command) {
  process.stage = "running";
  process.worker.postMessage({type: "exec", ...command, ...world(), ordered: turns.on});
}

/** @type {Map<number, Process>} */
const processes = new Map();
const workers = new Workers();
/** The connection to the reader's program, which decides the schedule in a search. */
const first = () => /** @type {Link | undefined} */ (processes.get(FIRST_PID)?.worker);
/** Sends it a message outside its turns. @param {object} message */
const tellFirst = (message) => first()?.send(message);
const turns = new Turns((kind, names) => tellFirst({type: "turns", kind, names}));
const clock = new Clock(turns);
clock.onStuck = () => turns.on && clock.links.size > 1 && tellFirst({type: "allWait"});
let lastPid = FIRST_PID - 1;
let lastInterpreter = FIRST_INTERPRETER - 1;
const files = new Files();
const names = new Names();
const addresses = new Addresses(tellOthers);

/** @type {import("./streams.js").Send} */
const send = (pid, message) => processes.get(pid)?.worker.postMessage(message);
const streams = new Streams(send);
const semaphores = new Semaphores(send);
const segments = new Segments(send);
const fileLocks = new FileLocks(send);
const sharedSockets = new SharedSockets(send, streams, (binding) => addresses.unbind(0, binding));
Object.assign(streams.kinds, {segment: segments, id: fileLocks, sharedSocket: sharedSockets});
const queues = new Queues();
const channels = new Channels({send, departed: (process, ids) => queues.departed(process, ids), arrived: (process, ids) => queues.arrived(process, ids)});

const inspections = new Inspections(send);
const siteRequests = new SiteRequests((message) => page.send(message), send);
const interpreters = new Interpreters({
  send,
  start: (process, message) => {
    lastInterpreter += 1;
    const interpreter = new Process(lastInterpreter, process, {group: 0, session: 0}, process);
    processes.set(lastInterpreter, interpreter);
    adopt(interpreter, workers.take());
    execute(interpreter, {...message, type: "interpret", worker: lastInterpreter});
    return lastInterpreter;
  },
  departed: (process, ids) => queues.departed(process, ids),
  hold: (end, worker) => streams.hold(end, worker),
});
const traces = new Traces(processes, FIRST_PID, clock, (lines) => page.send({type: "events", lines}));
const keyboard = new Keyboard();
const jobs = new Jobs(processes, {first: FIRST_PID, end, send});

const isFull = () => processes.size >= MOST_WORKERS;

/** The shared state that a new worker starts with. */
const world = () => ({files: files.all(), ...addresses.all()});

/** @param {number} parent @param {{group: number, session: number}} place */
function create(parent, place) {
  lastPid += 1;
  const process = new Process(lastPid, parent, place);
  processes.set(lastPid, process);
  return process;
}

/** Lets a tracker stand in for a process, until it has work for an interpreter. @param {Process} process @param {Tracker} tracker @param {object} command */
function track(process, tracker, command) {
  process.worker = tracker;
  process.dispositions.set(SIGINT, "ignore").set(SIGTERM, "ignore");
  tracker.process = {
    read: (size) => streams.read(process.pid, tracker.end, size, false),
    exit: (status) => end(process, status),
    start: (notes) => {
      streams.unread(tracker.end, notes);
      adopt(process, workers.take());
      execute(process, command);
    },
  };
}

/** @param {Process} process whose worker no longer runs @param {string} [reason] */
function remove(process, reason = "its process has ended") {
  if (!processes.delete(process.pid)) return false;
  letGo(process);
  interpreters.gone(process, reason);
  return true;
}

/** @param {Process} process whose worker no longer runs and no longer holds anything */
function letGo(process) {
  process.worker.terminate();
  streams.releaseAll(process.pid);
  segments.releaseAll(process.pid);
  fileLocks.releaseAll(process.pid);
  names.leave(process.pid);
  sharedSockets.releaseAll(process.pid);
  addresses.ended(process.pid, (id) => sharedSockets.of(id));
  queues.leave(process.process, process.pid);
  channels.leave(process.process, process.pid);
  inspections.ended(process.pid);
  traces.end(process.pid);
}

/** Replaces a process's program (execve(2)). @param {Process} process @param {any} command */
function replace(process, {pending, ...command}) {
  for (const worker of interpreters.workers(process.pid)) remove(/** @type {Process} */ (processes.get(worker)));
  streams.give(command.descriptors, 0, CARRIED);
  letGo(process);
  queues.forget(process.pid);
  channels.forget(process.pid);
  interpreters.gone(process, "its process runs another program");
  streams.give(command.descriptors, CARRIED, process.pid);
  const ignored = process.inherit(process, command);
  adopt(process, workers.take(command.seed ?? null));
  execute(process, {...command, ignored});
  for (const signum of pending) if (processes.has(process.pid)) jobs.signal(process, signum);
}

/**
 * @param {Process} process @param {number} status an exit code, or a signal's number, negative
 * @param {number} [cpu] its CPU time in seconds; unknown if it was killed
 */
function end(process, status, cpu = 0) {
  const others = interpreters.workers(process.pid);
  if (!remove(process)) return;
  for (const worker of others) remove(/** @type {Process} */ (processes.get(worker)));
  queues.forget(process.pid);
  channels.forget(process.pid);
  fileLocks.dropOwner(`process ${process.pid}`);
  if (process.pid === FIRST_PID) {
    endAll();
    page.send({type: "exit", status});
  } else {
    jobs.ended(process);
    send(process.parent, {type: "child", pid: process.pid, status, group: process.group, cpu});
    for (const watcher of process.watchers) send(watcher, {type: "ended", pid: process.pid});
    workers.bootAhead();
  }
}

/** Ends an interpreter other than a main one. @param {Process} process @param {string} reason */
function endInterpreter(process, reason) {
  remove(process, reason);
  for (const child of processes.values()) if (child.parent === process.pid) child.parent = process.process;
  workers.bootAhead();
}

/** Prepares for the next run of a search: removes all processes but the first. */
function runAgain() {
  for (const process of [...processes.values()]) if (process.pid !== FIRST_PID) remove(process);
  jobs.forget();
  lastPid = FIRST_PID;
  turns.begin(first());
  workers.bootAhead();
}

/** Ends everything: the program is over. */
function endAll() {
  for (const process of processes.values()) process.worker.terminate();
  processes.clear();
  workers.end();
}

/** @param {number} pid @param {object} message */
function tellOthers(pid, message) {
  for (const other of processes.values()) if (other.pid !== pid) other.worker.postMessage(message);
}

/**
 * The operations that processes may call. The first argument is the calling process.
 * @type {Record<string, (process: Process, ...args: any[]) => unknown>}
 */
const OPERATIONS = {
  skipInterpreter: (process) => interpreters.skip(process),
  createInterpreter: (process, config, needsHolders, command) =>
    isFull() ? 0 : interpreters.create(process, config, needsHolders, command),
  interpreter: (process, id) => interpreters.describe(process, id),
  interpreters: (process) => interpreters.list(process),
  enterInterpreter: (process, id, request) => interpreters.enter(process, id, request),
  leaveInterpreter: (process, session, reply, ids) => interpreters.leave(process, session, reply, ids),
  destroyInterpreter: (process, id) => interpreters.destroy(process, id),
  increfInterpreter: (process, id, needsHolders) => interpreters.hold(process, id, needsHolders),
  decrefInterpreter: (process, id) => interpreters.release(process, id),
  remainingInterpreters: (process) => interpreters.remaining(process),
  endInterpreters: (process) => interpreters.endAll(process),
  findDescriptor: (process, fd) => interpreters.findDescriptor(process, fd),
  foundDescriptor: (process, number, shared) => interpreters.foundDescriptor(process, number, shared),
  directory: (process, path) => interpreters.tellOthers(process, {type: "directory", path}),
  closedDescriptor: (process, fd, end) => interpreters.closedDescriptor(process, fd, end),
  createQueue: ({process}, maxsize, unbound, fallback) => queues.create(process, maxsize, unbound, fallback),
  destroyQueue: ({process}, id) => queues.destroy(process, id),
  queue: ({process}, id) => queues.describe(process, id),
  queues: ({process}) => queues.list(process),
  putQueue: ({process, pid}, id, data, ids, unbound) => queues.put(process, pid, id, data, ids, unbound),
  getQueue: ({process}, id) => queues.get(process, id),
  bindQueue: ({process, pid}, id) => queues.bind(process, pid, id),
  releaseQueue: ({process, pid}, id) => queues.release(process, pid, id),
  arrived: ({process}, ids) => queues.arrived(process, ids),

  interpreterWorkers: (process) => interpreters.identities(process),
  ...channels.operations(),

  join: ({pid}, ids, options) => void streams.join(ids, [pid, pid], options),
  read: ({pid}, id, size, peek) => streams.read(pid, id, size, peek),
  want: ({pid}, id, size) => streams.want(pid, id, size),
  unread: (_, id, bytes) => streams.unread(id, [bytes]),
  write: ({pid}, id, bytes) => streams.write(pid, id, bytes),
  attach: (_, id, ancillary) => streams.attach(id, ancillary),
  shut: (_, id, reading, writing) => streams.shut(id, reading, writing),
  resizeEnd: (_, id, capacity) => streams.resize(id, capacity),
  release: ({pid}, id) => streams.release(pid, id),
  refresh: ({pid}, id) => streams.refresh(pid, id),
  watch: () => page.sendOnce({type: "reading"}),

  inspect: ({pid}, target, number, what) => inspections.ask(pid, target, processes.has(target), number, what),
  inspected: ({pid}, asker, number, answer) => inspections.answer(pid, asker, number, answer),

  ...semaphores.operations(),
  ...segments.operations(),
  ...fileLocks.operations(),
  ...names.operations(),

  pause: () => null, // the answer comes with a turn (turns.js)

  spawn: (parent, {session, group, tracks, ...command}) => {
    if (isFull()) return "EAGAIN";
    const own = jobs.own(parent);
    const child = create(parent.pid, own);
    const refusal = jobs.place(child, session, group);
    if (refusal) {
      processes.delete(child.pid);
      return refusal;
    }
    for (const {id} of command.descriptors) if (id) fileLocks.hold(id, parent.pid);
    streams.give(command.descriptors, 0, child.pid);
    const ignored = child.inherit(own, command);
    const notes = command.descriptors.find((/** @type {any} */ {fd}) => fd === tracks)?.end;
    if (notes) {
      track(child, new Tracker(notes), {...command, ignored});
    } else {
      if (command.recorded) traces.begin(parent.process, child.pid);
      adopt(child, workers.take(command.seed ?? null));
      execute(child, {...command, ignored});
    }
    return child.pid;
  },
  exec: (process, command) => replace(jobs.own(process), command),
  runAgain: ({pid}) => void (turns.on && pid === FIRST_PID && runAgain()),
  kill: (process, pid, signum) => jobs.kill(process, pid, signum),
  killGroup: (process, group, signum) => jobs.killGroup(process, group, signum),
  killAll: (process, signum) => jobs.killAll(process, signum),
  stop: (process, signum) => jobs.stop(jobs.own(process), signum),
  watchEnd: ({pid}, target) => {
    processes.get(target)?.watchers.add(pid);
    return processes.has(target);
  },
  reap: (process, pid) => jobs.reap(process, pid),
  group: (process, pid) => jobs.group(process, pid),
  groups: (process, pids) => pids.map((/** @type {number} */ pid) => jobs.group(process, pid)),
  setGroup: (process, pid, group) => jobs.setGroup(process, pid, group),
  session: (process, pid) => jobs.session(process, pid),
  setSession: (process) => jobs.setSession(process),
  foregroundGroup: (process) => jobs.foregroundGroup(process),
  setForegroundGroup: (process, group) => jobs.setForegroundGroup(process, group),
  isBackground: (process) => jobs.isBackground(process),
  disposition: (process, signum, disposition) => void process.dispositions.set(signum, disposition),

  files: ({pid}, records) => {
    const {accepted, moved} = files.change(records);
    tellOthers(pid, {type: "files", records: accepted});
    if (moved.length) send(pid, {type: "files", records: moved});
  },

  ...addresses.operations(),
  connect: ({pid}, {owner, binding, ids, capacity, local, remote}) => {
    if (sharedSockets.of(binding)) {
      streams.join(ids, [pid, CARRIED], {capacity, isUnix: !Array.isArray(local)});
      return sharedSockets.arrive(binding, {end: ids[1], local, remote});
    }
    if (!processes.has(owner)) return false;
    // Internet addresses are tuples, Unix-domain ones are not.
    streams.join(ids, [pid, owner], {capacity, isUnix: !Array.isArray(local)});
    send(owner, {type: "incoming", binding, end: ids[1], local, remote});
    return true;
  },
  datagram: (_, {owner, binding, data, source}) =>
    void (sharedSockets.arrive(binding, {binding, data, source}) || send(owner, {type: "datagram", binding, data, source})),
  createShared: ({pid}, id, binding, queue) => sharedSockets.create(pid, id, binding, queue),
  takeShared: ({pid}, id, peek) => sharedSockets.take(pid, id, peek),
  shutShared: ({pid}, id) => sharedSockets.shut(pid, id),
  releaseShared: ({pid}, id) => sharedSockets.release(pid, id),
  refreshShared: ({pid}, id) => sharedSockets.refresh(pid, id),
};

const receive = reception({
  operations: OPERATIONS,
  page,
  isFirst: ({pid}) => pid === FIRST_PID,
  isForeground: ({group}) => group === jobs.foreground,
  has: ({pid}) => processes.has(pid),
  takeImage: (image) => (workers.equipment.image = image),
  askSite: ({pid}, request) => siteRequests.add(pid, request),
  stopped: (process) => process.isMain && jobs.hasStopped(process),
  traces,
  tellTime: ({worker}, message) => worker instanceof Link && clock.handle(worker, message),
  show: ({pid}, chunks) => (turns.on && pid !== FIRST_PID ? tellFirst({type: "printed", chunks}) : page.output(chunks)),
  exit: (process, status, cpu) => {
    // An interpreter that ends on its own ends its process: os._exit.
    const main = processes.get(process.process);
    if (interpreters.of(process)?.ending) endInterpreter(process, "it has ended");
    else if (main) end(main, status, cpu);
  },
  fail: (process, reason, status) => (process.isMain ? end(process, status) : endInterpreter(process, reason)),
});

obey({
  open: (given) => {
    port = given;
    page.send({type: "begun"});
  },
  boot: () => {
    adopt(create(INIT, {group: FIRST_PID, session: TERMINAL_SESSION}), workers.take());
    streams.open(TERMINAL, FIRST_PID, keyboard);
  },
  end: endAll,
  root: () => processes.get(FIRST_PID),
  type: (text) => {
    if (text === null) keyboard.end();
    else keyboard.type(text);
    streams.notify(TERMINAL);
  },
  workers,
  jobs,
  siteRequests,
  clock,
  turns,
});
