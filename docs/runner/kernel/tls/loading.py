"""Loading of files for a context: certificates, unencrypted private keys, authorities.

Source: RFC 7468 (PEM), RFC 5958 (PKCS #8), RFC 5915 and RFC 8017 (keys); the errors are those of CPython 3.14 and
OpenSSL 3: load_cert_chain and load_verify_locations in Modules/_ssl.c, ssl/ssl_rsa.c.
"""

import binascii
import contextlib
import os
import re
from collections.abc import Iterator
from typing import Any

from . import der, errors, signature
from .certificate import X509
from .constants import AUTHORITIES_DIRECTORY, AUTHORITIES_FILE
from .store import Store

_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----[ \t]*\r?\n(.*?)-----END \1-----", re.DOTALL)
_BEGIN = re.compile(r"^-----BEGIN ", re.MULTILINE)
_PEM_LIB = 524297  # ERR_R_PEM_LIB
_CHAIN_LINE, _KEY_LINE, _STORE_LINE, _DATA_LINE = 4166, 4187, 4415, 4280
_LOCKED = "a private key behind a password can't be opened in a browser tab; write it without: openssl pkey -in KEY"
_UNKNOWN = f"this kind of private key isn't known in a browser tab, only {signature.KNOWN}"


def _read(path: Any) -> str:
    try:
        with open(path, encoding="latin-1", newline="") as file:
            return file.read()
    except OSError as error:
        # In CPython OpenSSL opens the file, so the error doesn't name it.
        raise OSError(error.errno, os.strerror(error.errno or 0)) from None


def _blocks(text: str) -> Iterator[tuple[str, str, bytes]]:
    """The blocks of a PEM file: label, headers, data. Raises ValueError for a malformed block."""
    at = 0
    while begin := _BEGIN.search(text, at):
        block = _BLOCK.match(text, begin.start())
        if block is None:
            raise ValueError("no end line")
        headers, _, body = block[2].replace("\r", "").rpartition("\n\n")
        yield block[1], headers, binascii.a2b_base64("".join(body.split()), strict_mode=True)
        at = block.end()


def certificates(text: str) -> list[bytes]:
    """The certificates in a PEM file, in DER. Raises ValueError."""
    # In a "TRUSTED CERTIFICATE", OpenSSL's own data follows.
    return [der.parse(data).raw for label, _, data in _blocks(text) if label.endswith("CERTIFICATE")]


def private_key(text: str) -> signature.PublicKey:
    """The public key that belongs to the first private key in a PEM file.

    Raises ValueError or IndexError if none can be read, SSLError for one that can't be read in a tab.
    """
    for label, headers, data in _blocks(text):
        if label.endswith("PRIVATE KEY"):
            if "ENCRYPTED" in label + headers:
                raise errors.error("UNSUPPORTED_ENCRYPTION", _KEY_LINE, "PEM", f"unsupported encryption: {_LOCKED}")
            try:
                return _key(label, der.parse(data).children())
            except KeyError:
                raise errors.error("UNKNOWN_KEY_TYPE", _KEY_LINE, "PEM", f"unknown key type: {_UNKNOWN}") from None
    raise ValueError("no start line")


def _key(label: str, parts: list[der.Element]) -> signature.PublicKey:
    if label == "RSA PRIVATE KEY":
        return signature.RsaKey(parts[1].integer(), parts[2].integer())
    curve = ""
    if label == "PRIVATE KEY":
        kind, *parameters = (part.object_identifier() for part in parts[1].children() if part.tag == der.OBJECT)
        if kind == signature.RSA:
            return _key("RSA PRIVATE KEY", der.parse(parts[2].content).children())
        if kind != signature.EC:
            raise KeyError(kind)
        curve, parts = parameters[0], der.parse(parts[2].content).children()
    tagged = {part.tag: der.parse(part.content) for part in parts[2:]}
    known = signature.CURVES[curve or tagged[0xA0].object_identifier()]
    if 0xA1 in tagged:
        return signature.point(known, tagged[0xA1].bits())
    number, start = int.from_bytes(parts[1].content), (known.x, known.y, 1)
    return signature.CurveKey(known, known.combine(number, start, 0, start))


def load_chain(certfile: Any, keyfile: Any) -> list[bytes]:
    """Load this side's certificates, in DER; the first one's key is in `keyfile`, or in the same file."""
    text = _read(certfile)
    try:
        chain = certificates(text)
        certificate = X509(chain[0])
    except (ValueError, IndexError):
        raise errors.error("", _CHAIN_LINE, "SSL", "PEM lib", _PEM_LIB) from None
    text = text if keyfile is None else _read(keyfile)
    try:
        key = private_key(text)
    except (ValueError, IndexError):
        raise errors.error("", _KEY_LINE, "SSL", "PEM lib", _PEM_LIB) from None
    with contextlib.suppress(KeyError):
        if key == certificate.key():
            return chain
        if type(key) is type(certificate.key()):
            raise errors.error("KEY_VALUES_MISMATCH", _KEY_LINE, "X509", number=116)
    raise errors.error("NO_CERTIFICATE_ASSIGNED", _KEY_LINE, number=177)


def load_authorities(store: Store, cafile: Any, capath: Any, cadata: Any) -> None:
    """Trust the certificates in a file, a directory or a string."""
    if cafile is None and capath is None and cadata is None:
        raise TypeError("cafile, capath and cadata cannot be all omitted")
    for load, value in ((_load_data, cadata), (_load_file, cafile), (_load_directory, capath)):
        if value is not None:
            load(store, value)


def _load_file(store: Store, path: Any) -> None:
    text = _read(path)
    try:
        found = certificates(text)
        for data in found:
            store.add(data)
    except ValueError:
        raise errors.error("", _STORE_LINE, "X509", "PEM lib", _PEM_LIB) from None
    if not found:
        raise errors.error("NO_CERTIFICATE_OR_CRL_FOUND", _STORE_LINE, "X509", number=136)


def _load_directory(store: Store, path: Any) -> None:
    """Load all files whose names have the form that c_rehash gives them."""
    with contextlib.suppress(OSError):
        for name in os.listdir(os.fsdecode(path)):
            if re.fullmatch(r"[0-9a-f]{8}\.\d+", name):
                _load_file(store, os.path.join(os.fsdecode(path), name))


def _load_data(store: Store, cadata: Any) -> None:
    is_text = isinstance(cadata, str) and cadata.isascii()
    try:
        data = b"" if is_text else memoryview(cadata).tobytes()
    except TypeError:
        raise TypeError("cadata should be an ASCII string or a bytes-like object") from None
    if not cadata:
        raise ValueError("Empty certificate data")
    found = []
    with contextlib.suppress(ValueError, IndexError):
        found = (
            certificates(cadata)
            if is_text
            else [X509(one.raw).data for one in der.Element(der.SEQUENCE, data, data).children()]
        )
    if not found:
        problem = "no start line" if is_text else "not enough data"
        raise errors.SSLError(0, f"{problem}: cadata does not contain a certificate (_ssl.c:{_DATA_LINE})")
    for one in found:
        store.add(one)


def load_defaults(store: Store) -> None:
    """Trust the gateway, and the files that the environment names."""
    store.trusts_gateway = True
    with contextlib.suppress(OSError):
        _load_file(store, os.environ.get("SSL_CERT_FILE", AUTHORITIES_FILE))
    _load_directory(store, os.environ.get("SSL_CERT_DIR", AUTHORITIES_DIRECTORY))
