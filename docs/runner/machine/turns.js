// @ts-check
/**
 * The turns of processes whose schedule is chosen (../shared/schedules.js): one process runs at a time, until it is at rest. Messages of
 * the machine to the others, and the answers that the running one asks for, are held until then. Then the next process is chosen among
 * those with held messages, and gets all of its own. So the behaviour of a program of several processes depends on the choices alone.
 *
 * A process that asks the machine for something is at rest until the answer. Another one can overtake it there, as by preemption, if it
 * could observe or change what was asked for. The first option is the process that ran last, then the others by how long they have had
 * messages.
 *
 * @typedef {{name: string, held: object[], heldSince: number, atPoint: boolean, send(message: object): void}} Link a process: its name, its
 *   held messages, when the first of them was held, and whether it can be overtaken
 */
/**
 * Requests at which a process can be overtaken. Others, most of which come while a process starts or ends, concern that process alone: with
 * choices there, a search would seldom reach one that matters.
 */
const POINTS = new Set([
  "acquireSemaphore", "releaseSemaphore", "semaphoreValue", "read", "lockFile", "lockRange", "openSegment", "takeShared", "claim", "connect",
  "kill", "reap", "pause",
]);
/** Messages that don't resume a thread: they come with the next turn. */
const QUIET = new Set(["identity", "clock", "time", "files", "memory", "directory", "bound", "unbound", "ports"]);

/** Whether a process has a held message that would resume it. @param {Link} link */
const isAwaited = ({held}) => held.some((/** @type {{type?: string}} */ {type}) => !QUIET.has(String(type)));

export class Turns {
  /** @param {(kind: string, names: string[]) => void} ask asks the process that decides the schedule; `answer` is then called with its choice */
  constructor(ask) {
    this.ask = ask;
    /** Whether the turns are chosen. */
    this.on = false;
    /** The process that ran last. @type {Link | null} */
    this.last = null;
    this.asked = false;
    /** The choice that was made but not carried out yet. @type {number | null} */
    this.taken = null;
    this.order = 0;
  }

  /** Notes a message of a process, which is not checked yet. @param {Link} link @param {any} message */
  note(link, message) {
    if (message?.type === "call") link.atPoint = POINTS.has(String(message.op));
  }

  /** Whether to hold a message. @param {Link} link @param {object} message @param {number} count how many processes there are */
  holds(link, message, count) {
    if (!this.on || (count < 2 && !link.held.length)) return false;
    if (!isAwaited(link)) link.heldSince = this.order += 1;
    link.held.push(message);
    return true;
  }

  /** The processes with held messages, in the order of the options. @template {Link} L @param {Iterable<L>} links */
  waiting(links) {
    return [...links].filter(isAwaited).sort((one, other) => Number(other === this.last) - Number(one === this.last) || one.heldSince - other.heldSince);
  }

  /** Chooses one of several processes; null: the answer is on its way. @template {Link} L @param {string} kind @param {L[]} links at least one @returns {L | null} */
  pick(kind, links) {
    if (!this.on || links.length < 2) return links[0];
    if (kind === "process" && links[0] === this.last && !links[0].atPoint) return links[0];
    if (this.taken === null) {
      if (!this.asked) this.ask(kind, links.map(({name}) => name));
      this.asked = true;
      return null;
    }
    const link = links[Math.min(this.taken, links.length - 1)];
    this.taken = null;
    return link;
  }

  /** @param {number} taken */
  answer(taken) {
    if (!this.asked) return;
    this.asked = false;
    this.taken = taken;
  }

  /** Sends a process its held messages. @param {Link} link */
  give(link) {
    this.last = link;
    for (const message of link.held.splice(0)) link.send(message);
  }

  /** Starts over: the run has ended, and all its processes but the first. @param {Link} [first] */
  begin(first) {
    Object.assign(this, {asked: false, taken: null, order: 0});
    if (first) this.give(first);
  }
}
