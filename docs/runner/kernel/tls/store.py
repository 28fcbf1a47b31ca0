"""The settings of a context, and the authorities that it trusts.

Source: X509_STORE of OpenSSL 3, RFC 5280.
"""

from dataclasses import dataclass, field

from .certificate import X509
from .constants import CERT_NONE

# A file with this many authorities is a bundle of the public authorities.
_BUNDLE = 50


class Store:
    """Trusted certificates, by their data."""

    def __init__(self) -> None:
        self.certificates: dict[bytes, X509] = {}
        self.trusts_gateway = False  # for hosts outside, whose certificates the browser checks

    def add(self, data: bytes) -> None:
        """Trust a certificate, in DER. Raises ValueError if the data isn't one."""
        from . import authority  # with the first certificate, as loading.py

        self.certificates.setdefault(data, X509(data))
        self.trusts_gateway |= data == authority.own() or len(self.certificates) > _BUNDLE


@dataclass
class Settings:
    """The settings of a context for its connections.

    `chain` are this side's certificates in DER, `alpn` is the encoded list of protocols.
    """

    options: int = 0
    verify_mode: int = CERT_NONE
    verify_flags: int = 0x8000
    check_hostname: bool = False
    host_flags: int = 4
    chain: list[bytes] = field(default_factory=list)
    alpn: bytes = b""
    store: Store = field(default_factory=Store)
