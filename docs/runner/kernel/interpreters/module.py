"""The module `_interpreters`: several interpreters in one process.

Each is a separate worker, started by the machine (machine/interpreters.js); `subinterpreter` runs in it. Code, calls
and values are sent as data (`shareable`), and the calling thread waits for the answer while others run.

Source: Modules/_interpretersmodule.c of CPython 3.14.
"""

import contextlib
import marshal
import os
import warnings
from operator import index
from types import CodeType, FunctionType, ModuleType, SimpleNamespace
from typing import Any

from .. import browser
from ..base import builtin
from ..machine import link
from ..processes import processes
from ..python import command, program
from ..threads import entry, scheduler
from . import shareable, subinterpreter
from .shareable import InterpreterError, InterpreterNotFoundError, NotShareableError

_WHENCES = ("UNKNOWN", "RUNTIME", "LEGACY_CAPI", "CAPI", "XI", "STDLIB")
_RUNTIME, _STDLIB = 1, 5
_MAIN = 0
_ID_LIMIT = 1 << 63
_NOTHING: dict[str, Any] = {}
_REMAINING = "remaining subinterpreters; close them with Interpreter.close()"

_FLAGS = (
    "use_main_obmalloc", "allow_fork", "allow_exec", "allow_threads", "allow_daemon_threads",
    "check_multi_interp_extensions",
)  # fmt: skip
_GILS = ("default", "shared", "own")
_EMPTY = dict.fromkeys(_FLAGS, False) | {"gil": "default"}
_CONFIGS: dict[str, dict[str, Any]] = {
    "empty": _EMPTY,
    "isolated": _EMPTY | {"allow_threads": True, "check_multi_interp_extensions": True, "gil": "own"},
    "legacy": dict.fromkeys(_FLAGS, True) | {"check_multi_interp_extensions": False, "gil": "shared"},
}
_SINGLE_PHASE = "init_interp_settings: per-interpreter obmalloc does not support single-phase init extension modules"

# Whether this interpreter has started others.
_started = False


class CrossInterpreterBufferView:
    """The base of memoryviews of another interpreter's memory in CPython; here they have a copy."""

    def __new__(cls) -> "CrossInterpreterBufferView":
        raise TypeError("cannot create '_interpreters.CrossInterpreterBufferView' instances")


CrossInterpreterBufferView.__module__ = "_interpreters"


# Configurations


def _named(name: str) -> dict[str, Any]:
    name.encode()  # a C string: raises UnicodeEncodeError for lone surrogates
    if name in ("", "default"):
        name = "isolated"
    if name not in _CONFIGS:
        raise ValueError(f"unsupported config name '{name}'")
    return dict(_CONFIGS[name])


def _update(config: dict[str, Any], changes: dict[str, Any], complete: bool) -> dict[str, Any]:
    rest = dict(changes)
    for key in (*_FLAGS, "gil"):
        if key not in rest:
            if complete:
                raise ValueError(f"missing config key: {key}")
            continue
        value = rest.pop(key)
        if not isinstance(value, str if key == "gil" else bool):
            raise TypeError(f"invalid config type: {key}")
        if key == "gil" and value not in _GILS:
            raise ValueError(f"unsupported interpreter config .gil value '{value}'")
        config[key] = value
    if rest:
        raise ValueError(f"config dict has {len(rest)} extra item{'s' if len(rest) > 1 else ''} ({rest!r})")
    return config


def new_config(name: str = "isolated", /, **overrides: Any) -> SimpleNamespace:
    """A configuration for `create`: default, isolated, legacy or empty, with some fields changed."""
    return SimpleNamespace(**_update(_named(name), overrides, complete=False))


def _config(given: Any) -> dict[str, Any]:
    if given is None:
        return _named("")
    if isinstance(given, str):
        return _named(given)
    try:
        fields = given.__dict__
    except AttributeError:
        raise TypeError(f"bad config {given!r}") from None
    return _update({}, fields, complete=True)


# Finding and listing interpreters


def _identifier(value: Any) -> int:
    if not hasattr(type(value), "__index__"):
        raise TypeError(f"interpreter ID must be an int, got {type(value).__name__}")
    number = index(value)
    if number >= _ID_LIMIT or number < -_ID_LIMIT:
        raise OverflowError("int too big to convert")
    if number < 0:
        raise ValueError(f"interpreter ID must be a non-negative int, got {value!r}")
    return number


def _not_found(number: int) -> InterpreterNotFoundError:
    return InterpreterNotFoundError(f"unrecognized interpreter ID {number}")


def _resolve(id: Any, restrict: bool, what: str) -> tuple[int, dict[str, Any]]:
    """An interpreter's identifier, and the machine's description of it. Raises InterpreterError."""
    number = _identifier(id)
    state = link.ask("interpreter", number)
    if state is None:
        raise _not_found(number)
    if restrict and state["whence"] != _STDLIB:
        raise InterpreterError(f"cannot {what} unrecognized interpreter {id!r}")
    return number, state


def create(config: Any = None, *, reqrefs: bool = False) -> int:
    """Start an interpreter; returns its identifier."""
    global _started
    fields = _config(config)
    if not fields["use_main_obmalloc"] and not fields["check_multi_interp_extensions"]:
        link.ask("skipInterpreter")
        cause = InterpreterError("sub-interpreter creation failed")
        cause.__context__ = RuntimeError(_SINGLE_PHASE)
        error = InterpreterError("interpreter creation failed")
        error.__context__ = cause
        raise error
    if not _started:
        _started = True
        subinterpreter.watch()
        program.end_others.enter(end_others)
    origin = {
        "argv": list(command.words),
        "directory": command.directory,
        "env": dict(os.environ),
        "cwd": browser.directory("."),
        "descriptors": processes.describe((fd, fd) for fd in range(3)),
        "process": [processes.getpid(), processes.getppid()],
    }
    number: int = link.ask("createInterpreter", fields, bool(reqrefs), origin)
    if not number:
        raise InterpreterError("interpreter creation failed")
    scheduler.tell_interpreter("interpreter_spawned", number)
    return number


def destroy(id: Any, *, restrict: bool = False) -> None:
    """End an interpreter, after waiting for its threads and running its exit handlers."""
    number, state = _resolve(id, restrict, "destroy")
    if number == subinterpreter.own_id:
        raise InterpreterError("cannot destroy the current interpreter")
    if state["running"] or not link.request("destroyInterpreter", number):
        raise InterpreterError("interpreter running")
    scheduler.tell_interpreter("interpreter_exited", number)


def list_all(*, require_ready: bool = False) -> list[tuple[int, int]]:
    """The identifiers of all interpreters, and their origins."""
    return [(number, whence) for number, whence in link.ask("interpreters")]


def get_current() -> tuple[int, int]:
    """The interpreter that this code runs in, and its origin."""
    return subinterpreter.own_id, _STDLIB if subinterpreter.own_id else _RUNTIME


def get_main() -> tuple[int, int]:
    """The interpreter that the process began with."""
    return _MAIN, _RUNTIME


def is_running(id: Any, *, restrict: bool = False) -> bool:
    """Whether an interpreter runs code in its `__main__`."""
    running: bool = _resolve(id, restrict, "check if running for")[1]["running"]
    return running


def get_config(id: Any, *, restrict: bool = False) -> SimpleNamespace:
    """The configuration of an interpreter."""
    number = subinterpreter.own_id if id is None else id
    config = _resolve(number, restrict, "get the config of")[1]["config"]
    return SimpleNamespace(**(config or _CONFIGS["legacy"] | {"gil": "own"}))


def whence(id: Any) -> int:
    """The origin of an interpreter."""
    found: int = _resolve(id, False, "")[1]["whence"]
    return found


def incref(id: Any, *, implieslink: bool = False, restrict: bool = False) -> None:
    """Increment the reference count."""
    number, _ = _resolve(id, restrict, "incref")
    link.tell("increfInterpreter", number, bool(implieslink))


def decref(id: Any, *, restrict: bool = False) -> None:
    """Decrement the reference count; an interpreter that needs references ends with the last one."""
    # Finalizers call this, and may run anywhere: only the program's own code may wait here.
    if not entry.may_wait():
        link.tell("decrefInterpreter", _identifier(id))
        return
    number, _ = _resolve(id, restrict, "decref")
    link.request("decrefInterpreter", number)


# Running code there


def _names(shared: Any) -> list[tuple[str, shareable.Data]]:
    for name in shared:
        if not isinstance(name, str):
            raise TypeError("bad argument type for built-in operation")
        if "\0" in name:
            raise ValueError("found embedded NULL character")
    return [(name, shareable.encode(value, fallback=False)) for name, value in shared.items()]


def _type_name(value: Any) -> str:
    return "None" if value is None else type(value).__name__


def _check_argument(function: str, position: int, value: Any, kind: type) -> None:
    if not isinstance(value, kind):
        expected = f"argument {position} must be {kind.__name__}"
        raise TypeError(f"_interpreters.{function}() {expected}, not {_type_name(value)}")


def _enter(number: int, *request: Any) -> tuple[Any, SimpleNamespace | None]:
    """Send a request to an interpreter; returns its result, or the snapshot of an exception. Raises other errors."""
    answer = link.request("enterInterpreter", number, marshal.dumps((scheduler.current.name, *request)))
    state = answer["state"]
    if state == "missing":
        raise _not_found(number)
    if state == "running":
        raise InterpreterError("interpreter already running")
    if state == "lost":
        raise InterpreterError(f"interpreter {number} was lost: {answer['reason']}")
    kind, *contents = marshal.loads(bytes(answer["reply"]))
    try:
        if kind == "failed":
            return None, shareable.as_object(contents[0])
        if kind == "not shareable":
            raise shareable.not_shareable(*contents)
        if kind == "error":
            raise InterpreterError(*contents[:1])
        return shareable.decode(contents[0]), None
    finally:
        if answer["queues"]:
            link.tell("arrived", answer["queues"])


def set___main___attrs(id: Any, updates: dict[str, Any], *, restrict: bool = False) -> None:
    """Set variables of an interpreter's `__main__`."""
    _check_argument("set___main___attrs", 2, updates, dict)
    number, _ = _resolve(id, restrict, "update __main__ for")
    if not updates:
        raise ValueError("arg 2 must be a non-empty dict")
    _enter(number, "update", _names(updates))


def _run(id: Any, script: Any, shared: dict[str, Any], restrict: bool, what: str) -> SimpleNamespace | None:
    number, _ = _resolve(id, restrict, what)
    return _enter(number, "script", shareable.encode_script(script), _names(shared))[1]


def exec(id: Any, code: Any, shared: Any = _NOTHING, *, restrict: bool = False) -> SimpleNamespace | None:
    """Run source text or a function body in an interpreter's `__main__`; returns the snapshot of an exception."""
    _check_argument("exec", 3, shared, dict)
    return _run(id, code, shared, restrict, "exec code for")


def run_string(id: Any, script: str, shared: Any = _NOTHING, *, restrict: bool = False) -> SimpleNamespace | None:
    """Like `exec`, for source text only."""
    _check_argument("run_string", 2, script, str)
    _check_argument("run_string", 3, shared, dict)
    return _run(id, script, shared, restrict, "run a string in")


def run_func(id: Any, func: Any, shared: Any = _NOTHING, *, restrict: bool = False) -> SimpleNamespace | None:
    """Like `exec`, for the body of a function only."""
    _check_argument("run_func", 3, shared, dict)
    if not isinstance(func, (FunctionType, CodeType)):
        raise TypeError(f"_interpreters.run_func() argument 2 must be a function, not {_type_name(func)}")
    return _run(id, func, shared, restrict, "run a function in")


def call(
    id: Any,
    callable: Any,
    args: Any = (),
    kwargs: Any = _NOTHING,
    *,
    preserve_exc: bool = False,
    restrict: bool = False,
) -> tuple[Any, SimpleNamespace | None]:
    """Call something in an interpreter; returns the result, and the snapshot of an exception."""
    _check_argument("call", 3, args, tuple)
    _check_argument("call", 4, kwargs, dict)
    number, _ = _resolve(id, restrict, "make a call in")
    function = shareable.encode_callable(callable)
    arguments = shareable.encode(args, fallback=True) if args else None
    names = shareable.encode(kwargs, fallback=True) if kwargs else None
    return _enter(number, "call", function, arguments, names)


def is_shareable(obj: Any) -> bool:
    """Whether an object can be passed to another interpreter without pickling."""
    return shareable.is_shareable(obj)


def capture_exception(exc: Any = None) -> SimpleNamespace | None:
    """The snapshot of an exception."""
    if exc is None:
        return None
    if not isinstance(exc, BaseException):
        raise TypeError(f"expected exception, got {exc!r}")
    taken = shareable.snapshot(exc)
    if taken is None:
        raise Exception("error while formatting exception")
    return shareable.as_object(taken)


def end_others() -> None:
    """End the remaining interpreters before the main one ends."""
    if subinterpreter.own_id:
        return
    if link.ask("remainingInterpreters"):
        with contextlib.suppress(RuntimeWarning):  # by a filter, it is an exception, which nobody would get
            warnings.warn_explicit(_REMAINING, RuntimeWarning, "<sys>", 0)
    link.request("endInterpreters")


def make() -> ModuleType:
    """Create the module `_interpreters`."""
    module = builtin.new("_interpreters", "This module provides primitive operations to manage Python interpreters.")
    functions = (
        *(new_config, create, destroy, list_all, get_current, get_main, is_running, get_config, whence, incref, decref),
        *(set___main___attrs, exec, run_string, run_func, call, is_shareable, capture_exception),
    )
    builtin.provide("_interpreters", functions, module)
    for kind in (InterpreterError, InterpreterNotFoundError, NotShareableError, CrossInterpreterBufferView):
        setattr(module, kind.__name__, kind)
    module.__dict__.update({f"WHENCE_{name}": value for value, name in enumerate(_WHENCES)})
    return module
