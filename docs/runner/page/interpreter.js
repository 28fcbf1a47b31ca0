// @ts-check
/**
 * An interpreter that has run nothing yet: a machine (../machine/) whose first process boots, from an image where there is one.
 * It asks the page for what lies on the site: wheels, and what its programs ask the site's server for.
 */
import {listener} from "../shared/checks.js";
import {TO_PAGE} from "../shared/messages.js";
import {Ground} from "./ground.js";
import * as keptImage from "./kept-image.js";
import {patience} from "./loading.js";
import {giveUpIsolation} from "./sandbox.js";
import {SITE, answer} from "./site-requests.js";

/** How long a machine outlives its processes; milliseconds. */
const LINGER = 3_000;

/** What interpreters start from once one has booted on this page. @type {keptImage.KeptImage | undefined} */
let image;
/** What an earlier page has kept of one. @type {Promise<keptImage.KeptImage | undefined> | undefined} */
let kept;

/** What an interpreter of a build starts from: nothing, before the first one of all. @param {string} build */
async function earlier(build) {
  const found = image ?? (await kept);
  return found?.build === build ? found : undefined;
}

/** Lets later interpreters, here and on other pages, start from an image. @param {keptImage.KeptImage} found @param {"kept" | "made"} how */
function hold(found, how) {
  performance.mark("interleave-image", {detail: how});
  image = found;
  kept = undefined;
  if (how === "made") void keptImage.keep(found);
}

export class Interpreter {
  constructor() {
    /** How far it is. @type {any} */
    this.stage = {type: "state", state: "starting"};
    /** Who hears what comes of it. @type {(message: any) => void} */
    this.receive = () => {};
    this.isReady = false;
    this.hasBegun = false;
    this.discarded = false;
    /** What it starts from. @type {keptImage.KeptImage | undefined} */
    this.image = undefined;
    this.waiting = 0;
    this.ready = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.ready.catch(() => this.discard()); // whoever uses it reports it
    if (!image) kept ??= keptImage.read(); // while files are loaded
    void this.begin();
  }

  async begin() {
    const ground = (this.ground = Ground.get());
    const machine = (this.machine = ground.sandbox.start());
    machine.port.onmessage = listener(TO_PAGE, "the machine", (message) => this.hear(message));
    machine.onfailure = ground.sandbox.onfailure = (message) => this.fail(message);
    const watch = (/** @type {import("./loading.js").Progress} */ progress) => this.say({state: "loading", detail: "Python", progress});
    ground.watchers.add(watch);
    try {
      const files = await ground.files;
      if (this.stage.state !== "starting") this.say({state: "starting"});
      if (!this.hasBegun) this.waiting = self.setTimeout(() => this.fail("it did not start"), patience());
      this.image = await earlier(files.build);
      this.build = files.build;
      if (!this.discarded) this.tell({type: "boot", files, image: this.image, site: SITE});
    } catch (error) {
      this.reject?.(/** @type {Error} */ (error));
    } finally {
      ground.watchers.delete(watch);
    }
  }

  /** @param {object} message to the machine @param {Transferable[]} [transfer] */
  tell(message, transfer = []) {
    this.machine?.port.postMessage(message, transfer);
  }

  /** @param {{state: string, detail?: string, progress?: object}} state */
  say(state) {
    const message = {type: "state", ...state};
    if (!this.isReady) this.stage = message;
    this.receive(message);
  }

  /** @param {any} message of the machine */
  hear(message) {
    self.clearTimeout(this.waiting);
    this.hasBegun = true;
    switch (message.type) {
      case "image":
        this.image = undefined;
        hold({...message.image, build: this.build}, "made");
        break;
      case "ready":
        if (this.image && this.image !== image) hold(this.image, "kept");
        this.isReady = true;
        this.resolve?.(true);
        break;
      case "failed":
        if (!this.isReady) this.reject?.(new Error(message.message));
        break;
      case "wheels":
        void this.loadWheels(message.names);
        break;
      case "siteRequest":
        void answer(message).then((reply) => this.tell({type: "siteAnswer", pid: message.pid, number: message.number, ...reply}, reply.body ? [reply.body.buffer] : []));
        break;
    }
    this.receive(message);
  }

  /** Its worker, or the frame, could not be started, or has failed. @param {string} reason */
  fail(reason) {
    self.clearTimeout(this.waiting);
    this.ground?.giveUp();
    if (!this.hasBegun && giveUpIsolation()) void this.begin();
    else this.hear({type: "failed", message: `The interpreter's worker failed: ${reason}`});
  }

  /** What a program needs. @param {string[]} names */
  async loadWheels(names) {
    try {
      const wheels = await this.ground?.loadWheels(names, (progress) => this.say({state: "loading", detail: names[0], progress}));
      this.say({state: "starting"});
      this.tell({type: "wheels", wheels});
    } catch (error) {
      this.receive({type: "failed", message: /** @type {Error} */ (error).message});
    }
  }

  /** Ends its processes, then the machine: a worker that is ended while those that it started are starting may stay. */
  discard() {
    this.discarded = true;
    this.tell({type: "end"});
    self.setTimeout(() => this.machine?.terminate(), LINGER);
  }
}
