"""`_ssl._SSLSocket`: a TLS session over a socket, or between two buffers.

Source: Modules/_ssl.c of CPython 3.14.
"""

import dataclasses
import sys
import weakref
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from .. import browser
from ..base import unraisable
from ..files.table import IN
from ..net.sockets import Socket
from ..threads.entry import runs_program
from . import errors
from .buffers import Buffers, Certificate
from .constants import CERT_NONE, LARGEST
from .errors import HANDSHAKE_LINE, READ_LINE, SHUTDOWN_LINE, WRITE_LINE, Closed, Failure, WantRead

if TYPE_CHECKING:
    from .store import Settings

T = TypeVar("T")
_FLUSHED_AT_ONCE = 1 << 16
_HANDSHAKE_FAILURE, _INTERNAL_ERROR = 40, 80


class Context:
    """The part of a context that a session needs."""

    _settings: "Settings"
    _host_flags = 4
    _server_name_callback: Callable[..., Any] | None = None


class Wire:
    """The socket below a session, held by a weak reference."""

    def __init__(self, socket: Socket) -> None:
        self._socket = weakref.ref(socket)

    def socket(self) -> Socket:
        """The socket. Raises SSLError if it is gone."""
        found = self._socket()
        if found is None:
            raise errors.SSLError(1, "Underlying socket connection gone")
        return found

    def read(self, size: int) -> bytes | None:
        """Read at most `size` bytes; None if there are none yet."""
        return self.socket()._open().stream().read(size)

    def write(self, data: bytes) -> int | None:
        """Send what there is room for; None if there is none."""
        with memoryview(data) as view:
            return self.socket()._open().stream().write(view)


@runs_program
def call(function: Callable[..., T], *arguments: Any) -> T:
    """Call the program's code."""
    return function(*arguments)


class _SSLSocket:
    """A TLS session."""

    session_reused = False
    session = errors.absent("session", errors.NO_SESSIONS)
    get_channel_binding = errors.refusing("a browser tab exchanges no keys, so nothing tells a session from any other")
    verify_client_post_handshake = errors.refusing(errors.IN_HANDSHAKE_ONLY)
    _written = 0  # bytes already taken from the data of an unfinished `write`

    def __init__(self, context: Context, wire: Wire | Buffers, server_side: bool, name: str | None, owner: Any) -> None:
        from . import handshake
        from .engine import Engine

        self._context, self._wire = context, wire
        self.server_side, self.server_hostname = bool(server_side), name
        self._owner = weakref.ref(self if owner is None else owner)
        side = handshake.server if server_side else handshake.client
        settings = dataclasses.replace(context._settings, host_flags=context._host_flags)
        self._engine = Engine(settings, wire.read, side, self.server_side, name)
        choose = weakref.WeakMethod(self._choose_name)  # the engine doesn't keep this alive, so there is no cycle

        def choose_name(asked: str | None) -> int | None:
            found = choose()
            return None if found is None else found(asked)

        self._engine.on_server_name = choose_name

    def __del__(self) -> None:
        if hasattr(self, "_engine"):
            self._engine.steps = None

    # Waiting

    def _deadline(self) -> float | None:
        timeout = None if isinstance(self._wire, Buffers) else self._wire.socket()._timeout
        return None if timeout is None else monotonic() + timeout

    def _await(self, attempt: Callable[[], Any], deadline: float | None, what: str, wanted: int, line: int) -> None:
        if isinstance(self._wire, Buffers):
            raise errors.plain(wanted, line)
        socket = self._wire.socket()
        if socket._timeout == 0 or not browser.can_suspend():
            if attempt() is None:
                raise errors.plain(wanted, line)
            return
        if socket._fd < 0:
            raise errors.SSLError(1, f"Underlying socket has been closed. (_ssl.c:{line})")
        try:
            socket._wait(attempt, deadline)
        except TimeoutError:
            raise TimeoutError(f"The {what} operation timed out") from None

    def _send(self) -> bool | None:
        """Send the session's pending output; None if there isn't room for all of it."""
        outgoing = self._engine.records.outgoing
        while outgoing:
            sent = self._wire.write(bytes(outgoing[:_FLUSHED_AT_ONCE]))
            if sent is None:
                return None
            del outgoing[:sent]
        return True

    def _flush(self, deadline: float | None, what: str, line: int) -> None:
        if self._send() is None:
            self._await(self._send, deadline, what, errors.WANT_WRITE, line)

    def _readable(self) -> bool | None:
        assert isinstance(self._wire, Wire)
        return True if self._wire.socket()._open().events() & IN else None

    def _run(self, step: Callable[[], T], what: str, line: int) -> T:
        """Run a step of the session, and repeat it while more data must arrive."""
        deadline = self._deadline()
        self._flush(deadline, what, line)
        while True:
            try:
                return step()
            except WantRead:
                self._flush(deadline, what, line)
                self._await(self._readable, deadline, what, errors.WANT_READ, line)
            except Failure as failure:
                try:
                    self._send()  # the alert, if it can be sent at once
                except OSError:
                    self._engine.records.outgoing.clear()
                raise errors.from_failure(failure, line) from None
            except Closed:
                ended = self._engine.close_received and not self._engine.failed
                if ended and not self._engine.close_sent and line == READ_LINE:
                    raise
                raise errors.plain(errors.ZERO_RETURN if ended else errors.END, line) from None

    # The session

    def do_handshake(self) -> None:
        """Perform the handshake."""
        self._run(self._engine.handshake, "handshake", HANDSHAKE_LINE)
        self._flush(self._deadline(), "handshake", HANDSHAKE_LINE)

    def read(self, size: int, buffer: Any = None, /) -> bytes | int:
        """Read at most `size` bytes that the other side wrote; into a buffer if given, then returns their number."""
        if buffer is None:
            if size < 0:
                raise ValueError("size should not be negative")
            return self._read(size)
        with memoryview(buffer) as view, view.cast("B") as target:
            if not 0 < size <= len(target):
                size = len(target)
            data = self._read(size)
            target[: len(data)] = data
        return len(data)

    def _read(self, size: int) -> bytes:
        try:
            return self._run(lambda: self._engine.read(size), "read", READ_LINE) if size else b""
        except Closed:
            return b""

    def write(self, data: Any, /) -> int:
        """Write all of `data`; returns its length. After SSLWantWriteError, call it again with the same data."""
        deadline = self._deadline()
        with memoryview(data) as view, view.cast("B") as source:
            if len(source) < self._written:
                raise errors.error("BAD_LENGTH", WRITE_LINE)
            self._flush(deadline, "write", WRITE_LINE)
            while True:
                with source[self._written : self._written + LARGEST] as part:
                    self._written += self._run(lambda part=part: self._engine.write(part), "write", WRITE_LINE)  # type: ignore[misc]
                self._flush(deadline, "write", WRITE_LINE)
                if self._written >= len(source):
                    break
            written, self._written = self._written, 0
        return written

    def pending(self) -> int:
        """How many bytes can be read without waiting."""
        return len(self._engine.plain)

    def shutdown(self) -> Socket | None:
        """Close the session, and wait until the other side does; returns the socket, for unencrypted data."""
        if not self._engine.close_sent:
            self._run(self._engine.close, "write", SHUTDOWN_LINE)
            self._flush(self._deadline(), "write", SHUTDOWN_LINE)
        if not self._engine.close_received:
            self._run(self._engine.close, "read", SHUTDOWN_LINE)
        return self._wire.socket() if isinstance(self._wire, Wire) else None

    def _choose_name(self, name: str | None) -> int | None:
        callback, owner = self._context._server_name_callback, self._owner()
        if callback is None or owner is None:
            return None if callback is None else _INTERNAL_ERROR
        code = _HANDSHAKE_FAILURE
        try:
            answer = call(callback, owner, name, self._context)
            code = _INTERNAL_ERROR
            return None if answer is None else int.__index__(answer) & 0xFF
        except BaseException as error:
            call(sys.unraisablehook, unraisable.arguments(error, None, callback))
            return code

    # Properties

    def getpeercert(self, der: bool = False, /) -> Any:
        """The other side's certificate: as a dictionary, which is empty if it wasn't verified, or in DER."""
        engine = self._engine
        if not engine.established:
            raise ValueError("handshake not done yet")
        if not engine.peer:
            return None
        if der:
            return engine.peer[0].data
        return {} if engine.settings.verify_mode == CERT_NONE else engine.verified[0].as_dict()

    def get_verified_chain(self) -> list[Certificate] | None:
        """The verified chain, up to the authority."""
        return [Certificate(certificate.data) for certificate in self._engine.verified] or None

    def get_unverified_chain(self) -> list[Certificate] | None:
        """The chain as the other side sent it."""
        return [Certificate(certificate.data) for certificate in self._engine.peer] or None

    def _suites(self) -> list[tuple[str, str, int]]:
        from .handshake import SUITES

        return [(SUITES[suite][0], "TLSv1.3", SUITES[suite][1]) for suite in self._engine.suites]

    def cipher(self) -> tuple[str, str, int] | None:
        """The negotiated cipher: name, protocol version, secret bits. Nothing is encrypted by it: see records."""
        return next(iter(self._suites()), None)

    def shared_ciphers(self) -> list[tuple[str, str, int]] | None:
        """The cipher suites that both sides have; None on a client."""
        return (self._suites() or None) if self.server_side else None

    def version(self) -> str | None:
        """The protocol's version."""
        return "TLSv1.3" if self._engine.established else None

    def selected_alpn_protocol(self) -> str | None:
        """The application's protocol, as both sides agreed."""
        return None if self._engine.alpn is None else self._engine.alpn.decode("ascii")

    def compression(self) -> None:
        """Return None: nothing is compressed."""

    @property
    def context(self) -> Context:
        """The context; a server's program may replace it in its SNI callback."""
        return self._context

    @context.setter
    def context(self, value: Context) -> None:
        if not isinstance(value, Context):
            raise TypeError("The value must be a SSLContext")
        self._context = value
        settings = self._engine.settings
        settings.chain, settings.store = value._settings.chain, value._settings.store
