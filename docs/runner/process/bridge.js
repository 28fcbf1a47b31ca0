// @ts-check
/** The part of the suspension of threads that kernel/browser.py calls. */
import {identify} from "./thread-states.js";

/** @param {import("./suspension.js").Suspension} suspension */
export function bridge(suspension) {
  return {
    wake: (/** @type {number} */ ident) => suspension.wake(ident),
    identify: (/** @type {number} */ ident) => {
      identify(suspension.module, ident);
      if (ident) suspension.clock.start(ident);
      else suspension.clock.forget();
    },
    runAlone: (/** @type {number} */ ident) => void (suspension.alone = ident),
    cpuTime: (/** @type {number} */ ident) => suspension.clock.read(ident) / 1000,
    resumed: () => suspension.resumed,
    setSlice: (/** @type {number} */ seconds) => suspension.ticks.setSlice(seconds * 1000),
    spawn: (/** @type {any} */ thread) => suspension.spawn(thread.copy()),
    tickAgain: () => suspension.ticks.repeat(),
    takeSignals: () => {
      if (!suspension.pending.size) return null;
      const pending = [...suspension.pending];
      suspension.pending.clear();
      return pending;
    },
    stand: (/** @type {number} */ ident, /** @type {string} */ turn) => {
      suspension.stand(ident);
      suspension.events.post({type: "turn", ...JSON.parse(turn)});
    },
    sendSignal: (/** @type {number} */ signum) => suspension.signal(signum),
    ask: (/** @type {string} */ op, /** @type {unknown[]} */ args, /** @type {number} */ ident, /** @type {boolean} */ atOnce) =>
      suspension.ask(op, args, ident, atOnce),
    answered: (/** @type {number} */ number) => suspension.answers.has(number),
    takeAnswer: (/** @type {number} */ number) => {
      const value = suspension.answers.get(number);
      suspension.answers.delete(number);
      return value;
    },
    setTimer: (/** @type {number} */ signum, /** @type {number} */ seconds, /** @type {number} */ interval) => suspension.timers.set(signum, seconds, interval),
    waitExactly: (/** @type {number} */ milliseconds) => void (suspension.time.exact = milliseconds),
    tell: (/** @type {string} */ op, /** @type {unknown[]} */ args) => suspension.events.post({type: "post", op, args}),
    signalTaken: (/** @type {number} */ signum) => suspension.events.onSignal(signum),
  };
}
