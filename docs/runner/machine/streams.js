// @ts-check
/**
 * Pipes and connections that processes share. They live in the machine's worker, which is never busy, and processes hold
 * ends of them. Events of an end are pushed to its holders; bytes are requested.
 *
 * @typedef {(pid: number, message: object) => void} Send
 * @typedef {[level: number, kind: number, descriptors: {end?: string, segment?: string}[]]} Ancillary
 * @typedef {{from: number, bytes: Uint8Array, ancillary: Ancillary[]}} Chunk
 */
import {ERR, HUP, IN, OUT, RDHUP} from "./events.js";

/** The holder of descriptors in transit. */
export const CARRIED = -1;

/** Bytes on their way from one end to another. */
export class Flow {
  /** @param {number} capacity how many unread bytes may be queued before the sender has to wait */
  constructor(capacity) {
    this.capacity = capacity;
    /** @type {Chunk[]} */
    this.chunks = [];
    /** Descriptors to send with the next write. @type {Ancillary[]} */
    this.pending = [];
    this.size = 0;
    /** Whether the sender has finished; whether the receiver has. */
    this.ended = false;
    this.broken = false;
    this.reset = false;
  }

  /** @param {number} from @param {Uint8Array} bytes */
  push(from, bytes) {
    if (!bytes.length) return;
    this.chunks.push({from, bytes, ancillary: this.pending});
    this.pending = [];
    this.size += bytes.length;
  }

  /** @param {Uint8Array[]} chunks to be read before everything else */
  unread(chunks) {
    this.chunks.unshift(...chunks.map((bytes) => ({from: 0, bytes, ancillary: []})));
    for (const {length} of chunks) this.size += length;
  }

  /**
   * Takes at most `size` bytes, up to the end of the first chunk with descriptors, which it returns.
   * @param {number} size @param {boolean} peek
   * @returns {{data: Uint8Array, ancillary: Ancillary[], consumed: Map<number, number>}} `consumed`: the number of bytes by sending process
   */
  take(size, peek) {
    let data = new Uint8Array(Math.min(size, this.size));
    const consumed = new Map();
    /** @type {Ancillary[]} */
    let ancillary;
    let at = 0;
    let index = 0;
    do {
      const chunk = this.chunks[index];
      const part = chunk.bytes.subarray(0, data.length - at);
      data.set(part, at);
      at += part.length;
      if (part.length) consumed.set(chunk.from, (consumed.get(chunk.from) ?? 0) + part.length);
      ({ancillary} = chunk);
      if (part.length === chunk.bytes.length) index += 1;
      else if (!peek) chunk.bytes = chunk.bytes.subarray(part.length);
      if (!peek) chunk.ancillary = [];
    } while (at < data.length && !ancillary.length);
    if (at < data.length) data = data.slice(0, at);
    if (peek) return {data, ancillary, consumed: new Map()};
    this.chunks.splice(0, index);
    this.size -= at;
    return {data, ancillary, consumed};
  }
}

/** An end of a pipe (one flow) or of a connection (two). */
class End {
  /** @param {string} id @param {Flow | null} input @param {Flow | null} output @param {{isPipe?: boolean, isUnix?: boolean}} [kind] */
  constructor(id, input, output, {isPipe = true, isUnix = false} = {}) {
    this.id = id;
    this.input = input;
    this.output = output;
    this.isPipe = isPipe;
    this.isUnix = isUnix;
    /** Whether the other end has reset the connection, even if that was not noticed yet. */
    this.wasReset = false;
    /** How many references each process holds. @type {Map<number, number>} */
    this.holders = new Map();
    /** The events last sent to each holder. @type {Map<number, number>} */
    this.told = new Map();
    /** @type {End | null} */
    this.peer = null;
    /** How many bytes a thread of the end's only holder waits for. */
    this.wanted = 0;
    /** Whether its input is the terminal's: whole lines, and an empty one at the end. */
    this.isFed = false;
  }

  events() {
    const {input, output} = this;
    if (input && output) return this.connectionEvents(input, output);
    let events = 0;
    if (input?.chunks.length) events |= IN;
    if (input?.ended) events |= HUP;
    if (output && (output.broken || output.ended || output.size < output.capacity)) events |= OUT;
    if (output?.broken) events |= ERR;
    return events;
  }

  /** The events of a connection, as kernel/files/stream.py computes them within a process. @param {Flow} input @param {Flow} output */
  connectionEvents(input, output) {
    const receivesNoMore = input.ended || this.wasReset;
    const sendsNoMore = output.ended || this.wasReset || (this.isUnix && output.broken);
    let events = 0;
    if (input.chunks.length || receivesNoMore) events |= IN;
    if (sendsNoMore || output.broken || output.size < output.capacity) events |= OUT;
    if (receivesNoMore) events |= RDHUP | (sendsNoMore ? HUP : 0);
    if (input.reset) events |= ERR;
    return events;
  }

  /** Handles a reset by the other end. */
  reset() {
    if (!this.input) return;
    // After an orderly end, a reader doesn't see the reset.
    this.input.reset = this.isUnix || !this.input.ended;
    this.wasReset = true;
  }
}

export class Streams {
  /** @param {Send} send */
  constructor(send) {
    this.send = send;
    /**
     * Everything that descriptors may refer to, by its key in their descriptions.
     * @type {Record<string, {hold(id: string, pid: number): void, release(pid: number, id: string): void}>}
     */
    this.kinds = {end: this};
    /** @type {Map<string, End>} */
    this.ends = new Map();
  }

  /**
   * Creates two connected ends.
   * @param {string[]} ids @param {number[]} holders the process that holds each
   * @param {{capacity: number, isPipe?: boolean, isUnix?: boolean, contents?: Uint8Array[], ended?: boolean[]}} options
   *   `contents`: unread bytes at each end; `ended`: whether the other end has finished sending
   */
  join(ids, holders, {capacity, isPipe = false, isUnix = false, contents = [], ended = []}) {
    const flows = [new Flow(capacity), new Flow(capacity)];
    // A pipe's first end reads, its second end writes.
    const ends = isPipe
      ? [new End(ids[0], flows[0], null), new End(ids[1], null, flows[0])]
      : [new End(ids[0], flows[0], flows[1], {isPipe, isUnix}), new End(ids[1], flows[1], flows[0], {isPipe, isUnix})];
    for (const [index, end] of ends.entries()) {
      end.peer = ends[1 - index];
      end.holders.set(holders[index], 1);
      // Earlier bytes count as the writer's.
      if (contents[index] && end.input) end.input.push(isPipe ? holders[1] : 0, contents[index]);
      if (ended[index] && end.input) end.input.ended = true;
      this.ends.set(end.id, end);
    }
    for (const end of ends) this.changed(end);
    return ends;
  }

  /** Creates the end of the terminal's input. @param {string} id @param {number} holder @param {Flow} input */
  open(id, holder, input) {
    const end = new End(id, input, null);
    end.isFed = true;
    end.holders.set(holder, 1);
    this.ends.set(id, end);
  }

  /** @param {string} id @returns {End} */
  get(id) {
    const end = this.ends.get(id);
    if (!end) throw new Error(`no such end: ${id}`);
    return end;
  }

  /** Counts a process's reference. @param {string} id @param {number} pid */
  hold(id, pid) {
    const end = this.get(id);
    end.holders.set(pid, (end.holders.get(pid) ?? 0) + 1);
    end.told.delete(pid);
    end.wanted = 0;
    this.changed(end);
  }

  /**
   * Registers that a thread waits for bytes, which are then sent as they arrive: that saves a question and its answer. Doesn't apply
   * if several processes hold the end, or for the terminal's input: there each process asks, and the first gets the bytes.
   * @param {number} pid @param {string} id @param {number} size
   */
  want(pid, id, size) {
    const end = this.ends.get(id);
    if (!end?.input || end.isFed || end.holders.size !== 1 || !end.holders.has(pid)) return;
    end.wanted = size;
    this.changed(end);
  }

  /** Sends the bytes that a thread waits for. @param {End} end */
  deliver(end) {
    const [pid] = end.holders.keys();
    const flow = /** @type {Flow} */ (end.input);
    const {data, consumed} = flow.take(end.wanted, false);
    end.wanted = 0;
    this.noteConsumed(end, consumed);
    this.send(pid, {type: "changed", id: end.id, events: this.know(end, pid), consumed: 0, data});
  }

  /** Tells writers that their bytes were read, so that they have room. @param {End} end @param {Map<number, number>} consumed by the process that wrote them */
  noteConsumed({peer: writer}, consumed) {
    for (const [from, count] of consumed) {
      if (writer?.holders.has(from)) this.send(from, {type: "changed", id: writer.id, events: this.know(writer, from), consumed: count});
    }
    if (writer) this.changed(writer);
  }

  /** @param {number} pid @param {string} id @param {number} size @param {boolean} peek */
  read(pid, id, size, peek) {
    const end = this.get(id);
    const flow = /** @type {Flow} */ (end.input);
    if (!flow.chunks.length) {
      const reset = flow.reset;
      flow.reset = false;
      if (reset) flow.ended = true;
      return {data: reset || !flow.ended ? null : new Uint8Array(0), ancillary: [], reset, events: this.know(end, pid)};
    }
    end.wanted = 0;
    const {data, ancillary, consumed} = flow.take(size, peek);
    this.noteConsumed(end, consumed);
    const events = this.know(end, pid);
    this.changed(end);
    this.carry(ancillary, peek ? 0 : CARRIED, pid);
    return {data, ancillary, reset: false, events};
  }

  /** Puts back bytes that were read. @param {string} id @param {Uint8Array[]} chunks */
  unread(id, chunks) {
    const end = this.get(id);
    end.input?.unread(chunks);
    this.changed(end);
  }

  /** Attaches descriptors to the next write. @param {string} id @param {Ancillary[]} ancillary */
  attach(id, ancillary) {
    this.carry(ancillary, 0, CARRIED);
    const flow = this.ends.get(id)?.output;
    if (flow) flow.pending.push(...ancillary);
    else this.carry(ancillary, CARRIED, 0);
  }

  /** Transfers references of attached descriptors. @param {Ancillary[]} ancillary @param {number} from 0: none @param {number} to 0: none */
  carry(ancillary, from, to) {
    this.give(ancillary.flatMap(([, , descriptors]) => descriptors), from, to);
  }

  /** Transfers references of descriptors. @param {Record<string, any>[]} descriptors @param {number} from 0: none @param {number} to 0: none */
  give(descriptors, from, to) {
    for (const [key, kind] of Object.entries(this.kinds)) {
      for (const {[key]: id} of descriptors) {
        if (id && to) kind.hold(id, to);
        if (id && from) kind.release(from, id);
      }
    }
  }

  /** @param {number} pid @param {string} id @param {Uint8Array} bytes */
  write(pid, id, bytes) {
    const end = this.ends.get(id);
    if (!end?.output || !end.peer) return;
    if (end.output.broken) {
      this.send(pid, {type: "changed", id, events: this.know(end, pid), consumed: bytes.length});
      if (!end.isPipe) {
        end.reset();
        this.changed(end);
      }
      return;
    }
    end.output.push(pid, bytes);
    this.changed(end.peer);
    this.changed(end);
  }

  /** @param {string} id @param {boolean} reading @param {boolean} writing */
  shut(id, reading, writing) {
    const end = this.ends.get(id);
    if (!end) return;
    if (writing && end.output) end.output.ended = true;
    if (reading && end.input) {
      end.input.ended = true;
      // The peer of a Unix-domain connection learns at once that this end no longer reads.
      if (end.isUnix) end.input.broken = true;
    }
    this.changed(end);
    if (end.peer) this.changed(end.peer);
  }

  /** Sets the capacity of a pipe. @param {string} id @param {number} capacity @returns {string} "" or the name of an error */
  resize(id, capacity) {
    const end = this.get(id);
    const flow = end.input ?? end.output;
    if (!flow || !end.isPipe) return "EINVAL";
    if (flow.size > capacity) return "EBUSY";
    flow.capacity = capacity;
    for (const side of [end, ...(end.peer ? [end.peer] : [])]) {
      for (const pid of side.holders.keys()) this.send(pid, {type: "changed", id: side.id, events: this.know(side, pid), consumed: 0, capacity});
    }
    return "";
  }

  /** Drops a process's references: one, or all (`count` Infinity). @param {number} pid @param {string} id @param {number} [count] */
  release(pid, id, count = 1) {
    const end = this.ends.get(id);
    const held = end?.holders.get(pid);
    if (!end || !held) return;
    if (held > count) {
      end.holders.set(pid, held - count);
      return;
    }
    end.holders.delete(pid);
    end.told.delete(pid);
    if (end.holders.size) return;
    this.ends.delete(id);
    // As on Linux, closing with unread bytes resets the connection instead of ending it in an orderly way.
    if (end.input?.size && !end.isPipe) end.peer?.reset();
    if (end.output) end.output.ended = true;
    if (end.input) {
      this.carry([...end.input.pending, ...end.input.chunks.flatMap(({ancillary}) => ancillary)], CARRIED, 0);
      end.input.pending = [];
      end.input.broken = true;
      end.input.chunks = [];
      end.input.size = 0;
    }
    if (end.peer) this.changed(end.peer);
  }

  /** Drops everything that a process held. @param {number} pid */
  releaseAll(pid) {
    for (const end of [...this.ends.values()]) this.release(pid, end.id, Infinity);
  }

  /** Computes the events of an end, and notes that a holder is told them. @param {End} end @param {number} pid */
  know(end, pid) {
    const events = end.events();
    end.told.set(pid, events);
    return events;
  }

  /** Sends a holder the current events, whether it knows them or not. @param {number} pid @param {string} id */
  refresh(pid, id) {
    const end = this.ends.get(id);
    if (!end) return;
    end.told.delete(pid);
    this.changed(end);
  }

  /** Notifies the holders of an end whose input has changed. @param {string} id */
  notify(id) {
    const end = this.ends.get(id);
    if (end) this.changed(end);
  }

  /** Sends the holders of an end its events, if they have changed. @param {End} end */
  changed(end) {
    // A chunk with descriptors has to be requested.
    if (end.wanted && end.input?.chunks.length && !end.input.chunks.some(({ancillary}) => ancillary.length)) this.deliver(end);
    const events = end.events();
    for (const pid of end.holders.keys()) {
      if (end.told.get(pid) === events) continue;
      end.told.set(pid, events);
      this.send(pid, {type: "changed", id: end.id, events, consumed: 0});
    }
  }
}
