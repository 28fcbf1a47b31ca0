"""The gateway's side of a TLS session: the kernel acts as the server of hosts outside."""

from . import authority
from .buffers import Buffers, MemoryBIO
from .engine import Engine
from .errors import Closed, Failure, WantRead
from .handshake import server
from .store import Settings


class ServerSide:
    """The server's side of a session, with a certificate for the host that the client names, otherwise for `host`."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._inbox = MemoryBIO()
        self._engine = Engine(
            Settings(alpn=b"\x08http/1.1"), Buffers(self._inbox, MemoryBIO()).read, server, server_side=True
        )
        self._engine.on_server_name = self._choose
        self.server_name: str | None = None  # as named by the client
        self.closed = False  # the client has closed the session, or it failed

    def _choose(self, name: str | None) -> int | None:
        self.server_name = name
        self._engine.settings.chain = [authority.issue(name or self._host)]
        return None

    def receive(self, data: bytes) -> bytes:
        """Take bytes from the client; returns the decoded data."""
        self._inbox.write(data)
        plain = b""
        try:
            while not self.closed:
                plain += self._engine.read(1 << 20)
        except WantRead:
            pass
        except (Closed, Failure):
            self.closed = True
        return plain

    def send(self, data: bytes) -> None:
        """Write to the client, if it still listens."""
        with memoryview(data) as view:
            sent = 0
            while sent < len(view) and not self._engine.failed and not self._engine.close_sent:
                sent += self._engine.write(view[sent:])

    def close(self) -> None:
        """Close this side of the session."""
        if self._engine.established and not self._engine.failed and not self._engine.close_sent:
            self._engine.close()

    def output(self) -> bytes:
        """The bytes for the client since the last call."""
        data = bytes(self._engine.records.outgoing)
        self._engine.records.outgoing.clear()
        return data
