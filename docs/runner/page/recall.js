// @ts-check
/**
 * What programs with the same import statements have needed. A program that a reader wrote says nothing of its packages before an
 * interpreter has read it; from its second run on, also on later visits, it starts from the image in which they are imported.
 */
import {isKept} from "./kept-image.js";

const KEY = "interleave:imports";
/** So many are noted; the oldest goes first. */
const MOST = 12;
/** Statements that import, and what a PEP 723 block names on the same line. */
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
    return []; // not ours, or no storage
  }
}

/** The packages that a program will need, if there is an image with them; null if that isn't known. @param {string | null} source of a program that a reader wrote @returns {string[] | null} */
export function recall(source) {
  if (source === null) return null;
  const asked = statements(source);
  const packages = noted().find(([other]) => other === asked)?.[1];
  return packages && isKept(packages) ? packages : null;
}

/** Notes what a program has needed. @param {string} source @param {string[]} packages */
export function remember(source, packages) {
  if (!packages.length) return;
  const asked = statements(source);
  try {
    const others = noted().filter(([other]) => other !== asked);
    localStorage.setItem(KEY, JSON.stringify([...others, [asked, packages]].slice(-MOST)));
  } catch {
    // As if nobody had run it.
  }
}
