"""The standard streams of the shell's commands."""

import os
from typing import TypeAlias

# The descriptors of standard input, standard output and standard error.
Streams: TypeAlias = tuple[int, int, int]


def read_line(fd: int) -> tuple[str, bool]:
    """Read a line, and nothing beyond it; returns it without its end, and whether the input ended. Raises OSError."""
    line = bytearray()
    while (byte := os.read(fd, 1)) not in (b"", b"\n"):
        line += byte
    return os.fsdecode(bytes(line)), not byte


def write(streams: Streams, text: str | bytes) -> None:
    """Write a text completely to standard output. Raises OSError."""
    data = os.fsencode(text)
    while data:
        data = data[os.write(streams[1], data) :]
