// @ts-check
/**
 * A process: an interpreter for one program, thrown away afterwards. shared/messages.js defines its messages.
 */
import {Disk} from "./disk.js";
import {buffers} from "./file-changes.js";
import {FileLocks} from "./file-locks.js";
import {limitNames} from "./file-names.js";
import {Gateway} from "./gateway.js";
import {ENVIRONMENT, EXECUTABLE, HOME} from "./interpreter.js";
import {bridge} from "./bridge.js";
import {Exploring, repeat} from "./exploring.js";
import {listener} from "../shared/checks.js";
import {TO_KERNEL, TO_PROCESS} from "../shared/messages.js";
import {Memory, tellsOthers} from "./memory.js";
import {NameChanges} from "./name-changes.js";
import {OpenFiles} from "./open-files.js";
import {Output} from "./output.js";
import {Recording} from "./recording.js";
import {start, take, unpack} from "./start.js";
import {Rest} from "./rest.js";
import {Suspension} from "./suspension.js";
import {takeOver} from "./take-over.js";
import {Proc, keepTimes, ownFiles, tellNames} from "./system-files.js";

const post = takeOver();
// If `importScripts` works, Pyodide assumes a worker that can't import modules. This worker can, and needs no scripts.
self.importScripts = () => {
  throw new TypeError("importScripts() is not for programs of this page: there is nothing to import");
};
post({type: "begun"});

/** @typedef {import("../shared/records.js").Program} Program */
/** @typedef {import("./open-files.js").Descriptor} Descriptor */

/** The flags of an open file that F_SETFL changes: O_APPEND, O_NONBLOCK, O_ASYNC, O_DIRECT, O_NOATIME. */
const CHANGEABLE = 0o2000 | 0o4000 | 0o20000 | 0o40000 | 0o1000000;

/** @param {any} error one of Emscripten's file system has a number only */
const described = (error) => ({type: "failed", message: String(error?.message ?? (error?.errno ? `${error.name} ${error.errno}` : error))});

class Process {
  /** @param {any} pyodide @param {string} site its address */
  constructor(pyodide, site) {
    this.pyodide = pyodide;
    this.FS = pyodide.FS;
    this.output = new Output(
      (chunks) => this.post({type: "output", chunks}),
      (end, bytes) => this.post({type: "post", op: "write", args: [end, bytes]}),
    );
    pyodide.setStdout(this.output.device("stdout"));
    pyodide.setStderr(this.output.device("stderr"));
    this.suspension = new Suspension(pyodide, {
      onTurn: () => {
        this.output.flush();
        this.share(false);
      },
      onSignal: (signum) => this.post({type: "signalled", signum}),
      onCrash: (error) => this.fail(error),
      onReturn: pyodide.pyimport("interleave_kernel.threads.scheduler").enter,
      post: (message) => this.post(message),
    });
    this.suspension.main = pyodide.pyimport("interleave_kernel.threads.scheduler").main.ident;
    this.disk = new Disk(this.FS);
    this.openFiles = new OpenFiles(this.FS, this.disk);
    this.mappedFiles = pyodide._module.mappedFiles;
    this.mappedFiles.connect(pyodide._module, this.FS, this.disk);
    this.proc = new Proc(pyodide, EXECUTABLE, () => 1 + this.suspension.threads);
    ownFiles(this.FS, HOME);
    keepTimes(this.FS);
    tellNames(this.FS);
    limitNames(this.FS);
    this.workingDirectory = pyodide._module.workingDirectory.connect(this.FS, this.disk, this.openFiles);
    this.disk.inUse = () => [...this.openFiles.nodes(), ...this.mappedFiles.nodes(), this.workingDirectory.node];
    const ask = this.suspension.askAlone.bind(this.suspension);
    const tell = (/** @type {string} */ op, /** @type {unknown[]} */ args) => this.post({type: "post", op, args});
    const calls = {ask, tell, isShared: () => this.shared};
    this.fileLocks = new FileLocks(pyodide._module, this.FS, this.disk, this.openFiles, calls);
    this.nameChanges = new NameChanges(pyodide._module, this.FS, calls);
    this.memory = new Memory(pyodide._module, (id, pages) => post({type: "post", op: "writeSegment", args: [id, pages]}));
    this.gateway = new Gateway(site, {deliver: (type, message) => this.deliver(type, message), ask: post});
    /** Whether there are other processes, which see what this one writes. */
    this.shared = false;
    /** The time that the machine was last told. */
    this.told = NaN;
    this.receive = pyodide.pyimport("interleave_kernel.machine.link").receive;
    /** Whether the program has asked for terminal input. */
    this.hasWatched = false;
    this.suspension.rest = this.rest = new Rest(this.suspension, {
      alone: () => !this.shared,
      awaitsOutside: () => this.gateway.isBusy() || (this.hasWatched && pyodide.pyimport("interleave_kernel.files.remote").terminal_is_awaited()),
      flush: () => {
        this.recording.tellEvents();
        this.share(true);
      },
      post: (message) => this.post(message),
    });
    /** Runs the program repeatedly, during an exploration. @type {Exploring | null} */
    this.exploring = null;
    this.recording = new Recording(pyodide, this.suspension, (message) => this.post(message), () => this.shared);
  }

  /** Gives the interpreter its identity as a process. @param {{pid: number, parent: number, cores: number, generation: number}} identity */
  identify({pid, parent, cores, generation}) {
    this.shared = pid !== 1 || generation > 1;
    this.openFiles.identify(pid, generation);
    this.disk.pid = pid;
    this.proc.identify({pid, parent, cores});
    /** Set where others share the working directory. @type {((path: string) => void) | undefined} */
    this.changeDirectory = undefined;
    const bridged = {
      ...bridge(this.suspension),
      ...this.gateway.bridge(),
      describe: (/** @type {number} */ fd) => this.describe(fd),
      lockTarget: (/** @type {number} */ fd, /** @type {boolean} */ isRange) => this.fileLocks.target(fd, isRange),
      receiveFile: (/** @type {Descriptor} */ given) => this.openFiles.receive(given),
      attachMemory: (/** @type {string} */ id, /** @type {any} */ memory) => this.memory.attach(id, memory),
      detachMemory: (/** @type {string} */ id) => this.memory.detach(id),
      hasCompany: () => this.shared,
      makeSocket: (/** @type {number} */ fd) => this.disk.makeSocket(this.FS.getStreamChecked(fd).node),
      directory: (/** @type {string} */ path) => this.workingDirectory.path(path),
      umask: (/** @type {number} */ mask) => {
        const former = this.disk.umask;
        if (mask >= 0) this.disk.umask = mask & 0o777;
        return former;
      },
      setStatusFlags: (/** @type {number} */ fd, /** @type {number} */ flags) => {
        const stream = this.FS.getStreamChecked(fd);
        stream.flags = (stream.flags & ~CHANGEABLE) | (flags & CHANGEABLE);
      },
      setTimeZone: (/** @type {any} */ rules) => this.pyodide._module.timeZone.set(rules),
      limitDescriptors: (/** @type {number} */ count) => (this.FS.MAX_OPEN_FDS = count - 1),
      memorySize: () => this.pyodide._module.HEAPU8.length,
      finishing: () => this.post({type: "finishing"}),
      tellEvents: (/** @type {string} */ lines, /** @type {string} */ times) => this.recording.tell(lines, times),
      exit: (/** @type {number} */ status) => this.exit(status),
    };
    this.pyodide.pyimport("interleave_kernel.boot").attach(bridged, pid, parent, cores, EXECUTABLE, generation);
  }

  /** Sends a message to the machine, after everything that the process wrote. @param {any} message */
  post(message) {
    if (this.exploring && !this.exploring.allows(message)) return;
    if (["spawn", "exec", "createInterpreter"].includes(message.op)) this.getCompany();
    if (message.op === "createInterpreter") this.shareDirectory();
    this.hasWatched ||= message.op === "watch";
    if (message.op === "exec") this.recording.tellEvents();
    if (message.op === "watch") this.output.show();
    else if (message.op === "exec") this.output.end();
    else if (message.type !== "output") this.output.flush();
    this.share(tellsOthers(message));
    if (["call", "post"].includes(message.type)) this.rest.unheard = true;
    if (this.shared || "received" in message) this.tellTime();
    post(message);
  }

  /** Starts sharing with other processes. */
  getCompany() {
    if (this.shared) return;
    this.shared = true;
    this.rest.share();
  }

  /** On the instant clock, tells the machine, and so the other processes, the time before any other message. */
  tellTime() {
    const {instant, course} = this.suspension.time;
    const now = course.now();
    if (!instant || now === this.told) return;
    this.told = now;
    post({type: "time", now});
  }

  /** Sends this process's changes to shared state. @param {boolean} tells whether another process may hear of it now */
  share(tells) {
    if (tells || (this.shared && this.disk.isChanged)) this.memory.flush();
    else this.memory.turn();
    this.mappedFiles.storeAll(tells);
    if (!this.shared || (!this.disk.isChanged && !this.openFiles.shared.size)) return;
    const files = this.disk.take();
    const records = [...files, ...this.openFiles.moved()];
    if (records.length) post({type: "post", op: "files", args: [records]}, buffers(files));
  }

  /** Applies other processes' changes to files. @param {any[]} records */
  takeFiles(records) {
    this.mappedFiles.storeAll(true);
    this.disk.apply(records);
    this.mappedFiles.loadAll();
    this.openFiles.apply(records);
  }

  /** Describes an Emscripten descriptor so that a child can inherit it. @param {number} fd */
  describe(fd) {
    const stream = this.FS.getStream(fd);
    if (!stream) return null;
    for (const name of /** @type {const} */ (["stdout", "stderr"])) {
      if (stream.path === `/dev/${name}`) return this.output.targets[name];
    }
    return this.openFiles.describe(stream);
  }

  /** @param {number} status an exit code, or a signal's number, negative */
  exit(status) {
    if (this.exploring) return this.exploring.exit(status);
    this.recording.tellEvents();
    this.output.end();
    this.post({type: "exit", status, cpu: this.suspension.clock.read(0) / 1000});
  }

  /** Reports that this interpreter can't go on. @param {unknown} error */
  fail(error) {
    this.output.end();
    post(described(error));
  }

  /** Unpacks the packages that a program imports, unless they are unpacked already. @param {Program} program */
  async install(program) {
    const packages = this.pyodide.pyimport("interleave_kernel.python.packages");
    const sources = [program.source, ...Object.values(program.files).filter((file) => typeof file === "string")];
    await unpack(this.pyodide, packages.imported(sources).toJs(), post);
  }

  /**
   * Runs a reader's program.
   * @param {{program: Program, records: boolean, steps: boolean, exploration?: import("../shared/schedules.js").Exploration | null}} wanted
   *   `records`: whether the page wants its events; `steps`: whether it pauses before each turn; `exploration`: the schedules to run it under
   */
  async run({program, records, steps, exploration}) {
    for (const [name, source] of Object.entries({...program.files, [program.name]: program.source})) {
      const path = `${HOME}/${name}`;
      this.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
      this.FS.writeFile(path, source);
    }
    await this.install(program);
    this.recording.begin(records, steps);
    post({type: "state", state: "running"});
    const argv = [EXECUTABLE, program.name, ...(program.arguments ?? [])];
    if (exploration) await this.explore(argv, exploration);
    else await this.main(argv, [{fd: 0, end: "terminal"}]);
  }

  /** @param {string[]} argv @param {import("../shared/schedules.js").Exploration} exploration */
  async explore(argv, exploration) {
    Object.assign(this.proc, {argv, environment: ENVIRONMENT});
    this.exploring = new Exploring(this.pyodide, this, (message) => this.post(message));
    const status = await this.exploring.run(argv, exploration);
    this.exploring = null;
    this.exit(status);
  }

  /**
   * Runs a program that another process started, or that replaces this process's (exec).
   * @param {{argv: string[], env: Record<string, string>, blocked: number[], ignored: number[], timers?: number[][], children?: number[][], recorded?: object | null, ordered?: boolean, cwd: string, umask: number, descriptors: Descriptor[], files: any[], bindings: any[], ports: number[]}} command
   */
  async exec({argv, env, blocked, ignored, timers = [], children = [], recorded = null, ordered = false, ...surroundings}) {
    this.surround(surroundings);
    if (ordered) repeat(this.pyodide, this.disk.pid);
    if (recorded) this.recording.record();
    await this.main(argv, surroundings.descriptors, env, blocked, ignored, [timers, children], recorded);
  }

  /** @param {{cwd: string, umask?: number, descriptors: Descriptor[], files: any[], bindings: any[], ports: number[]}} surroundings */
  surround({cwd, umask = 0o022, descriptors, files, bindings, ports}) {
    this.disk.apply(files);
    this.disk.umask = umask;
    this.openFiles.open(descriptors);
    for (const {fd, end, terminal} of descriptors) {
      const name = fd === 1 ? "stdout" : fd === 2 ? "stderr" : null;
      if (!name) continue;
      if (end) this.output.targets[name] = {end};
      else if (terminal) this.output.targets[name] = {terminal};
    }
    this.FS.chdir(cwd);
    this.deliver("ports", {ports});
    for (const binding of bindings) this.deliver("bound", {binding});
  }

  /**
   * Serves as another interpreter of a process.
   * @param {{id: number, worker: number, process: [number, number], config: object, argv: string[], directory: string | null, env: Record<string, string>, cwd: string, descriptors: Descriptor[], files: any[], bindings: any[], ports: number[]}} command
   */
  interpret({id, worker, process, config, argv, directory, env, ...surroundings}) {
    this.openFiles.numberFrom(id);
    this.surround(surroundings);
    this.shareDirectory();
    this.others = this.pyodide.pyimport("interleave_kernel.interpreters.subinterpreter");
    const values = [process, config, argv, directory, env, surroundings.descriptors].map((value) => this.pyodide.toPy(value));
    this.others.begin(id, worker, ...values);
    this.suspension.threadsGoOn = this.rest.begun = true;
  }

  /** Shares the working directory with the process's other interpreters. */
  shareDirectory() {
    const {FS} = this;
    this.changeDirectory ??= FS.chdir.bind(FS);
    FS.chdir = (/** @type {string} */ path) => {
      this.changeDirectory?.(path);
      this.post({type: "post", op: "directory", args: [this.workingDirectory.path(".")]});
    };
  }

  /**
   * @param {string[]} argv @param {Descriptor[]} descriptors
   * @param {Record<string, string> | null} [env] null: the interpreter's initial one @param {number[]} [blocked] signals @param {number[]} [ignored] signals
   * @param {number[][][]} former timers and children of the program that this one replaces @param {object | null} [recorded] the settings with which its parent is recorded
   */
  async main(argv, descriptors, env = null, blocked = [], ignored = [], former = [[], []], recorded = null) {
    Object.assign(this.proc, {argv, environment: env ?? ENVIRONMENT});
    const main = this.pyodide.pyimport("interleave_kernel.python.command").main;
    this.exit(await this.suspension.run(main, ...[argv, descriptors, env, blocked, ignored, former, recorded].map((value) => this.pyodide.toPy(value))));
  }

  /** Follows a change of the machine's clock. @param {import("../shared/course.js").Description & {instant: boolean, paused: boolean}} state */
  follow(state) {
    this.pyodide.pyimport("interleave_kernel.browser").count_exactly(state.instant);
    this.rest.follow(state);
  }

  /** Handles SIGSTOP, while all threads are suspended: none runs until SIGCONT. */
  stop() {
    this.suspension.stop();
    this.post({type: "stopped"});
  }

  /** Runs a callable for another interpreter, which must learn of a crash. @param {any} callable @param {unknown[]} args */
  async perform(callable, ...args) {
    try {
      await this.suspension.run(callable, ...args);
    } catch (error) {
      this.fail(error);
    }
  }

  /** @param {any} message */
  handle(message) {
    const {type, ...rest} = message;
    if (type === "signal") this.recording.signal(message.signum);
    else if (type === "siteAnswer") this.gateway.takeAnswer(message);
    else if (type === "reply") this.suspension.answer(message.number, message.value);
    else if (type === "files") this.takeFiles(message.records);
    else if (type === "directory") this.changeDirectory?.(message.path);
    else if (type === "clock") this.follow(message);
    else if (type === "time") this.rest.take(message);
    else if (type === "pick") this.exploring?.pick(message.taken);
    else if (type === "turns") this.exploring?.chooseTurn(message.kind, message.names);
    else if (type === "allWait") this.exploring?.settle("stuck");
    else if (type === "printed") this.output.print(message.chunks);
    else if (type === "step") this.recording.step(message.on);
    else if (type === "stop") this.stop();
    else if (type === "continue") this.suspension.continue();
    else if (type === "enter") void this.perform(this.others.enter, message.session, this.pyodide.toPy(message.request));
    else if (type === "end") void this.perform(this.others.end);
    else if (type === "segment") this.memory.define(message.id, message.bytes);
    else if (type === "memory") this.memory.apply(message.id, message.pages);
    else this.deliver(type, rest);
  }

  /** Delivers a message to the kernel while no thread runs. @param {string} type @param {object} message */
  deliver(type, message) {
    const converted = this.pyodide.toPy(message);
    try {
      this.receive(type, converted);
    } catch (error) {
      this.fail(error);
    } finally {
      converted.destroy();
    }
  }
}

/** @type {Promise<Process>} */
let booted;

/** @param {any} message */
async function receive(message) {
  if (message.type === "boot") {
    booted = start(message, post).then((pyodide) => new Process(pyodide, message.site));
    booted.then(() => post({type: "ready"}), (error) => post(described(error)));
    return;
  }
  const hasCome = (message.type === "wheels" || message.type === "sources") && take(message);
  const process = await booted.catch(() => null);
  if (!process) return; // the machine has been told
  process.rest.received += 1;
  if (hasCome) return;
  try {
    if (message.type === "identity") process.identify(message);
    else if (message.type === "run") await process.run(message);
    else if (message.type === "exec") await process.exec(message);
    else if (message.type === "interpret") process.interpret(message);
    else process.handle(message);
    process.rest.consider();
  } catch (error) {
    process.fail(error);
  }
}

addEventListener("message", listener({...TO_PROCESS, ...TO_KERNEL}, "the machine", receive));
