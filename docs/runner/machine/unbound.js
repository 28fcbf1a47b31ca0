// @ts-check
/** What happens to an item whose interpreter ends, as kernel/interpreters/queues.py and kernel/interpreters/channels.py number it: it goes. */
export const REMOVE = 1;
