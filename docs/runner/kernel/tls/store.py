"""The authorities that a context trusts.

Source: X509_STORE of OpenSSL 3, RFC 5280.
"""

from . import authority
from .certificate import X509

# A file with so many authorities is one of those that are handed out, of the public authorities.
_BUNDLE = 50


class Store:
    """Certificates that are trusted."""

    def __init__(self) -> None:
        self._unread: dict[bytes, None] = {}  # of a bundle's many, most are never looked at
        self._known: dict[bytes, X509] = {}
        self._trusts_gateway = False

    def add(self, data: bytes) -> None:
        """Trust a certificate, in DER."""
        if data not in self._known:
            self._unread[data] = None
        self._trusts_gateway |= len(self._known) + len(self._unread) > _BUNDLE

    def add_defaults(self) -> None:
        """Trust what this machine trusts: the gateway to the outside, whose servers the browser checks."""
        self._trusts_gateway = True

    def certificates(self) -> list[X509]:
        """All that were loaded. Raises ValueError for what is no certificate."""
        for data in list(self._unread):
            self._known[data] = X509(data)
            del self._unread[data]
        return list(self._known.values())

    def with_subject(self, subject: bytes) -> list[X509]:
        """The trusted certificates with this subject."""
        found = [certificate for certificate in self.certificates() if certificate.subject == subject]
        if self._trusts_gateway and subject == authority.certificate().subject:
            found.append(authority.certificate())
        return found

    def holds(self, certificate: X509) -> bool:
        """Whether this very certificate is trusted."""
        return any(found.data == certificate.data for found in self.with_subject(certificate.subject))
