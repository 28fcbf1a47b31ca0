// @ts-check
/**
 * Linux's rules for file names that Emscripten lacks: how long names may be (path_resolution(7)), that a link's name is taken
 * wherever it leads (open(2)), and how many names a file has (inode(7)).
 */
import {EEXIST, ENAMETOOLONG, ENOTDIR} from "./wasi-errors.js";

/** The most bytes of a name, and of a path including its terminating zero. */
const NAME_MAX = 255;
const PATH_MAX = 4096;
/** O_CREAT and O_EXCL. */
const CREATES_NEW = 0o100 | 0o200;
/** The most bytes of UTF-8 per UTF-16 code unit. */
const MOST_BYTES = 3;
const encoder = new TextEncoder();

/** @param {string} text @param {number} most bytes */
const isLonger = (text, most) => text.length > most || (text.length * MOST_BYTES > most && encoder.encode(text).length > most);

/** Refuses names and paths that are too long, and a new file in place of a link. @param {any} FS */
export function limitNames(FS) {
  const refuse = () => {
    throw new FS.ErrnoError(ENAMETOOLONG);
  };
  const {lookupPath, open, symlink} = FS;
  FS.lookupPath = (/** @type {string} */ path, /** @type {any} */ options) => {
    if (isLonger(path, NAME_MAX)) {
      if (isLonger(path, PATH_MAX - 1)) refuse();
      const names = path.split("/");
      const tooLong = names.findIndex((name) => isLonger(name, NAME_MAX));
      if (tooLong > 0) {
        // An error in an earlier component takes precedence.
        const {node} = lookupPath.call(FS, names.slice(0, tooLong).join("/") || "/", {follow: true});
        if (!FS.isDir(node.mode)) throw new FS.ErrnoError(ENOTDIR);
      }
      if (tooLong >= 0) refuse();
    }
    return lookupPath.call(FS, path, options);
  };
  FS.open = (/** @type {any} */ path, /** @type {any} */ flags, /** @type {number | undefined} */ mode) => {
    if ((flags & CREATES_NEW) === CREATES_NEW && FS.analyzePath(path, true).exists) throw new FS.ErrnoError(EEXIST);
    return open.call(FS, path, flags, mode);
  };
  FS.symlink = (/** @type {string} */ target, /** @type {string} */ path) => {
    if (isLonger(target, PATH_MAX - 1)) refuse();
    return symlink.call(FS, target, path);
  };
}

/** The directory of files and directories that are in use but have no name any more (open-files.js). */
export const UNLINKED = "/var/unlinked";

/** What the name of a link there ends with that leads to a file's former path. */
export const FORMERLY = " formerly";

/** Whether a node lies there. @param {any} node */
export const isKept = ({parent}) => parent.name === "unlinked" && parent.parent.name === "var";

/** Whether a file has no name any more. @param {any} node */
export const isUnlinked = ({parent, name, id}) =>
  parent.id !== id && (parent.contents?.[name]?.id !== id || isKept({parent}));

/** @param {any} FS @param {any} node a file, a link or a directory of Emscripten's memory */
export function countNames(FS, node) {
  if (isUnlinked(node)) return 0;
  if (!FS.isDir(node.mode)) return 1;
  let count = 2;
  for (const name in node.contents) if (FS.isDir(node.contents[name].mode)) count += 1;
  return count;
}
