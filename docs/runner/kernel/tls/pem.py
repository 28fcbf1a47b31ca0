"""PEM files: certificates, lists of revoked ones, and private keys.

Source: RFC 7468, RFC 5958 (PKCS #8), RFC 8018 (keys behind a password), RFC 5915 and RFC 8017 (keys).
"""

import binascii
import hashlib
import re
from collections.abc import Callable, Iterator

from . import der, signature
from .errors import Failure

_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----[ \t]*\r?\n(.*?)-----END \1-----", re.DOTALL)
_BEGIN = re.compile(r"^-----BEGIN ", re.MULTILINE)
_KEYS = ("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY")
_CERTIFICATES = ("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE")
_EC = "1.2.840.10045.2.1"
_PBES2, _PBKDF2 = "1.2.840.113549.1.5.13", "1.2.840.113549.1.5.12"
_AES = {"2.16.840.1.101.3.4.1.2": 16, "2.16.840.1.101.3.4.1.22": 24, "2.16.840.1.101.3.4.1.42": 32}
_HMAC = {
    "1.2.840.113549.2.7": "sha1",
    "1.2.840.113549.2.8": "sha224",
    "1.2.840.113549.2.9": "sha256",
    "1.2.840.113549.2.10": "sha384",
    "1.2.840.113549.2.11": "sha512",
}

Password = Callable[[], bytes]


class BadPemError(Exception):
    """A file that looks like PEM and isn't."""


def blocks(text: str) -> Iterator[tuple[str, dict[str, str], bytes]]:
    """The blocks of a file: their label, their headers, their data. Raises BadPemError."""
    at = 0
    while begin := _BEGIN.search(text, at):
        block = _BLOCK.match(text, begin.start())
        if block is None:
            raise BadPemError("no end line")
        body = block[2]
        headers = {}
        if ":" in body:
            head, _, body = body.replace("\r", "").partition("\n\n")
            headers = dict(line.split(": ", 1) for line in head.split("\n") if ": " in line)
        try:
            data = binascii.a2b_base64("".join(body.split()), strict_mode=True)
        except binascii.Error:
            raise BadPemError("bad base64 decode") from None
        yield block[1], headers, data
        at = block.end()


def certificates(text: str) -> list[bytes]:
    """The certificates in a file, in DER. Raises BadPemError."""
    return [_certificate(data) for label, _, data in blocks(text) if label in _CERTIFICATES]


def _certificate(data: bytes) -> bytes:
    # What follows in a "trusted" certificate is OpenSSL's own.
    try:
        return der.parse(data).raw
    except ValueError as error:
        raise BadPemError(str(error)) from None


def revocation_lists(text: str) -> list[bytes]:
    """The lists of revoked certificates in a file, in DER. Raises BadPemError."""
    return [data for label, _, data in blocks(text) if label == "X509 CRL"]


def private_key(text: str, password: Password) -> signature.PublicKey | None:
    """The public key that belongs to the first private key in a file; None if there is none, or none that can be read.

    Raises BadPemError, Failure for what isn't known here, and whatever `password` raises.
    """
    for label, headers, data in blocks(text):
        if label in _KEYS:
            secret = password() if "DEK-Info" in headers or label == "ENCRYPTED PRIVATE KEY" else b""
            try:
                return _read_key(label, headers, data, secret)
            except (ValueError, IndexError, KeyError):
                return None
    return None


def _read_key(label: str, headers: dict[str, str], data: bytes, password: bytes) -> signature.PublicKey | None:
    if "DEK-Info" in headers:
        data = _open_headers(headers["DEK-Info"], data, password)
    if label == "ENCRYPTED PRIVATE KEY":
        data = _open_pkcs8(data, password)
        label = "PRIVATE KEY"
    parts = der.parse(data).children()
    if label == "RSA PRIVATE KEY":
        return signature.RsaKey(parts[1].integer(), parts[2].integer())
    if label == "EC PRIVATE KEY":
        curve = next(der.parse(part.content).object_identifier() for part in parts[2:] if part.tag == 0xA0)
        return _curve_key(parts, curve)
    kind, *parameters = parts[1].children()
    inner = der.parse(parts[2].content).children()
    if kind.object_identifier() == _EC:
        return _curve_key(inner, parameters[0].object_identifier())
    return signature.RsaKey(inner[1].integer(), inner[2].integer())


def _curve_key(parts: list[der.Element], name: str) -> signature.PublicKey:
    curve = signature.CURVES[name]
    for part in parts[2:]:
        if part.tag == 0xA1:
            return signature.point(curve, der.parse(part.content).bits())
    number = int.from_bytes(parts[1].content)
    x, y, z = curve.combine(number, curve.generator, 0, curve.generator)
    inverse = pow(z, -1, curve.prime)
    return signature.CurveKey(curve, (x * inverse**2 % curve.prime, y * inverse**3 % curve.prime, 1))


# Behind a password


def _unknown(what: str) -> Failure:
    text = (
        f"unsupported encryption: a private key behind {what} can't be opened in a browser tab; "
        "write it with AES: openssl pkcs8 -topk8 -v2 aes-256-cbc"
    )
    return Failure("UNSUPPORTED_ENCRYPTION_ALGORITHM", library="PEM", text=text)


def _derive(password: bytes, salt: bytes, rounds: int, size: int, name: str) -> bytes:
    """PBKDF2, which `hashlib` has with OpenSSL only."""
    block = hashlib.new(name).block_size
    if len(password) > block:
        password = hashlib.new(name, password).digest()
    padded = password.ljust(block, b"\0")
    inner = hashlib.new(name, bytes(byte ^ 0x36 for byte in padded))
    outer = hashlib.new(name, bytes(byte ^ 0x5C for byte in padded))

    def sign(data: bytes) -> bytes:
        first, second = inner.copy(), outer.copy()
        first.update(data)
        second.update(first.digest())
        return second.digest()

    key = b""
    while len(key) < size:
        last = sign(salt + (len(key) // inner.digest_size + 1).to_bytes(4))
        total = int.from_bytes(last)
        for _ in range(rounds - 1):
            last = sign(last)
            total ^= int.from_bytes(last)
        key += total.to_bytes(inner.digest_size)
    return key[:size]


def _open_pkcs8(data: bytes, password: bytes) -> bytes:
    from . import aes

    algorithm, encrypted = der.parse(data).children()
    identifier, *parameters = algorithm.children()
    if identifier.object_identifier() != _PBES2:
        raise _unknown("an old kind of encryption")
    derivation, scheme = parameters[0].children()
    function, options = derivation.children()
    cipher, vector = scheme.children()
    size = _AES.get(cipher.object_identifier())
    if function.object_identifier() != _PBKDF2 or size is None:
        raise _unknown("another cipher than AES-CBC with PBKDF2")
    salt, rounds, *rest = options.children()
    functions = [part.children()[0].object_identifier() for part in rest if part.tag == der.SEQUENCE]
    name = _HMAC[functions[0]] if functions else "sha1"
    key = _derive(password, salt.content, rounds.integer(), size, name)
    return aes.decrypt(key, vector.content, encrypted.content)


def _open_headers(information: str, data: bytes, password: bytes) -> bytes:
    from . import aes

    cipher, _, vector = information.partition(",")
    size = {"AES-128-CBC": 16, "AES-192-CBC": 24, "AES-256-CBC": 32}.get(cipher)
    if size is None:
        raise _unknown(cipher)
    start = bytes.fromhex(vector)
    key = last = b""
    while len(key) < size:
        last = hashlib.md5(last + password + start[:8]).digest()
        key += last
    return aes.decrypt(key[:size], start, data)
