"""The module `_remote_debugging`: the stacks of threads and tasks in another process, for `python -m asyncio ps`.

On a machine it reads the other process's memory. Here it asks the other process, which answers while its threads are
suspended.

Source: Modules/_remote_debugging_module.c of CPython 3.14.
"""

import errno
import gc
import marshal
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import count
from types import FrameType, ModuleType
from typing import Any, TypeAlias

import _remote_debugging as native  # type: ignore[import-not-found]  # since Python 3.14

from ..base import builtin
from ..base.hooks import Hook
from ..base.tracebacks import frames_outside_kernel
from ..machine import link
from ..threads import module as thread_module
from ..threads import scheduler

# As transferred: (file, line, function), the innermost frame first.
Stack: TypeAlias = list[tuple[str, int, str]]
# (identifier, name, stack, [(an awaiter's stack, its identifier)])
Task: TypeAlias = tuple[int, str, Stack, list[tuple[Stack, int]]]


# The process that is asked

# Returns what its threads and tasks wait for: see recording/others.py.
waits: Hook[[], Any] = Hook(lambda: None)


def _stack(frames: Iterable[FrameType]) -> Stack:
    return [(frame.f_code.co_filename, frame.f_lineno or 0, frame.f_code.co_qualname) for frame in frames]


def _awaiting(coroutine: Any) -> Iterator[FrameType]:
    """The frames of a suspended coroutine, the outermost first."""
    while coroutine is not None:
        for prefix, awaited in (("cr", "cr_await"), ("ag", "ag_await"), ("gi", "gi_yieldfrom")):
            if hasattr(coroutine, awaited):
                if (frame := getattr(coroutine, f"{prefix}_frame")) is not None:
                    yield frame
                coroutine = getattr(coroutine, awaited)
                break
        else:
            return


class _Tasks:
    """The asyncio tasks of this process."""

    def __init__(self) -> None:
        import asyncio

        kind = asyncio.Task
        self._tops = sys._current_frames()
        self._found = [one for one in gc.get_objects() if issubclass(type(one), kind) and not one.done()]
        self._current = asyncio.current_task

    def _ident(self, task: Any) -> int | None:
        """The thread that runs a task's loop."""
        ident: int | None = getattr(task.get_loop(), "_thread_id", None)
        return ident

    def _stack(self, task: Any) -> Stack:
        coroutine = task.get_coro()
        if getattr(coroutine, "cr_running", False):
            return _stack(frames_outside_kernel(self._tops.get(self._ident(task) or 0), coroutine.cr_frame))
        return _stack(_awaiting(coroutine))[::-1]

    def _awaiters(self, task: Any) -> list[Any]:
        return [one for one in task._asyncio_awaited_by or () if isinstance(one, type(task))]

    def _describe(self, task: Any) -> Task:
        awaiters = [(self._stack(one), id(one)) for one in self._awaiters(task)]
        return id(task), task.get_name(), self._stack(task), awaiters

    def all(self) -> list[tuple[int, list[Task]]]:
        """The tasks of each thread, and under 0 those whose loop doesn't run."""
        groups: dict[int, list[Task]] = {thread_module.native_id(one.ident): [] for one in scheduler.alive}
        groups[0] = []
        for task in self._found:
            ident = self._ident(task)
            groups[0 if ident is None else thread_module.native_id(ident)].append(self._describe(task))
        return list(groups.items())

    def running(self) -> list[tuple[int, list[Task]]]:
        """The task that runs in each thread, and those that wait for it."""
        groups = []
        for loop in {id(task.get_loop()): task.get_loop() for task in self._found}.values():
            if (task := self._current(loop)) is not None:
                concerned = {id(task): task}
                waiting = [task]
                while waiting:
                    new = {id(one): one for one in self._awaiters(waiting.pop()) if id(one) not in concerned}
                    concerned |= new
                    waiting.extend(new.values())
                described = [self._describe(one) for one in concerned.values()]
                groups.append((thread_module.native_id(self._ident(task) or 0), described))
        return groups


def _observe(what: str) -> Any:
    if what == "waits":
        return waits()
    if what == "threads":
        return [
            (thread_module.native_id(ident), _stack(frames_outside_kernel(top)))
            for ident, top in sys._current_frames().items()
        ]
    tasks = _Tasks()
    return tasks.all() if what == "tasks" else tasks.running()


def _inspect(asker: int, number: int, what: str) -> None:
    link.tell("inspected", asker, number, marshal.dumps(_observe(what)))


# The process that asks

_numbers = count(1)
_answers: dict[int, bytes | None] = {}
_answered = scheduler.WaitQueue()


def _inspected(number: int, answer: bytes | None) -> None:
    _answers[number] = answer
    _answered.notify_all()


def ask(pid: int, what: str) -> int:
    """Ask a process; returns the number of the question."""
    number = next(_numbers)
    link.tell("inspect", pid, number, what)
    return number


def has_answer(number: int) -> bool:
    """Whether a process has answered, or has ended."""
    return number in _answers


def take_answer(number: int) -> Any:
    """The answer of a process; None if it has ended or never existed."""
    answer = _answers.pop(number)
    return None if answer is None else marshal.loads(answer)


def _frames(stack: Stack) -> list[Any]:
    return [native.FrameInfo(entry) for entry in stack]


def _coroutine(stack: Stack, ident: int) -> Any:
    return native.CoroInfo((_frames(stack), ident))


class RemoteUnwinder:
    """Inspects a process of this page. Raises RuntimeError if it doesn't exist."""

    def __init__(
        self, pid: int, *, all_threads: bool = False, only_active_thread: bool = False, debug: bool = False
    ) -> None:
        if all_threads and only_active_thread:
            raise ValueError("Cannot specify both all_threads=True and only_active_thread=True")
        self._pid, self._all_threads, self._only_active_thread = pid, all_threads, only_active_thread
        if not link.ask("kill", pid, 0):
            raise self._failure(ProcessLookupError(errno.ESRCH, os.strerror(errno.ESRCH)))

    def _failure(self, error: OSError) -> RuntimeError:
        failure = RuntimeError(f"there is no process {self._pid}")
        failure.__context__ = failure.__cause__ = error  # asyncio.tools shows it
        return failure

    def _ask(self, what: str) -> Any:
        number = ask(self._pid, what)
        _answered.wait(lambda: has_answer(number))
        answer = take_answer(number)
        if answer is None:
            raise self._failure(ProcessLookupError(errno.ESRCH, os.strerror(errno.ESRCH)))
        return answer

    def get_stack_trace(self) -> list[Any]:
        """The stack of the main thread, of the running one, or of all threads."""
        found: list[tuple[int, Stack]] = self._ask("threads")
        if not self._all_threads:
            found = found[:1] if self._only_active_thread else [entry for entry in found if entry[0] == self._pid]
        return [native.ThreadInfo((ident, _frames(stack))) for ident, stack in found]

    def _tasks(self, what: str) -> list[Any]:
        groups: list[tuple[int, list[Task]]] = self._ask(what)
        return [
            native.AwaitedInfo(
                (
                    thread_id,
                    [
                        native.TaskInfo(
                            (ident, name, [_coroutine(stack, ident)], [_coroutine(*awaiter) for awaiter in awaiters])
                        )
                        for ident, name, stack, awaiters in tasks
                    ],
                )
            )
            for thread_id, tasks in groups
        ]

    def get_all_awaited_by(self) -> list[Any]:
        """All pending tasks, by thread, with those that wait for them."""
        return self._tasks("tasks")

    def get_async_stack_trace(self) -> list[Any]:
        """The running task of each thread, with those that wait for it."""
        return self._tasks("running")


RemoteUnwinder.__module__ = "_remote_debugging"
link.on("inspect", _inspect)
link.on("inspected", _inspected)


def make() -> ModuleType:
    """Create the module `_remote_debugging`."""
    module = builtin.copy(native)
    module.__dict__["RemoteUnwinder"] = RemoteUnwinder
    return module
