// @ts-check
/**
 * Checks of messages, made on arrival. A check says whether a value is valid; a table of checks defines the message types of one
 * direction, and the fields of each besides its type.
 *
 * @typedef {((value: any) => boolean) & {fields?: Record<string, Check>}} Check `fields`: of a record
 * @typedef {Record<string, Check>} Table by type
 */

/** A message is unknown, malformed, or not allowed now. */
export class BadMessage extends Error {}

export const any = () => true;
/** @type {Check} */
export const text = (value) => typeof value === "string";
/** @type {Check} */
export const bytes = (value) => value instanceof Uint8Array;
/** An integer of a program, which may exceed JavaScript's exact integers. @type {Check} */
export const whole = (value) => Number.isInteger(value) || typeof value === "bigint";
/** @type {Check} */
export const count = (value) => Number.isInteger(value) && value >= 0;
/** @type {Check} */
export const flag = (value) => typeof value === "boolean";
/** @type {Check} */
export const number = (value) => Number.isFinite(value);
/** @param {unknown[]} values @returns {Check} */
export const oneOf = (...values) => (value) => values.includes(value);
/** @param {Check} check @returns {Check} */
export const optional = (check) => (value) => value === undefined || value === null || check(value);
/** @param {Check} check @returns {Check} */
export const list = (check) => (value) => Array.isArray(value) && value.every(check);
/** An object with these fields, and possibly others. @param {Record<string, Check>} fields @returns {Check} */
export const record = (fields) => {
  const entries = Object.entries(fields);
  const check = (/** @type {any} */ value) => typeof value === "object" && value !== null && entries.every(([name, field]) => field(value[name]));
  return Object.assign(check, {fields});
};
/** An object with exactly these fields, besides a message's type. @param {Record<string, Check>} fields @returns {Check} */
export const exactly = (fields) => {
  const check = record(fields);
  return Object.assign((/** @type {any} */ value) => check(value) && Object.keys(value).every((name) => Object.hasOwn(fields, name) || name === "type"), {fields});
};

/** Checks a message. Raises BadMessage. @param {Table} table @param {any} message */
export function check(table, message) {
  const type = message?.type;
  if (!Object.hasOwn(table, type)) throw new BadMessage(`unknown message ${String(type).slice(0, 100)}`);
  if (!table[type](message)) throw new BadMessage(`${type} has invalid contents`);
}

/**
 * Makes an event listener for messages of our own code. An invalid message has no effect except for an error in the browser's console.
 * @param {Table} table @param {string} sender @param {(message: any) => void} receive @returns {(event: {data: any}) => void}
 */
export function listener(table, sender, receive) {
  return ({data}) => {
    try {
      check(table, data);
    } catch (error) {
      console.error(`A message of ${sender} was refused: ${/** @type {Error} */ (error).message}.`);
      return;
    }
    receive(data);
  };
}
