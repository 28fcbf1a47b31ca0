"""`_ssl._SSLContext`: what the connections of a program have in common.

Source: Modules/_ssl.c of CPython 3.14.
"""

import copy
import operator
import os
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..sockets import Socket
from . import callbacks, constants, errors
from .buffers import MemoryBIO
from .constants import CERT_NONE, CERT_REQUIRED, TLS1_2, TLS1_3
from .socket import _SSLSocket

if TYPE_CHECKING:
    from .engine import Engine
    from .settings import Settings

_TLS, _CLIENT, _SERVER = 2, 16, 17
_FIXED = {3: 0x0301, 4: 0x0302, 5: 0x0303}
_OLD_NAMES = {2: "PROTOCOL_TLS", 3: "PROTOCOL_TLSv1", 4: "PROTOCOL_TLSv1_1", 5: "PROTOCOL_TLSv1_2"}
_LOWEST, _HIGHEST = -2, -1
_VERSION_NAMES = {0x0300: "SSLv3", 0x0301: "TLSv1", 0x0302: "TLSv1_1"}
_VERSIONS = (0x0300, 0x0301, 0x0302, TLS1_2, TLS1_3)
_NO_SSL2_3, _NO_TLS = 0x02000000, 0x04000000 | 0x10000000 | 0x08000000 | 0x20000000
_STATISTICS = (
    *("number", "connect", "connect_good", "connect_renegotiate", "accept", "accept_good", "accept_renegotiate"),
    *("hits", "misses", "timeouts", "cache_full"),
)


class _SSLContext:
    """What the connections of a program have in common."""

    _settings: "Settings"
    _protocol: int
    _lowest: int
    _highest: int
    _server_name_callback: Callable[..., Any] | None
    _message_callback: Callable[..., Any] | None
    _keylog: str | None

    def __new__(cls, protocol: int) -> "_SSLContext":
        protocol = operator.index(protocol)
        if protocol not in (_TLS, _CLIENT, _SERVER, *_FIXED):
            raise ValueError(f"invalid or unsupported protocol version {protocol}")
        if protocol in _OLD_NAMES:
            # Past this and ssl.py's __new__.
            warnings.warn(f"ssl.{_OLD_NAMES[protocol]} is deprecated", DeprecationWarning, stacklevel=3)
        from . import loading
        from .settings import Settings

        self = super().__new__(cls)
        settings = self._settings = Settings(options=constants.DEFAULT_OPTIONS)
        settings.suites = loading.suites(constants.DEFAULT_CIPHERS)
        if protocol == _CLIENT:
            settings.verify_mode, settings.check_hostname = CERT_REQUIRED, True
        self._protocol = protocol
        self._lowest, self._highest = TLS1_2, _HIGHEST
        if protocol in _FIXED:
            self._lowest = self._highest = _FIXED[protocol]
        self._server_name_callback = self._message_callback = None
        self._keylog = None
        return self

    def _of_connection(self) -> "Settings":
        """What a new connection takes over; authorities and sessions stay in common."""
        settings = copy.copy(self._settings)
        lowest = _VERSIONS[0] if self._lowest == _LOWEST else self._lowest
        settings.versions = lowest, TLS1_3 if self._highest == _HIGHEST else self._highest
        return settings

    def _create(
        self, below: Any, server_side: bool, server_hostname: str | None, owner: Any, session: Any
    ) -> _SSLSocket:
        if server_side and self._protocol == _CLIENT:
            raise _plain_error("Cannot create a server socket with a PROTOCOL_TLS_CLIENT context", 824)
        if not server_side and self._protocol == _SERVER:
            raise _plain_error("Cannot create a client socket with a PROTOCOL_TLS_SERVER context", 817)
        if server_hostname is not None:
            if not server_hostname or server_hostname.startswith("."):
                raise ValueError("server_hostname cannot be an empty string or start with a leading dot.")
            if "\0" in server_hostname:
                raise TypeError("argument must be encoded string without null bytes, not str")
        return _SSLSocket._make(self, below, server_side, server_hostname, owner, session)

    def _wrap_socket(
        self,
        sock: Socket,
        server_side: bool,
        server_hostname: str | None = None,
        *,
        owner: Any = None,
        session: Any = None,
    ) -> _SSLSocket:
        """A session over a socket."""
        if not isinstance(sock, Socket):
            raise TypeError(f"_wrap_socket() argument 1 must be socket, not {type(sock).__name__}")
        return self._create(sock, server_side, server_hostname, owner, session)

    def _wrap_bio(
        self,
        incoming: MemoryBIO,
        outgoing: MemoryBIO,
        server_side: bool,
        server_hostname: str | None = None,
        *,
        owner: Any = None,
        session: Any = None,
    ) -> _SSLSocket:
        """A session between two buffers."""
        for position, buffer in enumerate((incoming, outgoing), 1):
            if not isinstance(buffer, MemoryBIO):
                raise TypeError(f"_wrap_bio() argument {position} must be _ssl.MemoryBIO, not {type(buffer).__name__}")
        return self._create((incoming, outgoing), server_side, server_hostname, owner, session)

    # What is verified

    @property
    def protocol(self) -> int:
        """The protocol."""
        return self._protocol

    @property
    def verify_mode(self) -> int:
        """Whether the other side must show a certificate."""
        return self._settings.verify_mode

    @verify_mode.setter
    def verify_mode(self, value: int) -> None:
        mode = operator.index(value)
        if mode not in range(3):
            raise ValueError("invalid value for verify_mode")
        if mode == CERT_NONE and self._settings.check_hostname:
            raise ValueError("Cannot set verify_mode to CERT_NONE when check_hostname is enabled.")
        self._settings.verify_mode = mode

    @property
    def check_hostname(self) -> bool:
        """Whether a server's certificate must name the host."""
        return self._settings.check_hostname

    @check_hostname.setter
    def check_hostname(self, value: object) -> None:
        self._settings.check_hostname = bool(value)
        if value and self._settings.verify_mode == CERT_NONE:
            self._settings.verify_mode = CERT_REQUIRED

    @property
    def verify_flags(self) -> int:
        """How certificates are verified."""
        return self._settings.verify_flags

    @verify_flags.setter
    def verify_flags(self, value: int) -> None:
        if not isinstance(value, int):
            raise TypeError(f"argument must be int, not {_type_name(value)}")
        self._settings.verify_flags = int(value)

    @property
    def _host_flags(self) -> int:
        return self._settings.host_flags

    @_host_flags.setter
    def _host_flags(self, value: int) -> None:
        self._settings.host_flags = operator.index(value)

    # What is spoken

    @property
    def options(self) -> int:
        """The options."""
        return self._settings.options

    @options.setter
    def options(self, value: int) -> None:
        number = operator.index(value)
        if number < 0:
            raise ValueError("Cannot convert negative int")
        if number >> 64:
            raise OverflowError("Python int too large for C unsigned long long")
        added = number & ~self._settings.options
        if added & (_NO_SSL2_3 | _NO_TLS):
            warnings.warn("ssl.OP_NO_SSL*/ssl.OP_NO_TLS* options are deprecated", DeprecationWarning, stacklevel=3)
        self._settings.options = number

    def _version(self, value: int) -> int:
        if self._protocol in _FIXED:
            raise ValueError("The context's protocol doesn't support modification of highest and lowest version.")
        number = operator.index(value)
        if number not in (_LOWEST, _HIGHEST, *_VERSIONS):
            raise ValueError(f"Unsupported TLS/SSL version 0x{number & 0xFFFFFFFF:x}")
        if number in _VERSION_NAMES:
            name = _VERSION_NAMES[number]
            warnings.warn(f"ssl.TLSVersion.{name} is deprecated", DeprecationWarning, stacklevel=4)
        return number

    @property
    def minimum_version(self) -> int:
        """The oldest version that is spoken."""
        return self._lowest

    @minimum_version.setter
    def minimum_version(self, value: int) -> None:
        number = self._version(value)
        self._lowest = TLS1_3 if number == _HIGHEST else number

    @property
    def maximum_version(self) -> int:
        """The newest version that is spoken."""
        return self._highest

    @maximum_version.setter
    def maximum_version(self, value: int) -> None:
        number = self._version(value)
        self._highest = 0x0301 if number == _LOWEST else number

    def set_ciphers(self, cipherlist: str, /) -> None:
        """Select cipher suites. Raises SSLError if there is none."""
        from . import loading

        if not isinstance(cipherlist, str):
            raise TypeError(f"set_ciphers() argument must be str, not {_type_name(cipherlist)}")
        suites = loading.suites(cipherlist)
        if not suites:
            raise errors.SSLError("No cipher can be selected.")
        self._settings.suites = suites

    def get_ciphers(self) -> list[dict[str, Any]]:
        """The selected cipher suites."""
        from . import loading

        return loading.describe(self._settings.suites)

    def _set_alpn_protocols(self, protocols: Any, /) -> None:
        data = bytes(protocols)
        names = []
        while data:
            names.append(data[1 : 1 + data[0]])
            data = data[1 + data[0] :]
        self._settings.alpn = names

    def set_ecdh_curve(self, name: str | bytes, /) -> None:
        """Ask for a curve. It must be the other side's, too, though no keys are exchanged."""
        curve = constants.CURVES.get(os.fsdecode(name))
        if curve is None:
            raise ValueError(f"unknown elliptic curve name {name!r}")
        self._settings.curve = curve

    def load_dh_params(self, path: Any, /) -> None:
        """Accepted for a file that holds parameters: no keys are exchanged."""
        from . import loading

        loading.check_parameters(path)

    @property
    def num_tickets(self) -> int:
        """How many tickets a server gives to a client, by which it can resume."""
        return self._settings.tickets

    @num_tickets.setter
    def num_tickets(self, value: int) -> None:
        number = operator.index(value)
        if number < 0:
            raise ValueError("value must be non-negative")
        if self._protocol != _SERVER:
            raise ValueError("SSLContext is not a server context.")
        self._settings.tickets = number

    @property
    def post_handshake_auth(self) -> bool:
        """Whether a client shows its certificate when it is asked to after the handshake."""
        return self._settings.post_handshake_auth

    @post_handshake_auth.setter
    def post_handshake_auth(self, value: object) -> None:
        self._settings.post_handshake_auth = bool(value)

    @property
    def security_level(self) -> int:
        """The security level."""
        return 2

    # Certificates

    def load_cert_chain(self, certfile: Any, keyfile: Any = None, password: Any = None) -> None:
        """Load this side's certificate and check that the key is its."""
        from . import loading

        kind, chain = loading.load_chain(certfile, keyfile, password)
        self._settings.chain = chain
        self._settings.chains = self._settings.chains | {kind: chain}

    def load_verify_locations(self, cafile: Any = None, capath: Any = None, cadata: Any = None) -> None:
        """Trust authorities."""
        from . import loading

        loading.load_authorities(self._settings.store, cafile, capath, cadata)

    def set_default_verify_paths(self) -> None:
        """Trust what this machine trusts: the gateway, and what SSL_CERT_FILE and SSL_CERT_DIR name."""
        from . import loading

        loading.load_defaults(self._settings.store)

    def cert_store_stats(self) -> dict[str, int]:
        """How many certificates are trusted."""
        return self._settings.store.statistics()

    def get_ca_certs(self, binary_form: bool = False) -> list[Any]:
        """The authorities that are trusted."""
        found = [one for one in self._settings.store.certificates() if one.authority_level > 0]
        return [one.data if binary_form else one.as_dict() for one in found]

    def session_stats(self) -> dict[str, int]:
        """What happened to the connections."""
        counted = self._settings.statistics | {"number": len(self._settings.sessions)}
        return {name: counted.get(name, 0) for name in _STATISTICS}

    # The program's functions

    @property
    def sni_callback(self) -> Callable[..., Any] | None:
        """Called when a client names the host that it wants."""
        return self._server_name_callback

    @sni_callback.setter
    def sni_callback(self, value: Any) -> None:
        if self._protocol == _CLIENT:
            raise ValueError("sni_callback cannot be set on TLS_CLIENT context")
        if value is not None and not callable(value):
            raise TypeError("not a callable object")
        self._server_name_callback = value

    @property
    def _msg_callback(self) -> Callable[..., Any] | None:
        return self._message_callback

    @_msg_callback.setter
    def _msg_callback(self, value: Any) -> None:
        if value is not None and not callable(value):
            raise TypeError(f"{value!r} is not callable.")
        self._message_callback = value

    def set_psk_client_callback(self, callback: Any) -> None:
        """Let a client say which pre-shared key it has."""
        if self._protocol == _SERVER:
            raise _plain_error("Cannot add PSK client callback to a PROTOCOL_TLS_SERVER context", 5120)
        self._settings.psk_client = callbacks.client_key(_callable(callback))

    def set_psk_server_callback(self, callback: Any, identity_hint: str | None = None) -> None:
        """Let a server say which pre-shared key a client must have."""
        if self._protocol == _CLIENT:
            raise _plain_error("Cannot add PSK server callback to a PROTOCOL_TLS_CLIENT context", 5230)
        self._settings.psk_server = callbacks.server_key(_callable(callback))
        self._settings.psk_hint = (identity_hint or "").encode()

    @property
    def keylog_filename(self) -> str | None:
        """The file that the secrets of connections are written to."""
        return self._keylog

    @keylog_filename.setter
    def keylog_filename(self, value: Any) -> None:
        if value is not None:
            with open(os.fsdecode(value), "a", encoding="ascii") as file:
                if not file.tell():
                    file.write("# TLS secrets log file, generated by OpenSSL / Python\n")
        self._keylog = value

    def _log_keys(self, engine: "Engine") -> None:
        if self._keylog is None or engine.logged:
            return
        from . import loading

        engine.logged = True
        with open(self._keylog, "a", encoding="ascii") as file:
            for label in loading.secret_labels(engine.version):
                # What the records' keys come from is said in the clear: there are no secrets to be written.
                file.write(f"{label} {engine.summary(b'').hex()} {bytes(32).hex()}\n")


def _callable(callback: Any) -> Any:
    if callback is not None and not callable(callback):
        raise TypeError("callback must be callable")
    return callback


def _type_name(value: object) -> str:
    return "None" if value is None else type(value).__name__


def _plain_error(text: str, line: int) -> errors.SSLError:
    return errors.SSLError(0, f"{text} (_ssl.c:{line})")
