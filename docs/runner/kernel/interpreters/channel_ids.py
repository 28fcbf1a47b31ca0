"""Identifiers of the channels between interpreters, and of their ends; questions to the machine about channels.

Source: Modules/_interpchannelsmodule.c of CPython 3.14.
"""

import importlib
from collections.abc import Callable
from operator import index
from typing import Any, NamedTuple, NoReturn, Self

from ..base import builtin
from ..machine import link
from . import shareable

_ID_LIMIT = 1 << 63
SEND, RECV = "send", "recv"
_HIGH_LEVEL = "test.support.channels"


class ChannelError(RuntimeError):
    pass


class ChannelNotFoundError(ChannelError):
    pass


class ChannelClosedError(ChannelError):
    pass


class ChannelEmptyError(ChannelError):
    pass


class ChannelNotEmptyError(ChannelError):
    pass


ERRORS = (ChannelError, ChannelNotFoundError, ChannelClosedError, ChannelEmptyError, ChannelNotEmptyError)
for _error in ERRORS:
    _error.__module__ = "_interpchannels"

# The machine's answers, and the exceptions for them.
_STATES: dict[str, tuple[type[ChannelError], str]] = {
    "missing": (ChannelNotFoundError, "channel {} not found"),
    "closed": (ChannelClosedError, "channel {} is closed"),
    "released": (ChannelClosedError, "channel {} is already closed"),
    "empty": (ChannelEmptyError, "channel {} is empty"),
    "not empty": (ChannelNotEmptyError, "channel {} may not be closed if not empty (try force=True)"),
}


def fail(state: str, cid: int) -> NoReturn:
    """Raise the exception for a channel's state."""
    kind, message = _STATES[state]
    raise kind(message.format(cid))


def ask(op: str, cid: int, *arguments: object) -> Any:
    """Ask the machine about a channel. Raises ChannelError."""
    answer = link.ask(op, cid, *arguments)
    if isinstance(answer, str):
        fail(answer, cid)
    return answer


class ChannelID(builtin.Unpicklable):
    """A channel ID identifies a channel and may be used as an int."""

    __slots__ = ("_cid", "_counted", "_end", "_resolve")
    _cid: int
    _end: str | None
    _resolve: bool
    _counted: bool

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        raise TypeError("cannot create '_interpchannels.ChannelID' instances")

    def __del__(self) -> None:
        if self._counted:
            link.tell("letGoOfChannel", self._cid)

    @property
    def end(self) -> str:
        """'send', 'recv', or 'both'"""
        return self._end or "both"

    @property
    def send(self) -> "ChannelID":
        """the 'send' end of the channel"""
        return identify(self._cid, SEND, force=True, resolve=self._resolve)

    @property
    def recv(self) -> "ChannelID":
        """the 'recv' end of the channel"""
        return identify(self._cid, RECV, force=True, resolve=self._resolve)

    def __repr__(self) -> str:
        return f"ChannelID({self._cid}{f', {self._end}=True' if self._end else ''})"

    def __str__(self) -> str:
        return str(self._cid)

    def __index__(self) -> int:
        return self._cid

    __int__ = __index__

    def __hash__(self) -> int:
        return hash(self._cid)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ChannelID):
            return (self._cid, self._end) == (other._cid, other._end)
        if hasattr(type(other), "__index__") or hasattr(type(other), "__float__"):
            return self._cid == other
        return NotImplemented


class ChannelInfo(NamedTuple):
    """A named tuple of a channel's state."""

    open: bool  # both ends
    closing: bool  # send is closed, recv is non-empty
    closed: bool  # both ends
    count: int  # type: ignore[assignment]  # the name hides a method of tuples
    num_interp_send: int = 0
    num_interp_send_released: int = 0
    num_interp_recv: int = 0
    num_interp_recv_released: int = 0
    num_interp_both: int = 0
    num_interp_both_released: int = 0
    num_interp_both_send_released: int = 0
    num_interp_both_recv_released: int = 0
    send_associated: bool = False
    send_released: bool = False
    recv_associated: bool = False
    recv_released: bool = False


ChannelID.__module__ = ChannelInfo.__module__ = "_interpchannels"


# Identifiers


def new(cid: int, end: str | None, *, counted: bool, resolve: bool = False) -> ChannelID:
    """Create an identifier, which keeps the channel alive if `counted`."""
    made = object.__new__(ChannelID)
    made._cid, made._end, made._resolve, made._counted = cid, end, resolve, counted
    return made


def identify(cid: int, end: str | None, *, force: bool, resolve: bool) -> ChannelID:
    """Create an identifier, which keeps the channel alive. Raises ChannelNotFoundError without `force`."""
    held = link.ask("holdChannel", cid)
    if not held and not force:
        fail("missing", cid)
    return new(cid, end, counted=held, resolve=resolve)


def number_of(value: Any) -> int:
    """The number of a channel, given by an identifier or an int."""
    if isinstance(value, ChannelID):
        return value._cid
    if not hasattr(type(value), "__index__"):
        raise TypeError(f"channel ID must be an int, got {type(value).__name__}")
    number = index(value)
    if not -_ID_LIMIT <= number < _ID_LIMIT:
        raise OverflowError("int too big to convert")
    if number < 0:
        raise ValueError(f"channel ID must be a non-negative int, got {value!r}")
    return number


def _channel_id(
    id: Any, *, send: Any = None, recv: Any = None, force: bool = False, _resolve: bool = False
) -> ChannelID:
    """The identifier of a channel, or of one of its ends."""
    cid = number_of(id)
    end = id._end if isinstance(id, ChannelID) else None
    if send is not None and recv is not None and not send and not recv:
        raise ValueError("'send' and 'recv' cannot both be False")
    if send:
        end = None if recv else SEND
    elif recv:
        end = RECV
    return identify(cid, end, force=bool(force), resolve=bool(_resolve))


# The classes of ends that programs see

_end_types: dict[str, type] = {}


def _encode_id(value: ChannelID) -> tuple[int, str | None, bool]:
    return value._cid, value._end, value._resolve


def _encode_end(value: Any) -> tuple[int, str | None, bool]:
    return value._id._cid, value._id._end, True


def _decode(cid: int, end: str | None, resolve: bool) -> object:
    identifier = identify(cid, end, force=False, resolve=False)
    if not resolve or end is None:
        return identifier
    if end not in _end_types:
        importlib.import_module(_HIGH_LEVEL)
    make: Callable[[ChannelID], object] = _end_types[end]
    return make(identifier)


def _register_end_types(send: Any, recv: Any) -> None:
    for name, kind in ((SEND, send), (RECV, recv)):
        if not isinstance(kind, type):
            raise TypeError(f"expected a type for '{name}'")
    for name, kind in ((SEND, send), (RECV, recv)):
        _end_types[name] = kind
        shareable.register(kind, "channel", _encode_end, _decode)


shareable.register(ChannelID, "channel", _encode_id, _decode)
