"""PEM files: certificates, and private keys that stand there in the clear.

Source: RFC 7468, RFC 5958 (PKCS #8), RFC 5915 and RFC 8017 (keys).
"""

import binascii
import re
from collections.abc import Iterator

from . import der, signature
from .errors import Failure

_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----[ \t]*\r?\n(.*?)-----END \1-----", re.DOTALL)
_BEGIN = re.compile(r"^-----BEGIN ", re.MULTILINE)
_CERTIFICATES = ("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE")
_LOCKED = "a private key behind a password can't be opened in a browser tab; write it without: openssl pkey -in KEY"
_UNKNOWN = f"a private key of this kind can't be read in a browser tab, which knows {signature.KNOWN}"


class BadPemError(Exception):
    """A file that looks like PEM and isn't."""


def blocks(text: str) -> Iterator[tuple[str, str, bytes]]:
    """The blocks of a file: their label, their headers, their data. Raises BadPemError."""
    at = 0
    while begin := _BEGIN.search(text, at):
        block = _BLOCK.match(text, begin.start())
        if block is None:
            raise BadPemError("no end line")
        headers, _, body = block[2].replace("\r", "").rpartition("\n\n")
        try:
            yield block[1], headers, binascii.a2b_base64("".join(body.split()), strict_mode=True)
        except binascii.Error:
            raise BadPemError("bad base64 decode") from None
        at = block.end()


def certificates(text: str) -> list[bytes]:
    """The certificates in a file, in DER. Raises BadPemError."""
    try:
        # What follows in a "trusted" certificate is OpenSSL's own.
        return [der.parse(data).raw for label, _, data in blocks(text) if label in _CERTIFICATES]
    except ValueError as error:
        raise BadPemError(str(error)) from None


def private_key(text: str) -> signature.PublicKey:
    """The public key that belongs to the first private key in a file.

    Raises BadPemError if none can be read, Failure for one that needs a password or is of an unknown kind.
    """
    for label, headers, data in blocks(text):
        if not label.endswith("PRIVATE KEY"):
            continue
        if "ENCRYPTED" in label + headers:
            raise Failure("UNSUPPORTED_ENCRYPTION", library="PEM", text=f"unsupported encryption: {_LOCKED}")
        try:
            return _read_key(label, der.parse(data).children())
        except (ValueError, IndexError) as error:
            raise BadPemError(str(error)) from None
        except KeyError:
            raise Failure("UNKNOWN_KEY_TYPE", library="PEM", text=f"unknown key type: {_UNKNOWN}") from None
    raise BadPemError("no start line")


def _read_key(label: str, parts: list[der.Element]) -> signature.PublicKey:
    if label == "RSA PRIVATE KEY":
        return signature.RsaKey(parts[1].integer(), parts[2].integer())
    if label == "EC PRIVATE KEY":
        names = [der.parse(part.content).object_identifier() for part in parts[2:] if part.tag == 0xA0]
        return _curve_key(parts, names[0])
    kind, *parameters = (part.object_identifier() for part in parts[1].children() if part.tag == der.OBJECT)
    if kind == signature.RSA:
        return _read_key("RSA PRIVATE KEY", der.parse(parts[2].content).children())
    if kind != signature.EC:
        raise KeyError(kind)
    return _curve_key(der.parse(parts[2].content).children(), parameters[0])


def _curve_key(parts: list[der.Element], name: str) -> signature.PublicKey:
    curve = signature.CURVES[name]
    for part in parts[2:]:
        if part.tag == 0xA1:
            return signature.point(curve, der.parse(part.content).bits())
    point = curve.multiply(int.from_bytes(parts[1].content), curve.generator)
    assert point is not None
    return signature.CurveKey(curve, point)
