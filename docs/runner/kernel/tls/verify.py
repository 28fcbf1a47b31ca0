"""Whether a certificate is to be trusted: the chain to an authority, dates, signatures, and the name of the host.

Source: crypto/x509/x509_vfy.c and v3_utl.c of OpenSSL 3, RFC 5280, RFC 6125.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from . import authority, signature
from .certificate import CERT_SIGN, CRL_SIGN, DIGITAL_SIGNATURE, KEY_AGREEMENT, KEY_ENCIPHERMENT, X509, now
from .store import Store

SERVER_AUTH, CLIENT_AUTH = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"
CRL_CHECK, CRL_CHECK_ALL, STRICT, PARTIAL_CHAIN = 0x4, 0x8, 0x20, 0x80000
_ALWAYS_SUBJECT, _NO_WILDCARDS, _NEVER_SUBJECT = 0x1, 0x2, 0x20
_LONGEST = 100

MESSAGES = {
    2: "unable to get issuer certificate",
    3: "unable to get certificate CRL",
    6: "unable to decode issuer public key",
    7: "certificate signature failure",
    8: "CRL signature failure",
    9: "certificate is not yet valid",
    10: "certificate has expired",
    12: "CRL has expired",
    18: "self-signed certificate",
    19: "self-signed certificate in certificate chain",
    20: "unable to get local issuer certificate",
    21: "unable to verify the first certificate",
    22: "certificate chain too long",
    23: "certificate revoked",
    24: "invalid CA certificate",
    25: "path length constraint exceeded",
    26: "unsuitable certificate purpose",
    34: "unhandled critical extension",
    62: "hostname mismatch",
    64: "IP address mismatch",
    78: "Signature Algorithm mismatch between certInfo and signature algorithm",
    80: "Path length invalid for non-CA cert",
    81: "Path length given without key usage keyCertSign",
    82: "Key usage keyCertSign invalid for non-CA cert",
    83: "Issuer name empty",
    84: "Subject name empty",
    85: "Missing Authority Key Identifier",
    86: "Missing Subject Key Identifier",
    87: "Empty Subject Alternative Name extension",
    88: "Subject empty and Subject Alt Name extension not critical",
    89: "Basic Constraints of CA cert not marked critical",
    90: "Authority Key Identifier marked critical",
    91: "Subject Key Identifier marked critical",
    92: "CA cert does not include key usage extension",
    93: "Using cert extension requires at least X509v3",
}

# The alert that a failed verification sends: ssl_x509err2alert.
_UNKNOWN_CA, _BAD, _DECRYPT_ERROR, _CERTIFICATE_UNKNOWN = 48, 42, 51, 46
_ALERTS = {6: _BAD, 7: _DECRYPT_ERROR, 8: _DECRYPT_ERROR, 9: _BAD, 10: 45, 12: 45, 23: 44, 26: 43, 62: _BAD, 64: _BAD}
_ALERTS |= dict.fromkeys((2, 3, 18, 19, 20, 21, 22, 24, 25), _UNKNOWN_CA)

# Signatures that were checked: an elliptic curve's takes tens of milliseconds in Python.
_checked: dict[tuple[bytes, bytes], bool] = {}


def alert_for(code: int) -> int:
    """The alert that tells the other side why its certificate was refused."""
    return _ALERTS.get(code, _CERTIFICATE_UNKNOWN)


@dataclass
class Wishes:
    """What a certificate is checked for."""

    store: Store
    purpose: str = SERVER_AUTH
    flags: int = 0
    host: str = ""
    address: bytes = b""
    host_flags: int = 0


@dataclass
class Result:
    """0 or why it was refused (X509_V_ERR_…), and the chain that was built."""

    code: int
    chain: list[X509] = field(default_factory=list)


def verify(presented: Sequence[X509], wishes: Wishes) -> Result:
    """Check the chain that the other side presented."""
    moment = now()
    chain, code = _build(presented, wishes, moment)
    code = code or _extensions(chain, wishes) or _identity(presented[0], wishes)
    code = code or wishes.store.revocations.check(chain, wishes.flags) or _signatures(chain, moment)
    return Result(code, chain)


def _issuer(of: X509, candidates: Iterable[X509], moment: float) -> X509 | None:
    fitting = [candidate for candidate in candidates if candidate.may_issue(of) is None]
    valid = (candidate for candidate in fitting if candidate.valid_at(moment) == 0)
    return next(valid, fitting[0] if fitting else None)


def _build(presented: Sequence[X509], wishes: Wishes, moment: float) -> tuple[list[X509], int]:
    store, partial = wishes.store, bool(wishes.flags & PARTIAL_CHAIN)
    chain = [presented[0]]
    untrusted = list(presented[1:])
    trusted = 0
    while len(chain) <= _LONGEST:
        last = chain[-1]
        if (partial or last.is_self_signed) and (trusted or store.holds(last)):
            return chain, 0
        if last.is_self_signed:
            return chain, 18 if len(chain) == 1 else 19
        issuer = _issuer(last, store.with_subject(last.issuer), moment)
        if issuer is not None:
            trusted += 1
        else:
            issuer = _issuer(last, untrusted, moment)
            if issuer is None or trusted:
                return chain, 2 if trusted else 20
            untrusted.remove(issuer)
        chain.append(issuer)
    return chain, 22


def _strict(certificate: X509, is_last: bool) -> int:
    usage = certificate.usage or 0
    level, length = certificate.constraints or (False, None)
    named, subject = bool(certificate.has_alternatives), certificate.subject_name
    authority, own = certificate.key_identifiers_critical
    checks = (
        (length is not None and not level, 80),
        (length is not None and not usage & CERT_SIGN, 81),
        (level and not certificate.constraints_critical, 89),
        (level and certificate.usage is None, 92),
        (not level and bool(usage & CERT_SIGN), 82),
        (certificate.issuer == b"0\0", 83),
        ((level or bool(usage & CRL_SIGN) or not named) and not subject, 84),
        (named and not subject and not certificate.alternatives_critical, 88),
        (named and not certificate.alternatives, 87),
        (certificate.algorithm.raw != certificate.inner_algorithm.raw, 78),
        (authority, 90),
        (own, 91),
    )
    for failed, code in checks:
        if failed:
            return code
    if certificate.version < 3:
        return 93 if certificate.extensions else 0
    if not is_last and certificate.authority_key_identifier is None:
        return 85
    return 86 if level and certificate.key_identifier is None else 0


def _extensions(chain: list[X509], wishes: Wishes) -> int:
    strict = bool(wishes.flags & STRICT)
    passed = 0  # authorities so far that are not self-issued
    for at, certificate in enumerate(chain):
        if certificate.unknown_critical:
            return 34
        level = certificate.authority_level
        if at and (level == 0 or (strict and level != 1)):
            return 24
        if not at and strict and level not in (0, 1):
            return 24
        code = _strict(certificate, at == len(chain) - 1) if strict and len(chain) > 1 else 0
        if code or not _fits(certificate, wishes.purpose, at > 0):
            return code or 26
        length = certificate.constraints[1] if certificate.constraints else None
        if at > 1 and length is not None and passed > length:
            return 25
        if at and not certificate.is_self_issued:
            passed += 1
    return 0


def _fits(certificate: X509, purpose: str, is_authority: bool) -> bool:
    extended = certificate.extended_usage
    if extended is not None and purpose not in extended:
        return False
    if is_authority or certificate.usage is None:
        return True
    wanted = DIGITAL_SIGNATURE | KEY_AGREEMENT | (KEY_ENCIPHERMENT if purpose == SERVER_AUTH else 0)
    return bool(certificate.usage & wanted)


def _signatures(chain: list[X509], moment: float) -> int:
    issuer = chain[-1]
    for certificate in reversed(chain):
        if certificate is not issuer:
            if issuer.key is None:
                return 6
            if not is_signed_by(certificate, issuer):
                return 7
        when = certificate.valid_at(moment)
        if when:
            return 9 if when < 0 else 10
        issuer = certificate
    return 0


def is_signed_by(certificate: X509, issuer: X509) -> bool:
    """Whether the issuer's key made the certificate's signature."""
    if issuer is authority.certificate() and certificate.data in authority.issued:
        return True
    question = (issuer.key_info.raw, certificate.data)
    if question not in _checked:
        if len(_checked) > 200:
            _checked.clear()
        assert issuer.key is not None
        try:
            _checked[question] = signature.verify(
                issuer.key, certificate.algorithm, certificate.signature, certificate.signed.raw
            )
        except (ValueError, KeyError, IndexError):
            _checked[question] = False
    return _checked[question]


# Names


def _matches(pattern: str, host: str, flags: int) -> bool:
    pattern, host = pattern.lower(), host.lower()
    if not pattern or "\0" in pattern:
        return False
    if pattern == host:
        return True
    if flags & _NO_WILDCARDS or not pattern.startswith("*.") or pattern.count(".") < 2 or "*" in pattern[1:]:
        return False
    first, dot, rest = host.partition(".")
    return bool(dot) and dot + rest == pattern[1:] and re.fullmatch(r"[a-z0-9-]+", first) is not None


def _identity(certificate: X509, wishes: Wishes) -> int:
    if wishes.address and wishes.address not in certificate.addresses:
        return 64
    if not wishes.host:
        return 0
    names = [name for kind, name in certificate.alternatives if kind == "DNS"]
    if any(_matches(name, wishes.host, wishes.host_flags) for name in names):
        return 0
    if (names and not wishes.host_flags & _ALWAYS_SUBJECT) or wishes.host_flags & _NEVER_SUBJECT:
        return 62
    common = [value for group in certificate.subject_name for kind, value in group if kind == "commonName"]
    return 0 if any(_matches(name, wishes.host, wishes.host_flags) for name in common) else 62
