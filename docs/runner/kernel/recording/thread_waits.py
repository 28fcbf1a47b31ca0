"""Finds what a suspended thread waits for, in terms of the function that the program has called, from its stack.

The outermost library function above the program's innermost line decides: `Queue.get` waits for that queue, not for the
lock in it.
"""

from collections.abc import Callable, Iterator, Mapping
from types import CodeType, FrameType
from typing import Any, NamedTuple

from ..base.tracebacks import caller, is_kernel
from . import portable

_PACKAGE = __package__.partition(".")[0]
Names = Mapping[str, Any]


class Wait(NamedTuple):
    """What a thread waits for."""

    on: str  # the kind, as in schema.json
    thing: Any = None  # the object: a lock, a queue, a future …
    call: str = ""  # the function that the program has called
    frame: FrameType | None = None  # the program's innermost one
    detail: Mapping[str, Any] = {}


def _self(names: Names) -> Any:
    return names.get("self")


def _of(name: str) -> Callable[[Names], Any]:
    return lambda names: names.get(name)


# What an executor's thread calls its work in; the second since CPython 3.14.
_WORK = ("concurrent.futures.thread:_WorkItem.run", "concurrent.futures.thread:WorkerContext.run")
# By module and qualified name: the kind of wait, and the object waited for.
_LIBRARY: dict[str, tuple[str, Callable[[Names], Any]]] = {
    "asyncio.base_events:BaseEventLoop.run_forever": ("loop", _self),
    "concurrent.futures._base:Future.result": ("work", _self),
    "concurrent.futures._base:Future.exception": ("work", _self),
    "concurrent.futures._base:wait": ("work", lambda names: None),
    "concurrent.futures._base:as_completed": ("work", lambda names: None),
    "concurrent.futures._base:Executor.__exit__": ("executor", _self),
    "concurrent.futures.thread:ThreadPoolExecutor.shutdown": ("executor", _self),
    "concurrent.futures.process:ProcessPoolExecutor.shutdown": ("executor", _self),
    "concurrent.futures.thread:_worker": ("idle", lambda names: None),
    "multiprocessing.connection:_ConnectionBase.recv": ("pipe", _self),
    "multiprocessing.connection:_ConnectionBase.recv_bytes": ("pipe", _self),
    "multiprocessing.connection:_ConnectionBase.send": ("pipe", _self),
    "multiprocessing.connection:_ConnectionBase.send_bytes": ("pipe", _self),
    "multiprocessing.connection:wait": ("pipe", lambda names: None),
    "multiprocessing.process:BaseProcess.join": ("process", _self),
    "multiprocessing.queues:JoinableQueue.join": ("queue", _self),
    "multiprocessing.queues:Queue.get": ("queue", _self),
    "multiprocessing.queues:Queue.put": ("queue", _self),
    "multiprocessing.queues:SimpleQueue.get": ("queue", _self),
    "multiprocessing.queues:SimpleQueue.put": ("queue", _self),
    "multiprocessing.synchronize:Condition.wait": ("condition", _self),
    "multiprocessing.synchronize:Event.wait": ("event", _self),
    "queue:Queue.get": ("queue", _self),
    "queue:Queue.join": ("queue", _self),
    "queue:Queue.put": ("queue", _self),
    "queue:_PySimpleQueue.get": ("queue", _self),
    "subprocess:Popen.communicate": ("process", _self),
    "subprocess:Popen.wait": ("process", _self),
    "threading:Barrier.wait": ("barrier", _self),
    "threading:Condition.wait": ("condition", _self),
    "threading:Event.wait": ("event", _self),
    "threading:Semaphore.__enter__": ("semaphore", _self),
    "threading:Semaphore.acquire": ("semaphore", _self),
    "threading:Thread.join": ("thread", _self),
    "threading:Thread.start": ("system", lambda names: None),
}
_KERNEL: dict[str, tuple[str, Callable[[Names], Any]]] = {
    "files.fileio:FileIO": ("input", lambda names: None),
    "files.polling": ("socket", lambda names: None),
    "files.epoll": ("socket", lambda names: None),
    "net": ("socket", _self),
    "processes.clock:sleep": ("sleep", _of("seconds")),
    "processes.children": ("process", lambda names: None),
    "processes.signals": ("signal", lambda names: None),
    "processes.semaphores": ("lock", _self),
    "threads.locks:Lock": ("lock", _self),
    "threads.locks:RLock": ("lock", _self),
    "threads.module:ThreadHandle.join": ("thread", _self),
    "threads.module:_shutdown": ("thread", lambda names: names["others"][0]),
}


def stack(frame: FrameType | None) -> Iterator[FrameType]:
    """The frames of a thread, including the kernel's; the innermost first."""
    while frame is not None:
        yield frame
        frame = caller(frame)


def _entry(frame: FrameType) -> tuple[str, Callable[[Names], Any]] | None:
    code = frame.f_code
    module = str(frame.f_globals.get("__name__"))
    if not is_kernel(code.co_filename):
        return _LIBRARY.get(f"{module}:{_name(code)}")
    name = f"{module.removeprefix(f'{_PACKAGE}.')}:{_name(code)}"
    while name:
        if found := _KERNEL.get(name):
            return found
        name = name[: max(name.rfind("."), name.rfind(":"), 0)]
    return None


def called(frame: FrameType) -> str:
    """The function that a frame executes: its module and qualified name."""
    return f"{frame.f_globals.get('__name__')}:{_name(frame.f_code)}"


def _name(code: CodeType) -> str:
    return str(getattr(code, "co_qualname", code.co_name))  # since Python 3.11


def read(frame: FrameType | None, is_own: Callable[[CodeType], bool]) -> Wait:
    """What the thread with this stack waits for; `is_own` says which code is the program's."""
    above: list[FrameType] = []
    own = None
    works = False
    for each in stack(frame):
        if is_own(each.f_code):
            own = each
            break
        if called(each) in _WORK:  # an executor's thread calls what it was given, such as `os.read`
            works = True
            break
        above.append(each)
    call = ""
    for each in reversed(above):
        # In a thread without a function of the program: the first name that is found.
        call = call or (_name(each.f_code) if own is not None or works else "")
        found = _entry(each)
        if found is not None:
            on, thing = found
            names = each.f_locals
            if on == "condition" and _takes_lock_again(names["self"], above):
                on, thing = "lock", lambda names: names["self"]._lock
            elif on == "queue" and portable.load().executors.is_worker(caller(each)):
                on = "idle"
            detail = {}
            if on == "sleep":
                detail = {"seconds": float(names["seconds"])}
            elif on == "queue" and hasattr(names["self"], "maxsize"):
                queue = names["self"]
                detail = {"size": queue._qsize(), "maxsize": max(0, queue.maxsize)}
            elif on == "barrier":
                detail = {"waiting": names["self"]._count, "parties": names["self"]._parties}
            return Wait(on, thing(names), call or _name(each.f_code), own, detail)
    return Wait("system", None, call, own)


def _takes_lock_again(condition: Any, above: list[FrameType]) -> bool:
    """Whether a thread in `Condition.wait()` was notified, and waits for the condition's lock."""
    lock = getattr(condition._lock, "_semlock", condition._lock)  # of `multiprocessing`
    return any(frame.f_locals.get("self") is lock for frame in above if is_kernel(frame.f_code.co_filename))


def name_of(thing: Any, frame: FrameType | None) -> str | None:
    """The program's name for an object in a frame: a variable, an attribute of `self`, an element."""
    found: str | None = portable.load().names.of_variable(thing, frame)
    return found
