// @ts-check
/** Linux's signals, and what each does to a process that has set no handler (signal(7)). */

/** Their names, from 1 on. */
export const SIGNALS = [
  "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
  "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
];
export const SIGINT = 2;
export const SIGABRT = 6;
export const SIGKILL = 9;
export const SIGTERM = 15;
export const SIGCONT = 18;
export const SIGSTOP = 19;
export const SIGSYS = 31;
/** Signals that do nothing by default: CHLD, CONT (which continues a stopped process first), URG, WINCH. */
export const HARMLESS = new Set([17, SIGCONT, 23, 28]);
/** Signals that stop a process by default: STOP, TSTP, TTIN, TTOU. */
export const STOPPING = new Set([SIGSTOP, 20, 21, 22]);
/** The dispositions that CPython sets at its start: SIGINT has a handler, SIGPIPE and SIGXFSZ are ignored. */
export const AT_START = /** @type {[number, string][]} */ ([[SIGINT, "handler"], [13, "ignore"], [25, "ignore"]]);
