// @ts-check
/** How a program ended, as a shell tells it. */

/** Linux's names, from 1 on (signal(7)). */
const SIGNALS = [
  "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
  "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
];
export const SIGINT = 2;
export const SIGABRT = 6;
export const SIGKILL = 9;
export const SIGTERM = 15;

/**
 * @param {number} status an exit code, or the number of the signal that ended the program, negative
 * @returns {{exitCode: number, signal: string | null}}
 */
export function ending(status) {
  if (status >= 0) return {exitCode: status, signal: null};
  return {exitCode: 128 - status, signal: `SIG${SIGNALS[-status - 1] ?? -status}`};
}

/** The end in words. @param {import("./session.js").Result} result */
export function describe({status, exitCode, signal, ms}) {
  if (signal && signal !== "SIGINT") return `ended by ${signal}, exit ${exitCode}`;
  if (status === "stopped") return `stopped, exit ${exitCode}`;
  return `finished in ${(ms / 1000).toFixed(1)} s, exit ${exitCode}`;
}
