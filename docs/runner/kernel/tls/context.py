"""`_ssl._SSLContext`: the settings that the connections of a program share.

Source: Modules/_ssl.c of CPython 3.14. Features that the tab lacks raise NotImplementedError when a program uses them,
like CPython's methods with an OpenSSL built without them.
"""

import operator
import os
import re
import warnings
from collections.abc import Callable
from typing import Any

from ..net.sockets import Socket
from . import errors
from .buffers import Buffers, MemoryBIO
from .constants import CERT_NONE, CERT_REQUIRED, TLS1_2, TLS1_3
from .socket import Context, Wire, _SSLSocket

_TLS, _CLIENT, _SERVER = 2, 16, 17
_LOWEST, _HIGHEST = -2, -1
_OLD = {0x0300: "SSLv3", 0x0301: "TLSv1", 0x0302: "TLSv1_1"}
_DEFAULT_OPTIONS, _NO_TLS, _NO_TLS1_3 = 0x82520050, 0x3E000000, 0x20000000
_CRL_CHECKS = 0xC
_CURVES = ("prime256v1", "secp256r1", "P-256", "secp384r1", "P-384", "secp521r1", "P-521", "x25519", "X25519", "x448")

# Words of openssl-ciphers(1), and names of suites of TLS 1.2.
_CIPHER = re.compile(
    r"(COMPLEMENTOF)?(ALL|DEFAULT)|HIGH|MEDIUM|[ak]?(RSA|ECDSA|PSK|DHE?|EDH|ECDHE?|EECDH)|AES(128|256)?(GCM|CCM)?"
    r"|CHACHA20|SHA(1|256|384)?|TLSv1(\.[02])?|SSLv3|(?!TLS_)[A-Z0-9]+(-[A-Z0-9]+)+"
)
_ONLY_1_3 = "a browser tab speaks TLS 1.3 only"


class _SSLContext(Context):
    """The settings that the connections of a program share."""

    security_level = 2
    _protocol: int
    _lowest, _highest = TLS1_2, _HIGHEST

    def __new__(cls, protocol: int) -> "_SSLContext":
        from .store import Settings

        protocol = operator.index(protocol)
        if protocol not in (_TLS, _CLIENT, _SERVER):
            use = "use ssl.PROTOCOL_TLS_CLIENT or ssl.PROTOCOL_TLS_SERVER"
            raise ValueError(f"invalid or unsupported protocol version {protocol}: {_ONLY_1_3}; {use}")
        if protocol == _TLS:
            warnings.warn("ssl.PROTOCOL_TLS is deprecated", DeprecationWarning, stacklevel=3)  # past ssl.py's __new__
        self = super().__new__(cls)
        self._settings = Settings(options=_DEFAULT_OPTIONS)
        if protocol == _CLIENT:
            self._settings.verify_mode, self._settings.check_hostname = CERT_REQUIRED, True
        self._protocol = protocol
        return self

    def _create(
        self, wire: Any, server_side: bool, server_hostname: str | None, *, owner: Any = None, session: Any = None
    ) -> _SSLSocket:
        if self._protocol == (_CLIENT if server_side else _SERVER):
            kind, own, line = ("server", "CLIENT", 824) if server_side else ("client", "SERVER", 817)
            raise errors.SSLError(0, f"Cannot create a {kind} socket with a PROTOCOL_TLS_{own} context (_ssl.c:{line})")
        if server_hostname is not None and (not server_hostname or server_hostname.startswith(".")):
            raise ValueError("server_hostname cannot be an empty string or start with a leading dot.")
        if "\0" in (server_hostname or ""):
            raise TypeError("argument must be encoded string without null bytes, not str")
        made = _SSLSocket(self, wire, server_side, server_hostname, owner)
        made.session = session
        return made

    def _wrap_socket(self, sock: Socket, *arguments: Any, **options: Any) -> _SSLSocket:
        """Create a session over a socket."""
        return self._create(Wire(sock), *arguments, **options)

    def _wrap_bio(self, incoming: MemoryBIO, outgoing: MemoryBIO, *arguments: Any, **options: Any) -> _SSLSocket:
        """Create a session between two buffers."""
        return self._create(Buffers(incoming, outgoing), *arguments, **options)

    # Verification

    protocol = property(operator.attrgetter("_protocol"), doc="The protocol.")

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
        flags = operator.index(value)
        if flags & _CRL_CHECKS:
            raise NotImplementedError("a browser tab reads no revocation lists: leave VERIFY_CRL_CHECK_… out")
        self._settings.verify_flags = flags

    # Protocol

    @property
    def options(self) -> int:
        """The options."""
        return self._settings.options

    @options.setter
    def options(self, value: int) -> None:
        number = operator.index(value)
        if number < 0:
            raise ValueError("Cannot convert negative int")
        if number & _NO_TLS1_3:
            raise ValueError(f"OP_NO_TLSv1_3 leaves no version: {_ONLY_1_3}; leave it out")
        if number & ~self._settings.options & _NO_TLS:
            warnings.warn("ssl.OP_NO_SSL*/ssl.OP_NO_TLS* options are deprecated", DeprecationWarning, stacklevel=3)
        self._settings.options = number

    def _version(self, value: int) -> int:
        number = operator.index(value)
        if number not in (_LOWEST, _HIGHEST, *_OLD, TLS1_2, TLS1_3):
            raise ValueError(f"Unsupported TLS/SSL version 0x{number & 0xFFFFFFFF:x}")
        if number in _OLD:
            warnings.warn(f"ssl.TLSVersion.{_OLD[number]} is deprecated", DeprecationWarning, stacklevel=4)
        return number

    @property
    def minimum_version(self) -> int:
        """The oldest version that this side accepts."""
        return self._lowest

    @minimum_version.setter
    def minimum_version(self, value: int) -> None:
        number = self._version(value)
        self._lowest = TLS1_3 if number == _HIGHEST else number

    @property
    def maximum_version(self) -> int:
        """The newest version that this side accepts. Raises ValueError for one before TLS 1.3."""
        return self._highest

    @maximum_version.setter
    def maximum_version(self, value: int) -> None:
        number = self._version(value)
        if number not in (_HIGHEST, TLS1_3):
            raise ValueError(f"Unsupported TLS/SSL version 0x{number & 0xFFFFFFFF:x}: {_ONLY_1_3}; leave it as it is")
        self._highest = number

    def set_ciphers(self, cipherlist: str, /) -> None:
        """Select cipher suites of TLS 1.2, which has no effect: all of TLS 1.3's are offered. Raises SSLError."""
        words = [word for word in re.split("[:, ;]", cipherlist) if word and word[0] not in "!-@"]
        if not any(all(map(_CIPHER.fullmatch, word.lstrip("+").split("+"))) for word in words):
            raise errors.SSLError("No cipher can be selected.")

    def get_ciphers(self) -> list[dict[str, Any]]:
        """The cipher suites that this side offers."""
        from .handshake import SUITES

        found = []
        for number, (name, bits, encryption, symmetric) in SUITES.items():
            description = f"{name:<30} TLSv1.3 Kx=any      Au=any   Enc={encryption:<22} Mac=AEAD"
            facts = {"id": 0x3000000 | number, "name": name, "protocol": "TLSv1.3", "description": description}
            facts |= {"strength_bits": bits, "alg_bits": bits, "aead": True, "symmetric": symmetric}
            found.append(facts | {"digest": None, "kea": "kx-any", "auth": "auth-any"})
        return found

    def set_ecdh_curve(self, name: str | bytes, /) -> None:
        """Check the name of a curve, which has no effect: no keys are exchanged. Raises ValueError."""
        if os.fsdecode(name) not in _CURVES:
            raise ValueError(f"unknown elliptic curve name {name!r}")

    def _set_alpn_protocols(self, protocols: Any, /) -> None:
        self._settings.alpn = bytes(protocols)

    # Certificates

    def load_cert_chain(self, certfile: Any, keyfile: Any = None, password: Any = None) -> None:
        """Load this side's certificate and check that the key belongs to it. The key must not be encrypted."""
        from . import loading

        self._settings.chain = loading.load_chain(certfile, keyfile)

    def load_verify_locations(self, cafile: Any = None, capath: Any = None, cadata: Any = None) -> None:
        """Load authorities to trust."""
        from . import loading

        loading.load_authorities(self._settings.store, cafile, capath, cadata)

    def set_default_verify_paths(self) -> None:
        """Trust this machine's authorities: the gateway, and those that SSL_CERT_FILE and SSL_CERT_DIR name."""
        from . import loading

        loading.load_defaults(self._settings.store)

    def cert_store_stats(self) -> dict[str, int]:
        """How many certificates are trusted."""
        found = self._settings.store.certificates.values()
        return {"x509": len(found), "crl": 0, "x509_ca": sum(one.authority_level > 0 for one in found)}

    def get_ca_certs(self, binary_form: bool = False) -> list[Any]:
        """The trusted authorities."""
        found = [one for one in self._settings.store.certificates.values() if one.authority_level > 0]
        return [one.data if binary_form else one.as_dict() for one in found]

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

    # Features that the tab lacks

    post_handshake_auth = errors.absent("post_handshake_auth", errors.IN_HANDSHAKE_ONLY)
    keylog_filename = errors.absent(
        "keylog_filename", "no keys are exchanged in a browser tab, so there are none to log"
    )
    num_tickets = errors.absent("num_tickets", errors.NO_SESSIONS, 0)
    _msg_callback = errors.absent("_msg_callback", "a browser tab shows no messages of the handshake to a program")
    session_stats = errors.refusing(errors.NO_SESSIONS)
    load_dh_params = errors.refusing(f"{_ONLY_1_3}, which needs no parameters: leave load_dh_params() out")
    set_psk_client_callback = set_psk_server_callback = errors.refusing(
        "a browser tab has no pre-shared keys: use load_cert_chain() and load_verify_locations()"
    )
