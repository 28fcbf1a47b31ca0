// @ts-check
/**
 * Process groups, sessions and the terminal's foreground group: they decide which processes a signal reaches, and which are stopped.
 * Errors are returned by name ("ESRCH", …), "" for success.
 *
 * Source: credentials(7), kill(2), setpgid(2), setsid(2), tcsetpgrp(3), "Signal dispositions" in signal(7).
 *
 * @typedef {import("./process.js").Process} Process
 * @typedef {{pid: number, parent: number, group: number, session: number}} Member a process or a zombie
 */
import {HARMLESS, SIGCONT, SIGKILL, SIGSTOP, STOPPING} from "../shared/signals.js";

/** The parent of processes whose parent has ended. It reaps them at once. */
export const INIT = 0;
/** The session of the page's terminal. Its leader, on a machine the shell, isn't a process here, so it has no number (pid_namespaces(7)). */
export const TERMINAL_SESSION = 0;

export class Jobs {
  /**
   * @param {Map<number, Process>} processes
   * @param {{first: number, end(process: Process, status: number): void, send: import("./streams.js").Send}} machine
   *   `first`: the reader's program, whose group is initially in the foreground
   */
  constructor(processes, {first, end, send}) {
    this.processes = processes;
    this.first = first;
    this.end = end;
    this.send = send;
    this.foreground = first;
    /** Ended processes whose parents have not waited for them yet. @type {Map<number, Member>} */
    this.zombies = new Map();
  }

  /** The process to which the calling worker belongs. @param {Process} caller */
  own(caller) {
    return this.processes.get(caller.process) ?? caller;
  }

  /** @param {Process} caller @param {number} pid 0: its own @returns {Member | undefined} */
  find(caller, pid) {
    const process = this.processes.get(pid || caller.process);
    return process?.isMain ? process : this.zombies.get(pid);
  }

  /** @returns {Member[]} */
  all() {
    return [...[...this.processes.values()].filter(({isMain}) => isMain), ...this.zombies.values()];
  }

  /** @param {number} group */
  members(group) {
    return this.all().filter((member) => member.group === group);
  }

  /** Handles the end of a process: its parent may wait for it, and its children get another parent. @param {Process} process */
  ended({pid, parent, group, session}) {
    if (parent !== INIT && this.processes.has(parent)) this.zombies.set(pid, {pid, parent: this.processes.get(parent)?.process ?? parent, group, session});
    for (const zombie of [...this.zombies.values()]) if (zombie.parent === pid) this.zombies.delete(zombie.pid);
    for (const child of this.processes.values()) {
      if (child.parent !== pid || !child.isMain) continue;
      child.parent = INIT;
      this.send(child.pid, {type: "orphaned"});
    }
  }

  /** Forgets all processes but the first. */
  forget() {
    this.zombies.clear();
    this.foreground = this.first;
  }

  /** Removes a zombie: its parent has waited for it. @param {Process} caller @param {number} pid */
  reap({process}, pid) {
    if (this.zombies.get(pid)?.parent === process) this.zombies.delete(pid);
  }

  // Groups and sessions

  /** @param {Process} caller @param {number} pid @returns {number} 0: no such process */
  group(caller, pid) {
    return this.find(caller, pid)?.group ?? 0;
  }

  /** @param {Process} caller @param {number} pid @returns {number} -1: no such process */
  session(caller, pid) {
    return this.find(caller, pid)?.session ?? -1;
  }

  /** @param {Process} caller @param {number} pid @param {number} group 0: one of its own @returns {string} */
  setGroup(caller, pid, group) {
    const own = this.own(caller);
    const target = this.find(caller, pid);
    if (!target || (target !== own && target.parent !== own.pid)) return "ESRCH";
    if (target.session !== own.session) return "EPERM";
    if (target !== own) return "EACCES"; // here every child has called exec, in effect
    if (target.session === target.pid) return "EPERM";
    return this.join(target, group || target.pid);
  }

  /** @param {Member} target @param {number} group @returns {string} */
  join(target, group) {
    const exists = this.members(group).some(({session}) => session === target.session);
    if (group !== target.pid && !exists) return "EPERM";
    target.group = group;
    return "";
  }

  /** @param {Process} caller @returns {string} */
  setSession(caller) {
    const own = this.own(caller);
    if (this.members(own.pid).length) return "EPERM";
    own.group = own.session = own.pid;
    return "";
  }

  /**
   * Puts a new child into its group and session.
   * @param {Member} child in its parent's group and session @param {boolean} session whether it leads a session
   * @param {number} group 0: one of its own; -1: its parent's @returns {string}
   */
  place(child, session, group) {
    if (session) child.group = child.session = child.pid;
    if (group < 0) return "";
    return session ? "EPERM" : this.join(child, group || child.pid);
  }

  // The terminal

  /** Whether the page is a process's controlling terminal. @param {Member} member */
  hasTerminal({session}) {
    return session === TERMINAL_SESSION;
  }

  /** @param {Process} caller @returns {number} 0: the terminal isn't the caller's */
  foregroundGroup(caller) {
    return this.hasTerminal(this.own(caller)) ? this.foreground : 0;
  }

  /** @param {Process} caller @param {number} group @returns {string} */
  setForegroundGroup(caller, group) {
    const own = this.own(caller);
    if (!this.hasTerminal(own)) return "ENOTTY";
    if (!this.members(group).some(({session}) => session === own.session)) return "EPERM";
    this.foreground = group;
    return "";
  }

  /** Whether a process is in the background of the terminal. @param {Process} caller */
  isBackground(caller) {
    const own = this.own(caller);
    return this.hasTerminal(own) && own.group !== this.foreground;
  }

  /** Whether a group is orphaned: no shell could continue its processes, so stop signals from the terminal don't stop them. @param {number} group */
  isOrphaned(group) {
    return group !== this.first && !this.members(group).some(({parent, session}) => {
      const above = this.processes.get(parent);
      return above?.session === session && above.group !== group;
    });
  }

  // Signals

  /** @param {Process} caller @param {number} pid 0: its own @param {number} signum 0: only check that the process exists */
  kill(caller, pid, signum) {
    const target = this.find(caller, pid);
    const process = target && this.processes.get(target.pid);
    if (process && signum) this.signal(process, signum);
    return target !== undefined;
  }

  /** @param {Process} caller @param {number} group 0: its own @param {number} signum */
  killGroup(caller, group, signum) {
    return this.signalAll(this.members(group || this.own(caller).group), signum);
  }

  /** Signals all processes except the caller. @param {Process} caller @param {number} signum */
  killAll(caller, signum) {
    return this.signalAll(this.all().filter(({pid}) => pid !== caller.process), signum);
  }

  /** @param {Member[]} members @param {number} signum */
  signalAll(members, signum) {
    if (signum) for (const {pid} of members) {
      const process = this.processes.get(pid);
      if (process) this.signal(process, signum);
    }
    return members.length > 0;
  }

  /** @param {Process} process @param {number} signum */
  signal(process, signum) {
    if (signum === SIGKILL) return this.end(process, -signum);
    const disposition = signum === SIGSTOP ? "default" : (process.dispositions.get(signum) ?? "default");
    if (disposition === "handler") this.send(process.pid, {type: "signal", signum});
    // After the signal, so that its handler runs before any other code of the process.
    if (signum === SIGCONT) this.continue(process);
    if (disposition === "handler" || disposition === "ignore" || HARMLESS.has(signum)) return;
    if (STOPPING.has(signum)) this.stop(process, signum);
    else if (process.stopped) process.waiting.add(signum);
    else this.end(process, -signum);
  }

  /** Stops a process, by the default action of a signal. @param {Process} process @param {number} signum */
  stop(process, signum) {
    if (process.stopped || (signum !== SIGSTOP && this.isOrphaned(process.group))) return;
    process.stopped = signum;
    this.tellInterpreters(process, {type: "stop"});
  }

  /** Handles a process's report that none of its main interpreter's threads runs any more. @param {Process} process */
  hasStopped({pid, parent, group, stopped}) {
    if (stopped) this.send(parent, {type: "stopped", pid, signum: stopped, group});
  }

  /** @param {Process} process */
  continue(process) {
    if (!process.stopped) return;
    process.stopped = 0;
    this.tellInterpreters(process, {type: "continue"});
    this.send(process.parent, {type: "continued", pid: process.pid, group: process.group});
    const waiting = [...process.waiting];
    process.waiting.clear();
    for (const signum of waiting) if (this.processes.has(process.pid)) this.signal(process, signum);
  }

  /** @param {Process} process @param {object} message */
  tellInterpreters({pid}, message) {
    for (const worker of [...this.processes.values()]) if (worker.process === pid) worker.worker.postMessage(message);
  }

  /** Sends the signal of a key pressed at the terminal, such as ^C, to the foreground group, including stopped processes. @param {number} signum */
  type(signum) {
    for (const {pid} of this.members(this.foreground)) {
      const process = this.processes.get(pid);
      if (!process) continue;
      this.signal(process, signum);
      if (this.processes.has(pid)) this.continue(process);
    }
  }
}
