"""What the shell's commands write to."""

import os
from typing import TypeAlias

# The descriptors of standard input, standard output and standard error.
Streams: TypeAlias = tuple[int, int, int]


def write(streams: Streams, text: str | bytes) -> None:
    """Write all of it to standard output. Raises OSError."""
    data = os.fsencode(text)
    while data:
        data = data[os.write(streams[1], data) :]
