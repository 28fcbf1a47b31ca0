"""The module `_hashlib`, without OpenSSL: key derivation, and alternative names of hashes.

The hashes (`_sha2`, `_blake2` and the like) and `hmac` (`_hmac`) are CPython's own C modules.

Source: Modules/_hashopenssl.c of CPython 3.14, RFC 8018 (PBKDF2), RFC 7914 (scrypt).
"""

import importlib
from collections.abc import Callable
from types import ModuleType
from typing import Any, NoReturn

from . import builtin
from .arguments import Buffer, readable

_INT_MAX = 2**31 - 1
# The module of each hash.
_MODULES = {
    "md5": "_md5",
    "sha1": "_sha1",
    **dict.fromkeys(("sha224", "sha256", "sha384", "sha512"), "_sha2"),
    **dict.fromkeys(("sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256"), "_sha3"),
    **dict.fromkeys(("blake2b", "blake2s"), "_blake2"),
}
# OpenSSL's names besides those of hashlib, in lower case and with "-" for "_".
_ALIASES = {
    "ssl3-md5": "md5", "sha-1": "sha1", "ssl3-sha1": "sha1", "blake2b512": "blake2b", "blake2b-512": "blake2b",
    "blake2s256": "blake2s", "blake2s-256": "blake2s", "shake128": "shake_128", "shake256": "shake_256",
    **{f"{family}-{size}": f"sha{size}" for family in ("sha", "sha2") for size in (224, 256, 384, 512)},
}  # fmt: skip


class UnsupportedDigestmodError(ValueError):
    """A hash is not available."""


def _name(given: str) -> str:
    lower = given.lower().replace("_", "-")
    name = _ALIASES.get(lower, lower.replace("-", "_"))
    if name not in _MODULES:
        raise UnsupportedDigestmodError("[digital envelope routines] unsupported")
    return name


def _constructor(name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(importlib.import_module(_MODULES[name]), name)
    return found


def new(name: str, data: Buffer = b"", *, usedforsecurity: bool = True) -> Any:
    """Create a hash by any of its names. Raises UnsupportedDigestmodError for hashes that only OpenSSL has."""
    return _constructor(_name(name))(data, usedforsecurity=usedforsecurity)


def hmac_new(key: Buffer, msg: Buffer = b"", digestmod: Any = None) -> NoReturn:
    """Leave it to `_hmac`, which `hmac` asks next. Raises UnsupportedDigestmodError."""
    raise UnsupportedDigestmodError(f"Unsupported digestmod {digestmod}")


def hmac_digest(key: Buffer, msg: Buffer, digest: Any) -> NoReturn:
    """Leave it to `_hmac`, which `hmac` asks next. Raises UnsupportedDigestmodError."""
    hmac_new(key, msg, digest)


def get_fips_mode() -> int:
    """Return 0: FIPS mode is off."""
    return 0


def _derive(name: str, password: bytes, salt: bytes, iterations: int, length: int) -> bytes:
    """PBKDF2 (RFC 8018, 5.2)."""
    constructor = _constructor(name)
    if len(password) > constructor().block_size:
        password = constructor(password).digest()
    authenticate = importlib.import_module("_hmac").compute_digest
    number = int.from_bytes
    derived = b""
    while len(derived) < length:
        block = len(derived) // constructor().digest_size + 1
        digest = authenticate(password, salt + block.to_bytes(4), name)
        total = number(digest)
        for _ in range(iterations - 1):
            digest = authenticate(password, digest, name)
            total ^= number(digest)
        derived += total.to_bytes(len(digest))
    return derived[:length]


def pbkdf2_hmac(hash_name: str, password: Buffer, salt: Buffer, iterations: int, dklen: int | None = None) -> bytes:
    """Derive a key from a password. Raises TypeError, ValueError, OverflowError."""
    if not isinstance(hash_name, str):
        raise TypeError(f"pbkdf2_hmac() argument 'hash_name' must be str, not {type(hash_name).__name__}")
    name = _name(hash_name)
    secret, grain = readable(password).tobytes(), readable(salt).tobytes()
    if iterations < 1:
        raise ValueError("iteration value must be greater than 0.")
    if iterations > _INT_MAX:
        raise OverflowError("iteration value is too great.")
    length = (0 if name.startswith("shake") else _constructor(name)().digest_size) if dklen is None else dklen
    if length < 1:
        raise ValueError("key length must be greater than 0.")
    if length > _INT_MAX:
        raise OverflowError("key length is too great.")
    return _derive(name, secret, grain, iterations, length)


# scrypt. Four words of 32 bits are one number, each in 64 bits of it, so that an operation does four at once.
_LANE, _ROW = 64, 256
_WORDS = sum(0xFFFFFFFF << shift for shift in range(0, _ROW, _LANE))
_ALL = (1 << _ROW) - 1
_MEMORY = 32 * 1024 * 1024  # OpenSSL's default limit
# The words of a block by rows of the matrix that Salsa20 works on, whose diagonals these are.
_ORDER = [5 * at % 16 for at in range(16)]

_Rows = tuple[int, int, int, int]


def _add_rotated(target: int, first: int, second: int, bits: int) -> int:
    total = (first + second) & _WORDS
    return target ^ ((total << bits | total >> (32 - bits)) & _WORDS)


def _turn(row: int, lanes: int) -> int:
    shift = lanes * _LANE
    return (row << shift | row >> (_ROW - shift)) & _ALL


def _salsa(a: int, b: int, c: int, d: int) -> _Rows:
    """Salsa20/8 (RFC 7914, 3)."""
    first = a, b, c, d
    for _ in range(4):
        b = _add_rotated(b, a, d, 7)
        c = _add_rotated(c, b, a, 9)
        d = _add_rotated(d, c, b, 13)
        a = _add_rotated(a, d, c, 18)
        b, c, d = _turn(b, 1), _turn(c, 2), _turn(d, 3)
        d = _add_rotated(d, a, b, 7)
        c = _add_rotated(c, d, a, 9)
        b = _add_rotated(b, c, d, 13)
        a = _add_rotated(a, b, c, 18)
        b, c, d = _turn(b, 3), _turn(c, 2), _turn(d, 1)
    return (
        (a + first[0]) & _WORDS, (b + first[1]) & _WORDS, (c + first[2]) & _WORDS, (d + first[3]) & _WORDS,
    )  # fmt: skip


def _mix_blocks(blocks: list[_Rows]) -> list[_Rows]:
    """scryptBlockMix (RFC 7914, 4)."""
    mixed = []
    a, b, c, d = blocks[-1]
    for e, f, g, h in blocks:
        a, b, c, d = _salsa(a ^ e, b ^ f, c ^ g, d ^ h)
        mixed.append((a, b, c, d))
    return mixed[::2] + mixed[1::2]


def _rows(block: bytes) -> _Rows:
    words = [block[4 * at : 4 * at + 4] + bytes(4) for at in _ORDER]
    a, b, c, d = (int.from_bytes(b"".join(words[at : at + 4]), "little") for at in range(0, 16, 4))
    return a, b, c, d


def _block(rows: _Rows) -> bytes:
    lanes = b"".join(row.to_bytes(32, "little") for row in rows)
    words = {place: lanes[8 * at : 8 * at + 4] for at, place in enumerate(_ORDER)}
    return b"".join(words[at] for at in range(16))


def _mix(data: bytes, n: int) -> bytes:
    """scryptROMix (RFC 7914, 5)."""
    blocks = [_rows(data[at : at + 64]) for at in range(0, len(data), 64)]
    seen = []
    for _ in range(n):
        seen.append(blocks)
        blocks = _mix_blocks(blocks)
    for _ in range(n):
        other = seen[blocks[-1][0] & (n - 1)]
        pairs = zip(blocks, other, strict=True)
        blocks = _mix_blocks([(a ^ e, b ^ f, c ^ g, d ^ h) for (a, b, c, d), (e, f, g, h) in pairs])
    return b"".join(map(_block, blocks))


def scrypt(password: Buffer, *, salt: Buffer, n: int, r: int, p: int, maxmem: int = 0, dklen: int = 64) -> bytes:
    """Derive a key from a password, at a cost in memory too. Raises TypeError, ValueError."""
    secret, grain = readable(password).tobytes(), readable(salt).tobytes()
    if n < 2 or n & (n - 1):
        raise ValueError("n must be a power of 2.")
    if not 0 <= maxmem <= _INT_MAX:
        raise ValueError(f"maxmem must be positive and smaller than {_INT_MAX}")
    if not 1 <= dklen <= _INT_MAX:
        raise ValueError(f"dklen must be greater than 0 and smaller than {_INT_MAX}")
    if r < 1 or p < 1 or r * p >= 2**30 or (r < 4 and n >> (16 * r)):
        raise ValueError("Invalid parameter combination for n, r, p, maxmem.")
    if 128 * r * (n + p + 2) > (maxmem or _MEMORY):
        raise ValueError("[digital envelope routines] memory limit exceeded")
    size = 128 * r
    data = _derive("sha256", secret, grain, 1, p * size)
    mixed = b"".join(_mix(data[at : at + size], n) for at in range(0, p * size, size))
    return _derive("sha256", secret, mixed, 1, dklen)


def make() -> ModuleType:
    """Create the module `_hashlib`."""
    module = builtin.new("_hashlib")
    builtin.provide("_hashlib", (new, hmac_new, hmac_digest, get_fips_mode, pbkdf2_hmac, scrypt), module)
    UnsupportedDigestmodError.__module__ = "_hashlib"
    module.__dict__.update(
        UnsupportedDigestmodError=UnsupportedDigestmodError,
        compare_digest=importlib.import_module("_operator")._compare_digest,
        openssl_md_meth_names=frozenset(_MODULES),
        **{f"openssl_{name}": _constructor(name) for name in _MODULES if not name.startswith("blake2")},
    )
    return module
