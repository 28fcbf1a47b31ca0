// @ts-check
/**
 * The texts of a timeline: durations, names, what a lane waits for.
 *
 * @typedef {import("./types.js").Block} Block
 * @typedef {import("./types.js").Wait} Wait
 */

/** Formats a duration for people. @param {number} microseconds @returns {string} */
export function duration(microseconds) {
  if (!microseconds) return "0";
  if (microseconds < 995) return `${Math.round(microseconds)} µs`;
  // 0.4 s, but 312 ms.
  if (microseconds < 99_500 || (microseconds < 999_500 && microseconds % 10_000)) return `${significant(microseconds / 1000)} ms`;
  if (microseconds < 120_000_000) return `${significant(microseconds / 1_000_000)} s`;
  if (microseconds < 7_200_000_000) return `${significant(microseconds / 60_000_000)} min`;
  return `${significant(microseconds / 3_600_000_000)} h`;
}

/** At most three digits, without trailing zeros. @param {number} value */
function significant(value) {
  return String(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}

/** A count and its noun. @param {number} count @param {string} noun @param {string} [plural] */
export function counted(count, noun, plural = `${noun}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : plural}`;
}

/** Cuts a text to a number of characters. @param {string} text @param {number} length */
export function cut(text, length) {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, Math.max(0, length - 1)).join("").trimEnd()}…`;
}

/** Cuts a name, but not the number at its end. @param {string} name @param {number} length */
export function cutName(name, length) {
  const number = /[ -][\d_]+$/.exec(name)?.[0] ?? "";
  return cut(name.slice(0, name.length - number.length), length - number.length) + number;
}

/** Lists the first few names. @param {string[]} names @param {number} most */
function listed(names, most = 3) {
  if (names.length <= most) return names.join(", ");
  return `${names.slice(0, most - 1).join(", ")} and ${names.length - most + 1} more`;
}

/**
 * Describes what a lane waits for.
 * @param {Wait} wait
 * @param {(number: number) => string} nameOf the name of a task
 * @param {(who: Record<string, number | string>) => string} whoIs
 * @returns {string}
 */
export function waiting(wait, nameOf, whoIs) {
  const call = (wait.call ?? "").split(".").at(-1) ?? "";
  const number = wait.number && wait.number > 1 ? ` ${wait.number}` : "";
  const tasks = (wait.tasks ?? []).map(nameOf);
  const others = wait.futures?.length ? [counted(wait.futures.length, "future")] : [];
  const pending = listed([...tasks, ...others]);
  switch (wait.on) {
    case "sleep":
      return wait.seconds ? `sleep ${duration(wait.seconds * 1e6)}` : "sleep";
    case "lock":
      return `${wait.name ?? `lock${number}`}${wait.owner ? `, held by ${whoIs(wait.owner)}` : ""}`;
    case "semaphore":
      return `a permit of ${wait.name ?? `semaphore${number}`}`;
    case "condition":
      return wait.name ?? `condition${number}`;
    case "event":
      return wait.name ?? `event${number}`;
    case "barrier":
      return wait.parties ? `barrier, ${wait.waiting} of ${wait.parties} there` : "barrier";
    case "queue": {
      const queue = `${wait.name ?? `queue${number}`}.${call || "get"}()`;
      if (call === "join") return `${queue}: unfinished`;
      if (wait.size === undefined) return queue; // in a pipe between processes
      return `${queue}: ${wait.size === 0 ? "empty" : wait.size === wait.maxsize ? "full" : `${wait.size} in it`}`;
    }
    case "task":
      return `task ${pending}`;
    case "gather":
      return `gather: ${pending}`;
    case "wait":
      return `${call || "wait"}: ${pending}`;
    case "task_group":
      return pending ? `group: ${pending}` : "group";
    case "shield":
      return `shield: ${pending}`;
    case "work":
      return `${wait.function ?? (wait.number ? whoIs({work: wait.number}) : "a function")} in a thread or process`;
    case "executor":
      return "executor to shut down";
    case "socket":
      return call ? `socket${number}: ${call}()` : `socket${number}`;
    case "pipe":
      return `pipe${number}`;
    case "connection":
      return "a connection";
    case "resolver":
      return wait.name ? `address of ${wait.name}` : "an address";
    case "server":
      return "server to close";
    case "process":
      return `process${number} to end`;
    case "thread":
      return `${wait.number ? whoIs({thread: wait.number}) : "a thread"} to end`;
    case "signal":
      return "a signal";
    case "input":
      return "input";
    case "idle":
      return "nothing to do";
    case "system":
      return call ? `${call}()` : "the system";
    default:
      return `${wait.on}${number}`;
  }
}

/** Shortens a line of source: removes comment, indentation and the prefix `asyncio.`. @param {string} line */
export function code(line) {
  // A # in a string literal is rare, and costs only the end of the text.
  return line.replace(/\s+#[^"']*$/, "").trim().replace(/\basyncio\./g, "");
}

const ENDS = new Map([["done", "returns"], ["cancelled", "is cancelled"], ["failed", "fails"]]);

/**
 * The caption of a block: the line at which it gave up control, and its code.
 * @param {Block} block @param {string[]} lines the program's, without those of other files @returns {string[]}
 */
export function caption(block, lines) {
  if (block.turns > 1) return [counted(block.turns, "turn")];
  const title = block.label && block.label !== "module" ? block.label : "";
  if (!block.line) return [title || block.notes[0] || ENDS.get(block.result) || "runs"];
  const text = block.file ? block.file : code(lines[block.line - 1] ?? "");
  return [title || `line ${block.line}`, ...(text ? [text] : [])];
}
