"""The module `_interpchannels`: channels between interpreters, which the machine keeps (machine/channels.js).

Source: Modules/_interpchannelsmodule.c of CPython 3.14.
"""

import marshal
from itertools import count
from types import ModuleType
from typing import Any

from ..base import builtin
from ..machine import link
from ..threads import scheduler
from . import module as interpreters_module
from . import queues, shareable
from .channel_ids import (
    ERRORS,
    RECV,
    SEND,
    ChannelClosedError,
    ChannelID,
    ChannelInfo,
    _channel_id,
    _register_end_types,
    ask,
    fail,
    identify,
    new,
    number_of,
)


def create(unboundop: int = -1, fallback: int = -1) -> ChannelID:
    """Create a new cross-interpreter channel and return a unique generated ID."""
    defaults = queues.check_choices(unboundop, fallback, queues.DEFAULTS)
    return new(link.ask("createChannel", *defaults), None, counted=True)


def destroy(cid: Any) -> None:
    """Delete a channel."""
    if not link.ask("destroyChannel", number := number_of(cid)):
        fail("missing", number)


def list_all() -> list[tuple[ChannelID, int, int]]:
    """The identifiers of all channels, with their defaults."""
    found = link.ask("channels")
    return [(identify(cid, None, force=True, resolve=False), unbound, fallback) for cid, unbound, fallback in found]


def _describe(cid: Any) -> dict[str, Any]:
    """Ask the machine to describe an open channel. Raises ChannelClosedError."""
    number = number_of(cid)
    state: dict[str, Any] = ask("channel", number)
    if not state["open"]:
        fail("closed", number)
    return state


def list_interpreters(cid: Any, *, send: Any) -> list[int]:
    """The identifiers of the interpreters that use an end."""
    state = _describe(cid)
    if send and state["closing"]:
        fail("closed", number_of(cid))
    users = {worker for worker, is_open in state[SEND if send else RECV] if is_open}
    return [number for number, worker in link.ask("interpreterWorkers") if worker in users]


def get_info(cid: Any) -> ChannelInfo:
    """Return details about the channel."""
    state = ask("channel", number_of(cid))
    if not state["open"]:
        return ChannelInfo(open=False, closing=False, closed=True, count=0)
    send, recv = dict(state[SEND]), dict(state[RECV])
    pairs = [(send.get(worker), recv.get(worker)) for worker in send.keys() | recv.keys()]
    # As in CPython, recv_released counts the interpreters that have released the sending end.
    order = (
        (True, None), (False, None), (None, True), (None, False), (True, True), (False, False), (True, False),
        (False, True),
    )  # fmt: skip
    own = dict(map(tuple, link.ask("interpreterWorkers")))[interpreters_module.get_current()[0]]
    ends = [end.get(own) is wanted for end in (send, recv) for wanted in (True, False)]
    counts: list[Any] = [pairs.count(pair) for pair in order]
    return ChannelInfo(not state["closing"], state["closing"], False, state["count"], *counts, *ends)


def get_count(cid: Any) -> int:
    """The number of objects that wait to be received."""
    number: int = _describe(cid)["count"]
    return number


def get_channel_defaults(cid: Any) -> tuple[int, int]:
    """The default policies for objects whose interpreter ended, and for objects that can't be shared."""
    state = _describe(cid)
    return state["unbound"], state["fallback"]


def close(cid: Any, *, send: Any = False, recv: Any = False, force: Any = False) -> None:
    """Close a channel for all interpreters. With `send`, objects in it can still be received."""
    ask("closeChannel", number_of(cid), bool(send) and not recv, bool(force))


def release(cid: Any, *, send: Any = False, recv: Any = False, force: Any = False) -> None:
    """Close the ends of a channel for this interpreter."""
    ends = [end for end, wanted in ((SEND, send), (RECV, recv)) if wanted]
    ask("releaseChannel", number_of(cid), ends or [SEND, RECV])


# Sending and receiving

_last = count(1)
# Objects whose sender waits for their receipt: whether they were received, None: not known yet.
_outcomes: dict[int, bool | None] = {}
_changed = scheduler.WaitQueue()


def _timeout(value: Any, blocking: bool) -> float | None:
    if value is None:
        return None
    if not blocking:
        raise ValueError("can't specify a timeout for a non-blocking call")
    if not isinstance(value, int | float):
        raise TypeError("timeout value must be a non-negative number")
    if value < 0:
        raise ValueError("timeout value must be a non-negative number")
    return float(value)


def _send(cid: Any, obj: Any, unboundop: int, fallback: int, blocking: Any, timeout: Any) -> None:
    channel = number_of(cid)
    unbound, pickles = queues.check_choices(unboundop, fallback)
    seconds = _timeout(timeout, bool(blocking))
    state = _describe(channel)
    data = shareable.encode(obj, fallback=(state["fallback"] if pickles < 0 else pickles) == queues.PICKLE_TOO)
    number = next(_last)
    if blocking:
        _outcomes[number] = None
    item = {
        "number": number, "waits": bool(blocking), "data": marshal.dumps(data), "unbound": unbound,
        "queues": list(shareable.queues(data)),
    }  # fmt: skip
    try:
        ask("sendChannel", channel, item)
        if blocking:
            _await(channel, number, seconds)
    finally:
        _outcomes.pop(number, None)


def _await(channel: int, number: int, seconds: float | None) -> None:
    """Wait until an object has been received. Raises TimeoutError, ChannelClosedError."""
    try:
        in_time = _changed.wait(lambda: _outcomes[number] is not None, seconds)
        if not in_time:
            raise TimeoutError("timed out")
    except BaseException:
        link.ask("unsendChannel", channel, number)
        if not _outcomes[number]:
            raise
    if not _outcomes[number]:
        raise ChannelClosedError(f"channel {channel} has closed")


def _taken(number: int, received: bool) -> None:
    """Handle the machine's report that an object was received, or that its channel was closed."""
    if number in _outcomes:
        _outcomes[number] = received
        _changed.notify_all()


def send(
    cid: Any, obj: Any, unboundop: int = -1, fallback: int = -1, *, blocking: Any = True, timeout: Any = None
) -> None:
    """Add an object, and wait until it is received."""
    _send(cid, obj, unboundop, fallback, blocking, timeout)


def send_buffer(
    cid: Any, obj: Any, unboundop: int = -1, fallback: int = -1, *, blocking: Any = True, timeout: Any = None
) -> None:
    """Like `send`, for the contents of a buffer."""
    _send(cid, memoryview(obj), unboundop, fallback, blocking, timeout)


def recv(cid: Any, *default: Any) -> tuple[Any, int | None]:
    """Take the next object, or None and the policy's value if its interpreter ended.

    Raises ChannelEmptyError without a default.
    """
    number = number_of(cid)
    item = link.ask("receiveChannel", number)
    if item == "empty" and default:
        return default[0], None
    if isinstance(item, str):
        fail(item, number)
    return queues.received(item)


def make() -> ModuleType:
    """Create the module `_interpchannels`."""
    text = "This module provides primitive operations to manage Python interpreters."
    module = builtin.new("_interpchannels", text)
    functions = (
        *(create, destroy, list_all, list_interpreters, send, send_buffer, recv, close, release, get_count, get_info),
        *(get_channel_defaults, _channel_id, _register_end_types),
    )
    builtin.provide("_interpchannels", functions, module)
    for kind in (*ERRORS, ChannelID, ChannelInfo):
        setattr(module, kind.__name__, kind)
    return module


link.on("taken", _taken)
