"""What each thread does: `sys._current_frames` and `sys._current_exceptions`, without the kernel's own frames.

CPython's own functions know every green thread that is suspended or runs: its thread state has the thread's identifier,
and its chain of frames can be walked (thread-states.js).
"""

import sys
from types import FrameType
from typing import Any

from . import modules, threads
from .tracebacks import outside_kernel

_native_frames = sys._current_frames
_native_exceptions = sys._current_exceptions


def _current_frames() -> dict[int, FrameType]:
    """Each thread's topmost frame, by the thread's identifier."""
    alive = {thread.ident for thread in threads.alive}
    found = ((ident, outside_kernel(frame)) for ident, frame in _native_frames().items() if ident in alive)
    return {ident: frame for ident, frame in found if frame is not None}


def _current_exceptions() -> dict[int, BaseException | None]:
    """The exception that each thread handles, by the thread's identifier."""
    alive = {thread.ident for thread in threads.alive}
    found: Any = _native_exceptions()  # typeshed says something else than the documentation
    return {ident: error for ident, error in found.items() if ident in alive}


def install() -> None:
    """Take the places of these functions in `sys`."""
    modules.provide("sys", (_current_frames, _current_exceptions), sys)
