"""The gateway's side of a TLS session: a server for hosts outside, which the kernel itself answers for."""

from . import authority
from .buffers import Buffers, MemoryBIO
from .engine import Engine
from .errors import Closed, Failure, WantRead
from .handshake import server
from .store import Settings


class ServerSide:
    """The server's side of a session, with a certificate for the host that the client asks for, else for `host`."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._inbox = MemoryBIO()
        self._engine = Engine(
            Settings(alpn=b"\x08http/1.1"), Buffers(self._inbox, MemoryBIO()).read, server, server_side=True
        )
        self._engine.on_server_name = self._choose
        self.server_name: str | None = None  # that the client asked for
        self.closed = False  # the client sends no more, or the session failed

    def _choose(self, name: str | None) -> int | None:
        self.server_name = name
        self._engine.settings.chain = [authority.issue(name or self._host)]
        return None

    def receive(self, data: bytes) -> bytes:
        """Take bytes from the client; what it has written."""
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
        """Tell the client that nothing more comes."""
        if self._engine.established and not self._engine.failed and not self._engine.close_sent:
            self._engine.close()

    def output(self) -> bytes:
        """The bytes for the client since the last call."""
        data = bytes(self._engine.records.outgoing)
        self._engine.records.outgoing.clear()
        return data
