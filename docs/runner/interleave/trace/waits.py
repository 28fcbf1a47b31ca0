"""What a task waits for, and at which line: read off the chain of coroutines that led there."""

import gc
import weakref
from collections.abc import Callable, Iterator
from types import AsyncGeneratorType, CoroutineType, FrameType, GeneratorType
from typing import Any

from .buffer import Detail, Place
from .names import of_function
from .recorder import Recorder
from .wait_kinds import KINDS

Wait = dict[str, Any]
# Iterators in C that hold the one that they drive, and don't show it.
_OPAQUE = frozenset({"async_generator_asend", "async_generator_athrow", "anext_awaitable", "coroutine_wrapper"})
READY: Detail = {"ready": True}


class Waits:
    """Reads what suspended tasks wait for."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self._notes: dict[int, tuple[Wait, weakref.ref[Any] | None, object]] = {}
        # By the id of a code object, which is kept; None for what says nothing.
        self._kinds: dict[int, tuple[Callable[..., Wait] | None, bool, object]] = {}

    def note(self, future: Any, wait: Wait, inner: Any = None) -> None:
        """Remember what a future stands for; `inner` is the one that it wraps."""
        key, notes = id(future), self._notes
        try:
            kept = weakref.ref(inner) if inner is not None else None
            notes[key] = wait, kept, weakref.ref(future, lambda _: notes.pop(key, None))
        except TypeError:
            pass  # futures of other libraries

    def of(self, task: Any, ready: bool) -> tuple[Detail, Place | None]:
        """Detail and line of the event that a task gave up control."""
        waiter = task._fut_waiter
        sources, kinds = self.recorder.sources, self._kinds
        place: Place | None = None
        call: FrameType | None = None  # the first frame of a library below the program's own
        kind: tuple[Callable[..., Wait], FrameType] | None = None
        final = False
        for frame in frames(task.get_coro()):
            own = sources.place(frame)
            if own is not None:
                place, call, kind, final = own, None, None, False
                continue
            call = call or frame
            if waiter is not None and not final:
                found = kinds.get(id(frame.f_code)) or self._kind(frame)
                if found[0] is not None:
                    kind, final = (found[0], frame), found[1]
        if waiter is None:
            return READY, place
        wait: Wait = kind[0](self, kind[1].f_locals) if kind else self.future(waiter)
        if call is not None:
            wait["call"] = call.f_code.co_qualname
        detail: dict[str, Any] = {"wait": wait}
        if ready:
            detail["ready"] = True
        return detail, place

    def _kind(self, frame: FrameType) -> tuple[Callable[..., Wait] | None, bool, object]:
        code = frame.f_code
        name = f"{frame.f_globals.get('__name__')}:{code.co_qualname}"
        describe, final = KINDS.get(name, (None, False))
        found = self._kinds[id(code)] = describe, final, code
        return found

    def future(self, future: Any) -> Wait:
        """What a future stands for."""
        if (number := self.recorder.tasks.number(future)) is not None:
            return {"on": "task", "tasks": [number]}
        if (noted := self._notes.get(id(future))) is not None:
            wait, inner = dict(noted[0]), noted[1]
            if inner is not None and (wrapped := inner()) is not None:
                wait |= self.pending([wrapped])
            return wait
        children = getattr(future, "_children", None)
        if isinstance(children, list):
            return {"on": "gather", **self.pending(children)}
        return {"on": "future", "number": self.number("future", future)}

    def pending(self, futures: Any) -> Wait:
        """Those that aren't done: tasks by number, other futures by their own."""
        waiting = [future for future in futures if not future.done()]
        tasks = self.recorder.tasks
        numbers = [number for future in waiting if (number := tasks.number(future)) is not None]
        others = [self.number("future", future) for future in waiting if tasks.number(future) is None]
        return {"tasks": sorted(numbers), **({"futures": sorted(others)} if others else {})}

    def number(self, kind: str, thing: Any) -> int:
        """The number of an object of a kind."""
        return self.recorder.numbers(kind).of(thing)

    def function(self, function: Any) -> str:
        """How a function is called."""
        return of_function(function)


def frames(awaited: Any) -> Iterator[FrameType]:
    """The suspended frames of a coroutine and of all that it awaits, the outermost first."""
    while awaited is not None:
        kind = type(awaited)
        if kind is CoroutineType:
            frame, awaited = awaited.cr_frame, awaited.cr_await
        elif kind is GeneratorType:
            frame, awaited = awaited.gi_frame, awaited.gi_yieldfrom
        elif kind is AsyncGeneratorType:
            frame, awaited = awaited.ag_frame, awaited.ag_await
        elif kind.__name__ in _OPAQUE:
            frame, awaited = None, next(iter(gc.get_referents(awaited)), None)
        else:
            # Compiled coroutines (Cython's) look like CPython's.
            frame, awaited = getattr(awaited, "cr_frame", None), getattr(awaited, "cr_await", None)
        if frame is not None:
            yield frame
