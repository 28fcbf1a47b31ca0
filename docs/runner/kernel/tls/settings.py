"""What a context says of its connections, and the sessions that it can resume."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from . import messages
from .certificate import X509
from .constants import CERT_NONE
from .store import Store

_SESSION_LIFETIME = 7200
_KEPT_SESSIONS = 1000


@dataclass
class Session:
    """What lets a later connection be resumed."""

    version: int
    peer: list[bytes]
    verified: list[X509]
    ticket: bytes = b""
    id: bytes = field(default_factory=lambda: os.urandom(32))
    time: float = field(default_factory=time.time)
    timeout: int = _SESSION_LIFETIME


@dataclass
class Settings:
    """What a context says of its connections."""

    options: int = 0
    versions: tuple[int, int] = (0x0303, 0x0304)
    verify_mode: int = CERT_NONE
    verify_flags: int = 0x8000
    check_hostname: bool = False
    host_flags: int = 4
    chain: list[bytes] = field(default_factory=list)
    chains: dict[str, list[bytes]] = field(default_factory=dict)  # by the kind of key, where there are two
    curve: int | None = None
    # Pre-shared keys: identity and key for a server's hint; the key for a client's identity.
    psk_client: Callable[[str | None], tuple[bytes, bytes] | None] | None = None
    psk_server: Callable[[str | None], bytes | None] | None = None
    psk_hint: bytes = b""
    suites: list[int] = field(default_factory=lambda: [messages.NULL_1_2])
    alpn: list[bytes] = field(default_factory=list)
    tickets: int = 2
    post_handshake_auth: bool = False
    store: Store = field(default_factory=Store)
    sessions: dict[bytes, Session] = field(default_factory=dict)
    statistics: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        """One more of what `session_stats` tells."""
        self.statistics[what] = self.statistics.get(what, 0) + 1

    def keep(self, session: Session) -> bytes:
        """Remember a session; its ticket."""
        if len(self.sessions) >= _KEPT_SESSIONS:
            del self.sessions[next(iter(self.sessions))]
        ticket = os.urandom(32)
        self.sessions[ticket] = session
        return ticket
