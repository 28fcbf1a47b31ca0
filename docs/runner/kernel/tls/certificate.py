"""Parsing of X.509 certificates.

Source: RFC 5280; the dictionary of `getpeercert` as Modules/_ssl.c of CPython 3.14 makes it.
"""

from calendar import timegm
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from . import der, signature

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
KEY_IDENTIFIER, KEY_USAGE, NAMES, CONSTRAINTS = "2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.19"
AUTHORITY, EXTENDED_USAGE = "2.5.29.35", "2.5.29.37"
_REVOKED, _INFORMATION = "2.5.29.31", "1.3.6.1.5.5.7.1.1"
# What an address in the authority's information is for, as `getpeercert` calls it.
_PURPOSES = {"OCSP": "1.3.6.1.5.5.7.48.1", "caIssuers": "1.3.6.1.5.5.7.48.2"}
# The critical extensions that OpenSSL handles; name and policy constraints are not checked here.
_KNOWN = {f"2.5.29.{number}" for number in (14, 15, 17, 19, 30, 31, 32, 35, 36, 37, 54)}
CERT_SIGN = 0x04  # of the key usages
# OpenSSL's long names of the attributes in a name (crypto/objects/objects.txt).
# fmt: off
_LONG_NAMES = {
    "2.5.4.3": "commonName", "2.5.4.4": "surname", "2.5.4.5": "serialNumber", "2.5.4.6": "countryName",
    "2.5.4.7": "localityName", "2.5.4.8": "stateOrProvinceName", "2.5.4.9": "streetAddress",
    "2.5.4.10": "organizationName", "2.5.4.11": "organizationalUnitName", "2.5.4.12": "title",
    "2.5.4.15": "businessCategory", "2.5.4.17": "postalCode", "2.5.4.42": "givenName",
    "2.5.4.97": "organizationIdentifier", "0.9.2342.19200300.100.1.1": "userId",
    "0.9.2342.19200300.100.1.25": "domainComponent", "1.2.840.113549.1.9.1": "emailAddress",
}
# fmt: on


def _long_name(element: der.Element) -> str:
    identifier = element.object_identifier()
    return _LONG_NAMES.get(identifier, identifier)


def _name(element: der.Element) -> tuple[Any, ...]:
    groups = ((pair.children() for pair in group.children()) for group in element.children())
    return tuple(tuple((_long_name(kind), value.text()) for kind, value in group) for group in groups)


def _address(packed: bytes) -> str:
    if len(packed) == 4:
        return ".".join(map(str, packed))
    return ":".join(f"{int.from_bytes(packed[at : at + 2]):X}" for at in range(0, len(packed), 2))


def _alternative(element: der.Element) -> tuple[str, Any]:
    kind = element.tag & 0x1F
    if kind in (1, 2, 6):
        return {1: "email", 2: "DNS", 6: "URI"}[kind], element.content.decode("latin-1")
    if kind == 7:
        return "IP Address", _address(element.content)
    return ("DirName", _name(der.parse(element.content))) if kind == 4 else ("othername", "<unsupported>")


def _uris(names: Iterable[der.Element]) -> tuple[str, ...]:
    return tuple(name.content.decode() for name in names if name.tag & 0x1F == 6)


def _printed(moment: tuple[int, ...]) -> str:
    year, month, day, hour, minute, second = moment
    return f"{_MONTHS[month - 1]} {day:2} {hour:02}:{minute:02}:{second:02} {year} GMT"


class X509:
    """A certificate. Raises ValueError if the data isn't one.

    `extensions` are their values by identifier; `usage` is the first byte of the key usage, `extended_usage` the
    identifiers there, `constraints` whether it is an authority's and how many authorities may follow: None if it
    doesn't say.
    """

    def __init__(self, data: bytes) -> None:
        whole = der.parse(data)
        if whole.tag != der.SEQUENCE:
            raise ValueError("not a certificate")
        self.data = whole.raw
        self.signed, self.algorithm, proof = whole.children()
        self.signature = proof.bits()
        parts = self.signed.children()
        self.version = der.parse(parts.pop(0).content).integer() + 1 if parts[0].tag == 0xA0 else 1
        self.serial, self.inner_algorithm, self._issuer, validity, self._subject, self.key_info, *rest = parts
        self.issuer, self.subject = self._issuer.raw, self._subject.raw
        self._validity = [limit.time() for limit in validity.children()]
        extensions: dict[str, der.Element] = {}
        self.extensions = extensions
        self.critical: set[str] = set()
        for extension in (one for part in rest if part.tag == 0xA3 for one in der.parse(part.content).children()):
            name, *flag, value = extension.children()
            identifier = name.object_identifier()
            extensions[identifier] = der.parse(value.content)
            if flag and flag[0].content != b"\0":
                self.critical.add(identifier)
        usage, extended = extensions.get(KEY_USAGE), extensions.get(EXTENDED_USAGE)
        self.usage = None if usage is None else (usage.bits() or b"\0")[0]
        self.extended_usage = None if extended is None else [part.object_identifier() for part in extended.children()]
        self.has_unknown_critical = not self.critical <= _KNOWN
        names = self._parts(NAMES)
        self.alternatives = [_alternative(name) for name in names]
        self.addresses = [name.content for name in names if name.tag & 0x1F == 7]
        self.key_identifier = extensions[KEY_IDENTIFIER].content if KEY_IDENTIFIER in extensions else None
        self.authority_identifier = next((part.content for part in self._parts(AUTHORITY) if part.tag == 0x80), None)
        self.constraints: tuple[bool, int | None] | None = None
        if CONSTRAINTS in extensions:
            said = {part.tag: part for part in self._parts(CONSTRAINTS)}
            is_authority = der.BOOLEAN in said and said[der.BOOLEAN].content != b"\0"
            self.constraints = is_authority, said[der.INTEGER].integer() if der.INTEGER in said else None
        # Subject and issuer are the same, and key identifiers and usage don't contradict that.
        self.is_self_signed = self.may_issue(self)

    def _parts(self, identifier: str) -> list[der.Element]:
        return self.extensions[identifier].children() if identifier in self.extensions else []

    @cached_property
    def subject_name(self) -> tuple[Any, ...]:
        """The subject, as `getpeercert` returns it."""
        return _name(self._subject)

    def key(self) -> signature.PublicKey:
        """Its public key. Raises ValueError, and KeyError for an unknown kind."""
        return signature.public_key(self.key_info)

    @property
    def authority_level(self) -> int:
        """X509_check_ca: 0 no authority, 1 an authority, 3 a self-signed one of version 1, 4 by key usage only."""
        if self.usage is not None and not self.usage & CERT_SIGN:
            return 0
        if self.constraints is not None:
            return int(self.constraints[0])
        return 4 if self.usage is not None else 3 * (self.version == 1 and self.subject == self.issuer)

    def may_issue(self, other: "X509") -> bool:
        """Whether it can have issued another certificate, according to both (X509_check_issued)."""
        identifiers = {self.key_identifier, other.authority_identifier} - {None}
        may_sign = self.usage is None or bool(self.usage & CERT_SIGN)
        return self.subject == other.issuer and len(identifiers) < 2 and may_sign

    def valid_at(self, moment: float) -> int:
        """-1 before, 0 within, 1 after its validity; `moment` in seconds since the epoch."""
        start, end = (timegm((*limit, 0, 0, 0)) for limit in self._validity)
        return -1 if moment < start else int(moment > end)

    def as_dict(self) -> dict[str, Any]:
        """The certificate as `getpeercert` returns it."""
        serial = self.serial.integer()
        digits = f"{abs(serial):X}"
        result: dict[str, Any] = {
            "subject": self.subject_name,
            "issuer": _name(self._issuer),
            "version": self.version,
            "serialNumber": ("-" if serial < 0 else "") + "0" * (len(digits) % 2) + digits,
            "notBefore": _printed(self._validity[0]),
            "notAfter": _printed(self._validity[1]),
        }
        if self.alternatives:
            result["subjectAltName"] = tuple(self.alternatives)
        services = [access.children() for access in self._parts(_INFORMATION)]
        for purpose, method in _PURPOSES.items():
            result[purpose] = _uris(place for kind, place in services if kind.object_identifier() == method)
        fields = (field for point in self._parts(_REVOKED) for field in point.children() if field.tag == 0xA0)
        result["crlDistributionPoints"] = _uris(uri for field in fields for uri in der.parse(field.content).children())
        return {name: value for name, value in result.items() if value != ()}
