// @ts-check
/**
 * Only one module of this worker sends messages to the machine, and only the machine ends this worker. A program, which can reach all
 * globals, gets an error that says what to do instead.
 */
export function takeOver() {
  const post = self.postMessage.bind(self);
  const refuse = (/** @type {string} */ name, /** @type {string} */ instead) => {
    const value = () => {
      throw new Error(`${name}() is not for programs of this page: ${instead}`);
    };
    for (let holder = self; holder; holder = Object.getPrototypeOf(holder)) {
      if (Object.hasOwn(holder, name)) Object.defineProperty(holder, name, {value, writable: false, configurable: false});
    }
  };
  refuse("postMessage", "what print() writes reaches the page");
  refuse("close", "sys.exit() ends a program");
  return (/** @type {object} */ message, /** @type {Transferable[]} */ transfer = []) => post(message, {transfer});
}
