"""Transcripts: what a program printed, in time order, as the files `<name>.out` hold it."""

import re
from collections.abc import Iterable, Sequence

STDERR = "stderr: "
EXIT = "exit: "


def render(chunks: Iterable[Sequence[str]], exit_code: int) -> str:
    """The transcript of (stream, text) chunks: standard error marked, and the exit code where it isn't 0.

    Raises ValueError for a line of standard output that reads like one of the marks.
    """
    lines: list[tuple[str, str]] = []
    for stream, text in chunks:
        # Not splitlines(): for it, a carriage return ends a line.
        for piece in re.findall(r"[^\n]*\n|[^\n]+", text):
            if lines and lines[-1][0] == stream and not lines[-1][1].endswith("\n"):
                lines[-1] = (stream, lines[-1][1] + piece)
            else:
                lines.append((stream, piece))
    rendered = []
    for stream, line in lines:
        line = line.removesuffix("\n")
        if stream == "stdout" and line.startswith((STDERR, EXIT)):
            raise ValueError(f"a program may not print a line that starts with {STDERR!r} or {EXIT!r}: {line!r}")
        rendered.append(STDERR + line if stream == "stderr" else line)
    if exit_code:
        rendered.append(f"{EXIT}{exit_code}")
    return "".join(f"{line}\n" for line in rendered)


_SLOW_STEP = re.compile(r"(?m)^stderr: Executing <.*> took [\d.]+ seconds\n")


def on_a_fast_machine(printed: str) -> str:
    """A transcript without what asyncio's debug mode, which unittest switches on, says of a busy machine."""
    return _SLOW_STEP.sub("", printed)
