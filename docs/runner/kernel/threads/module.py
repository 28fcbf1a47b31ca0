"""The module `_thread`: CPython's names over the kernel's threads.

Source: Modules/_threadmodule.c of CPython 3.14.
"""

import _thread as native
import builtins
import os
from collections.abc import Callable, Mapping
from types import ModuleType, SimpleNamespace
from typing import Any

from ..base import builtin, unraisable
from ..base.arguments import time_in_seconds
from ..base.builtin import Unpicklable
from . import locks, scheduler
from .entry import runs_program
from .local import Local


class ThreadHandle(Unpicklable):
    """A thread that can be waited for."""

    __slots__ = ("__weakref__", "_done", "_joining", "_thread")

    def __init__(self) -> None:
        self._thread: scheduler.Thread | None = None
        self._done = False
        self._joining = scheduler.WaitQueue()

    @property
    def ident(self) -> int:
        """The thread's identifier, 0 before it is started."""
        return self._thread.ident if self._thread else 0

    def _is_done(self) -> bool:
        return self._done

    def is_done(self) -> bool:
        """Whether the thread has ended."""
        return self._done

    def _set_done(self) -> None:
        if self._thread is None:
            raise RuntimeError("thread not started")
        self._done = True
        self._joining.notify_all()

    def join(self, timeout: float | None = None) -> None:
        """Wait until the thread has ended, or `timeout` seconds.

        Raises RuntimeError if it could never end, PythonFinalizationError during finalization.
        """
        if self._thread is None:
            raise RuntimeError("thread not started")
        if self._thread is scheduler.current and not self._done:
            raise RuntimeError("Cannot join current thread")
        if scheduler.finalizing and not self._done:
            raise _FinalizationError("cannot join thread at interpreter shutdown")
        if timeout is not None and (timeout := time_in_seconds(timeout)) < 0:
            timeout = None
        self._joining.wait(self._is_done, timeout)

    def __repr__(self) -> str:
        return f"<_ThreadHandle object: ident={self.ident}>"


ThreadHandle.__name__ = ThreadHandle.__qualname__ = "_ThreadHandle"
ThreadHandle.__module__ = "_thread"

# Since Python 3.13.
_FinalizationError: type[RuntimeError] = getattr(builtins, "PythonFinalizationError", RuntimeError)
# In the order in which their threads were started, as in CPython's list.
_shutdown_handles: dict[ThreadHandle, None] = {}
_threads_allowed = _daemon_threads_allowed = True
_stack_size = 0
_NAME_MAXLEN = 15


def allow(threads: bool, daemon: bool) -> None:
    """Set which threads this interpreter may start."""
    global _threads_allowed, _daemon_threads_allowed
    _threads_allowed, _daemon_threads_allowed = threads, daemon


def _check_allowed() -> None:
    if scheduler.finalizing:
        raise _FinalizationError("can't create new thread at interpreter shutdown")
    if not _threads_allowed:
        raise RuntimeError("thread is not supported for isolated subinterpreters")


def daemon_threads_allowed() -> bool:
    """Whether this interpreter allows daemon threads."""
    return _daemon_threads_allowed


@runs_program
def _run(function: Callable[..., object], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
    try:
        function(*args, **kwargs)
    except SystemExit:
        pass
    except BaseException as error:
        unraisable.report(error, f"Exception ignored in thread started by {function!r}")


def start_joinable_thread(
    function: Callable[[], object], handle: ThreadHandle | None = None, daemon: bool = True
) -> ThreadHandle:
    """Run `function()` in a new thread; returns a handle to wait for it."""
    if not callable(function):
        raise TypeError("thread function must be callable")
    if handle is None:
        handle = ThreadHandle()
    elif not isinstance(handle, ThreadHandle):
        raise TypeError("'handle' must be a _ThreadHandle")
    elif handle._thread is not None:
        raise RuntimeError("thread already started")
    _check_allowed()
    started = handle

    def body() -> None:
        try:
            _run(function, (), {})
        finally:
            _shutdown_handles.pop(started, None)
            started._set_done()

    handle._thread = scheduler.start(body)
    if not daemon:
        _shutdown_handles[handle] = None
    return handle


def start_new_thread(
    function: Callable[..., object], args: tuple[Any, ...], kwargs: Mapping[str, Any] | None = None, /
) -> int:
    """Run `function(*args, **kwargs)` in a new, detached thread; returns its identifier."""
    if not callable(function):
        raise TypeError("first arg must be callable")
    if not isinstance(args, tuple):
        raise TypeError("2nd arg must be a tuple")
    if kwargs is not None and not isinstance(kwargs, dict):
        raise TypeError("optional 3rd arg must be a dictionary")
    _check_allowed()
    return scheduler.start(lambda: _run(function, args, kwargs or {})).ident


def get_ident() -> int:
    """The calling thread's identifier."""
    return scheduler.current.ident


def set_name(name: str) -> None:
    """Set the calling thread's name, truncated as on Linux."""
    scheduler.current.name = name.encode("utf-8", "replace")[:_NAME_MAXLEN]


def _get_name() -> str:
    return os.fsdecode(scheduler.current.name.partition(b"\0")[0])


def native_id(ident: int) -> int:
    """A number unique among all processes' threads; the main thread's is the process's identifier, as on Linux."""
    number = ident - scheduler.main.ident
    return scheduler.process + number * (1 << 22)


def get_native_id() -> int:
    """The calling thread's identifier among the threads of all processes."""
    return native_id(scheduler.current.ident)


def _get_main_thread_ident() -> int:
    return scheduler.main.ident


def _make_thread_handle(ident: int) -> ThreadHandle:
    handle = ThreadHandle()
    handle._thread = next((thread for thread in scheduler.alive if thread.ident == ident), None) or scheduler.main
    return handle


def _shutdown() -> None:
    """Wait for all threads that are not daemons, one after the other as they were started."""
    while others := [handle for handle in _shutdown_handles if handle._thread is not scheduler.current]:
        try:
            others[0].join()
        except BaseException as error:
            unraisable.report(error, "Exception ignored while joining a thread in _thread._shutdown()")
            return


def forget_threads() -> None:
    """Forget all threads of a program that was abandoned, so that none is waited for at its end."""
    _shutdown_handles.clear()


def _count() -> int:
    return len(scheduler.alive) - 1


def stack_size(size: int = 0, /) -> int:
    """Set the stack size in bytes. It is only remembered: a stack in the tab grows as needed."""
    global _stack_size
    if size < 0:
        raise ValueError("size must be 0 or a positive value")
    if 0 < size < 32768:
        raise ValueError(f"size not valid: {size} bytes")
    previous, _stack_size = _stack_size, size
    return previous


def _excepthook(args: Any, /) -> None:
    """Report the exception that ended a thread."""
    if isinstance(args, native._ExceptHookArgs) and args.thread is None:
        nobody = SimpleNamespace(name=get_ident())
        args = native._ExceptHookArgs((args.exc_type, args.exc_value, args.exc_traceback, nobody))
    native._excepthook(args)


def exit() -> None:
    """End the calling thread."""
    raise SystemExit


def make(interrupt_main: Callable[..., None]) -> ModuleType:
    """Create the module `_thread`; `interrupt_main` comes from the package that handles signals."""
    module = builtin.copy(native)
    module.__dict__.update(
        {
            "lock": locks.Lock,
            "LockType": locks.Lock,
            "allocate_lock": locks.Lock,
            "allocate": locks.Lock,
            "RLock": locks.RLock,
            "_local": Local,
            "TIMEOUT_MAX": locks.TIMEOUT_MAX,
            "_ThreadHandle": ThreadHandle,
            "start_joinable_thread": start_joinable_thread,
            "start_new_thread": start_new_thread,
            "start_new": start_new_thread,
            "get_ident": get_ident,
            "get_native_id": get_native_id,
            "set_name": set_name,
            "_get_name": _get_name,
            "_NAME_MAXLEN": _NAME_MAXLEN,
            "_get_main_thread_ident": _get_main_thread_ident,
            "_make_thread_handle": _make_thread_handle,
            "_shutdown": _shutdown,
            "_count": _count,
            "stack_size": stack_size,
            "_excepthook": _excepthook,
            "exit": exit,
            "exit_thread": exit,
            "interrupt_main": interrupt_main,
            "daemon_threads_allowed": daemon_threads_allowed,
        }
    )
    for function in module.__dict__.values():
        if getattr(function, "__module__", None) == __name__:
            function.__module__ = "_thread"
    interrupt_main.__module__ = "_thread"
    return module
