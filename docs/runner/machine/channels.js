// @ts-check
/**
 * Channels between the interpreters of a process (kernel/interpreters/channels.py). Items are sent and received as bytes.
 *
 * An end of a channel knows the interpreters that have used it, and whether they still may.
 *
 * @typedef {{number: number, waits: boolean, data: Uint8Array | null, unbound: number, from: number, queues: number[]}} Item
 * from: the sending worker; number: the item's number in that worker
 * @typedef {Map<number, boolean>} End by worker, whether it may still use this end
 * @typedef {{id: number, unbound: number, fallback: number, items: Item[], send: End, recv: End, open: boolean, closing: boolean,
 *   gone: boolean, holders: Map<number, number>}} Channel
 * open: also false once all interpreters have released it; gone: closed for all; holders: workers that have its identifier
 * @typedef {{send: import("./streams.js").Send, departed(process: number, queues: number[]): void, arrived(process: number, queues: number[]): void}} Machine
 */
import {REMOVE} from "./unbound.js";

const MISSING = "missing";
const CLOSED = "closed";

export class Channels {
  /** @param {Machine} machine */
  constructor(machine) {
    this.machine = machine;
    /** By process. @type {Map<number, {next: number, byId: Map<number, Channel>}>} */
    this.tables = new Map();
  }

  /** The operations that processes may call (machine.js). @returns {Record<string, (process: {pid: number, process: number}, ...args: any[]) => unknown>} */
  operations() {
    return {
      createChannel: ({process, pid}, unbound, fallback) => this.create(process, pid, unbound, fallback),
      destroyChannel: ({process}, id) => this.destroy(process, id),
      channel: ({process}, id) => this.describe(process, id),
      channels: ({process}) => this.list(process),
      holdChannel: ({process, pid}, id) => this.hold(process, pid, id),
      letGoOfChannel: ({process, pid}, id) => this.letGo(process, pid, id),
      sendChannel: ({process, pid}, id, item) => this.send(process, pid, id, item),
      unsendChannel: ({process, pid}, id, number) => this.unsend(process, pid, id, number),
      receiveChannel: ({process, pid}, id) => this.receive(process, pid, id),
      closeChannel: ({process}, id, sends, force) => this.close(process, id, sends, force),
      releaseChannel: ({process, pid}, id, ends) => this.release(process, pid, id, ends),
    };
  }

  /** @param {number} process */
  table(process) {
    let table = this.tables.get(process);
    if (!table) this.tables.set(process, (table = {next: 0, byId: new Map()}));
    return table;
  }

  /** @param {number} process @param {number} id */
  find(process, id) {
    return this.tables.get(process)?.byId.get(id);
  }

  /** An open channel, or the name of its state. @param {number} process @param {number} id */
  lookup(process, id) {
    const channel = this.find(process, id);
    return channel ? (channel.open ? channel : CLOSED) : MISSING;
  }

  /** @param {number} process @param {number} worker @param {number} unbound @param {number} fallback */
  create(process, worker, unbound, fallback) {
    const table = this.table(process);
    const id = table.next;
    table.next += 1;
    const state = {open: true, closing: false, gone: false};
    table.byId.set(id, {id, unbound, fallback, items: [], send: new Map(), recv: new Map(), ...state, holders: new Map([[worker, 1]])});
    return id;
  }

  /** @param {number} process @param {number} id @returns {boolean} false if there is none */
  destroy(process, id) {
    const channel = this.find(process, id);
    if (!channel) return false;
    this.finish(process, channel);
    return this.table(process).byId.delete(id);
  }

  /** Channels that are not closed, newest first. @param {number} process */
  list(process) {
    const channels = [...(this.tables.get(process)?.byId.values() ?? [])].filter(({gone}) => !gone);
    return channels.reverse().map(({id, unbound, fallback}) => [id, unbound, fallback]);
  }

  /** @param {number} process @param {number} id */
  describe(process, id) {
    const channel = this.find(process, id);
    if (!channel) return MISSING;
    const {unbound, fallback, open, closing, items, send, recv} = channel;
    return {unbound, fallback, open, closing, count: items.length, send: [...send], recv: [...recv]};
  }

  /** @param {number} process @param {number} worker @param {number} id @returns {boolean} false if there is none */
  hold(process, worker, id) {
    const channel = this.find(process, id);
    channel?.holders.set(worker, (channel.holders.get(worker) ?? 0) + 1);
    return channel !== undefined;
  }

  /** @param {number} process @param {number} worker @param {number} id @param {number} [count] */
  letGo(process, worker, id, count = 1) {
    const holders = this.find(process, id)?.holders;
    if (!holders?.has(worker)) return;
    const left = (holders.get(worker) ?? 0) - count;
    if (left > 0) holders.set(worker, left);
    else holders.delete(worker);
    if (!holders.size) this.destroy(process, id);
  }

  /**
   * @param {number} process @param {number} worker @param {number} id @param {Omit<Item, "from">} item a negative `unbound`
   *   means the channel's default
   */
  send(process, worker, id, item) {
    const channel = this.lookup(process, id);
    if (typeof channel === "string") return channel;
    if (channel.closing) return CLOSED;
    if (!associate(channel.send, worker)) return "released";
    this.machine.departed(process, item.queues);
    channel.items.push({...item, unbound: item.unbound < 0 ? channel.unbound : item.unbound, from: worker});
    return true;
  }

  /** Withdraws an item that has not been received. @param {number} process @param {number} worker @param {number} id @param {number} number */
  unsend(process, worker, id, number) {
    const channel = this.find(process, id);
    const item = channel?.items.find((each) => each.from === worker && each.number === number);
    if (!channel || !item) return;
    channel.items.splice(channel.items.indexOf(item), 1);
    this.machine.arrived(process, item.queues);
    if (channel.closing && !channel.items.length) this.finish(process, channel);
  }

  /** @param {number} process @param {number} worker @param {number} id @returns {Item | string} */
  receive(process, worker, id) {
    const channel = this.lookup(process, id);
    if (typeof channel === "string") return channel;
    if (!associate(channel.recv, worker)) return "released";
    const item = channel.items.shift();
    if (item) this.tell(item, true);
    if (channel.closing && !channel.items.length) this.finish(process, channel);
    return item ?? "empty";
  }

  /** Releases an end for one interpreter. @param {number} process @param {number} worker @param {number} id @param {string[]} ends */
  release(process, worker, id, ends) {
    const channel = this.lookup(process, id);
    if (typeof channel === "string") return channel;
    if (ends.includes("send")) channel.send.set(worker, false);
    if (ends.includes("recv")) channel.recv.set(worker, false);
    channel.open = isUsed(channel);
    return true;
  }

  /** Closes a channel for all interpreters. @param {number} process @param {number} id @param {boolean} sends only the sending end @param {boolean} force */
  close(process, id, sends, force) {
    const channel = this.lookup(process, id);
    if (typeof channel === "string") return channel;
    if (!force && sends && channel.closing) return CLOSED;
    if (!force && channel.items.length) {
      channel.closing ||= sends;
      return sends || "not empty";
    }
    this.finish(process, channel);
    return true;
  }

  /** Ends a channel: nothing can be sent or received any more. @param {number} process @param {Channel} channel */
  finish(process, channel) {
    Object.assign(channel, {open: false, closing: false, gone: true});
    for (const item of channel.items.splice(0)) {
      this.machine.arrived(process, item.queues);
      this.tell(item, false);
    }
  }

  /** Tells a waiting sender whether its item was received. @param {Item} item @param {boolean} received */
  tell(item, received) {
    if (item.waits) this.machine.send(item.from, {type: "taken", number: item.number, received});
  }

  /** Releases everything of an interpreter that ends. @param {number} process @param {number} worker */
  leave(process, worker) {
    for (const channel of [...(this.tables.get(process)?.byId.values() ?? [])]) {
      for (const item of channel.items.filter(({from}) => from === worker)) {
        this.machine.arrived(process, item.queues);
        Object.assign(item, {data: null, from: 0, waits: false, queues: []});
        if (item.unbound === REMOVE) channel.items.splice(channel.items.indexOf(item), 1);
      }
      for (const end of [channel.send, channel.recv]) if (end.has(worker)) end.set(worker, false);
      channel.open &&= isUsed(channel);
      this.letGo(process, worker, channel.id, Infinity);
    }
  }

  /** Forgets a process that ends. @param {number} process */
  forget(process) {
    this.tables.delete(process);
  }
}

/** @param {End} end @param {number} worker @returns {boolean} whether it may use the end */
function associate(end, worker) {
  if (!end.has(worker)) end.set(worker, true);
  return end.get(worker) === true;
}

/** Whether some interpreter may use the channel, or none ever has. @param {Channel} channel */
function isUsed({send, recv}) {
  const states = [...send.values(), ...recv.values()];
  return !states.length || states.includes(true);
}
