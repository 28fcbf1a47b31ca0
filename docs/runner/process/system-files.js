// @ts-check
/**
 * System files that programs on Linux read: /etc, the devices, and /proc with this process and this machine.
 */
import {countNames, isKept, isUnlinked} from "./file-names.js";
import {EBADF, ENOENT, ENOSPC, ENXIO} from "./wasi-errors.js";

const S_IFREG = 0o100000;
const READABLE = 0o444;
const S_IFCHR = 0o020000;
const S_IFLNK = 0o120000;
const PAGE = 65536;
/** The most bytes that crypto.getRandomValues provides per call. */
const MOST_RANDOM = 65536;
/** The reader of the page, the same user as in kernel/processes/identity.py. */
const OWNER = 1000;

const ANY = "unlimited";
/** Names, soft limits, hard limits and units, in the order of Linux's /proc/self/limits. */
const LIMITS = [
  ["Max cpu time", ANY, ANY, "seconds"],
  ["Max file size", ANY, ANY, "bytes"],
  ["Max data size", ANY, ANY, "bytes"],
  ["Max stack size", ANY, ANY, "bytes"],
  ["Max core file size", 0, ANY, "bytes"],
  ["Max resident set", ANY, ANY, "bytes"],
  ["Max processes", 60, 60, "processes"],
  ["Max open files", 65536, 65536, "files"],
  ["Max locked memory", ANY, ANY, "bytes"],
  ["Max address space", ANY, ANY, "bytes"],
  ["Max file locks", ANY, ANY, "locks"],
  ["Max pending signals", ANY, ANY, "signals"],
  ["Max msgqueue size", ANY, ANY, "bytes"],
  ["Max nice priority", ANY, ANY, ""],
  ["Max realtime priority", ANY, ANY, ""],
  ["Max realtime timeout", ANY, ANY, "us"],
];

/** @type {Record<string, string>} */
const ETC = {
  group: "root:x:0:\nnogroup:x:65534:\nreader:x:1000:\n",
  hostname: "tab\n",
  hosts: "127.0.0.1\tlocalhost\n127.0.1.1\ttab\n::1\tlocalhost ip6-localhost ip6-loopback\n",
  "os-release": 'NAME="Interleave tab"\nID=interleave\nPRETTY_NAME="A browser tab, with Interleave\'s kernel"\n',
  passwd:
    "root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\nreader:x:1000:1000:The reader of this page:/home/reader:/bin/sh\n",
  protocols:
    "ip\t0\tIP\nicmp\t1\tICMP\nigmp\t2\tIGMP\ntcp\t6\tTCP\nudp\t17\tUDP\nipv6\t41\tIPv6\nipv6-icmp\t58\tIPv6-ICMP\nsctp\t132\tSCTP\nudplite\t136\tUDPLite\n",
  "resolv.conf": "# There is no name service in a tab: the browser looks names up.\n",
  services: [
    ["tcpmux 1", "echo 7", "discard 9 sink null", "systat 11 users", "daytime 13", "netstat 15", "qotd 17 quote", "chargen 19 ttytst source"],
    ["ftp-data 20", "ftp 21", "ssh 22", "telnet 23", "smtp 25 mail", "time 37 timserver", "whois 43 nicname", "domain 53", "tftp 69"],
    ["gopher 70", "finger 79", "http 80 www", "kerberos 88 kerberos5 krb5 kerberos-sec", "pop3 110 pop-3", "sunrpc 111 portmapper"],
    ["auth 113 authentication tap ident", "nntp 119 readnews untp", "ntp 123", "imap2 143 imap", "snmp 161", "bgp 179", "irc 194"],
    ["ldap 389", "https 443", "submissions 465 ssmtp smtps urd", "syslog 514", "printer 515 spooler", "nntps 563 snntp"],
    ["submission 587", "ldaps 636", "domain-s 853", "rsync 873", "ftps 990", "telnets 992", "imaps 993", "pop3s 995", "socks 1080"],
    ["mysql 3306", "rdp 3389", "postgresql 5432 postgres", "amqps 5671", "amqp 5672", "sip 5060", "redis 6379", "http-alt 8080 webcache"],
  ]
    .flat()
    .map((line) => line.split(" "))
    .flatMap(([name, port, ...others]) => ["tcp", "udp"].map((protocol) => [name, `${port}/${protocol}`, ...others].join("\t")))
    .join("\n")
    .concat("\n"),
  // The public authorities, for programs that look for their file: the gateway's, as kernel/tls/authority.py makes it.
  "ssl/certs/ca-certificates.crt": [
    "-----BEGIN CERTIFICATE-----",
    "MIIBAzCB8aADAgECAgReC+EAMAoGCCqGSM49BAMCMCExHzAdBgNVBAMMFkludGVy",
    "bGVhdmUgdGFiIGdhdGV3YXkwIhgPMjAyMDAxMDEwMDAwMDBaGA8yMDk5MTIxMjAw",
    "MDAwMFowITEfMB0GA1UEAwwWSW50ZXJsZWF2ZSB0YWIgZ2F0ZXdheTBZMBMGByqG",
    "SM49AgEGCCqGSM49AwEHA0IABGgLsqD8Rz5GbStvYM8SDRtccv8qQbHPyDNUgRN5",
    "sUmln5rYV/NE2ffYMYLpaWeaoK/IgUP7cPM2WCofwhlgnkqjEzARMA8GA1UdEwEB",
    "/wQFMAMBAf8wCgYIKoZIzj0EAwIDAQA=",
    "-----END CERTIFICATE-----",
    "",
  ].join("\n"),
};

/** Adds a file whose text is generated on opening, as in /proc. @param {any} FS @param {string} path @param {() => string | Uint8Array} text */
function generate(FS, path, text) {
  const node = FS.mknod(path, S_IFREG | READABLE, 0);
  node.stream_ops = {
    open: (/** @type {any} */ stream) => {
      const made = text();
      stream.generated = typeof made === "string" ? new TextEncoder().encode(made) : made;
    },
    read: (/** @type {any} */ {generated}, /** @type {Uint8Array} */ buffer, /** @type {number} */ offset, /** @type {number} */ length, /** @type {number} */ position) => {
      const part = generated.subarray(position, position + length);
      buffer.set(part, offset);
      return part.length;
    },
    llseek: (/** @type {any} */ stream, /** @type {number} */ offset, /** @type {number} */ whence) =>
      [offset, stream.position + offset, stream.generated.length + offset][whence],
  };
}

/** @param {any} FS @param {number} minor @param {string} path @param {object} operations */
function device(FS, minor, path, operations) {
  const number = FS.makedev(1, minor);
  if (FS.analyzePath(path).exists) FS.unlink(path);
  FS.registerDevice(number, {llseek: () => 0, ...operations});
  FS.mknod(path, S_IFCHR | 0o666, number);
}

/** Adds a link whose target is computed when it is read. @param {any} FS @param {string} path @param {() => string} target */
function link(FS, path, target) {
  const {node} = FS.lookupPath(FS.symlink("/", path) && path, {follow: false});
  node.node_ops = {...node.node_ops, readlink: target};
}

/** /proc/self/fd: Emscripten's entries can be read as links, but not opened. @param {any} FS */
function linkDescriptors(FS) {
  const {node} = FS.lookupPath("/proc/self/fd");
  const {lookup} = node.node_ops;
  node.node_ops.lookup = (/** @type {any} */ parent, /** @type {string} */ name) => {
    try {
      const found = Object.assign(lookup(parent, name), {mode: S_IFLNK | 0o700});
      const {node, path} = FS.getStream(Number(name));
      if (isUnlinked(node) && !isKept(node)) found.node_ops.readlink = () => `${path} (deleted)`;
      const now = new Date();
      found.node_ops.getattr = () => ({
        ...{dev: 1, ino: found.id, mode: found.mode, nlink: 1, uid: OWNER, gid: OWNER, rdev: 0, size: 64, blksize: 1024, blocks: 0},
        ...{atime: now, mtime: now, ctime: now},
      });
      return found;
    } catch (error) {
      throw /** @type {any} */ (error).errno === EBADF ? new FS.ErrnoError(ENOENT) : error;
    }
  };
}

/** Creates the system files, before CPython starts. @param {any} FS */
export function layFiles(FS) {
  for (const directory of ["/dev/shm/tmp", "/home/web_user"]) FS.rmdir(directory); // Emscripten's
  for (const directory of ["/etc/ssl/certs", "/usr/lib/ssl", "/var/tmp", "/root"]) FS.mkdirTree(directory);
  FS.symlink("/etc/ssl/certs", "/usr/lib/ssl/certs");
  for (const [name, text] of Object.entries(ETC)) FS.writeFile(`/etc/${name}`, text);
  const zeros = (/** @type {any} */ _stream, /** @type {Uint8Array} */ buffer, /** @type {number} */ offset, /** @type {number} */ length) => {
    buffer.fill(0, offset, offset + length);
    return length;
  };
  const taken = (/** @type {any} */ _stream, /** @type {any} */ _buffer, /** @type {number} */ _offset, /** @type {number} */ length) => length;
  device(FS, 5, "/dev/zero", {read: zeros, write: taken});
  const full = () => {
    throw new FS.ErrnoError(ENOSPC);
  };
  device(FS, 7, "/dev/full", {read: zeros, write: full});
  const random = (/** @type {any} */ _stream, /** @type {Uint8Array<ArrayBuffer>} */ buffer, /** @type {number} */ offset, /** @type {number} */ length) => {
    for (let at = 0; at < length; at += MOST_RANDOM) crypto.getRandomValues(buffer.subarray(offset + at, offset + Math.min(at + MOST_RANDOM, length)));
    return length;
  };
  device(FS, 8, "/dev/random", {read: random, write: taken});
  device(FS, 9, "/dev/urandom", {read: random, write: taken});
}

/** The files in /proc that describe a process and the machine. */
export class Proc {
  /** @param {any} pyodide @param {string} executable @param {() => number} countThreads */
  constructor(pyodide, executable, countThreads) {
    this.FS = pyodide.FS;
    this.countThreads = countThreads;
    this.module = pyodide._module;
    this.pid = this.parent = this.cores = 1;
    /** @type {string[]} */
    this.argv = [];
    /** Its initial environment. @type {Record<string, string>} */
    this.environment = {};
    /** @type {Record<string, () => string | Uint8Array>} */
    const files = {
      "self/cmdline": () => this.argv.map((word) => `${word}\0`).join(""),
      "self/comm": () => `${this.name()}\n`,
      "self/environ": () => Object.entries(this.environment).map(([name, value]) => `${name}=${value}\0`).join(""),
      "self/limits": () => this.limits(),
      "self/stat": () => this.stat(),
      "self/statm": () => [this.pages(), this.pages(), 0, 0, 0, this.pages(), 0].join(" ").concat("\n"),
      "self/status": () => this.status(),
      cpuinfo: () => Array.from({length: this.cores}, (_, core) => `processor\t: ${core}\nmodel name\t: WebAssembly\n\n`).join(""),
      loadavg: () => `0.10 0.10 0.10 1/1 ${this.pid}\n`,
      meminfo: () => this.meminfo(),
      uptime: () => `${(this.module.clock.course.now() / 1000).toFixed(2)} 0.00\n`,
      mounts: () => "none / tmpfs rw 0 0\nproc /proc proc rw 0 0\nnone /dev/shm tmpfs rw 0 0\n",
      stat: () => `cpu  0 0 0 0 0 0 0 0 0 0\nbtime ${Math.floor(this.module.clock.course.origin / 1000)}\n`,
      "sys/fs/pipe-max-size": () => "1048576\n",
      "sys/kernel/hostname": () => "tab\n",
      "sys/kernel/ostype": () => "Linux\n",
      "sys/kernel/pid_max": () => "4194304\n",
      "sys/net/core/somaxconn": () => "4096\n",
      version: () => "Linux version 5.0.3 (Interleave's kernel, Emscripten) WebAssembly\n",
    };
    for (const folder of ["fs", "kernel", "net/core"]) this.FS.mkdirTree(`/proc/sys/${folder}`);
    for (const [name, text] of Object.entries(files)) generate(this.FS, `/proc/${name}`, text);
    link(this.FS, "/proc/self/cwd", () => this.FS.cwd());
    link(this.FS, "/proc/self/root", () => "/");
    link(this.FS, "/proc/self/exe", () => executable);
    linkDescriptors(this.FS);
    // /dev/tty fails as for a program without a controlling terminal.
    this.FS.registerDevice(this.FS.makedev(5, 0), {
      open: () => {
        throw new this.FS.ErrnoError(ENXIO);
      },
    });
  }

  /** @param {{pid: number, parent: number, cores: number}} identity */
  identify({pid, parent, cores}) {
    Object.assign(this, {pid, parent, cores});
  }

  name() {
    return (this.argv[0] ?? "python3").replace(/.*\//, "").slice(0, 15);
  }

  pages() {
    return this.module.HEAPU8.length / PAGE;
  }

  status() {
    const kilobytes = this.module.HEAPU8.length / 1024;
    const rows = {
      Name: this.name(),
      State: "R (running)",
      Tgid: this.pid,
      Pid: this.pid,
      PPid: this.parent,
      TracerPid: 0,
      Uid: [OWNER, OWNER, OWNER, OWNER].join("\t"),
      Gid: [OWNER, OWNER, OWNER, OWNER].join("\t"),
      FDSize: 64,
      Groups: `${OWNER} `,
      VmPeak: `${kilobytes} kB`,
      VmSize: `${kilobytes} kB`,
      VmHWM: `${kilobytes} kB`,
      VmRSS: `${kilobytes} kB`,
      Threads: this.countThreads(),
    };
    return Object.entries(rows)
      .map(([key, value]) => `${key}:\t${value}\n`)
      .join("");
  }

  /** The fields of proc_pid_stat(5) that are known; the others are 0. */
  stat() {
    const fields = Array(52).fill(0);
    fields.splice(0, 6, this.pid, `(${this.name()})`, "R", this.parent, this.pid, this.pid);
    fields[19] = this.countThreads();
    fields[22] = this.module.HEAPU8.length;
    fields[23] = this.pages();
    return `${fields.join(" ")}\n`;
  }

  /** As kernel/processes/limits.py has them. */
  limits() {
    const descriptors = this.FS.MAX_OPEN_FDS + 1;
    const rows = LIMITS.map(([name, soft, hard, unit]) => [name, name === "Max open files" ? descriptors : soft, hard, unit]);
    return [["Limit", "Soft Limit", "Hard Limit", "Units"], ...rows]
      .map(([name, soft, hard, unit]) => `${`${name}`.padEnd(25)} ${`${soft}`.padEnd(20)} ${`${hard}`.padEnd(20)} ${`${unit}`.padEnd(10)}\n`)
      .join("");
  }

  meminfo() {
    // Browsers report memory in steps, up to 8 GB; some don't report it.
    const total = (/** @type {any} */ (navigator).deviceMemory ?? 4) * 1024 * 1024;
    const rows = {MemTotal: total, MemFree: total / 2, MemAvailable: total / 2, Buffers: 0, Cached: 0, SwapTotal: 0, SwapFree: 0};
    return Object.entries(rows)
      .map(([key, value]) => `${`${key}:`.padEnd(15)}${String(value).padStart(9)} kB\n`)
      .join("");
  }
}

/** Emscripten has one table of operations for each kind of node in its memory. @param {any} FS */
function tables(FS) {
  const samples = ["/etc", "/etc/hosts", "/dev/null", "/usr/bin/python3"].map((path) => FS.lookupPath(path, {follow: false}).node);
  return new Set(samples.map(({node_ops}) => node_ops));
}

/** Makes the reader the owner of all new files. @param {any} FS @param {string} home */
export function ownFiles(FS, home) {
  const first = FS.nextInode;
  const own = new Set([home, "/tmp", "/var/tmp", "/dev/shm"].map((path) => FS.lookupPath(path).node));
  for (const operations of tables(FS)) {
    const {getattr} = operations;
    operations.getattr = (/** @type {any} */ node) => {
      const found = getattr(node);
      if (node.id >= first || own.has(node)) found.uid = found.gid = OWNER;
      return found;
    };
  }
}

/** Makes stat report how many names a file has. @param {any} FS */
export function tellNames(FS) {
  for (const operations of tables(FS)) {
    const {getattr} = operations;
    operations.getattr = (/** @type {any} */ node) => Object.assign(getattr(node), {nlink: countNames(FS, node)});
  }
}

/** A file time with fractions of a millisecond, which a Date can't hold. */
class Moment extends Date {
  /** @param {number} time */
  constructor(time) {
    super(time);
    this.time = time;
  }

  getTime() {
    return this.time;
  }
}

/** Keeps file times set by `os.utime` exact to the microsecond. @param {any} FS */
export function keepTimes(FS) {
  for (const operations of tables(FS)) {
    const {getattr} = operations;
    operations.getattr = (/** @type {any} */ node) => {
      const found = getattr(node);
      for (const name of ["atime", "mtime", "ctime"]) found[name] = new Moment(node[name]);
      return found;
    };
  }
}
