"""What a context reads from files: certificates, keys, authorities; the errors are those of CPython and OpenSSL.

Source: Modules/_ssl.c of CPython 3.14: load_cert_chain, load_verify_locations; ssl/ssl_rsa.c of OpenSSL 3.
"""

import contextlib
import os
from typing import Any

from . import ciphers, der, errors, pem, signature
from .callbacks import call
from .certificate import X509
from .constants import AUTHORITIES_DIRECTORY, AUTHORITIES_FILE, TLS1_3
from .store import Store

_PEM_LIB = 524297  # ERR_R_PEM_LIB
_CHAIN_LINE, _KEY_LINE, _STORE_LINE, _DATA_LINE, _PARAMETERS_LINE = 4166, 4187, 4415, 4280, 4471
_LONGEST_PASSWORD = 1024


def suites(text: str) -> list[int]:
    """The cipher suites that a string selects."""
    return list(ciphers.select(text))


def describe(numbers: list[int]) -> list[dict[str, Any]]:
    """What `get_ciphers` says."""
    known = ciphers.everything()
    return [dict(cipher.facts) for cipher in [*ciphers.modern(), *(known[number] for number in numbers)]]


def secret_labels(version: int) -> tuple[str, ...]:
    """The lines that a connection adds to the file for secrets."""
    if version != TLS1_3:
        return ("CLIENT_RANDOM",)
    names = ("SERVER_HANDSHAKE_TRAFFIC_SECRET", "EXPORTER_SECRET", "SERVER_TRAFFIC_SECRET_0")
    return (*names, "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0")


def _path(value: Any, what: str) -> str:
    try:
        return os.fsdecode(value)
    except TypeError:
        raise TypeError(f"{what} should be a valid filesystem path") from None


def _read(path: str) -> str:
    try:
        with open(path, encoding="latin-1", newline="") as file:
            return file.read()
    except OSError as error:
        # The library opens the file; its error names none.
        assert error.errno is not None
        raise OSError(error.errno, os.strerror(error.errno)) from None


def _bad_pem(line: int, library: str = "SSL") -> errors.SSLError:
    return errors.error("", line, library, "PEM lib", _PEM_LIB)


def _password(value: Any) -> pem.Password:
    """What gives the password when a key asks for it."""

    def encode(given: Any, complaint: str) -> bytes:
        if isinstance(given, str):
            given = given.encode()
        elif not isinstance(given, (bytes, bytearray)):
            raise TypeError(complaint)
        if len(given) > _LONGEST_PASSWORD:
            raise ValueError(f"password cannot be longer than {_LONGEST_PASSWORD} bytes")
        return bytes(given)

    if value is None:
        return _ask_for_password
    if callable(value):
        return lambda: encode(call(value), "password callback must return a string")
    known = encode(value, "password should be a string or callable")
    return lambda: known


def _ask_for_password() -> bytes:
    """OpenSSL asks at the terminal."""
    from getpass import getpass

    return call(getpass, "Enter PEM pass phrase:").encode()


def load_chain(certfile: Any, keyfile: Any, password: Any) -> tuple[str, list[bytes]]:
    """This side's certificates, whose first one's key stands in `keyfile`, or beside them; the kind of the key."""
    certificates_path = _path(certfile, "certfile")
    key_path = certificates_path if keyfile is None else _path(keyfile, "keyfile")
    opener = _password(password)
    text = _read(certificates_path)
    try:
        chain = pem.certificates(text)
        certificate = X509(chain[0])
    except (pem.BadPemError, ValueError, IndexError):
        raise _bad_pem(_CHAIN_LINE) from None
    try:
        key = pem.private_key(_read(key_path), opener)
    except pem.BadPemError:
        raise _bad_pem(_KEY_LINE) from None
    except errors.Failure as failure:
        raise errors.from_failure(failure, _KEY_LINE) from None
    if key is None:
        raise _bad_pem(_KEY_LINE)
    if type(key) is not type(certificate.key):
        raise errors.error("NO_CERTIFICATE_ASSIGNED", _KEY_LINE, number=177)
    if key != certificate.key:
        raise errors.error("KEY_VALUES_MISMATCH", _KEY_LINE, "X509", number=116)
    return "rsa" if isinstance(key, signature.RsaKey) else "ecdsa", chain


def load_authorities(store: Store, cafile: Any, capath: Any, cadata: Any) -> None:
    """Trust what stands in a file, in a directory, in a string."""
    if cafile is None and capath is None and cadata is None:
        raise TypeError("cafile, capath and cadata cannot be all omitted")
    file = None if cafile is None else _path(cafile, "cafile")
    directory = None if capath is None else _path(capath, "capath")
    if cadata is not None:
        _load_data(store, cadata)
    if file is not None:
        _load_file(store, file)
    if directory is not None:
        store.add_directory(directory)


def _load_file(store: Store, path: str) -> None:
    text = _read(path)
    try:
        certificates, lists = pem.certificates(text), pem.revocation_lists(text)
        for data in certificates:
            store.add(data)
        for data in lists:
            store.revocations.add(data)
    except (pem.BadPemError, ValueError):
        raise _bad_pem(_STORE_LINE, "X509") from None
    if not certificates and not lists:
        raise errors.error("NO_CERTIFICATE_OR_CRL_FOUND", _STORE_LINE, "X509", number=136)


def _load_data(store: Store, cadata: Any) -> None:
    if isinstance(cadata, str) and cadata.isascii():
        try:
            certificates = pem.certificates(cadata)
        except pem.BadPemError:
            certificates = []
        problem = "no start line"
    elif isinstance(cadata, str):
        raise TypeError("cadata should be an ASCII string or a bytes-like object")
    else:
        try:
            data = bytes(memoryview(cadata))
        except TypeError:
            raise TypeError("cadata should be an ASCII string or a bytes-like object") from None
        certificates, problem = [], "not enough data"
        with contextlib.suppress(ValueError, IndexError):
            certificates = [X509(element.raw).data for element in der.elements(data)]
    if not cadata:
        raise ValueError("Empty certificate data")
    if not certificates:
        text = f"{problem}: cadata does not contain a certificate (_ssl.c:{_DATA_LINE})"
        raise errors.SSLError(0, text)
    for certificate in certificates:
        store.add(certificate)


def load_defaults(store: Store) -> None:
    """Trust the gateway, and what the environment names."""
    store.add_defaults()
    file = os.environ.get("SSL_CERT_FILE", AUTHORITIES_FILE)
    if os.path.isfile(file):
        with contextlib.suppress(OSError):
            _load_file(store, file)
    directory = os.environ.get("SSL_CERT_DIR", AUTHORITIES_DIRECTORY)
    if os.path.isdir(directory):
        store.add_directory(directory)


def check_parameters(path: Any) -> None:
    """Raise unless a file holds Diffie-Hellman parameters."""
    with open(os.fsdecode(path), encoding="latin-1") as file:
        text = file.read()
    if "-----BEGIN DH PARAMETERS-----" not in text:
        raise errors.error("NO_START_LINE", _PARAMETERS_LINE, "PEM", number=108)


def decode_certificate(path: Any) -> dict[str, Any]:
    """What `getpeercert` would say of a file's certificate."""
    try:
        return X509(pem.certificates(_read(os.fsdecode(path)))[0]).as_dict()
    except (pem.BadPemError, ValueError, IndexError):
        raise errors.SSLError("Error decoding PEM-encoded file") from None
