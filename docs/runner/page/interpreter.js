// @ts-check
/**
 * An interpreter that hasn't run anything yet: a machine (../machine/) whose first process boots, from an image if there is
 * one. It asks the page for what is on the site: wheels, and the programs' requests to the site's server.
 */
import {listener} from "../shared/checks.js";
import {TO_PAGE} from "../shared/messages.js";
import {Ground} from "./ground.js";
import * as keptImage from "./kept-image.js";
import {patience} from "./receiving.js";
import {giveUpIsolation, proveIsolation} from "./sandbox.js";
import {SITE, answer} from "./site-requests.js";

/** How long a machine outlives its processes; milliseconds. */
const LINGER = 3_000;

/** The images made on this page, by the packages in them. @type {Map<string, keptImage.KeptImage>} */
const images = new Map();
/** The images that earlier pages kept. @type {Map<string, Promise<keptImage.KeptImage | undefined>>} */
const kept = new Map();

/** @param {string[]} packages */
const keyOf = (packages) => packages.join(" ");

/** Begins to read the image that an earlier page kept, while files are loaded. @param {string[]} packages */
function look(packages) {
  const key = keyOf(packages);
  if (!images.has(key) && !kept.has(key)) kept.set(key, keptImage.read(packages));
}

/** Whether there is an image with these packages, as far as known. @param {string[]} packages */
export function isQuick(packages) {
  return images.has(keyOf(packages)) || keptImage.isKept(packages);
}

/** The image from which an interpreter of a build starts; none before the very first one. @param {string} build @param {string[]} packages */
async function earlier(build, packages) {
  for (const wanted of packages.length ? [packages, []] : [[]]) {
    const found = images.get(keyOf(wanted)) ?? (await kept.get(keyOf(wanted)));
    if (found?.build === build) return found;
    look([]);
  }
  return undefined;
}

/** Makes an image available to later interpreters, here and on other pages. @param {keptImage.KeptImage} found @param {"kept" | "made"} how */
function hold(found, how) {
  performance.mark("interleave-image", {detail: [how, ...found.packages].join(" ")});
  images.set(keyOf(found.packages), found);
  kept.delete(keyOf(found.packages));
  if (how === "made") void keptImage.keep(found);
}

export class Interpreter {
  /** @param {string[]} packages what its program imports, as far as known */
  constructor(packages) {
    this.packages = packages;
    /** The last state message. @type {any} */
    this.stage = {type: "state", state: "starting"};
    /** Receives the interpreter's messages. @type {(message: any) => void} */
    this.receive = () => {};
    this.isReady = false;
    this.hasBegun = false;
    this.discarded = false;
    /** The image that it starts from. @type {keptImage.KeptImage | undefined} */
    this.image = undefined;
    this.waiting = 0;
    this.ready = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.ready.catch(() => this.discard()); // the code that awaits it reports it
    look(keptImage.isKept(packages) ? packages : []);
    void this.begin();
  }

  async begin() {
    const ground = (this.ground = Ground.get());
    const machine = (this.machine = ground.sandbox.start());
    machine.port.onmessage = listener(TO_PAGE, "the machine", (message) => this.handle(message));
    machine.onfailure = (message) => this.fail(message);
    const watch = (/** @type {import("./loading.js").Progress} */ progress) => this.setStage({state: "loading", detail: "Python", progress});
    ground.watchers.add(watch);
    try {
      const files = await ground.files;
      if (this.ground !== ground) return; // it has started again, without isolation
      if (files.sources) this.starts();
      if (!this.hasBegun) this.waiting = self.setTimeout(() => this.fail("it did not start"), patience());
      const packages = this.packages.filter((name) => Object.hasOwn(files.wheels, name));
      this.image = await earlier(files.build, packages);
      this.build = files.build;
      if (!this.discarded) this.tell({type: "boot", files, image: this.image, packages, site: SITE});
      if (files.sources) return;
      const sources = await ground.sources;
      if (this.ground !== ground || this.discarded) return;
      this.starts();
      this.tell({type: "sources", sources});
    } catch (error) {
      if (this.ground === ground) this.reject?.(/** @type {Error} */ (error));
    } finally {
      ground.watchers.delete(watch);
    }
  }

  /** @param {object} message to the machine @param {Transferable[]} [transfer] */
  tell(message, transfer = []) {
    this.machine?.port.postMessage(message, transfer);
  }

  /** @param {{state: string, detail?: string, progress?: object}} state */
  setStage(state) {
    const message = {type: "state", ...state};
    if (!this.isReady) this.stage = message;
    this.receive(message);
  }

  /** All that it is made of has been loaded. */
  starts() {
    if (this.stage.state !== "starting") this.setStage({state: "starting"});
  }

  /** @param {any} message of the machine */
  handle(message) {
    self.clearTimeout(this.waiting);
    if (!this.hasBegun && message.type !== "failed") proveIsolation();
    this.hasBegun = true;
    switch (message.type) {
      case "image":
        if (message.image.packages.length) this.holdImage(); // what it was made from
        this.image = undefined;
        hold({...message.image, build: this.build}, "made");
        break;
      case "ready":
        this.holdImage();
        this.isReady = true;
        this.resolve?.(true);
        break;
      case "failed":
        if (!this.isReady) this.reject?.(new Error(message.message));
        break;
      case "wheels":
        this.packages = message.wanted;
        void this.loadWheels(message.names);
        break;
      case "siteRequest":
        void answer(message).then((reply) => this.tell({type: "siteAnswer", pid: message.pid, number: message.number, ...reply}, reply.body ? [reply.body.buffer] : []));
        break;
    }
    this.receive(message);
  }

  /** Keeps the image that it started from: it works. */
  holdImage() {
    if (this.image && images.get(keyOf(this.image.packages)) !== this.image) hold(this.image, "kept");
  }

  /** Handles a worker or frame that could not be started or has failed. @param {string} reason */
  fail(reason) {
    self.clearTimeout(this.waiting);
    this.ground?.giveUp();
    if (!this.hasBegun && this.ground && giveUpIsolation(this.ground.sandbox)) return void this.begin();
    this.discarded = true;
    this.handle({type: "failed", message: `The interpreter's worker failed: ${reason}`});
  }

  /** Loads the wheels that a program needs. @param {string[]} names */
  async loadWheels(names) {
    try {
      const wheels = await this.ground?.loadWheels(names, (progress) => this.setStage({state: "loading", detail: names[0], progress}));
      this.setStage({state: "starting"});
      this.tell({type: "wheels", wheels});
    } catch (error) {
      this.handle({type: "failed", message: /** @type {Error} */ (error).message});
    }
  }

  /** Ends its processes, then the machine: if a worker is terminated while workers that it created are starting, these may survive. */
  discard() {
    this.discarded = true;
    this.tell({type: "end"});
    self.setTimeout(() => this.machine?.terminate(), LINGER);
  }
}
