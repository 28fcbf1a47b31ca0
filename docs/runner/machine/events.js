// @ts-check
/** Events of a descriptor, numbered as in epoll(7) and kernel/files/table.py. */
export const IN = 0x001;
export const OUT = 0x004;
export const ERR = 0x008;
export const HUP = 0x010;
export const RDHUP = 0x2000;
