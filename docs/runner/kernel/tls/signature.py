"""Public keys and the verification of signatures: RSA (PKCS #1) and ECDSA in plain Python.

Source: RFC 8017 (RSA), SEC 1 (elliptic curves), RFC 5280 and RFC 5758 (how certificates name them).
"""

import hashlib
from typing import NamedTuple

from . import der

KNOWN = "RSA and ECDSA with the curves P-256 and P-384"
RSA, EC = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1"
_SIGNATURES = {
    "1.2.840.113549.1.1.11": (RSA, "sha256"),
    "1.2.840.113549.1.1.12": (RSA, "sha384"),
    "1.2.840.113549.1.1.13": (RSA, "sha512"),
    "1.2.840.10045.4.3.2": (EC, "sha256"),
    "1.2.840.10045.4.3.3": (EC, "sha384"),
    "1.2.840.10045.4.3.4": (EC, "sha512"),
}
# The prefix of a digest that RSA signs (RFC 8017 section 9.2).
_PREFIXES = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}

Point = tuple[int, int, int]  # Jacobian coordinates; z = 0 is the point at infinity
_INFINITY = (1, 1, 0)


class Curve(NamedTuple):
    """y² = x³ - 3x + b over the integers modulo `prime`, with a generator (x, y) of order `order`."""

    prime: int
    b: int
    order: int
    x: int
    y: int

    def _double(self, point: Point) -> Point:
        (x, y, z), p = point, self.prime
        gamma, delta = y * y % p, z * z % p
        beta, alpha = x * gamma % p, 3 * (x - delta) * (x + delta) % p
        x3 = (alpha * alpha - 8 * beta) % p
        return x3, (alpha * (4 * beta - x3) - 8 * gamma * gamma) % p, 2 * y * z % p

    def _add(self, first: Point, second: Point) -> Point:
        (x1, y1, z1), (x2, y2, z2), p = first, second, self.prime
        if not z1 or not z2:
            return second if z2 else first
        u1, u2 = x1 * z2 * z2 % p, x2 * z1 * z1 % p
        s1, s2 = y1 * z2 * z2 * z2 % p, y2 * z1 * z1 * z1 % p
        if u1 == u2:
            return self._double(first) if s1 == s2 else _INFINITY
        h, r = u2 - u1, s2 - s1
        hh = h * h % p
        hhh, v = h * hh % p, u1 * hh % p
        x3 = (r * r - hhh - 2 * v) % p
        return x3, (r * (v - x3) - s1 * hhh) % p, z1 * z2 * h % p

    def combine(self, a: int, first: Point, b: int, second: Point) -> Point:
        """a·first + b·second, both at once; with z = 1, or 0."""
        added = (None, first, second, self._add(first, second))
        result: Point = _INFINITY
        for bit in range(max(a.bit_length(), b.bit_length()) - 1, -1, -1):
            result = self._double(result)
            chosen = added[(a >> bit & 1) | (b >> bit & 1) << 1]
            result = self._add(result, chosen) if chosen else result
        if not result[2]:
            return result
        inverse = pow(result[2], -1, self.prime)
        return result[0] * inverse**2 % self.prime, result[1] * inverse**3 % self.prime, 1


_P256 = Curve(
    2**256 - 2**224 + 2**192 + 2**96 - 1,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
_P384 = Curve(
    2**384 - 2**128 - 2**96 + 2**32 - 1,
    0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
    0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
)
CURVES = {"1.2.840.10045.3.1.7": _P256, "1.3.132.0.34": _P384}


class RsaKey(NamedTuple):
    """An RSA public key."""

    modulus: int
    exponent: int


class CurveKey(NamedTuple):
    """A point of an elliptic curve."""

    curve: Curve
    point: Point


PublicKey = RsaKey | CurveKey


def public_key(info: der.Element) -> PublicKey:
    """The key in a SubjectPublicKeyInfo. Raises ValueError, and KeyError for an unknown kind."""
    algorithm, bits = info.children()
    kind, *parameters = algorithm.children()
    if kind.object_identifier() == RSA:
        modulus, exponent = der.parse(bits.bits()).children()
        return RsaKey(modulus.integer(), exponent.integer())
    return point(CURVES[parameters[0].object_identifier() if parameters else ""], bits.bits())


def point(curve: Curve, encoded: bytes) -> CurveKey:
    """Decode the key in an uncompressed point. Raises ValueError."""
    half = len(encoded) // 2
    x, y = int.from_bytes(encoded[1 : half + 1]), int.from_bytes(encoded[half + 1 :])
    if encoded[:1] != b"\x04" or (y * y - (x * x * x - 3 * x + curve.b)) % curve.prime:
        raise ValueError("not a point of the curve")
    return CurveKey(curve, (x, y, 1))


def _ecdsa(key: CurveKey, signature: bytes, digest: bytes) -> bool:
    curve = key.curve
    r, s = (number.integer() for number in der.parse(signature).children())
    if not (0 < r < curve.order and 0 < s < curve.order):
        return False
    hashed = int.from_bytes(digest) >> max(0, len(digest) * 8 - curve.order.bit_length())
    inverse = pow(s, -1, curve.order)
    start = curve.x, curve.y, 1
    found = curve.combine(hashed * inverse % curve.order, start, r * inverse % curve.order, key.point)
    return bool(found[2]) and found[0] % curve.order == r


def verify(key: PublicKey, algorithm: der.Element, signature: bytes, data: bytes) -> bool:
    """Whether `signature` of `data` was made with the key. Raises KeyError for an unknown algorithm."""
    family, name = _SIGNATURES[algorithm.children()[0].object_identifier()]
    digest = hashlib.new(name, data).digest()
    try:
        if isinstance(key, CurveKey):
            return family == EC and _ecdsa(key, signature, digest)
        size = (key.modulus.bit_length() + 7) // 8
        opened = pow(int.from_bytes(signature), key.exponent, key.modulus).to_bytes(size)
        filling = size - len(_PREFIXES[name] + digest) - 3
        return family == RSA and opened == b"\0\1" + b"\xff" * filling + b"\0" + _PREFIXES[name] + digest
    except (ValueError, IndexError):
        return False
