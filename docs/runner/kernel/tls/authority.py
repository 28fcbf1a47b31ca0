"""The kernel's own authority: it issues certificates for hosts outside the tab, for which the gateway answers.

The browser checks the real ones; these only say so in the terms of TLS. The keys stand in this file, so they are no
secrets: they needn't be, nothing but this tab trusts them.
"""

import hashlib
import ipaddress
import time
from functools import cache

from . import der, signature
from .certificate import X509

NAME = "Interleave tab gateway"
_KEY = 0x626B46DA1DABF0D80312B075F771A224B1B91C82708D8A15833FE84F0119243D
_POINT = bytes.fromhex(
    "04a07f54b3440bc77c375c8005f9337898b64f4e055a4b4a2b72cefbe813803309"
    "e7e966b6dc3b4ec26fad1023daa1b1e17813aae29476429a9d3ed29aaf0addc2"
)
_HOST_POINT = bytes.fromhex(
    "04680bb2a0fc473e466d2b6f60cf120d1b5c72ff2a41b1cfc83354811379b149a5"
    "9f9ad857f344d9f7d83182e969679aa0afc88143fb70f336582a1fc219609e4a"
)
_DAY = 86400
# All that it has issued: there is no need to check the signatures, which takes a while.
issued: set[bytes] = set()
_ECDSA = der.encode(der.SEQUENCE, der.object_identifier("1.2.840.10045.4.3.2"))
_CURVE = der.encode(
    der.SEQUENCE, der.object_identifier("1.2.840.10045.2.1"), der.object_identifier("1.2.840.10045.3.1.7")
)


def _sign(data: bytes) -> bytes:
    """An ECDSA signature with the nonce 1, which costs no multiplication: there is no secret to keep."""
    curve = signature.P256
    r = curve.generator[0] % curve.order
    s = (int.from_bytes(hashlib.sha256(data).digest()) + r * _KEY) % curve.order
    return der.encode(der.SEQUENCE, der.integer(r), der.integer(s))


def _name(common_name: str) -> bytes:
    attribute = der.encode(der.SEQUENCE, der.object_identifier("2.5.4.3"), der.encode(der.UTF8, common_name.encode()))
    return der.encode(der.SEQUENCE, der.encode(der.SET, attribute))


def _moment(seconds: float) -> bytes:
    return der.encode(der.GENERALIZED_TIME, time.strftime("%Y%m%d%H%M%SZ", time.gmtime(seconds)).encode())


def _extension(identifier: str, value: bytes, critical: bool = False) -> bytes:
    flag = der.encode(der.BOOLEAN, b"\xff") if critical else b""
    return der.encode(der.SEQUENCE, der.object_identifier(identifier), flag, der.encode(der.OCTET_STRING, value))


def _make(subject: bytes, point: bytes, validity: tuple[float, float], extensions: list[bytes]) -> bytes:
    key = der.encode(der.SEQUENCE, _CURVE, der.encode(der.BIT_STRING, b"\0", point))
    identifier = hashlib.sha1(_POINT).digest()
    extensions = [
        *extensions,
        _extension("2.5.29.14", der.encode(der.OCTET_STRING, hashlib.sha1(point).digest())),
        _extension("2.5.29.35", der.encode(der.SEQUENCE, der.encode(0x80, identifier))),
    ]
    serial = int.from_bytes(hashlib.sha256(subject + point + repr(validity).encode()).digest()[:15])
    signed = der.encode(
        *(der.SEQUENCE, der.encode(0xA0, der.integer(2)), der.integer(serial), _ECDSA, _name(NAME)),
        *(der.encode(der.SEQUENCE, *map(_moment, validity)), subject, key),
        der.encode(0xA3, der.encode(der.SEQUENCE, *extensions)),
    )
    return der.encode(der.SEQUENCE, signed, _ECDSA, der.encode(der.BIT_STRING, b"\0", _sign(signed)))


@cache
def certificate() -> X509:
    """The authority's own certificate."""
    constraints = _extension("2.5.29.19", der.encode(der.SEQUENCE, der.encode(der.BOOLEAN, b"\xff")), critical=True)
    usage = _extension("2.5.29.15", der.encode(der.BIT_STRING, b"\1\6"), critical=True)
    return X509(_make(_name(NAME), _POINT, (1_577_836_800, 4_102_444_800), [constraints, usage]))


def _alternative(host: str) -> bytes:
    try:
        return der.encode(0x87, ipaddress.ip_address(host).packed)
    except ValueError:
        return der.encode(0x82, host.encode("ascii", "replace"))


@cache
def issue(host: str) -> bytes:
    """A certificate for a host, by name or by address."""
    day = time.time() // _DAY * _DAY
    extensions = [
        _extension("2.5.29.17", der.encode(der.SEQUENCE, _alternative(host))),
        _extension("2.5.29.19", der.encode(der.SEQUENCE), critical=True),
        _extension("2.5.29.15", der.encode(der.BIT_STRING, b"\7\x80"), critical=True),
        _extension("2.5.29.37", der.encode(der.SEQUENCE, der.object_identifier("1.3.6.1.5.5.7.3.1"))),
    ]
    made = _make(_name(host), _HOST_POINT, (day - _DAY, day + 90 * _DAY), extensions)
    issued.add(made)
    return made
