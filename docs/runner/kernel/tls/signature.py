"""Public keys, and whether a signature is one of theirs: RSA (PKCS #1) and ECDSA in plain Python.

Source: RFC 8017 (RSA), SEC 1 (elliptic curves), RFC 5280 and RFC 5758 (how certificates name them).
"""

import hashlib
from dataclasses import dataclass

from . import der

KNOWN = "RSA and ECDSA with the curves P-256 and P-384"
RSA, EC = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1"
_IDENTIFIERS = {
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
_SIGNATURES = {
    "1.2.840.113549.1.1.11": (RSA, "sha256"),
    "1.2.840.113549.1.1.12": (RSA, "sha384"),
    "1.2.840.113549.1.1.13": (RSA, "sha512"),
    "1.2.840.10045.4.3.2": (EC, "sha256"),
    "1.2.840.10045.4.3.3": (EC, "sha384"),
    "1.2.840.10045.4.3.4": (EC, "sha512"),
}

Point = tuple[int, int]


@dataclass(frozen=True)
class Curve:
    """y² = x³ - 3x + b over the integers modulo `prime`, with a generator of a certain order.

    The point at infinity is None.
    """

    prime: int
    b: int
    order: int
    generator: Point

    def add(self, first: Point | None, second: Point | None) -> Point | None:
        """The sum of two points."""
        if first is None or second is None:
            return first or second
        p = self.prime
        (x1, y1), (x2, y2) = first, second
        if x1 != x2:
            slope = (y2 - y1) * pow(x2 - x1, -1, p)
        elif y1 == y2:
            slope = 3 * (x1 * x1 - 1) * pow(2 * y1, -1, p)
        else:
            return None
        x = (slope * slope - x1 - x2) % p
        return x, (slope * (x1 - x) - y1) % p

    def multiply(self, times: int, point: Point) -> Point | None:
        """A point added to itself so many times."""
        result = None
        for bit in f"{times:b}":
            result = self.add(result, result)
            if bit == "1":
                result = self.add(result, point)
        return result


P256 = Curve(
    2**256 - 2**224 + 2**192 + 2**96 - 1,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    (
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
)
P384 = Curve(
    2**384 - 2**128 - 2**96 + 2**32 - 1,
    0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    (
        0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
    ),
)
CURVES = {"1.2.840.10045.3.1.7": P256, "1.3.132.0.34": P384}


@dataclass(frozen=True)
class RsaKey:
    """An RSA public key."""

    modulus: int
    exponent: int


@dataclass(frozen=True)
class CurveKey:
    """A point of an elliptic curve."""

    curve: Curve
    point: Point


PublicKey = RsaKey | CurveKey


def public_key(info: der.Element) -> PublicKey | None:
    """The key in a SubjectPublicKeyInfo; None for a kind that isn't known here. Raises ValueError."""
    algorithm, bits = info.children()
    kind, *parameters = (part.object_identifier() for part in algorithm.children() if part.tag == der.OBJECT)
    if kind == RSA:
        modulus, exponent = der.parse(bits.bits()).children()
        return RsaKey(modulus.integer(), exponent.integer())
    if kind == EC and parameters and parameters[0] in CURVES:
        return point(CURVES[parameters[0]], bits.bits())
    return None


def point(curve: Curve, encoded: bytes) -> CurveKey:
    """The key that an uncompressed point is. Raises ValueError."""
    half = len(encoded) // 2
    x, y = int.from_bytes(encoded[1 : half + 1]), int.from_bytes(encoded[half + 1 :])
    if encoded[:1] != b"\x04" or (y * y - (x * x * x - 3 * x + curve.b)) % curve.prime:
        raise ValueError("not a point of the curve")
    return CurveKey(curve, (x, y))


def _rsa(key: RsaKey, signature: bytes, name: str, digest: bytes) -> bool:
    algorithm = der.encode(der.SEQUENCE, der.object_identifier(_IDENTIFIERS[name]), der.encode(der.NULL))
    info = der.encode(der.SEQUENCE, algorithm, der.encode(der.OCTET_STRING, digest))
    size = (key.modulus.bit_length() + 7) // 8
    padded = b"\0\1" + b"\xff" * (size - len(info) - 3) + b"\0" + info
    return len(signature) == size and pow(int.from_bytes(signature), key.exponent, key.modulus).to_bytes(size) == padded


def _ecdsa(key: CurveKey, signature: bytes, digest: bytes) -> bool:
    curve = key.curve
    r, s = (number.integer() for number in der.parse(signature).children())
    if not (0 < r < curve.order and 0 < s < curve.order):
        return False
    hashed = int.from_bytes(digest) >> max(0, len(digest) * 8 - curve.order.bit_length())
    inverse = pow(s, -1, curve.order)
    parts = (hashed * inverse, curve.generator), (r * inverse, key.point)
    found = curve.add(*(curve.multiply(times % curve.order, point) for times, point in parts))
    return found is not None and found[0] % curve.order == r


def verify(key: PublicKey, algorithm: der.Element, signature: bytes, data: bytes) -> bool:
    """Whether `signature` is the key's for `data`. Raises KeyError for an algorithm that isn't known here."""
    family, name = _SIGNATURES[algorithm.children()[0].object_identifier()]
    digest = hashlib.new(name, data).digest()
    try:
        if isinstance(key, RsaKey):
            return family == RSA and _rsa(key, signature, name, digest)
        return family == EC and _ecdsa(key, signature, digest)
    except (ValueError, IndexError):
        return False
