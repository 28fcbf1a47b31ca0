"""The kernel's own authority: its certificates for hosts outside the tab, for which the gateway answers.

The browser checks the real certificates; these only say so in terms of TLS. They bear no signature: one is the
authority's if the authority would issue the same again. The authority's own certificate is in the file in which Linux
has those of the public authorities, for programs that load that file.
"""

import ipaddress
import time
from functools import cache

from . import der
from .certificate import X509

NAME = "Interleave tab gateway"
_DAY = 86400
_FIRST = 1577836800  # the year 2020, since when the authority's own certificate is valid
_ECDSA = der.encode(der.SEQUENCE, der.object_identifier("1.2.840.10045.4.3.2"))
_CURVE = (der.object_identifier("1.2.840.10045.2.1"), der.object_identifier("1.2.840.10045.3.1.7"))
# A point of P-256: the public key of all hosts; the private key is unknown.
_KEY = bytes.fromhex(
    "04680bb2a0fc473e466d2b6f60cf120d1b5c72ff2a41b1cfc83354811379b149a5"
    "9f9ad857f344d9f7d83182e969679aa0afc88143fb70f336582a1fc219609e4a"
)


def _name(common_name: str) -> bytes:
    attribute = der.encode(der.SEQUENCE, der.object_identifier("2.5.4.3"), der.encode(der.UTF8, common_name.encode()))
    return der.encode(der.SEQUENCE, der.encode(der.SET, attribute))


def _alternative(host: str) -> bytes:
    try:
        return der.encode(0x87, ipaddress.ip_address(host).packed)
    except ValueError:
        return der.encode(0x82, host.encode("ascii", "replace"))


def _certificate(subject: str, start: int, days: int, *extension: bytes) -> bytes:
    key = der.encode(der.SEQUENCE, der.encode(der.SEQUENCE, *_CURVE), der.encode(der.BIT_STRING, b"\0", _KEY))
    ends = (start, start + days * _DAY)
    moments = [time.strftime("%Y%m%d%H%M%SZ", time.gmtime(seconds)).encode() for seconds in ends]
    validity = der.encode(der.SEQUENCE, *(der.encode(der.GENERALIZED_TIME, moment) for moment in moments))
    signed = der.encode(
        *(der.SEQUENCE, der.encode(0xA0, der.integer(2)), der.integer(start), _ECDSA, _name(NAME)),
        *(
            validity,
            _name(subject),
            key,
            der.encode(0xA3, der.encode(der.SEQUENCE, der.encode(der.SEQUENCE, *extension))),
        ),
    )
    return der.encode(der.SEQUENCE, signed, _ECDSA, der.encode(der.BIT_STRING, b"\0"))


@cache
def _issue(host: str, start: int) -> bytes:
    alternatives = der.encode(der.OCTET_STRING, der.encode(der.SEQUENCE, _alternative(host)))
    return _certificate(host, start, 91, der.object_identifier("2.5.29.17"), alternatives)


def own() -> bytes:
    """The authority's own certificate, in DER: always the same."""
    is_authority = der.encode(der.OCTET_STRING, der.encode(der.SEQUENCE, der.encode(der.BOOLEAN, b"\xff")))
    critical = der.encode(der.BOOLEAN, b"\xff")
    return _certificate(NAME, _FIRST, 80 * 365, der.object_identifier("2.5.29.19"), critical, is_authority)


def issue(host: str) -> bytes:
    """Issue a certificate for a host, by name or by address; in DER."""
    return _issue(host, int(time.time() // _DAY - 1) * _DAY)


def has_issued(certificate: X509) -> bool:
    """Whether a certificate is one of the authority's."""
    names = [value for group in certificate.subject_name for _, value in group]
    start = int.from_bytes(certificate.serial.content[-5:])  # of other certificates: any number that fits a time
    return certificate.issuer == _name(NAME) and certificate.data == _issue("".join(names), start)
