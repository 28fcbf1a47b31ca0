// @ts-check
/**
 * Reads the events of a trace into a model.
 *
 * @typedef {import("./types.js").Block} Block
 * @typedef {import("./types.js").Event} Event
 * @typedef {import("./types.js").Lane} Lane
 * @typedef {import("./types.js").Outcome} Outcome
 * @typedef {import("./types.js").Point} Point
 * @typedef {import("./types.js").Segment} Segment
 * @typedef {import("./model.js").Model} Model
 */

/**
 * Adds the next events of the trace.
 * @param {Model} model @param {Iterable<Event>} events @returns {Model}
 */
export function read(model, events) {
  for (const event of events) {
    if (model.missing) break; // after a gap it is unknown who waits for whom
    HANDLERS[event.event]?.(model, event, event.detail ?? {});
  }
  return model;
}

/** Coroutines that asyncio runs after the program. */
const INTERNAL = /^BaseEventLoop\.shutdown_/;

/** @type {Record<string, (model: Model, event: Event, detail: Record<string, any>) => void>} */
const HANDLERS = {
  task_spawned(model, event, detail) {
    if (detail.library && INTERNAL.test(detail.coroutine)) return;
    if (model.stack(event).length) model.locate(model.own(event), event);
    const quiet = model.lanes.full && model.lanes.rest !== null;
    const at = quiet ? model.point(event, "free") : model.mark(event);
    const lane = model.lanes.task(event, detail, at);
    model.open(lane, "ready", at);
    if (at.block) model.arrow("starts", event, detail.by, lane, at);
  },
  task_named(model, event, detail) {
    const lane = model.lanes.find(event.process, "task", event.task);
    if (lane) model.lanes.rename(lane, detail.name);
  },
  task_scheduled(model, event, detail) {
    const lane = model.lanes.find(event.process, "task", event.task);
    if (!lane) return;
    if (lane.kind === "rest") return;
    const at = model.mark(event);
    model.open(lane, "ready", at);
    const cause = model.causes.get(lane);
    // A cancelled task needs no second arrow: it is woken by the cancellation.
    if (cause?.kind !== "cancels") model.arrow("wakes", event, detail.by, lane, at);
  },
  before_task_step(model, event) {
    const lane = model.lanes.find(event.process, "task", event.task);
    if (lane) model.begin(event, lane);
  },
  after_task_step(model, event, detail) {
    const lane = model.lanes.find(event.process, "task", event.task);
    const block = lane && model.end(event, lane);
    if (lane && block) gaveUp(model, lane, block, event, detail);
  },
  task_exited(model, event, detail) {
    const lane = model.lanes.find(event.process, "task", event.task);
    if (!lane) return;
    const block = model.end(event, lane);
    exits(model, lane, block, event, detail.destroyed ? "destroyed" : detail.outcome, detail.exception);
  },
  cancel_requested(model, event, detail) {
    const lane = model.lanes.find(event.process, "task", event.task);
    if (!lane || lane.kind === "rest") return;
    if (detail.by?.thread) model.own(event);
    const at = model.mark(event);
    model.arrow("cancels", event, detail.by, lane, at);
    if (at.block) model.locate(at.block, event);
  },
  timeout_set(model, event, detail) {
    const block = model.stack(event).at(-1);
    if (!block) return;
    block.notes.push(detail.seconds === null ? "sets no timeout" : `sets a timeout of ${detail.seconds} s`);
    model.locate(block, event);
  },
  error_reported(model, event, detail) {
    model.stack(event).at(-1)?.notes.push(`asyncio reports: ${detail.message}`);
  },
  callback_scheduled(model, event, detail) {
    model.functions.set(`${event.process}/callback/${detail.callback}`, `${detail.function.split(".").at(-1)}()`);
    const block = model.stack(event).at(-1);
    if (block) model.locate(block, event);
  },
  before_callback(model, event, detail) {
    const name = model.functions.get(`${event.process}/callback/${detail.callback}`) ?? "callback";
    model.begin(event, model.lanes.loop(event, model.points.at(-1)), name);
  },
  after_callback(model, event) {
    model.end(event, model.lanes.loop(event, model.points.at(-1)));
  },
  lock_acquired(model, event, detail) {
    const block = model.own(event);
    model.locate(block, event);
    const name = detail.semaphore ? "semaphore" : "lock";
    const number = detail.semaphore ?? detail.lock ?? "";
    const label = detail.name ?? (number > 1 ? `${name} ${number}` : name);
    block.notes.push(`acquires ${label}`);
    if (detail.semaphore || block.lane.kind === "rest") return;
    /** @type {Segment} */
    const segment = {lane: block.lane, state: "holds", from: model.mark(event), to: null, wait: null, line: event.line ?? null, label};
    model.segments.push(segment);
    model.held.set(`${event.process}/${number}`, segment);
  },
  lock_released(model, event, detail) {
    const block = model.own(event);
    model.locate(block, event);
    const number = detail.semaphore ?? detail.lock ?? "";
    block.notes.push(`releases ${detail.name ?? (detail.semaphore ? "semaphore" : "lock") + (number > 1 ? ` ${number}` : "")}`);
    const segment = model.held.get(`${event.process}/${number}`);
    if (!segment || detail.semaphore) return;
    segment.to = model.mark(event);
    model.held.delete(`${event.process}/${number}`);
  },
  thread_spawned(model, event, detail) {
    const block = model.own(event);
    model.locate(block, event);
    const at = model.mark(event);
    const lane = model.lanes.thread({...event, thread: detail.thread}, at, detail.name);
    model.open(lane, "ready", at);
    model.arrow("starts", event, detail.by, lane, at);
  },
  thread_named(model, event, detail) {
    model.lanes.rename(model.lanes.thread(event, model.points.at(-1)), detail.name);
  },
  thread_scheduled(model, event, detail) {
    // What it runs, a task for example, was in the middle of its turn and continues.
    const inner = model.stack(event).findLast(({lane}) => lane.kind !== "thread")?.lane;
    const lane = inner ?? model.lanes.thread(event, model.points.at(-1));
    const at = model.mark({...event, thread: detail.by?.thread ?? event.thread});
    if (!inner) model.open(lane, "ready", at);
    model.arrow("wakes", event, detail.by, lane, at);
  },
  before_thread_step(model, event) {
    // A task or callback that runs in the thread continues.
    if (model.stack(event).some(({lane}) => lane.kind !== "thread")) return;
    const lane = model.lanes.thread(event, model.points.at(-1));
    model.begin(event, lane, model.works.get(lane));
  },
  after_thread_step(model, event, detail) {
    const lane = model.lanes.thread(event, model.points.at(-1));
    if (model.stack(event).some((block) => block.lane.kind !== "thread")) return;
    model.own(event);
    const block = model.end(event, lane);
    if (block) gaveUp(model, lane, block, event, detail);
  },
  thread_exited(model, event, detail) {
    const lane = model.lanes.thread({...event, thread: detail.thread}, model.points.at(-1));
    const block = model.end({...event, thread: detail.thread}, lane);
    if (lane.ended) return;
    exits(model, lane, block, event, "done", null);
  },
  work_submitted(model, event, detail) {
    nameWork(model, event, detail);
    model.locate(model.own(event), event);
  },
  before_work(model, event, detail) {
    if (detail.function) nameWork(model, event, detail);
    const lane = model.lanes.thread(event, model.points.at(-1));
    model.work(event, lane, model.functions.get(`${event.process}/work/${detail.work}`) ?? "work");
  },
  after_work(model, event) {
    const lane = model.lanes.thread(event, model.points.at(-1));
    model.works.delete(lane);
    model.end(event, lane);
  },
  process_spawned(model, event, detail) {
    const block = model.own(event);
    model.locate(block, event);
    const at = model.mark(event);
    const lane = model.lanes.process(detail.process, detail.name, at);
    model.arrow("starts", event, detail.by, lane, at);
  },
  process_exited(model, event, detail) {
    const at = model.mark(event);
    const lane = model.lanes.process(detail.process, "", at);
    if (lane.ended) return;
    for (const key of model.stacks.keys()) {
      if (key.startsWith(`${detail.process}/`)) model.endAll(event, key);
    }
    lane.ended = at;
    lane.outcome = detail.code ? "failed" : "done";
    if (detail.code) lane.error = {type: detail.code < 0 ? `signal ${-detail.code}` : `exit ${detail.code}`, message: ""};
    for (const each of model.lanes.all) if (each.key.startsWith(`${detail.process}/`)) model.close(each, at);
  },
  interpreter_spawned(model, event, detail) {
    const block = model.own(event);
    model.locate(block, event);
    block.notes.push(`creates interpreter ${detail.interpreter}`);
  },
  interpreter_exited(model, event, detail) {
    model.own(event).notes.push(`ends interpreter ${detail.interpreter}`);
  },
  signal_sent(model, event, detail) {
    const block = model.own(event);
    model.locate(block, event);
    const to = detail.process === event.process ? "itself" : model.lanes.find(detail.process, "process", detail.process)?.name;
    block.notes.push(`sends ${detail.signal}${to ? ` to ${to}` : ""}`);
  },
  signal_received(model, event, detail) {
    model.own(event).notes.push(`${detail.signal} arrives`);
  },
  printed(model, event, detail) {
    const block = model.own(event);
    model.locate(block, event);
    const last = block.prints.at(-1);
    if (last && last.stream === detail.stream && !last.text.endsWith("\n")) {
      last.text += detail.text;
      return;
    }
    const at = model.point(event, "free", block);
    const print = {block, at, line: event.line ?? null, stream: detail.stream, text: detail.text, row: 0, more: 0};
    block.prints.push(print);
    model.prints.push(print);
  },
  bytes_sent(model, event, detail) {
    model.stack(event).at(-1)?.notes.push(`sends ${detail.bytes} bytes`);
  },
  bytes_received(model, event, detail) {
    model.stack(event).at(-1)?.notes.push(`receives ${detail.bytes} bytes`);
  },
  before_run: (model, event) => model.endOwn(event),
  before_io_wait: (model, event) => model.endOwn(event),
  events_cut(model, _event, detail) {
    model.missing = detail.count;
  },
  program_ended(model, event) {
    model.endOwn(event);
    const at = model.point(event, "free");
    for (const lane of model.lanes.all) model.close(lane, at);
    for (const segment of model.held.values()) segment.to = at;
    model.ended = true;
  },
};

/** Notes which function is run under a number. @param {Model} model @param {Event} event @param {Record<string, any>} detail */
function nameWork(model, event, detail) {
  model.functions.set(`${event.process}/work/${detail.work}`, `${detail.function.split(".").at(-1)}()`);
}

/** Handles a lane's giving up control. @param {Model} model @param {Lane} lane @param {Block} block @param {Event} event @param {Record<string, any>} detail */
function gaveUp(model, lane, block, event, detail) {
  block.result = detail.ready ? "ready" : "waits";
  block.wait = detail.wait ?? null;
  const end = /** @type {Point} */ (block.end);
  model.open(lane, detail.ready ? "ready" : "waiting", end, {wait: block.wait, line: event.line ?? null});
}

/**
 * @param {Model} model @param {Lane} lane @param {Block | null} block @param {Event} event @param {Outcome} outcome
 * @param {{type: string, message: string} | null} error
 */
function exits(model, lane, block, event, outcome, error) {
  const at = block?.end ?? model.mark(event);
  model.close(lane, at);
  if (block) block.result = outcome;
  if (lane.kind !== "rest") Object.assign(lane, {ended: at, outcome, error: error ?? null});
}
