// @ts-check
/**
 * The status line: what a program is doing, and how it ended.
 *
 * @typedef {"starting" | "loading" | "running" | "reading" | "paused" | "stopping" | "terminating"} State "reading": waits for input
 * @typedef {{status: "ok" | "error" | "stopped" | "failed", exitCode: number | null, signal: string | null, reason: string | null,
 *   stdout: string, stderr: string, output: string, ms: number}} Result "failed": the program did not run and has no exit
 *   code. `reason`: why it did not run, or why the page ended it
 */
import {SIGNALS} from "../shared/signals.js";
import {megabytes} from "./loading.js";

const STATES = {
  starting: "starting Python…",
  loading: "loading",
  running: "running…",
  reading: "waiting for input…",
  paused: "paused",
  stopping: "stopping…",
  terminating: "terminating…",
};

/**
 * A state in words, and separately its progress, which changes too often to be read aloud.
 * @param {State} state @param {string} [detail] what is loaded @param {import("./loading.js").Progress} [progress]
 * @returns {[text: string, amount: string]}
 */
export function stage(state, detail, progress) {
  if (state !== "loading") return [STATES[state], ""];
  return [`loading ${detail}`, progress ? ` ${megabytes(progress.loaded)} of ${megabytes(progress.total)} MB` : "…"];
}

/**
 * @param {number | null} status an exit code, or the number of the signal that ended the program, negative; null if it did not run
 * @returns {{exitCode: number | null, signal: string | null}}
 */
export function ending(status) {
  if (status === null || status >= 0) return {exitCode: status, signal: null};
  return {exitCode: 128 - status, signal: `SIG${SIGNALS[-status - 1] ?? -status}`};
}

/** The end in words. @param {Result} result */
export function describe({status, exitCode, signal, reason, ms}) {
  if (status === "failed") return "not started";
  const because = reason ? `: ${reason}` : "";
  if (signal && signal !== "SIGINT") return `ended by ${signal}, exit ${exitCode}${because}`;
  if (status === "stopped") return `stopped, exit ${exitCode}${because || (exitCode === 130 ? " (as by Ctrl+C)" : "")}`;
  return `finished in ${(ms / 1000).toFixed(1)} s, exit ${exitCode}${because}`;
}
