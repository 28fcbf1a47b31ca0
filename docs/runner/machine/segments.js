// @ts-check
/**
 * Memory that processes share (shm_overview(7)). Each process has a copy; the authoritative one is here.
 * @typedef {import("./streams.js").Send} Send @typedef {import("../shared/records.js").Page} Page
 */

/** @typedef {{id: string, name: string | null, bytes: Uint8Array, holders: Map<number, number>, mapping: Set<number>}} Segment */

export class Segments {
  /** @param {Send} send */
  constructor(send) {
    this.send = send;
    /** @type {Map<string, Segment>} */
    this.byId = new Map();
    /** Segments that are not unlinked, by name. @type {Map<string, Segment>} */
    this.byName = new Map();
    this.last = 0;
  }

  /** The operations that processes may call (machine.js). @returns {Record<string, (process: {pid: number, process: number}, ...args: any[]) => unknown>} */
  operations() {
    return {
      openSegment: ({pid}, name, creates, exclusive, truncates) => this.open(pid, name, creates, exclusive, truncates),
      releaseSegment: ({pid}, id) => this.release(pid, id),
      unlinkSegment: (_, name) => this.unlink(name),
      segmentSize: (_, id) => this.size(id),
      resizeSegment: (_, id, length) => this.resize(id, length),
      mapSegment: ({pid}, id) => this.map(pid, id),
      unmapSegment: ({pid}, id) => this.unmap(pid, id),
      writeSegment: ({pid}, id, pages) => this.write(pid, id, pages),
    };
  }

  /** @param {string} id @returns {Segment} */
  get(id) {
    const segment = this.byId.get(id);
    if (!segment) throw new Error(`no such segment: ${id}`);
    return segment;
  }

  /** @param {number} pid @param {string} name @param {boolean} creates @param {boolean} exclusive @param {boolean} truncates @returns {string} an identifier, or an error's name */
  open(pid, name, creates, exclusive, truncates) {
    let segment = this.byName.get(name);
    if (segment && creates && exclusive) return "EEXIST";
    if (!segment) {
      if (!creates) return "ENOENT";
      segment = {id: `segment:${(this.last += 1)}`, name, bytes: new Uint8Array(0), holders: new Map(), mapping: new Set()};
      this.byId.set(segment.id, segment);
      this.byName.set(name, segment);
    } else if (truncates) {
      this.resize(segment.id, 0);
    }
    this.hold(segment.id, pid);
    return segment.id;
  }

  /** @param {string} name @returns {boolean} whether it existed */
  unlink(name) {
    const segment = this.byName.get(name);
    if (!segment) return false;
    this.byName.delete(name);
    segment.name = null;
    this.drop(segment);
    return true;
  }

  /** @param {string} id @returns {number} */
  size(id) {
    return this.get(id).bytes.length;
  }

  /** @param {string} id @param {number} length */
  resize(id, length) {
    const segment = this.get(id);
    const bytes = new Uint8Array(length);
    bytes.set(segment.bytes.subarray(0, length));
    segment.bytes = bytes;
    for (const pid of segment.mapping) this.send(pid, {type: "segment", id, bytes});
  }

  /** @param {number} pid @param {string} id @returns {number} its size */
  map(pid, id) {
    const segment = this.get(id);
    segment.mapping.add(pid);
    this.send(pid, {type: "segment", id, bytes: segment.bytes});
    return segment.bytes.length;
  }

  /** @param {number} pid @param {string} id */
  unmap(pid, id) {
    const segment = this.byId.get(id);
    if (!segment) return;
    segment.mapping.delete(pid);
    this.drop(segment);
  }

  /** Applies a process's changes and forwards them. @param {number} pid @param {string} id @param {Page[]} pages */
  write(pid, id, pages) {
    const segment = this.byId.get(id);
    if (!segment) return;
    for (const {at, now, was} of pages) {
      const end = Math.min(now.length, segment.bytes.length - at);
      for (let index = 0; index < end; index += 1) if (now[index] !== was[index]) segment.bytes[at + index] = now[index];
    }
    for (const other of segment.mapping) if (other !== pid) this.send(other, {type: "memory", id, pages});
  }

  /** Counts a process's descriptor. @param {string} id @param {number} pid */
  hold(id, pid) {
    const {holders} = this.get(id);
    holders.set(pid, (holders.get(pid) ?? 0) + 1);
  }

  /** Drops one descriptor of a process. @param {number} pid @param {string} id */
  release(pid, id) {
    const segment = this.byId.get(id);
    const held = segment?.holders.get(pid);
    if (!segment || !held) return;
    if (held > 1) segment.holders.set(pid, held - 1);
    else segment.holders.delete(pid);
    this.drop(segment);
  }

  /** Drops everything that a process held. @param {number} pid */
  releaseAll(pid) {
    for (const segment of [...this.byId.values()]) {
      segment.holders.delete(pid);
      segment.mapping.delete(pid);
      this.drop(segment);
    }
  }

  /** Deletes a segment that has become unreachable. @param {Segment} segment */
  drop({id, name, holders, mapping}) {
    if (name === null && !holders.size && !mapping.size) this.byId.delete(id);
  }
}
