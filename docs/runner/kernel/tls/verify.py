"""Whether a certificate is to be trusted: the chain to an authority, dates, signatures, and the name of the host.

Source: crypto/x509/x509_vfy.c and v3_utl.c of OpenSSL 3, RFC 5280, RFC 6125.
"""

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import authority, signature
from .certificate import AUTHORITY, CERT_SIGN, CONSTRAINTS, KEY_IDENTIFIER, NAMES, X509
from .errors import refused
from .store import Store

SERVER_AUTH, CLIENT_AUTH = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"
STRICT, PARTIAL_CHAIN = 0x20, 0x80000
_DIGITAL_SIGNATURE, _KEY_ENCIPHERMENT, _KEY_AGREEMENT, _CRL_SIGN = 0x80, 0x20, 0x08, 0x02
_ALWAYS_SUBJECT, _NO_WILDCARDS, _NEVER_SUBJECT = 0x1, 0x2, 0x20
_LONGEST = 100

_MESSAGES = {
    2: "unable to get issuer certificate",
    6: f"unable to decode issuer public key: the tab knows {signature.KNOWN}",
    7: "certificate signature failure",
    9: "certificate is not yet valid",
    10: "certificate has expired",
    18: "self-signed certificate",
    19: "self-signed certificate in certificate chain",
    20: "unable to get local issuer certificate",
    22: "certificate chain too long",
    24: "invalid CA certificate",
    25: "path length constraint exceeded",
    26: "unsuitable certificate purpose",
    34: "unhandled critical extension",
    62: "Hostname mismatch, certificate is not valid for '{}'.",
    64: "IP address mismatch, certificate is not valid for '{}'.",
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
_UNKNOWN_CA, _BAD, _CERTIFICATE_UNKNOWN = 48, 42, 46
_ALERTS = {6: _BAD, 7: 51, 9: _BAD, 10: 45, 26: 43, 62: _BAD, 64: _BAD}
_ALERTS |= dict.fromkeys((2, 18, 19, 20, 22, 24, 25), _UNKNOWN_CA)

# Signatures that were checked: an elliptic curve's takes tens of milliseconds in Python.
_checked: dict[tuple[bytes, bytes], bool] = {}


@dataclass
class Wishes:
    """What a certificate is checked for; `address` is an IP address in bytes, in the place of a name."""

    store: Store
    purpose: str = SERVER_AUTH
    flags: int = 0
    host: str = ""
    address: bytes = b""
    host_flags: int = 0


def verify(presented: Sequence[X509], wishes: Wishes) -> list[X509]:
    """Check the chain that the other side presented; the chain up to the authority. Raises Failure."""
    moment = time.time()
    chain, code = _build(presented, wishes, moment)
    code = code or _extensions(chain, wishes) or _identity(presented[0], wishes) or _signatures(chain, moment)
    if code:
        raise refused(code, _MESSAGES[code].format(wishes.host), _ALERTS.get(code, _CERTIFICATE_UNKNOWN))
    return chain


def _issuer(of: X509, candidates: Iterable[X509], moment: float) -> X509 | None:
    fitting = [candidate for candidate in candidates if candidate.may_issue(of)]
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
    named, subject = NAMES in certificate.extensions, certificate.subject_name
    checks = {
        80: length is not None and not level,
        81: length is not None and not usage & CERT_SIGN,
        89: level and CONSTRAINTS not in certificate.critical,
        92: level and certificate.usage is None,
        82: not level and usage & CERT_SIGN,
        83: certificate.issuer == b"0\0",
        84: (level or usage & _CRL_SIGN or not named) and not subject,
        88: named and not subject and NAMES not in certificate.critical,
        87: named and not certificate.alternatives,
        78: certificate.algorithm.raw != certificate.inner_algorithm.raw,
        90: AUTHORITY in certificate.critical,
        91: KEY_IDENTIFIER in certificate.critical,
        93: certificate.version < 3 and certificate.extensions,
        85: certificate.version == 3 and not is_last and certificate.authority_identifier is None,
        86: certificate.version == 3 and level and certificate.key_identifier is None,
    }
    return next((code for code, failed in checks.items() if failed), 0)


def _extensions(chain: list[X509], wishes: Wishes) -> int:
    strict = bool(wishes.flags & STRICT)
    passed = 0  # authorities so far that are not self-issued
    for at, certificate in enumerate(chain):
        level = certificate.authority_level
        if certificate.has_unknown_critical:
            return 34
        if (at and level == 0) or (strict and level > 1):
            return 24
        code = _strict(certificate, at == len(chain) - 1) if strict and len(chain) > 1 else 0
        if code or not _fits(certificate, wishes.purpose, at > 0):
            return code or 26
        length = certificate.constraints[1] if certificate.constraints else None
        if at > 1 and length is not None and passed > length:
            return 25
        if at and certificate.subject != certificate.issuer:
            passed += 1
    return 0


def _fits(certificate: X509, purpose: str, is_authority: bool) -> bool:
    extended = certificate.extended_usage
    if extended is not None and purpose not in extended:
        return False
    if is_authority or certificate.usage is None:
        return True
    wanted = _DIGITAL_SIGNATURE | _KEY_AGREEMENT | (_KEY_ENCIPHERMENT if purpose == SERVER_AUTH else 0)
    return bool(certificate.usage & wanted)


def _signatures(chain: list[X509], moment: float) -> int:
    issuer = chain[-1]
    for certificate in reversed(chain):
        if certificate is not issuer:
            try:
                if not is_signed_by(certificate, issuer):
                    return 7
            except (KeyError, ValueError):
                return 6
        when = certificate.valid_at(moment)
        if when:
            return 9 if when < 0 else 10
        issuer = certificate
    return 0


def is_signed_by(certificate: X509, issuer: X509) -> bool:
    """Whether the issuer's key made the certificate's signature. Raises KeyError for a kind that isn't known here."""
    if issuer is authority.certificate() and certificate.data in authority.issued:
        return True
    question = (issuer.key_info.raw, certificate.data)
    if question not in _checked:
        if issuer.key is None:
            raise KeyError
        if len(_checked) > 200:
            _checked.clear()
        proof, signed = certificate.signature, certificate.signed.raw
        _checked[question] = signature.verify(issuer.key, certificate.algorithm, proof, signed)
    return _checked[question]


def _matches(pattern: str, host: str, flags: int) -> bool:
    pattern, host = pattern.lower(), host.lower()
    if pattern == host:
        return bool(pattern)
    if flags & _NO_WILDCARDS or not pattern.startswith("*.") or pattern.count(".") < 2 or "*" in pattern[1:]:
        return False
    first, dot, rest = host.partition(".")
    return bool(dot) and dot + rest == pattern[1:] and re.fullmatch(r"[a-z0-9-]+", first) is not None


def _identity(certificate: X509, wishes: Wishes) -> int:
    if wishes.address:
        return 0 if wishes.address in certificate.addresses else 64
    if not wishes.host:
        return 0
    names = [name for kind, name in certificate.alternatives if kind == "DNS"]
    if (not names or wishes.host_flags & _ALWAYS_SUBJECT) and not wishes.host_flags & _NEVER_SUBJECT:
        names += [value for group in certificate.subject_name for kind, value in group if kind == "commonName"]
    return 0 if any(_matches(name, wishes.host, wishes.host_flags) for name in names) else 62
