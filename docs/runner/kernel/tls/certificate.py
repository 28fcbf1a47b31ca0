"""X.509 certificates: what stands in them.

Source: RFC 5280; the dictionary of `getpeercert` as Modules/_ssl.c of CPython 3.14 makes it.
"""

import time
from calendar import timegm
from functools import cached_property
from typing import Any

from . import der, objects, signature

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_KEY_IDENTIFIER, _KEY_USAGE, _NAMES, _CONSTRAINTS = "2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.19"
_AUTHORITY, _EXTENDED_USAGE = "2.5.29.35", "2.5.29.37"
_ACCESS, _LISTS = "1.3.6.1.5.5.7.1.1", "2.5.29.31"
_OCSP, _ISSUERS = "1.3.6.1.5.5.7.48.1", "1.3.6.1.5.5.7.48.2"
# The critical extensions that are looked at.
_KNOWN = {_KEY_USAGE, _NAMES, _CONSTRAINTS, _EXTENDED_USAGE, _AUTHORITY, _KEY_IDENTIFIER, "2.5.29.30", "2.5.29.32"}
_KNOWN |= {"2.5.29.36", "2.5.29.54", _LISTS}
DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, KEY_AGREEMENT, CERT_SIGN, CRL_SIGN = 0x80, 0x20, 0x08, 0x04, 0x02

Name = tuple[tuple[tuple[str, str], ...], ...]


def _name(element: der.Element) -> Name:
    return tuple(
        tuple(
            (objects.long_name(kind.object_identifier()), value.text())
            for kind, value in (pair.children() for pair in group.children())
        )
        for group in element.children()
    )


def _address(packed: bytes) -> str:
    if len(packed) == 4:
        return ".".join(map(str, packed))
    if len(packed) == 16:
        return ":".join(f"{int.from_bytes(packed[at : at + 2]):X}" for at in range(0, 16, 2))
    return "<invalid>"


def _alternative(element: der.Element) -> tuple[str, Any]:
    kind = element.tag & 0x1F
    if kind in (1, 2, 6):
        return {1: "email", 2: "DNS", 6: "URI"}[kind], element.content.decode("latin-1")
    if kind == 4:
        return "DirName", _name(der.parse(element.content))
    if kind == 7:
        return "IP Address", _address(element.content)
    if kind == 8:
        return "Registered ID", objects.long_name(element.object_identifier())
    return {0: "othername"}.get(kind, "unsupported"), "<unsupported>"


def _printed(moment: tuple[int, int, int, int, int, int]) -> str:
    year, month, day, hour, minute, second = moment
    return f"{_MONTHS[month - 1]} {day:2} {hour:02}:{minute:02}:{second:02} {year} GMT"


class X509:
    """A certificate."""

    def __init__(self, data: bytes) -> None:
        """Read a certificate. Raises ValueError for what is none."""
        whole = der.parse(data)
        if whole.tag != der.SEQUENCE:
            raise ValueError("not a certificate")
        self.data = whole.raw
        self.signed, self.algorithm, signature = whole.children()
        self.signature = signature.bits()
        parts = self.signed.children()
        self.version = 1
        if parts[0].tag == 0xA0:
            self.version = der.parse(parts.pop(0).content).integer() + 1
        self.serial, self.inner_algorithm, self._issuer, validity, self._subject, self.key_info, *rest = parts
        self.not_before, self.not_after = (limit.time() for limit in validity.children())
        # By identifier: whether it is critical, and its value.
        self.extensions: dict[str, tuple[bool, der.Element]] = {}
        for part in rest:
            if part.tag == 0xA3:
                for extension in der.parse(part.content).children():
                    identifier, *critical, value = extension.children()
                    flag = bool(critical) and critical[0].content != b"\0"
                    self.extensions[identifier.object_identifier()] = flag, der.parse(value.content)

    @property
    def subject(self) -> bytes:
        """Whom it is for, encoded."""
        return self._subject.raw

    @property
    def issuer(self) -> bytes:
        """Who issued it, encoded."""
        return self._issuer.raw

    @cached_property
    def subject_name(self) -> Name:
        """Whom it is for."""
        return _name(self._subject)

    def oneline(self) -> str:
        """Whom it is for, on one line (RFC 2253)."""
        groups = []
        for group in self._subject.children():
            pairs = (pair.children() for pair in group.children())
            groups.append("+".join(f"{objects.short_name(k.object_identifier())}={v.text()}" for k, v in pairs))
        return ",".join(reversed(groups))

    @cached_property
    def key(self) -> signature.PublicKey | None:
        """Its public key; None for a kind that isn't known here."""
        return signature.public_key(self.key_info)

    def _extension(self, identifier: str) -> der.Element | None:
        found = self.extensions.get(identifier)
        return None if found is None else found[1]

    def has(self, identifier: str) -> bool:
        """Whether it has an extension."""
        return identifier in self.extensions

    def is_critical(self, identifier: str) -> bool:
        """Whether an extension is there and critical."""
        return self.extensions.get(identifier, (False,))[0]

    @cached_property
    def alternatives(self) -> list[tuple[str, Any]]:
        """The subject's alternative names."""
        names = self._extension(_NAMES)
        return [] if names is None else [_alternative(name) for name in names.children()]

    @property
    def has_alternatives(self) -> bool:
        """Whether there is an extension for alternative names."""
        return _NAMES in self.extensions

    @property
    def alternatives_critical(self) -> bool:
        """Whether who doesn't know alternative names must refuse the certificate."""
        return self.is_critical(_NAMES)

    @cached_property
    def addresses(self) -> list[bytes]:
        """The IP addresses among the alternative names."""
        names = self._extension(_NAMES)
        return [] if names is None else [name.content for name in names.children() if name.tag & 0x1F == 7]

    @cached_property
    def constraints(self) -> tuple[bool, int | None] | None:
        """Whether it is an authority's, and how many authorities may follow; None if it doesn't say."""
        element = self._extension(_CONSTRAINTS)
        if element is None:
            return None
        is_authority, length = False, None
        for part in element.children():
            if part.tag == der.BOOLEAN:
                is_authority = part.content != b"\0"
            elif part.tag == der.INTEGER:
                length = part.integer()
        return is_authority, length

    @property
    def constraints_critical(self) -> bool:
        """Whether the basic constraints are critical."""
        return self.is_critical(_CONSTRAINTS)

    @cached_property
    def usage(self) -> int | None:
        """The first byte of the key usage; None if it doesn't say."""
        element = self._extension(_KEY_USAGE)
        return None if element is None else (element.bits() or b"\0")[0]

    @cached_property
    def extended_usage(self) -> list[str] | None:
        """The extended key usages; None if it doesn't say."""
        element = self._extension(_EXTENDED_USAGE)
        return None if element is None else [part.object_identifier() for part in element.children()]

    @cached_property
    def key_identifier(self) -> bytes | None:
        """The subject key identifier."""
        element = self._extension(_KEY_IDENTIFIER)
        return None if element is None else element.content

    @cached_property
    def authority_key_identifier(self) -> bytes | None:
        """The key identifier of the authority key identifier."""
        element = self._extension(_AUTHORITY)
        if element is None:
            return None
        return next((part.content for part in element.children() if part.tag == 0x80), None)

    @property
    def key_identifiers_critical(self) -> tuple[bool, bool]:
        """Whether the authority's and the subject's key identifier are critical, which neither may be."""
        return self.is_critical(_AUTHORITY), self.is_critical(_KEY_IDENTIFIER)

    @cached_property
    def unknown_critical(self) -> bool:
        """Whether it has a critical extension that isn't known."""
        return any(critical and name not in _KNOWN for name, (critical, _) in self.extensions.items())

    @property
    def is_self_issued(self) -> bool:
        """Whether subject and issuer are the same."""
        return self.subject == self.issuer

    @cached_property
    def is_self_signed(self) -> bool:
        """Whether it is self-issued, and its key identifiers and usage don't speak against it."""
        return self.is_self_issued and self.may_issue(self) is None

    @property
    def authority_level(self) -> int:
        """X509_check_ca: 0 no authority, 1 an authority, 3 a self-signed one of version 1, 4 by key usage only."""
        if self.usage is not None and not self.usage & CERT_SIGN:
            return 0
        if self.constraints is not None:
            return int(self.constraints[0])
        if self.version == 1 and self.is_self_issued:
            return 3
        return 4 if self.usage is not None else 0

    def may_issue(self, other: "X509") -> int | None:
        """None if it can have issued another certificate, else X509_check_issued's reason why not."""
        if self.subject != other.issuer:
            return 29
        identifier = other.authority_key_identifier
        if identifier is not None and self.key_identifier is not None and identifier != self.key_identifier:
            return 30
        if self.usage is not None and not self.usage & CERT_SIGN:
            return 32
        return None

    def valid_at(self, moment: float) -> int:
        """-1 before, 0 within, 1 after its validity."""
        if timegm((*self.not_before, 0, 0, 0)) > moment:
            return -1
        return 1 if timegm((*self.not_after, 0, 0, 0)) < moment else 0

    def _uris(self, identifier: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        element = self._extension(identifier)
        for part in element.children() if element is not None else ():
            method, location = part.children()
            if location.tag == 0x86:
                found.setdefault(method.object_identifier(), []).append(location.content.decode("latin-1"))
        return {method: tuple(uris) for method, uris in found.items()}

    def _list_points(self) -> tuple[str, ...]:
        element = self._extension(_LISTS)
        uris = []
        for point in element.children() if element is not None else ():
            for part in point.children():
                if part.tag == 0xA0:
                    names = [name for full in part.children() if full.tag == 0xA0 for name in full.children()]
                    uris += [name.content.decode("latin-1") for name in names if name.tag == 0x86]
        return tuple(uris)

    def as_dict(self) -> dict[str, Any]:
        """What `getpeercert` says of it."""
        serial = self.serial.integer()
        digits = f"{abs(serial):X}"
        result: dict[str, Any] = {
            "subject": self.subject_name,
            "issuer": _name(self._issuer),
            "version": self.version,
            "serialNumber": ("-" if serial < 0 else "") + "0" * (len(digits) % 2) + digits,
            "notBefore": _printed(self.not_before),
            "notAfter": _printed(self.not_after),
        }
        if self.alternatives:
            result["subjectAltName"] = tuple(self.alternatives)
        access = self._uris(_ACCESS)
        if _OCSP in access:
            result["OCSP"] = access[_OCSP]
        if _ISSUERS in access:
            result["caIssuers"] = access[_ISSUERS]
        if points := self._list_points():
            result["crlDistributionPoints"] = points
        return result


def now() -> float:
    """The moment at which validity is checked."""
    return time.time()
