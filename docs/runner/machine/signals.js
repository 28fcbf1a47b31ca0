// @ts-check
/** Signals, as a process has them that has set no handler (signal(7)). */

export const SIGINT = 2;
export const SIGKILL = 9;
export const SIGTERM = 15;
/** Signals that nobody has to handle: CHLD, CONT, STOP, TSTP, TTIN, TTOU, URG, WINCH. */
export const HARMLESS = new Set([17, 18, 19, 20, 21, 22, 23, 28]);
/** What CPython sets up as it starts: SIGINT has a handler, SIGPIPE and SIGXFSZ are ignored. */
export const AT_START = /** @type {[number, string][]} */ ([[SIGINT, "handler"], [13, "ignore"], [25, "ignore"]]);
