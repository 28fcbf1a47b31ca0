// @ts-check
/**
 * Messages are checked where they arrive. A check says whether a value is what it has to be; a table of them says which types of
 * message there are on one way, and what each holds beside its type.
 *
 * @typedef {((value: any) => boolean) & {fields?: Record<string, Check>}} Check `fields`: of a record
 * @typedef {Record<string, Check>} Table by type
 */

/** There is no such message, or not now, or it is malformed. */
export class BadMessage extends Error {}

export const any = () => true;
/** @type {Check} */
export const text = (value) => typeof value === "string";
/** @type {Check} */
export const bytes = (value) => value instanceof Uint8Array;
/** What a program passes as an integer may be beyond those that JavaScript counts with. @type {Check} */
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
/** Other fields may be there too. @param {Record<string, Check>} fields @returns {Check} */
export const record = (fields) => {
  const entries = Object.entries(fields);
  const check = (/** @type {any} */ value) => typeof value === "object" && value !== null && entries.every(([name, field]) => field(value[name]));
  return Object.assign(check, {fields});
};
/** No other field is there, but the type of a message. @param {Record<string, Check>} fields @returns {Check} */
export const exactly = (fields) => {
  const check = record(fields);
  return Object.assign((/** @type {any} */ value) => check(value) && Object.keys(value).every((name) => Object.hasOwn(fields, name) || name === "type"), {fields});
};

/** Raises BadMessage. @param {Table} table @param {any} message */
export function check(table, message) {
  const type = message?.type;
  if (!Object.hasOwn(table, type)) throw new BadMessage(`there is no message ${String(type).slice(0, 100)}`);
  if (!table[type](message)) throw new BadMessage(`${type} has other contents`);
}

/**
 * What listens to messages of our own code. One that makes no sense has no effect, and the browser's console says why.
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
