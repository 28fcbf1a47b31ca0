// @ts-check
/**
 * The turns of processes whose schedule is chosen (../shared/schedules.js): one process runs at a time, until it is at rest. What the
 * machine tells the others, and the answers that the running one asks for, wait until then. Then the next one is chosen among those for
 * which there is something, and gets all of it. So what a program of several processes does depends on the choices alone.
 *
 * A process that asks the machine for something is at rest until the answer: so it can be overtaken there, as by a preemption. The first
 * option is the one that ran last, then those for which there has been something for longest.
 *
 * @typedef {{name: string, held: object[], heldSince: number, send(message: object): void}} Link a process: what it is called, what it is told
 *   when it gets its turn, and since when there is something
 */
/** What lets no thread go on: it comes with the next turn. */
const QUIET = new Set(["identity", "clock", "time", "files", "memory", "directory", "bound", "unbound", "ports"]);

/** Whether there is something for which a process would go on. @param {Link} link */
const isAwaited = ({held}) => held.some((/** @type {{type?: string}} */ {type}) => !QUIET.has(String(type)));

export class Turns {
  /** @param {(kind: string, names: string[]) => void} ask asks the one that keeps the schedule; `answer` is called with what it takes */
  constructor(ask) {
    this.ask = ask;
    /** Whether the turns are chosen. */
    this.on = false;
    /** The process that ran last. @type {Link | null} */
    this.last = null;
    this.asked = false;
    /** What was chosen, and not done yet. @type {number | null} */
    this.taken = null;
    this.order = 0;
  }

  /** Whether a message has to wait. @param {Link} link @param {object} message @param {number} count how many processes there are */
  holds(link, message, count) {
    if (!this.on || (count < 2 && !link.held.length)) return false;
    if (!isAwaited(link)) link.heldSince = this.order += 1;
    link.held.push(message);
    return true;
  }

  /** Those for which there is something. @template {Link} L @param {Iterable<L>} links */
  waiting(links) {
    return [...links].filter(isAwaited).sort((one, other) => Number(other === this.last) - Number(one === this.last) || one.heldSince - other.heldSince);
  }

  /** The one of some processes that is chosen; null: the answer is on its way. @template {Link} L @param {string} kind @param {L[]} links at least one @returns {L | null} */
  pick(kind, links) {
    if (!this.on || links.length < 2) return links[0];
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

  /** A process gets what there is for it. @param {Link} link */
  give(link) {
    this.last = link;
    for (const message of link.held.splice(0)) link.send(message);
  }

  /** The run is over, and its processes have ended but the first. @param {Link} [first] */
  begin(first) {
    Object.assign(this, {asked: false, taken: null, order: 0});
    if (first) this.give(first);
  }
}
