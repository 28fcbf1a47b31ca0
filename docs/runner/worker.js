// @ts-check
/**
 * A process: an interpreter for one program, which is thrown away afterwards. Messages are described in machine/machine.js.
 */
import {Disk} from "./disk.js";
import {EXECUTABLE, HOME, boot, fetched, makeImage} from "./interpreter.js";
import {OpenFiles} from "./open-files.js";
import {Output} from "./output.js";
import {Suspension} from "./suspension.js";

const here = (/** @type {string} */ path) => new URL(path, import.meta.url).href;
const post = (/** @type {object} */ message) => self.postMessage(message);

/** @typedef {import("./session.js").Program} Program */
/** @typedef {import("./open-files.js").Descriptor} Descriptor */

class Process {
  /** @param {any} data */
  static async boot(data) {
    const {pyodide, module} = await boot(data.image);
    if (!data.image) {
      pyodide.pyimport("interleave_kernel.boot").preload();
      post({type: "image", image: await makeImage(pyodide, module)});
    }
    return new Process(pyodide, data);
  }

  /** @param {any} pyodide @param {{pid: number, parent: number, cores: number}} identity */
  constructor(pyodide, {pid, parent, cores}) {
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
        this.shareFiles();
      },
      onSignal: (signum) => this.post({type: "signalled", signum}),
      post: (message) => this.post(message),
    });
    this.suspension.main = pyodide.pyimport("interleave_kernel.threads").main.ident;
    this.disk = new Disk(this.FS);
    this.openFiles = new OpenFiles(this.FS, this.disk, pid);
    /** Whether there are other processes, who see what this one writes. */
    this.shared = pid !== 1;
    const bridge = {
      ...this.suspension.bridge(),
      describe: (/** @type {number} */ fd) => this.describe(fd),
      makeSocket: (/** @type {string} */ path) => this.disk.makeSocket(path),
      umask: (/** @type {number} */ mask) => {
        const former = this.disk.umask;
        if (mask >= 0) this.disk.umask = mask & 0o777;
        return former;
      },
      exit: (/** @type {number} */ status) => this.exit(status),
    };
    pyodide.pyimport("interleave_kernel.boot").attach(bridge, pid, parent, cores, EXECUTABLE);
    this.receive = pyodide.pyimport("interleave_kernel.machine").receive;
  }

  /** Everything that leaves this process; what it wrote goes first. @param {any} message */
  post(message) {
    if (message.op === "spawn") this.shared = true;
    this.shareFiles();
    post(message);
  }

  shareFiles() {
    if (!this.shared || (!this.disk.changed.size && !this.openFiles.shared.size)) return;
    const records = [...this.disk.take(), ...this.openFiles.moved()];
    if (records.length) post({type: "post", op: "files", args: [records]});
  }

  /** What other processes changed. @param {any[]} records */
  takeFiles(records) {
    this.disk.apply(records);
    this.openFiles.apply(records);
  }

  /** What a descriptor of Emscripten's refers to, so that a child can have it too. @param {number} fd */
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
    this.output.end();
    this.post({type: "exit", status});
  }

  /** Loads the wheels that a program needs. @param {Program} program */
  async loadPackages(program) {
    const index = await (await fetched(here("vendor/wheels/index.json"))).json();
    const packages = this.pyodide.pyimport("interleave_kernel.packages");
    /** @type {string[]} */
    const names = packages.needed([program.source, ...Object.values(program.files).filter((file) => typeof file === "string")], this.pyodide.toPy(index)).toJs();
    if (!names.length) return;
    post({type: "state", state: "loading", detail: names[0]});
    await Promise.all(
      names.map(async (name) => {
        const path = `/tmp/${index[name].file}`;
        this.FS.writeFile(path, new Uint8Array(await (await fetched(here(`vendor/wheels/${index[name].file}`))).arrayBuffer()));
        packages.install(path);
        this.FS.unlink(path);
      }),
    );
  }

  /** A reader's program. @param {Program} program */
  async run(program) {
    for (const [name, source] of Object.entries({...program.files, [program.name]: program.source})) {
      const path = `${HOME}/${name}`;
      this.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
      this.FS.writeFile(path, source);
    }
    await this.loadPackages(program);
    post({type: "state", state: "running"});
    await this.main([EXECUTABLE, program.name, ...(program.arguments ?? [])], [{fd: 0, end: "terminal"}]);
  }

  /**
   * What another process started.
   * @param {{argv: string[], env: Record<string, string>, cwd: string, umask: number, descriptors: Descriptor[], files: any[], bindings: any[]}} command
   */
  async exec({argv, env, cwd, umask, descriptors, files, bindings}) {
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
    for (const binding of bindings) this.receive("bound", this.pyodide.toPy({binding}));
    await this.main(argv, descriptors, env);
  }

  /** @param {string[]} argv @param {Descriptor[]} descriptors @param {Record<string, string>} [env] the parent's own if it isn't given */
  async main(argv, descriptors, env) {
    const main = this.pyodide.pyimport("interleave_kernel.command").main;
    this.exit(await this.suspension.run(main, this.pyodide.toPy(argv), this.pyodide.toPy(descriptors), this.pyodide.toPy(env ?? null)));
  }

  /** @param {any} message */
  handle(message) {
    const {type, ...rest} = message;
    if (type === "signal") this.suspension.signal(message.signum);
    else if (type === "reply") this.suspension.answer(message.number, message.value);
    else if (type === "files") this.takeFiles(message.records);
    else this.receive(type, this.pyodide.toPy(rest));
  }
}

/** @type {Promise<Process>} */
let booted;

self.addEventListener("message", async ({data}) => {
  if (data.type === "boot") {
    booted = Process.boot(data);
    booted.then(
      () => post({type: "ready"}),
      (error) => post({type: "failed", message: String(error?.message ?? error)}),
    );
    return;
  }
  const process = await booted;
  try {
    if (data.type === "run") await process.run(data.program);
    else if (data.type === "exec") await process.exec(data);
    else process.handle(data);
  } catch (error) {
    process.output.end();
    post({type: "failed", message: String(error instanceof Error ? error.message : error)});
  }
});
