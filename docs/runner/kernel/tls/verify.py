"""Verification of certificates: the chain to an authority, dates, signatures, and the name of the host.

Source: crypto/x509/x509_vfy.c and v3_utl.c of OpenSSL 3, RFC 5280, RFC 6125.
"""

import ipaddress
import re
import time
from collections.abc import Iterable
from itertools import pairwise

from . import authority, signature
from .certificate import CERT_SIGN, CONSTRAINTS, X509
from .errors import Failure
from .store import Settings

_SERVER_AUTH, _CLIENT_AUTH = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"
_STRICT, _PARTIAL_CHAIN = 0x20, 0x80000
_DIGITAL_SIGNATURE, _KEY_ENCIPHERMENT, _KEY_AGREEMENT = 0x80, 0x20, 0x08
_ALWAYS_SUBJECT, _NO_WILDCARDS, _NEVER_SUBJECT = 0x1, 0x2, 0x20

_MESSAGES = {
    2: "unable to get issuer certificate",
    6: f"unable to decode issuer public key: the tab knows {signature.KNOWN}",
    7: "certificate signature failure",
    9: "certificate is not yet valid",
    10: "certificate has expired",
    18: "self-signed certificate",
    19: "self-signed certificate in certificate chain",
    20: "unable to get local issuer certificate",
    24: "invalid CA certificate",
    25: "path length constraint exceeded",
    26: "unsuitable certificate purpose",
    34: "unhandled critical extension",
    62: "Hostname mismatch, certificate is not valid for '{}'.",
    64: "IP address mismatch, certificate is not valid for '{}'.",
    82: "Key usage keyCertSign invalid for non-CA cert",
    85: "Missing Authority Key Identifier",
    86: "Missing Subject Key Identifier",
    89: "Basic Constraints of CA cert not marked critical",
    92: "CA cert does not include key usage extension",
}

# The alert that a failed verification sends: ssl_x509err2alert.
_ALERTS = dict.fromkeys((2, 18, 19, 20, 24, 25), 48) | dict.fromkeys((6, 9, 62, 64), 42) | {7: 51, 10: 45, 26: 43}

# Cached results: checking an elliptic curve's signature takes tens of milliseconds in Python.
_checked: dict[tuple[bytes, bytes], bool] = {}


def verify(presented: list[X509], settings: Settings, server_side: bool, host: str | None) -> list[X509]:
    """Check the chain that the other side presented, and the name of the host if there is one.

    Returns the chain up to the authority. Raises Failure.
    """
    moment = time.time()
    chain, code = _build(presented, settings, moment)
    code = code or _extensions(chain, settings, _CLIENT_AUTH if server_side else _SERVER_AUTH)
    code = code or (_identity(chain[0], host, settings.host_flags) if host else 0) or _signatures(chain, moment)
    if code:
        alert = _ALERTS.get(code, 46)  # certificate_unknown
        raise Failure("CERTIFICATE_VERIFY_FAILED", alert, verify_code=code, verify_message=_MESSAGES[code].format(host))
    return chain


def _issuer(of: X509, candidates: Iterable[X509], moment: float) -> X509 | None:
    fitting = [candidate for candidate in candidates if candidate.may_issue(of)]
    valid = (candidate for candidate in fitting if candidate.valid_at(moment) == 0)
    return next(valid, fitting[0] if fitting else None)


def _build(presented: list[X509], settings: Settings, moment: float) -> tuple[list[X509], int]:
    store, chain, untrusted = settings.store, presented[:1], presented[1:]
    if store.trusts_gateway and authority.has_issued(chain[0]):
        return chain, 0
    trusted = 0
    while True:
        last = chain[-1]
        may_end = last.is_self_signed or settings.verify_flags & _PARTIAL_CHAIN
        if may_end and (trusted or last.data in store.certificates):
            return chain, 0
        if last.is_self_signed:
            return chain, 18 if len(chain) == 1 else 19
        issuer = _issuer(last, store.certificates.values(), moment)
        if issuer is not None:
            trusted += 1
        else:
            issuer = _issuer(last, untrusted, moment)
            if issuer is None or trusted:
                return chain, 2 if trusted else 20
            untrusted.remove(issuer)
        if issuer in chain:
            return chain, 2
        chain.append(issuer)


def _strict(certificate: X509, is_last: bool) -> int:
    usage = certificate.usage or 0
    level, _ = certificate.constraints or (False, None)
    checks = {
        89: level and CONSTRAINTS not in certificate.critical,
        92: level and certificate.usage is None,
        82: not level and usage & CERT_SIGN,
        85: certificate.version == 3 and not is_last and certificate.authority_identifier is None,
        86: certificate.version == 3 and level and certificate.key_identifier is None,
    }
    return next((code for code, failed in checks.items() if failed), 0)


def _extensions(chain: list[X509], settings: Settings, purpose: str) -> int:
    strict = settings.verify_flags & _STRICT
    passed = 0  # authorities so far, except self-issued ones
    for at, certificate in enumerate(chain):
        level = certificate.authority_level
        if certificate.has_unknown_critical:
            return 34
        if (at and level == 0) or (strict and level > 1):
            return 24
        code = _strict(certificate, at == len(chain) - 1) if strict and len(chain) > 1 else 0
        if code or not _fits(certificate, purpose, at > 0):
            return code or 26
        length = certificate.constraints[1] if certificate.constraints else None
        if at > 1 and length is not None and passed > length:
            return 25
        passed += at > 0 and certificate.subject != certificate.issuer
    return 0


def _fits(certificate: X509, purpose: str, is_authority: bool) -> bool:
    if certificate.extended_usage is not None and purpose not in certificate.extended_usage:
        return False
    wanted = _DIGITAL_SIGNATURE | _KEY_AGREEMENT | (_KEY_ENCIPHERMENT if purpose == _SERVER_AUTH else 0)
    return is_authority or certificate.usage is None or bool(certificate.usage & wanted)


def _signatures(chain: list[X509], moment: float) -> int:
    for certificate, issuer in reversed([*pairwise(chain), (chain[-1], None)]):
        if issuer is not None:
            try:
                if not is_signed_by(certificate, issuer):
                    return 7
            except (KeyError, ValueError):
                return 6
        if when := certificate.valid_at(moment):
            return 9 if when < 0 else 10
    return 0


def is_signed_by(certificate: X509, issuer: X509) -> bool:
    """Whether the issuer's key made the certificate's signature. Raises KeyError for an unknown kind."""
    question = (issuer.key_info.raw, certificate.data)
    if question not in _checked:
        proof, signed = certificate.signature, certificate.signed.raw
        _checked[question] = signature.verify(issuer.key(), certificate.algorithm, proof, signed)
    return _checked[question]


def address(host: str) -> bytes:
    """An IP address in bytes; b"" for a name."""
    try:
        return ipaddress.ip_address(host).packed
    except ValueError:
        return b""


def _matches(pattern: str, host: str, flags: int) -> bool:
    pattern, host = pattern.lower(), host.lower()
    if pattern == host:
        return True
    if flags & _NO_WILDCARDS or not pattern.startswith("*.") or pattern.count(".") < 2 or "*" in pattern[1:]:
        return False
    first, dot, rest = host.partition(".")
    return dot + rest == pattern[1:] and re.fullmatch(r"[a-z0-9-]+", first) is not None


def _identity(certificate: X509, host: str, flags: int) -> int:
    if packed := address(host):
        return 0 if packed in certificate.addresses else 64
    names = [name for kind, name in certificate.alternatives if kind == "DNS"]
    if (not names or flags & _ALWAYS_SUBJECT) and not flags & _NEVER_SUBJECT:
        names += [value for group in certificate.subject_name for kind, value in group if kind == "commonName"]
    return 0 if any(_matches(name, host, flags) for name in names) else 62
