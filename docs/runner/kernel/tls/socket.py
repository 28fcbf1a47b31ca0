"""`_ssl._SSLSocket`: a TLS session over a socket, or between two buffers.

Source: Modules/_ssl.c of CPython 3.14.
"""

import weakref
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from .. import host
from ..files import IN
from ..sockets import Socket
from . import errors
from .buffers import Certificate, MemoryBIO, SSLSession
from .callbacks import call, report
from .constants import CERT_NONE, CHANGE_CIPHER_SPEC, HANDSHAKE, LARGEST
from .errors import HANDSHAKE_LINE, READ_LINE, SHUTDOWN_LINE, WRITE_LINE, Closed, Failure, WantRead
from .wire import Buffers, Wire

if TYPE_CHECKING:
    from .context import _SSLContext
    from .engine import Engine

T = TypeVar("T")
_VERSIONS = {0x0301: "TLSv1", 0x0302: "TLSv1.1", 0x0303: "TLSv1.2", 0x0304: "TLSv1.3"}
_CHANGE = 0x101  # how `ssl` numbers the message of that type
_FLUSHED_AT_ONCE = 1 << 16
_HANDSHAKE_FAILURE, _INTERNAL_ERROR = 40, 80


class _SSLSocket:
    """A TLS session."""

    def __new__(cls) -> "_SSLSocket":
        raise TypeError("cannot create '_ssl._SSLSocket' instances")

    @classmethod
    def _make(
        cls,
        context: "_SSLContext",
        below: Socket | tuple[MemoryBIO, MemoryBIO],
        server_side: bool,
        name: str | None,
        owner: Any,
        session: Any,
    ) -> "_SSLSocket":
        from .engine import Engine

        self = object.__new__(cls)
        self._wire = Wire(below) if isinstance(below, Socket) else Buffers(*below)
        self._context = context
        self._server_hostname = name
        self._owner = None if owner is None else weakref.ref(owner)
        self._engine = Engine(context._of_connection(), self._wire, bool(server_side), name)
        # The engine doesn't keep this alive: no cycle is left for the collector.
        myself = weakref.ref(self)

        def choose_name(asked: str | None) -> int | None:
            found = myself()
            return None if found is None else found._choose_name(asked)

        def show_message(sent: bool, kind: int, data: bytes) -> None:
            found = myself()
            if found is not None:
                found._show_message(sent, kind, data)

        self._engine.on_server_name = choose_name
        self._written = 0
        if context._message_callback is not None:
            self._engine.on_message = show_message
        if session is not None:
            self.session = session
        return self

    _wire: Wire | Buffers
    _engine: "Engine"
    _context: "_SSLContext"
    _server_hostname: str | None
    _owner: Any
    _written: int  # of what `write` was called with and couldn't send at once

    def __del__(self) -> None:
        if hasattr(self, "_engine"):
            self._engine.abandon()

    # Waiting

    def _deadline(self) -> float | None:
        if isinstance(self._wire, Buffers):
            return None
        timeout = self._wire.socket()._timeout
        return None if timeout is None else monotonic() + timeout

    def _await(self, attempt: Callable[[], Any], deadline: float | None, what: str, wanted: int, line: int) -> None:
        if isinstance(self._wire, Buffers):
            raise errors.plain(wanted, line)
        socket = self._wire.socket()
        if socket._timeout == 0 or not host.can_suspend():
            if attempt() is None:
                raise errors.plain(wanted, line)
            return
        if socket._fd < 0:
            raise errors.SSLError(1, f"Underlying socket has been closed. (_ssl.c:{line})")
        try:
            socket._wait(attempt, deadline)
        except TimeoutError:
            raise TimeoutError(f"The {what} operation timed out") from None

    def _flush(self, deadline: float | None, what: str, line: int) -> None:
        """Send all that the session has to say."""
        outgoing = self._engine.records.outgoing

        def send() -> bool | None:
            while outgoing:
                sent = self._wire.write(bytes(outgoing[:_FLUSHED_AT_ONCE]))
                if sent is None:
                    return None
                del outgoing[:sent]
            return True

        if outgoing and send() is None:
            self._await(send, deadline, what, errors.WANT_WRITE, line)

    def _say_goodbye(self) -> None:
        """Send what tells the other side why this one ends, if that goes at once."""
        outgoing = self._engine.records.outgoing
        try:
            while outgoing:
                sent = self._wire.write(bytes(outgoing[:_FLUSHED_AT_ONCE]))
                if sent is None:
                    return
                del outgoing[:sent]
        except OSError:
            outgoing.clear()

    def _run(self, step: Callable[[], T], what: str, line: int) -> T:
        """Do a step of the session, as often as more must arrive for it."""
        deadline = self._deadline()
        self._flush(deadline, what, line)
        while True:
            try:
                result = step()
            except WantRead:
                self._flush(deadline, what, line)
                self._await(self._readable, deadline, what, errors.WANT_READ, line)
                continue
            except Failure as failure:
                self._say_goodbye()
                raise errors.from_failure(failure, line) from None
            return result

    def _readable(self) -> bool | None:
        assert isinstance(self._wire, Wire)
        return True if self._wire.socket()._open().events() & IN else None

    def _over(self, line: int) -> errors.SSLError:
        engine = self._engine
        closed = engine.close_received and not engine.failed
        return errors.plain(errors.ZERO_RETURN if closed else errors.END, line)

    # The session

    def do_handshake(self) -> None:
        """Perform the handshake."""
        try:
            self._run(self._engine.handshake, "handshake", HANDSHAKE_LINE)
        except Closed:
            raise self._over(HANDSHAKE_LINE) from None
        self._flush(self._deadline(), "handshake", HANDSHAKE_LINE)
        self._context._log_keys(self._engine)

    def read(self, size: int, buffer: Any = None, /) -> bytes | int:
        """At most `size` bytes that the other side wrote; with a buffer, they go into it: their number."""
        if buffer is None:
            if size < 0:
                raise ValueError("size should not be negative")
            return self._read(size) if size else b""
        with memoryview(buffer) as view, view.cast("B") as target:
            if not 0 < size <= len(target):
                size = len(target)
            if not size:
                return 0
            data = self._read(size)
            target[: len(data)] = data
        return len(data)

    def _read(self, size: int) -> bytes:
        try:
            data = self._run(lambda: self._engine.read(size), "read", READ_LINE)
        except Closed:
            if self._engine.close_received and not self._engine.failed and not self._engine.close_sent:
                return b""
            raise self._over(READ_LINE) from None
        if self._engine.records.outgoing:
            self._say_goodbye()
        return data

    def write(self, data: Any, /) -> int:
        """Write all of `data`; the number of bytes. After SSLWantWriteError it must be called with the same again."""
        deadline = self._deadline()
        with memoryview(data) as view, view.cast("B") as source:
            if len(source) < self._written:
                raise errors.error("BAD_LENGTH", WRITE_LINE)
            self._flush(deadline, "write", WRITE_LINE)
            while True:
                with source[self._written : self._written + LARGEST] as part:
                    self._written += self._write_record(part)
                self._flush(deadline, "write", WRITE_LINE)
                if self._written >= len(source):
                    break
            written, self._written = self._written, 0
        return written

    def _write_record(self, part: memoryview) -> int:
        try:
            return self._run(lambda: self._engine.write(part), "write", WRITE_LINE)
        except Closed:
            raise self._over(WRITE_LINE) from None

    def pending(self) -> int:
        """How many bytes can be read without waiting."""
        return self._engine.pending()

    def shutdown(self) -> Socket | None:
        """Say that this side is done, and wait for the other to say so; the socket, for what follows in the clear."""
        closing = self._engine
        try:
            if not closing.close_sent:
                self._run(closing.close, "write", SHUTDOWN_LINE)
                self._flush(self._deadline(), "write", SHUTDOWN_LINE)
            if not closing.close_received:
                self._run(closing.close, "read", SHUTDOWN_LINE)
        except Closed:
            raise self._over(SHUTDOWN_LINE) from None
        return self._wire.socket() if isinstance(self._wire, Wire) else None

    def verify_client_post_handshake(self) -> None:
        """Ask the client for its certificate, which its next bytes bring."""
        try:
            self._engine.request_certificate()
        except Failure as failure:
            raise errors.from_failure(failure, HANDSHAKE_LINE) from None
        self._flush(self._deadline(), "write", WRITE_LINE)

    def _choose_name(self, name: str | None) -> int | None:
        callback = self._context._server_name_callback
        if callback is None:
            return None
        owner = self if self._owner is None else self._owner()
        if owner is None:
            return _INTERNAL_ERROR
        try:
            answer = call(callback, owner, name, self._context)
        except BaseException as error:
            report(error, callback)
            return _HANDSHAKE_FAILURE
        if answer is None:
            return None
        if not isinstance(answer, int):
            try:
                int.__index__(answer)
            except TypeError as error:
                report(error, callback)
            return _INTERNAL_ERROR
        return answer & 0xFF

    def _show_message(self, sent: bool, kind: int, data: bytes) -> None:
        callback = self._context._message_callback
        owner = self if self._owner is None else self._owner()
        if callback is None or owner is None:
            return
        number = _CHANGE if kind == CHANGE_CIPHER_SPEC else data[0] if kind == HANDSHAKE else data[-1]
        version = self._engine.version or self._engine.records.version or 0x0303
        try:
            call(callback, owner, "write" if sent else "read", version, kind, number, data)
        except BaseException as error:
            report(error, callback)

    # What is known of it

    def getpeercert(self, der: bool = False, /) -> Any:
        """The other side's certificate: as a dictionary, which is empty where nobody verified it, or in DER."""
        engine = self._engine
        if not engine.established:
            raise ValueError("handshake not done yet")
        if not engine.peer:
            return None
        if der:
            return engine.peer[0]
        return {} if engine.settings.verify_mode == CERT_NONE else engine.verified[0].as_dict()

    def get_verified_chain(self) -> list[Certificate] | None:
        """The chain that was verified, up to the authority."""
        verified = self._engine.verified
        return [Certificate._make(certificate.data) for certificate in verified] if verified else None

    def get_unverified_chain(self) -> list[Certificate] | None:
        """The chain as the other side sent it."""
        return [Certificate._make(data) for data in self._engine.peer] if self._engine.peer else None

    def cipher(self) -> tuple[str, str, int] | None:
        """Name, protocol version and secret bits: none, it is a null cipher."""
        from . import ciphers

        found = ciphers.everything().get(self._engine.suite)
        return None if found is None else (found.name, found.protocol, found.bits)

    def shared_ciphers(self) -> list[tuple[str, str, int]] | None:
        """The cipher suites that both sides have; None on a client."""
        from . import ciphers

        engine = self._engine
        if not engine.server_side or not engine.peer_suites:
            return None
        own = {*engine.settings.suites, engine.suite}
        found = (ciphers.everything().get(number) for number in engine.peer_suites if number in own)
        return [(cipher.name, cipher.protocol, cipher.bits) for cipher in found if cipher is not None]

    def version(self) -> str | None:
        """The protocol's version."""
        return _VERSIONS.get(self._engine.version) if self._engine.established else None

    def selected_alpn_protocol(self) -> str | None:
        """The application's protocol, as both sides agreed."""
        return None if self._engine.alpn is None else self._engine.alpn.decode("ascii")

    def compression(self) -> None:
        """Nothing is compressed."""

    def get_channel_binding(self, cb_type: str = "tls-unique") -> bytes | None:
        """What tells this session from any other."""
        if cb_type != "tls-unique":
            raise ValueError(f"'{cb_type}' channel binding type not implemented")
        return self._engine.finished.get(self._engine.reused)

    @property
    def context(self) -> "_SSLContext":
        """The context; a server's program may give another one while it learns the name that the client asks for."""
        return self._context

    @context.setter
    def context(self, value: "_SSLContext") -> None:
        from .context import _SSLContext

        if not isinstance(value, _SSLContext):
            raise TypeError("The value must be a SSLContext")
        self._context = value
        self._engine.settings.chain, self._engine.settings.chains = value._settings.chain, value._settings.chains
        self._engine.settings.sessions = value._settings.sessions

    @property
    def server_side(self) -> bool:
        """Whether this is the server's side."""
        return self._engine.server_side

    @property
    def server_hostname(self) -> str | None:
        """The name that the client asks for."""
        return self._server_hostname

    @property
    def owner(self) -> Any:
        """The object that programs know this by."""
        return None if self._owner is None else self._owner()

    @owner.setter
    def owner(self, value: Any) -> None:
        self._owner = weakref.ref(value)

    @property
    def session(self) -> SSLSession | None:
        """The session, by which a later connection can be resumed."""
        found = self._engine.session
        return None if found is None else SSLSession._make(found, self._context)

    @session.setter
    def session(self, value: SSLSession) -> None:
        if not isinstance(value, SSLSession):
            raise TypeError("Value is not a SSLSession.")
        if value._context is not self._context:
            raise ValueError("Session refers to a different SSLContext.")
        if self._engine.server_side:
            raise ValueError("Cannot set session for server-side SSLSocket.")
        if self._engine.established:
            raise ValueError("Cannot set session after handshake.")
        self._engine.resume = value._session

    @property
    def session_reused(self) -> bool:
        """Whether this connection was resumed."""
        return self._engine.reused
