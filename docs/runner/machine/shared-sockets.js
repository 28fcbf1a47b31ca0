// @ts-check
/**
 * Sockets shared by several processes: arriving connections or datagrams are queued here and go to the first process that
 * asks.
 *
 * @typedef {import("./streams.js").Send} Send
 * @typedef {{end?: string, [name: string]: unknown}} Item a connection, by its end, or a datagram
 * @typedef {{id: string, binding: string, queue: Item[], holders: Map<number, number>, isShut?: boolean}} SharedSocket
 */

import {HUP, IN} from "./events.js";
import {CARRIED} from "./streams.js";

/** The most datagrams that are queued; further ones are dropped, as by a full buffer. */
const MOST_DATAGRAMS = 1000;

export class SharedSockets {
  /** @param {Send} send @param {import("./streams.js").Streams} streams @param {(binding: string) => void} unbind */
  constructor(send, streams, unbind) {
    this.send = send;
    this.streams = streams;
    this.unbind = unbind;
    /** @type {Map<string, SharedSocket>} */
    this.byId = new Map();
  }

  /** Shares a process's socket, with what has arrived already. @param {number} pid @param {string} id @param {string} binding @param {Item[]} queue */
  create(pid, id, binding, queue) {
    this.byId.set(id, {id, binding, queue, holders: new Map([[pid, 1]])});
    for (const {end} of queue) if (end) this.streams.give([{end}], pid, CARRIED);
  }

  /** @param {string} binding */
  of(binding) {
    return [...this.byId.values()].find((socket) => socket.binding === binding && !socket.isShut);
  }

  /** Queues an item for an address. @param {string} binding @param {Item} item @returns {boolean} false if it isn't the address of a shared socket */
  arrive(binding, item) {
    const socket = this.of(binding);
    if (!socket) return false;
    if (!item.end && socket.queue.length >= MOST_DATAGRAMS) return true;
    socket.queue.push(item);
    this.changed(socket);
    return true;
  }

  /** @param {number} pid @param {string} id @param {boolean} peek @returns {{item: Item, more: boolean} | null} */
  take(pid, id, peek) {
    const socket = this.byId.get(id);
    const item = socket?.queue[0];
    if (!socket || !item) return null;
    if (peek) return {item, more: true};
    socket.queue.shift();
    if (item.end) this.streams.give([{end: item.end}], CARRIED, pid);
    if (!socket.queue.length) this.changed(socket);
    return {item, more: socket.queue.length > 0};
  }

  /** @param {SharedSocket} socket */
  changed({id, queue, holders}) {
    for (const pid of holders.keys()) this.send(pid, {type: "changed", id, events: queue.length ? IN : 0, consumed: 0});
  }

  /** Shuts a socket down: no more connections arrive, and the other processes are told. @param {number} pid @param {string} id */
  shut(pid, id) {
    const socket = this.byId.get(id);
    if (!socket) return;
    socket.isShut = true;
    for (const {end} of socket.queue.splice(0)) if (end) this.streams.release(CARRIED, end);
    for (const holder of socket.holders.keys()) if (holder !== pid) this.refresh(holder, id);
  }

  /** Sends a process the current events. @param {number} pid @param {string} id */
  refresh(pid, id) {
    const socket = this.byId.get(id);
    const events = socket?.isShut ? HUP : socket?.queue.length ? IN : 0;
    if (events) this.send(pid, {type: "changed", id, events, consumed: 0});
  }

  /** @param {string} id @param {number} pid */
  hold(id, pid) {
    const holders = this.byId.get(id)?.holders;
    holders?.set(pid, (holders.get(pid) ?? 0) + 1);
  }

  /** @param {number} pid @param {string} id @param {number} [count] */
  release(pid, id, count = 1) {
    const socket = this.byId.get(id);
    const held = socket?.holders.get(pid);
    if (!socket || !held) return;
    if (held > count) return void socket.holders.set(pid, held - count);
    socket.holders.delete(pid);
    if (socket.holders.size) return;
    this.byId.delete(id);
    for (const {end} of socket.queue) if (end) this.streams.release(CARRIED, end);
    this.unbind(socket.binding);
  }

  /** @param {number} pid */
  releaseAll(pid) {
    for (const id of [...this.byId.keys()]) this.release(pid, id, Infinity);
  }
}
