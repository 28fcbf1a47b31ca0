// @ts-check
/**
 * Sockets that several processes have, and that connections or datagrams arrive at: what arrives waits here, and goes to the
 * first that asks.
 *
 * @typedef {import("./streams.js").Send} Send
 * @typedef {{end?: string, [name: string]: unknown}} Item a connection, whose end this is, or a datagram
 * @typedef {{id: string, binding: string, queue: Item[], holders: Map<number, number>, isShut?: boolean}} SharedSocket
 */

import {HUP, IN} from "./events.js";
import {CARRIED} from "./streams.js";

/** How many datagrams wait; others are lost, as where a buffer is full. */
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

  /** A process shares its socket, with what has arrived. @param {number} pid @param {string} id @param {string} binding @param {Item[]} queue */
  create(pid, id, binding, queue) {
    this.byId.set(id, {id, binding, queue, holders: new Map([[pid, 1]])});
    for (const {end} of queue) if (end) this.streams.give([{end}], pid, CARRIED);
  }

  /** @param {string} binding */
  of(binding) {
    return [...this.byId.values()].find((socket) => socket.binding === binding && !socket.isShut);
  }

  /** Something comes for an address. @param {string} binding @param {Item} item @returns {boolean} false if nobody shares it */
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

  /** A process lets no more connections arrive: the others hear of it. @param {number} pid @param {string} id */
  shut(pid, id) {
    const socket = this.byId.get(id);
    if (!socket) return;
    socket.isShut = true;
    for (const {end} of socket.queue.splice(0)) if (end) this.streams.release(CARRIED, end);
    for (const holder of socket.holders.keys()) if (holder !== pid) this.refresh(holder, id);
  }

  /** Tells a process what holds. @param {number} pid @param {string} id */
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
