"""The module `_interpqueues`: queues between interpreters, which the machine keeps (machine/queues.js).

Source: Modules/_interpqueuesmodule.c of CPython 3.14.
"""

import importlib
import marshal
from operator import index
from types import ModuleType
from typing import Any

from ..base import builtin
from ..machine import link
from ..threads import entry
from . import shareable

_ID_LIMIT = 1 << 63
_REMOVE, _ERROR, _REPLACE = 1, 2, 3
_SHAREABLE_ONLY, PICKLE_TOO = 0, 1
DEFAULTS = (_REPLACE, PICKLE_TOO)


class QueueError(RuntimeError):
    """Indicates that a queue-related error happened."""


class QueueNotFoundError(QueueError):
    __doc__ = None


for _error in (QueueError, QueueNotFoundError):
    _error.__module__ = "concurrent.interpreters"

# The module that registers QueueEmpty and QueueFull by _register_heap_types.
_HIGH_LEVEL = "concurrent.interpreters._queues"
_exceptions: dict[str, type[Exception]] = {}


def _identifier(value: Any) -> int:
    if not hasattr(type(value), "__index__"):
        raise TypeError(f"queue ID must be an int, got {type(value).__name__}")
    number = index(value)
    if number >= _ID_LIMIT:
        raise OverflowError(f"max queue ID is {_ID_LIMIT - 1}, got {value!r}")
    if number < 0:
        raise ValueError(f"queue ID must be a non-negative int, got {value!r}")
    return number


def _ask(op: str, qid: Any, *arguments: object) -> Any:
    """Ask the machine about a queue. Raises QueueNotFoundError."""
    number = _identifier(qid)
    answer = link.ask(op, number, *arguments)
    if answer is None:
        raise QueueNotFoundError(f"queue {number} not found")
    return answer


def _check_unbound(value: Any, default: int) -> int:
    number = index(value)
    if number == -1:
        return default
    if number not in (_REMOVE, _ERROR, _REPLACE):
        raise ValueError(f"unsupported unboundop {number}")
    return number


def _error_of(state: str, qid: Any) -> Exception:
    if not _exceptions:
        importlib.import_module(_HIGH_LEVEL)
    return _exceptions[state](f"queue {_identifier(qid)} is {state}")


def check_choices(unboundop: int, fallback: int, default: tuple[int, int] = (-1, -1)) -> tuple[int, int]:
    """Check the policies for objects whose interpreter ended, and for objects that can't be shared; -1: the default."""
    number = index(fallback)
    if number == -1:
        number = default[1]
    unbound = _check_unbound(unboundop, default[0])
    if number not in (-1, _SHAREABLE_ONLY, PICKLE_TOO):
        raise ValueError(f"unsupported fallback {number}")
    return unbound, number


def create(maxsize: int, unboundop: int = -1, fallback: int = -1) -> int:
    """Create a queue; returns its identifier."""
    qid: int = link.ask("createQueue", index(maxsize), *check_choices(unboundop, fallback, DEFAULTS))
    return qid


def destroy(qid: Any) -> None:
    """Delete a queue and its contents."""
    _ask("destroyQueue", qid)


def list_all() -> list[tuple[int, int, int]]:
    """The identifiers of all queues, with their defaults."""
    return [(qid, unbound, fallback) for qid, unbound, fallback in link.ask("queues")]


def put(qid: Any, obj: Any, unboundop: int = -1) -> None:
    """Add an object. Raises QueueFull."""
    unbound = _check_unbound(unboundop, -1)
    queue = _ask("queue", qid)
    data = shareable.encode(obj, fallback=queue["fallback"] == PICKLE_TOO)
    if not _ask("putQueue", qid, marshal.dumps(data), list(shareable.queues(data)), unbound):
        raise _error_of("full", qid)


def get(qid: Any) -> tuple[Any, int | None]:
    """Take the next object, or None and the policy's value if its interpreter ended. Raises QueueEmpty."""
    item = _ask("getQueue", qid)
    if item == "empty":
        raise _error_of("empty", qid)
    return received(item)


def received(item: dict[str, Any]) -> tuple[Any, int | None]:
    """Decode an object from the machine, or None and the policy's value if its interpreter ended."""
    if item["data"] is None:
        return None, item["unbound"]
    try:
        return shareable.decode(marshal.loads(bytes(item["data"]))), None
    finally:
        if item["queues"]:
            link.tell("arrived", item["queues"])


def bind(qid: Any) -> None:
    """Add a reference to a queue."""
    _ask("bindQueue", qid)


def release(qid: Any) -> None:
    """Drop a reference to a queue, which is deleted with the last one."""
    # Finalizers call this, and may run anywhere.
    if not entry.may_wait():
        link.tell("releaseQueue", _identifier(qid))
        return
    if not _ask("releaseQueue", qid):
        raise QueueError(f"queue {_identifier(qid)} never bound")


def get_maxsize(qid: Any) -> int:
    """The maximal number of objects."""
    size: int = _ask("queue", qid)["maxsize"]
    return size


def get_queue_defaults(qid: Any) -> tuple[int, int]:
    """The default policies for objects whose interpreter ended, and for objects that can't be shared."""
    queue = _ask("queue", qid)
    return queue["unbound"], queue["fallback"]


def is_full(qid: Any) -> bool:
    """Whether the queue is full."""
    queue = _ask("queue", qid)
    full: bool = queue["count"] >= queue["maxsize"] > 0
    return full


def get_count(qid: Any) -> int:
    """The number of objects in a queue."""
    count: int = _ask("queue", qid)["count"]
    return count


def _register_heap_types(queuetype: Any, emptyerror: Any, fullerror: Any) -> None:
    for name, kind in (("queuetype", queuetype), ("emptyerror", emptyerror), ("fullerror", fullerror)):
        if not isinstance(kind, type):
            raise TypeError(f"expected a type for '{name}'")
    _exceptions.update(empty=emptyerror, full=fullerror)
    shareable.register(queuetype, "queue", lambda queue: (_identifier(queue._id),), queuetype)


def make() -> ModuleType:
    """Create the module `_interpqueues`."""
    text = "This module provides primitive operations to manage Python interpreters."
    module = builtin.new("_interpqueues", text)
    functions = (
        *(create, destroy, list_all, put, get, bind, release, get_maxsize, get_queue_defaults, is_full, get_count),
        _register_heap_types,
    )
    builtin.provide("_interpqueues", functions, module)
    module.__dict__.update({"QueueError": QueueError, "QueueNotFoundError": QueueNotFoundError})
    return module
