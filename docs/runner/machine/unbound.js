// @ts-check
/** The policy for an item whose interpreter ends, numbered as in kernel/interpreters/queues.py and kernel/interpreters/channels.py: remove it. */
export const REMOVE = 1;
