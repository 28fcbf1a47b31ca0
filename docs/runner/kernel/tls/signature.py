"""Public keys, and whether a signature is one of theirs: RSA and ECDSA in plain Python.

Source: RFC 8017 (RSA), SEC 1 (elliptic curves), RFC 5280 and RFC 5758 (how certificates name them).
"""

import hashlib
from dataclasses import dataclass

from . import der

_RSA, _EC = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1"
_PSS = "1.2.840.113549.1.1.10"
_HASHES = {
    "1.2.840.113549.2.5": "md5",
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_IDENTIFIERS = {name: identifier for identifier, name in _HASHES.items()}
_SIGNATURES = {
    "1.2.840.113549.1.1.4": (_RSA, "md5"),
    "1.2.840.113549.1.1.5": (_RSA, "sha1"),
    "1.2.840.113549.1.1.14": (_RSA, "sha224"),
    "1.2.840.113549.1.1.11": (_RSA, "sha256"),
    "1.2.840.113549.1.1.12": (_RSA, "sha384"),
    "1.2.840.113549.1.1.13": (_RSA, "sha512"),
    "1.2.840.10045.4.1": (_EC, "sha1"),
    "1.2.840.10045.4.3.1": (_EC, "sha224"),
    "1.2.840.10045.4.3.2": (_EC, "sha256"),
    "1.2.840.10045.4.3.3": (_EC, "sha384"),
    "1.2.840.10045.4.3.4": (_EC, "sha512"),
}

Point = tuple[int, int, int]  # Jacobian coordinates; z = 0 is the point at infinity


@dataclass(frozen=True)
class Curve:
    """y² = x³ - 3x + b over the integers modulo `prime`, with a generator of a certain order."""

    prime: int
    b: int
    order: int
    generator: Point

    def double(self, point: Point) -> Point:
        """The point added to itself."""
        x, y, z = point
        p = self.prime
        delta, gamma = z * z % p, y * y % p
        beta = x * gamma % p
        alpha = 3 * (x - delta) * (x + delta) % p
        x3 = (alpha * alpha - 8 * beta) % p
        return x3, (alpha * (4 * beta - x3) - 8 * gamma * gamma) % p, 2 * y * z % p

    def add(self, first: Point, second: Point) -> Point:
        """The sum of two points."""
        if not first[2]:
            return second
        if not second[2]:
            return first
        p = self.prime
        (x1, y1, z1), (x2, y2, z2) = first, second
        z1z1, z2z2 = z1 * z1 % p, z2 * z2 % p
        u1, u2 = x1 * z2z2 % p, x2 * z1z1 % p
        s1, s2 = y1 * z2 * z2z2 % p, y2 * z1 * z1z1 % p
        if u1 == u2:
            return self.double(first) if s1 == s2 else (1, 1, 0)
        h, r = u2 - u1, s2 - s1
        hh = h * h % p
        hhh, v = h * hh % p, u1 * hh % p
        x3 = (r * r - hhh - 2 * v) % p
        return x3, (r * (v - x3) - s1 * hhh) % p, z1 * z2 * h % p

    def combine(self, a: int, first: Point, b: int, second: Point) -> Point:
        """a·first + b·second, both at once."""
        both = self.add(first, second)
        result: Point = (1, 1, 0)
        for bit in range(max(a.bit_length(), b.bit_length()) - 1, -1, -1):
            result = self.double(result)
            chosen = (a >> bit & 1) | (b >> bit & 1) << 1
            if chosen:
                result = self.add(result, (first, second, both)[chosen - 1])
        return result

    def x_of(self, point: Point) -> int:
        """A point's x."""
        inverse = pow(point[2], -1, self.prime)
        return point[0] * inverse * inverse % self.prime

    def contains(self, point: Point) -> bool:
        """Whether a point lies on the curve."""
        x, y, _ = point
        return (y * y - (x * x * x - 3 * x + self.b)) % self.prime == 0


P256 = Curve(
    2**256 - 2**224 + 2**192 + 2**96 - 1,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    (
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
        1,
    ),
)
P384 = Curve(
    2**384 - 2**128 - 2**96 + 2**32 - 1,
    0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    (
        0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
        1,
    ),
)
P521 = Curve(
    2**521 - 1,
    int(
        "0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E1"
        "56193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00",
        16,
    ),
    int(
        "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
        "FA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409",
        16,
    ),
    (
        int(
            "00C6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBA"
            "A14B5E77EFE75928FE1DC127A2FFA8DE3348B3C1856A429BF97E7E31C2E5BD66",
            16,
        ),
        int(
            "011839296A789A3BC0045C8A5FB42C7D1BD998F54449579B446817AFBD17273E662C"
            "97EE72995EF42640C550B9013FAD0761353C7086A272C24088BE94769FD16650",
            16,
        ),
        1,
    ),
)
CURVES = {"1.2.840.10045.3.1.7": P256, "1.3.132.0.34": P384, "1.3.132.0.35": P521}


@dataclass(frozen=True)
class RsaKey:
    """An RSA public key."""

    modulus: int
    exponent: int

    def open(self, signature: bytes) -> bytes | None:
        """What was signed, in its padding; None if that can't be a signature of this key."""
        size = (self.modulus.bit_length() + 7) // 8
        value = int.from_bytes(signature)
        if len(signature) != size or value >= self.modulus:
            return None
        return pow(value, self.exponent, self.modulus).to_bytes(size)


@dataclass(frozen=True)
class CurveKey:
    """A point of an elliptic curve."""

    curve: Curve
    point: Point


PublicKey = RsaKey | CurveKey


def public_key(info: der.Element) -> PublicKey | None:
    """The key in a SubjectPublicKeyInfo; None for a kind that isn't known here. Raises ValueError."""
    algorithm, bits = info.children()
    identifier, *parameters = algorithm.children()
    kind = identifier.object_identifier()
    if kind in (_RSA, _PSS):
        modulus, exponent = der.parse(bits.bits()).children()
        return RsaKey(modulus.integer(), exponent.integer())
    if kind == _EC and parameters and parameters[0].tag == der.OBJECT:
        curve = CURVES.get(parameters[0].object_identifier())
        if curve is not None:
            return point(curve, bits.bits())
    return None


def point(curve: Curve, encoded: bytes) -> CurveKey:
    """The key that an uncompressed point is. Raises ValueError."""
    half = len(encoded) // 2
    found = CurveKey(curve, (int.from_bytes(encoded[1 : half + 1]), int.from_bytes(encoded[half + 1 :]), 1))
    if encoded[:1] != b"\x04" or not curve.contains(found.point):
        raise ValueError("not a point of the curve")
    return found


def _pkcs1(key: RsaKey, signature: bytes, name: str, digest: bytes) -> bool:
    algorithm = der.encode(der.SEQUENCE, der.object_identifier(_IDENTIFIERS[name]), der.encode(der.NULL))
    info = der.encode(der.SEQUENCE, algorithm, der.encode(der.OCTET_STRING, digest))
    opened = key.open(signature)
    if opened is None:
        return False
    return opened == b"\0\1" + b"\xff" * (len(opened) - len(info) - 3) + b"\0" + info


def _mask(seed: bytes, length: int, name: str) -> bytes:
    blocks = (hashlib.new(name, seed + number.to_bytes(4)).digest() for number in range(length))
    mask = b""
    while len(mask) < length:
        mask += next(blocks)
    return mask[:length]


def _pss(key: RsaKey, signature: bytes, name: str, mask_name: str, salt_length: int, digest: bytes) -> bool:
    opened = key.open(signature)
    size = len(digest)
    bits = key.modulus.bit_length() - 1
    if opened is None:
        return False
    opened = opened[len(opened) - (bits + 7) // 8 :]
    if len(opened) < size + salt_length + 2 or opened[-1] != 0xBC:
        return False
    masked, fingerprint = opened[: -size - 1], opened[-size - 1 : -1]
    mask = _mask(fingerprint, len(masked), mask_name)
    block = bytes(a ^ b for a, b in zip(masked, mask, strict=True))
    block = bytes([block[0] & 0xFF >> (8 * len(opened) - bits)]) + block[1:]
    zeros = len(block) - salt_length - 1
    if block[:zeros] != bytes(zeros) or block[zeros] != 1:
        return False
    return hashlib.new(name, bytes(8) + digest + block[zeros + 1 :]).digest() == fingerprint


def _pss_parameters(parameters: list[der.Element]) -> tuple[str, str, int]:
    name, mask_name, salt_length = "sha1", "sha1", 20
    for part in parameters[0].children() if parameters else []:
        inner = der.parse(part.content)
        if part.tag == 0xA0:
            name = _HASHES[inner.children()[0].object_identifier()]
        elif part.tag == 0xA1:
            mask_name = _HASHES[inner.children()[1].children()[0].object_identifier()]
        elif part.tag == 0xA2:
            salt_length = inner.integer()
    return name, mask_name, salt_length


def _ecdsa(key: CurveKey, signature: bytes, digest: bytes) -> bool:
    curve = key.curve
    r, s = (number.integer() for number in der.parse(signature).children())
    if not (0 < r < curve.order and 0 < s < curve.order):
        return False
    hashed = int.from_bytes(digest) >> max(0, len(digest) * 8 - curve.order.bit_length())
    inverse = pow(s, -1, curve.order)
    found = curve.combine(hashed * inverse % curve.order, curve.generator, r * inverse % curve.order, key.point)
    return bool(found[2]) and curve.x_of(found) % curve.order == r


def verify(key: PublicKey, algorithm: der.Element, signature: bytes, data: bytes) -> bool:
    """Whether `signature` is the key's for `data`. Raises ValueError or KeyError where it can't be read."""
    identifier, *parameters = algorithm.children()
    kind = identifier.object_identifier()
    if kind == _PSS and isinstance(key, RsaKey):
        name, mask_name, salt_length = _pss_parameters(parameters)
        return _pss(key, signature, name, mask_name, salt_length, hashlib.new(name, data).digest())
    family, name = _SIGNATURES[kind]
    digest = hashlib.new(name, data).digest()
    if isinstance(key, RsaKey):
        return family == _RSA and _pkcs1(key, signature, name, digest)
    return family == _EC and _ecdsa(key, signature, digest)
