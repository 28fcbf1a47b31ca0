// @ts-check
/**
 * Remembers which packages programs with the same import statements needed. The packages of a program that a reader wrote are
 * unknown until an interpreter has read it; from its second run on, also on later visits, it starts from the image in which they are imported.
 */
import {isKept} from "./kept-image.js";

const KEY = "interleave:imports";
/** How many entries are kept; the oldest is dropped first. */
const MOST = 12;
/** Import statements, and the dependencies line of a PEP 723 block. */
const ASKS = /^[ \t]*(?:(?:from|import)[ \t]|#[ \t]+dependencies\b).*$/gm;

/** @param {string} source */
const statements = (source) => [...new Set(source.match(ASKS)?.map((line) => line.trim()))].sort().join("\n");

/** @returns {[string, string[]][]} statements, and packages */
function noted() {
  try {
    /** @type {[string, string[]][]} */
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return found.filter(([, packages]) => packages.every((name) => typeof name === "string"));
  } catch {
    return []; // not written by this site, or no storage
  }
}

/** The packages that a program will need, if they are known and there is an image with them; otherwise null. @param {string | null} source of a program that a reader wrote @returns {string[] | null} */
export function recall(source) {
  if (source === null) return null;
  const asked = statements(source);
  const packages = noted().find(([other]) => other === asked)?.[1];
  return packages && isKept(packages) ? packages : null;
}

/** Notes which packages a program needed. @param {string} source @param {string[]} packages */
export function remember(source, packages) {
  if (!packages.length) return;
  const asked = statements(source);
  try {
    const others = noted().filter(([other]) => other !== asked);
    localStorage.setItem(KEY, JSON.stringify([...others, [asked, packages]].slice(-MOST)));
  } catch {
    // Without storage nothing is remembered.
  }
}
