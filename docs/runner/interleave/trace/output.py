"""What the program prints, line by line, with who printed it."""

import io
import sys
from sys import _getframe as getframe
from types import FrameType
from typing import Any

from .buffer import Place
from .recorder import Actor, Recorder

_LENGTH = 2_000  # characters of a line


class _Stream(io.TextIOWrapper):
    """A standard stream that says what is written to it. It is one of CPython's in all else."""

    printed: Any = None

    def write(self, text: str, /) -> int:
        if self.printed is not None:
            # No frame where CPython itself prints, of an uncaught exception for example.
            self.printed(text, getframe().f_back)
        return super().write(text)

    def __repr__(self) -> str:
        return "<_io.TextIOWrapper " + super().__repr__().partition(" ")[2]


class Output:
    """Listens to `sys.stdout` and `sys.stderr`."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._streams: list[_Stream] = []

    def listen(self) -> None:
        """Replace the standard streams by some that say what is written to them, before the program starts."""
        for name in ("stdout", "stderr"):
            former = getattr(sys, name)
            if type(former) is not io.TextIOWrapper or former is not getattr(sys, f"__{name}__"):
                continue
            settings = (former.encoding, former.errors, "\n", former.line_buffering, former.write_through)
            stream = _Stream(former.detach(), *settings)
            stream.mode = "w"  # type: ignore[misc]  # as CPython sets it
            stream.printed = self._printing(name)
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
            self._streams.append(stream)

    def stop(self) -> None:
        """Listen no longer."""
        for stream in self._streams:
            stream.printed = None

    def _printing(self, name: str) -> Any:
        recorder = self._recorder

        def printed(text: str, frame: FrameType | None) -> None:
            if not isinstance(text, str):
                return  # write() will raise
            try:
                actor = recorder.acting()
                before, place = actor.partial.get(name) or ("", None)
                *lines, rest = (before + text).split("\n")
                place = place or recorder.where(frame)
                actor.partial.pop(name, None)
                for line in lines:
                    self._emit(actor, name, line + "\n", place)
                if rest:
                    actor.partial[name] = rest, place
            except Exception as error:
                recorder.monitor.failure.note(error)

        return printed

    def _emit(self, actor: Actor, stream: str, text: str, place: Place | None) -> None:
        detail: dict[str, Any] = {"stream": stream, "text": text[:_LENGTH]}
        if len(text) > _LENGTH:
            detail["cut"] = len(text) - _LENGTH
        self._recorder.emit(actor, "printed", actor.task and actor.task.number, detail, place)

    def flush(self, actor: Actor) -> None:
        """Record what an actor has printed without ending the line."""
        partial, actor.partial = actor.partial, {}
        for stream, (text, place) in partial.items():
            self._emit(actor, stream, text, place)

    def finish(self) -> None:
        """Record what all have printed without ending a line."""
        for actor in self._recorder.actors.values():
            self.flush(actor)
