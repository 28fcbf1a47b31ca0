"""The authorities that a context trusts, and their lists of revoked certificates.

Source: X509_STORE of OpenSSL 3, RFC 5280.
"""

import hashlib
import os
from collections.abc import Iterator

from . import authority, der, pem
from .certificate import X509

_CRL_CHECK, _CRL_CHECK_ALL = 0x4, 0x8
# A file with so many authorities is one of those that are handed out, of the public authorities.
_BUNDLE = 50
_LONGEST = 100


class Revocations:
    """Lists of revoked certificates."""

    def __init__(self) -> None:
        self._lists: dict[bytes, tuple[bytes, set[int]]] = {}

    def __len__(self) -> int:
        return len(self._lists)

    def add(self, data: bytes) -> bool:
        """Load a list; whether it is a new one. Raises ValueError for what is none."""
        signed, *_ = der.parse(data).children()
        parts = signed.children()
        if parts[0].tag == der.INTEGER:
            parts.pop(0)
        _, issuer, *rest = parts
        serials = {
            entry.children()[0].integer() for part in rest if part.tag == der.SEQUENCE for entry in part.children()
        }
        is_new = issuer.raw not in self._lists
        self._lists[issuer.raw] = data, serials
        return is_new

    def check(self, chain: list[X509], flags: int) -> int:
        """Whether one of the certificates is revoked: 0, 3 where that can't be known, or 23."""
        if not flags & _CRL_CHECK:
            return 0
        for certificate in chain if flags & _CRL_CHECK_ALL else chain[:1]:
            found = self._lists.get(certificate.issuer)
            if found is None:
                return 3
            if certificate.serial.integer() in found[1]:
                return 23
        return 0


class Store:
    """Certificates that are trusted."""

    def __init__(self) -> None:
        self._data: dict[bytes, None] = {}
        self._by_subject: dict[bytes, list[X509]] = {}
        self._indexed = 0
        self._directories: list[str] = []
        self.revocations = Revocations()
        self._trusts_gateway = False

    def add(self, data: bytes) -> bool:
        """Trust a certificate; whether it is a new one."""
        if data in self._data:
            return False
        self._data[data] = None
        self._trusts_gateway |= len(self._data) > _BUNDLE
        return True

    def add_directory(self, path: str) -> None:
        """Look for authorities in a directory, too, as c_rehash names them."""
        if path not in self._directories:
            self._directories.append(path)

    def add_defaults(self) -> None:
        """Trust what this machine trusts: the gateway to the outside, whose servers the browser checks."""
        self._trusts_gateway = True

    def certificates(self) -> Iterator[X509]:
        """All that were loaded."""
        self._index()
        for found in self._by_subject.values():
            yield from found

    def _index(self) -> None:
        for data in list(self._data)[self._indexed :]:
            certificate = X509(data)
            self._by_subject.setdefault(certificate.subject, []).append(certificate)
        self._indexed = len(self._data)

    def with_subject(self, subject: bytes) -> list[X509]:
        """The certificates with this subject."""
        self._index()
        found = self._by_subject.get(subject, [])
        if not found and self._directories:
            self._look_up(subject)
            found = self._by_subject.get(subject, [])
        if self._trusts_gateway and subject == authority.certificate().subject:
            return [*found, authority.certificate()]
        return found

    def holds(self, certificate: X509) -> bool:
        """Whether this very certificate is trusted."""
        return any(found.data == certificate.data for found in self.with_subject(certificate.subject))

    def complete(self, chain: list[bytes]) -> list[bytes]:
        """A chain with the authorities above its last certificate, as far as they are loaded."""
        if not self._data:
            return chain
        chain = list(chain)
        while len(chain) < _LONGEST:
            last = X509(chain[-1])
            issuers = [found for found in self.with_subject(last.issuer) if found.may_issue(last) is None]
            if last.is_self_signed or not issuers:
                break
            chain.append(issuers[0].data)
        return chain

    def _look_up(self, subject: bytes) -> None:
        name = f"{int.from_bytes(hashlib.sha1(_canonical(subject)).digest()[:4], 'little'):08x}"
        for directory in self._directories:
            number = 0
            while os.path.isfile(path := os.path.join(directory, f"{name}.{number}")):
                with open(path, encoding="latin-1") as file:
                    for data in pem.certificates(file.read()):
                        self.add(data)
                number += 1
        self._index()

    def statistics(self) -> dict[str, int]:
        """What `cert_store_stats` says."""
        found = list(self.certificates())
        authorities = sum(certificate.authority_level > 0 for certificate in found)
        return {"x509": len(found), "crl": len(self.revocations), "x509_ca": authorities}


def _canonical(subject: bytes) -> bytes:
    """A name as it is hashed: UTF-8, lower case, single spaces (x509_name_canon)."""
    groups = []
    for group in der.parse(subject).children():
        pairs = []
        for pair in group.children():
            kind, value = pair.children()
            text = " ".join(value.text().split()).lower()
            pairs.append(der.encode(der.SEQUENCE, kind.raw, der.encode(der.UTF8, text.encode())))
        groups.append(der.encode(der.SET, *pairs))
    return b"".join(groups)
