"""Finds the objects that suspended tasks wait for, and the locks that they hold, by inspecting their coroutines."""

import dis
import gc
import sys
from itertools import pairwise
from types import CodeType, FrameType
from typing import Any, NamedTuple

from . import portable
from .thread_waits import name_of

# By module and qualified name: functions of asyncio that wait for an object, `self`.
_KINDS = {
    "asyncio.locks:Lock.acquire": "lock",
    "asyncio.locks:Semaphore.acquire": "semaphore",
    "asyncio.locks:Event.wait": "event",
    "asyncio.locks:Condition.wait": "condition",
    "asyncio.locks:Barrier.wait": "barrier",
    "asyncio.queues:Queue.get": "queue",
    "asyncio.queues:Queue.put": "queue",
    "asyncio.queues:Queue.join": "queue",
    "asyncio.tasks:sleep": "sleep",
    "asyncio.taskgroups:TaskGroup.__aexit__": "task_group",
    "asyncio.tasks:_wait": "wait",
}


class TaskWait(NamedTuple):
    """What a task waits for."""

    on: str
    thing: Any
    call: str
    frame: FrameType | None  # the program's innermost one
    futures: list[Any]  # the futures that wake it


def read(task: Any, is_own: Any) -> TaskWait:
    """What a suspended task waits for."""
    own, call, on, thing = None, "", "future", None
    futures = [task._fut_waiter]
    for frame in portable.load().waits.frames(task.get_coro()):
        code: CodeType = frame.f_code
        if is_own(code):
            own, call, on, thing = frame, "", "future", None
            continue
        call = call or code.co_qualname
        found = _KINDS.get(f"{frame.f_globals.get('__name__')}:{code.co_qualname}")
        if found and (thing is None or (found, on) == ("lock", "condition")):  # woken, it waits for its lock
            on, thing = found, frame.f_locals.get("self")
            if found == "task_group":
                futures = list(frame.f_locals["self"]._tasks)
            elif found == "wait":
                futures = list(frame.f_locals["fs"])
    children = getattr(futures[0], "_children", None) if on == "future" else None
    if isinstance(children, list):
        on, futures = "gather", children
    return TaskWait(on, thing, call, own, [future for future in futures if future is not None and not future.done()])


def held(task: Any) -> list[Any]:
    """The locks whose `async with` a task is in or is entering: next to the exit method on a frame's stack.

    A condition counts as its lock.
    """
    locks = sys.modules["asyncio.locks"]
    exit_method = locks.Lock.__aexit__
    found, awaited = [], task.get_coro()
    while awaited is not None:
        values = gc.get_referents(awaited)
        for before, value in pairwise(values):
            if before is exit_method:
                found.append(value)
            elif getattr(before, "__func__", None) is exit_method:
                found.append(before.__self__)
        awaited = getattr(awaited, "cr_await", None)
    found = [each._lock if isinstance(each, locks.Condition) else each for each in found]
    return [each for each in found if isinstance(each, locks.Lock)]


def has_acquired(task: Any, lock: Any, is_own: Any) -> bool:
    """Whether the code of a suspended task has called `acquire()` of a lock, but not yet `release()`.

    A lock doesn't record its holder. The instructions of each function of the task up to its suspension are examined
    instead, in the order in which they are written.
    """
    for frame in portable.load().waits.frames(task.get_coro()):
        name = name_of(lock, frame) if is_own(frame.f_code) else None
        if name is None:
            continue
        variable, held, before = name.partition("[")[0].rpartition(".")[2], False, None
        for instruction in dis.get_instructions(frame.f_code):
            if instruction.offset >= frame.f_lasti:
                break
            if instruction.argval in ("acquire", "release") and ("[" in name or before == variable):
                held = instruction.argval == "acquire"
            before = instruction.argval
        if held:
            return True
    return False


def leads_to(callbacks: Any, future: Any) -> bool:
    """Whether one of the callbacks, or an object that they refer to, sets a future."""
    for callback in callbacks:
        function = callback[0] if isinstance(callback, tuple) else callback
        cells = getattr(function, "__closure__", None) or ()
        bound = getattr(function, "args", ())
        for value in [*(cell.cell_contents for cell in cells if cell != type(cell)()), *bound]:
            if value is future:
                return True
    return False
