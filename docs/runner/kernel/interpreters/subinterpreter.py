"""The side of a subinterpreter: it executes requests of the other interpreters, and keeps its `__main__` between them.

Interpreters share the descriptors of their process. Each has its own range of numbers for new ones (worker.js); a
descriptor that an interpreter doesn't know may belong to another.
"""

import builtins
import errno
import marshal
import os
import sys
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

from .. import browser
from ..files import sharing, table
from ..files.table import File
from ..machine import link
from ..processes import processes, signals
from ..python import command, program
from ..threads import module as thread_module
from ..threads import scheduler
from ..threads.entry import running_program, runs_program
from . import shareable
from .shareable import Data, NotShareableError

own_id = 0


def begin(
    number: int, worker: int, process: list[int], config: dict[str, Any], argv: list[str], directory: str | None,
    env: dict[str, str], descriptors: list[dict[str, Any]],
) -> None:  # fmt: skip
    """Become an interpreter of a process."""
    global own_id
    own_id = number
    processes.identify(process[0], process[1], processes.executable, worker)
    signals.leave_main_interpreter()
    command.accompany(argv, directory, descriptors, env)
    _limit(config)
    watch()


def _limit(config: dict[str, Any]) -> None:
    """Block what the configuration forbids."""
    thread_module.allow(threads=config["allow_threads"], daemon=config["allow_daemon_threads"])

    def refuse(what: str) -> Callable[..., Any]:
        def refused(*args: Any, **kwargs: Any) -> Any:
            raise RuntimeError(f"{what} not supported for isolated subinterpreters")

        return refused

    if not config["allow_fork"]:
        os.fork = refuse("fork")
    if not config["allow_exec"]:
        os.execv = os.execve = refuse("exec")


# Requests


def _apply(shared: list[tuple[str, Data]]) -> bool:
    try:
        sys.modules["__main__"].__dict__.update({name: shareable.decode(data) for name, data in shared})
    except Exception:
        return False
    return True


@runs_program
def _run_script(code: Any) -> None:
    """Run code in `__main__`."""
    names = sys.modules["__main__"].__dict__
    names.setdefault("__builtins__", builtins)
    exec(code, names)


with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # a SyntaxWarning about calling a constant
    _CALL = compile("'function'()", __file__, "eval")


def _call(function: Any, args: Any, kwargs: Any) -> Any:
    """Call one of the program's functions. Functions that inspect the calling frame (`dir`, `eval`) find `__main__`."""
    names = sys.modules["__main__"].__dict__
    names.setdefault("__builtins__", builtins)
    code = _CALL.replace(co_consts=(partial(function, *args, **kwargs),))
    with running_program(code):
        return eval(code, names)


def _failed(error: BaseException) -> Data:
    taken = shareable.snapshot(error)
    return ("failed", taken) if taken is not None else ("error",)


def _make_call(function: Data, arguments: Data | None, names: Data | None) -> Data:
    parts = {}
    for label, data, default in (("func", function, None), ("args", arguments, ()), ("kwargs", names, {})):
        try:
            parts[label] = default if data is None else shareable.decode(data)
        except NotShareableError as error:
            return ("not shareable", f"{label} not shareable", shareable.snapshot(error))
        except Exception:
            return ("error",)
    try:
        result = _call(parts["func"], parts["args"], parts["kwargs"])
    except BaseException as error:
        return _failed(error)
    try:
        return ("result", shareable.encode(result, fallback=True))
    except NotShareableError as error:
        return ("not shareable", None, shareable.snapshot(error))


def _perform(kind: str, *request: Any) -> Data:
    if kind == "call":
        return _make_call(*request)
    if not _apply(request[-1]):
        return ("error", "failed to apply namespace to __main__")
    if kind == "script":
        try:
            _run_script(shareable.decode(request[0]))
        except BaseException as error:
            return _failed(error)
    return ("result", ("plain", None))


def enter(session: int, request: bytes) -> None:
    """Execute a request of another interpreter, or of a thread of this one, and send the answer."""
    scheduler.enter_main()
    # The requesting thread runs here, with its name.
    scheduler.main.name, *wanted = marshal.loads(request)
    asyncio_c = sys.modules.get("_asyncio")
    if asyncio_c is not None:
        asyncio_c._set_running_loop(None)
    answer = _perform(*wanted)
    queues = list(shareable.queues(answer[1])) if answer[0] == "result" else []
    link.tell("leaveInterpreter", session, marshal.dumps(answer), queues)


def end() -> None:
    """End this interpreter."""
    scheduler.enter_main()
    browser.end_process(program.finish(0))


# Descriptors opened by another interpreter

# Descriptors known to several interpreters, and the ends to which they refer.
_common: dict[int, str] = {}


def _find(fd: int) -> File | None:
    """Find a descriptor's file in another interpreter, and register it in this one."""
    if not isinstance(fd, int) or fd < 0 or not browser.can_suspend():
        return None
    try:
        table.native_fstat(fd)
    except OSError:
        shared = link.request("findDescriptor", fd)
        if shared is not None:
            _common[fd] = shared["end"]
            table.install_at(fd, sharing.open_shared(shared))
            return table.opened(fd)
    return None


def _wanted(number: int, fd: int) -> None:
    file = table.opened(fd)
    shared = None if file is None else file.share()
    if shared is not None:
        _common[fd] = shared["end"]
    link.tell("foundDescriptor", number, shared)


def _closed(fd: int) -> None:
    end = _common.pop(fd, None)
    if end is not None:
        link.tell("closedDescriptor", fd, end)


def _closed_elsewhere(fd: int, end: str) -> None:
    if _common.get(fd) == end:
        del _common[fd]
        try:
            table.release(fd)
        except OSError as error:
            assert error.errno == errno.EBADF


def watch() -> None:
    """Start looking for unknown descriptors in other interpreters: there are several."""
    table.elsewhere.enter(_find)
    table.closed.enter(_closed)


link.on("wanted", _wanted)
link.on("closedElsewhere", _closed_elsewhere)
