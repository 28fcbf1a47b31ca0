"""The gateway's side of a TLS session: a server for hosts outside, which the kernel itself answers for."""

from collections.abc import Callable, Sequence

from .engine import Engine, Settings
from .errors import Closed, Failure, WantRead
from .handshake import server


class Inbox:
    """Bytes that arrived."""

    def __init__(self) -> None:
        self.data = bytearray()

    def read(self, size: int) -> bytes | None:
        """At most `size` bytes; None if there are none."""
        if not self.data:
            return None
        taken = bytes(self.data[:size])
        del self.data[:size]
        return taken


class ServerSide:
    """The server's side of a session.

    `certificate_for` gives the certificate (DER) for the name that the client asks for, None where it names none.
    """

    def __init__(self, certificate_for: Callable[[str | None], bytes], alpn: Sequence[str] = ("http/1.1",)) -> None:
        self._certificate_for = certificate_for
        self._inbox = Inbox()
        self._plain = bytearray()
        self._unsent = bytearray()
        settings = Settings(alpn=[name.encode("ascii") for name in alpn])
        self._engine = Engine(settings, self._inbox, server, server_side=True)
        self._engine.on_server_name = self._choose
        self.closed = False  # the client sends no more, or the session failed

    def _choose(self, name: str | None) -> int | None:
        self._engine.settings.chain = [self._certificate_for(name)]
        return None

    @property
    def server_name(self) -> str | None:
        """The name that the client asked for."""
        return self._engine.server_name

    def receive(self, data: bytes) -> None:
        """Take bytes from the client."""
        self._inbox.data += data
        try:
            while not self.closed:
                self._plain += self._engine.read(1 << 20)
        except WantRead:
            pass
        except (Closed, Failure):
            self.closed = True
        if self._engine.established and self._unsent:
            waiting, self._unsent = self._unsent, bytearray()
            self.send(bytes(waiting))

    def plaintext(self) -> bytes:
        """What the client has written since the last call."""
        data = bytes(self._plain)
        self._plain.clear()
        return data

    def send(self, data: bytes) -> None:
        """Write to the client; before the handshake is done, it waits."""
        if not self._engine.established:
            self._unsent += data
        elif not self._engine.failed and not self._engine.close_sent:
            with memoryview(data) as view:
                sent = 0
                while sent < len(view):
                    sent += self._engine.write(view[sent:])

    def close(self) -> None:
        """Tell the client that nothing more comes."""
        if self._engine.established and not self._engine.failed and not self._engine.close_sent:
            self._engine.close()

    def output(self) -> bytes:
        """The bytes for the client since the last call."""
        data = bytes(self._engine.records.outgoing)
        self._engine.records.outgoing.clear()
        return data
