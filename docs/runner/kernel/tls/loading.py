"""What a context reads from files: certificates, keys, authorities; the errors are those of CPython and OpenSSL.

Source: Modules/_ssl.c of CPython 3.14: load_cert_chain, load_verify_locations; ssl/ssl_rsa.c of OpenSSL 3.
"""

import contextlib
import os
import re
from typing import Any

from . import der, errors, pem
from .certificate import X509
from .constants import AUTHORITIES_DIRECTORY, AUTHORITIES_FILE
from .store import Store

_PEM_LIB = 524297  # ERR_R_PEM_LIB
_CHAIN_LINE, _KEY_LINE, _STORE_LINE, _DATA_LINE = 4166, 4187, 4415, 4280


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


def load_chain(certfile: Any, keyfile: Any) -> list[bytes]:
    """This side's certificates, in DER; the first one's key stands in `keyfile`, or beside them."""
    certificates_path = _path(certfile, "certfile")
    key_path = certificates_path if keyfile is None else _path(keyfile, "keyfile")
    try:
        chain = pem.certificates(_read(certificates_path))
        certificate = X509(chain[0])
    except (pem.BadPemError, ValueError, IndexError):
        raise _bad_pem(_CHAIN_LINE) from None
    try:
        key = pem.private_key(_read(key_path))
    except pem.BadPemError:
        raise _bad_pem(_KEY_LINE) from None
    except errors.Failure as failure:
        raise errors.from_failure(failure, _KEY_LINE) from None
    if type(key) is not type(certificate.key):
        raise errors.error("NO_CERTIFICATE_ASSIGNED", _KEY_LINE, number=177)
    if key != certificate.key:
        raise errors.error("KEY_VALUES_MISMATCH", _KEY_LINE, "X509", number=116)
    return chain


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
        _load_directory(store, directory)


def _load_file(store: Store, path: str) -> None:
    try:
        certificates = pem.certificates(_read(path))
    except pem.BadPemError:
        raise _bad_pem(_STORE_LINE, "X509") from None
    if not certificates:
        raise errors.error("NO_CERTIFICATE_OR_CRL_FOUND", _STORE_LINE, "X509", number=136)
    for data in certificates:
        store.add(data)


def _load_directory(store: Store, path: str) -> None:
    """All files that are named as c_rehash names them."""
    with contextlib.suppress(OSError):
        for name in os.listdir(path):
            if re.fullmatch(r"[0-9a-f]{8}\.\d+", name):
                _load_file(store, os.path.join(path, name))


def _load_data(store: Store, cadata: Any) -> None:
    certificates, problem = [], "not enough data"
    if isinstance(cadata, str) and cadata.isascii():
        problem = "no start line"
        with contextlib.suppress(pem.BadPemError):
            certificates = pem.certificates(cadata)
    else:
        try:
            data = memoryview(cadata).tobytes()
        except TypeError:
            raise TypeError("cadata should be an ASCII string or a bytes-like object") from None
        with contextlib.suppress(ValueError, IndexError):
            certificates = [X509(element.raw).data for element in der.elements(data)]
    if not cadata:
        raise ValueError("Empty certificate data")
    if not certificates:
        raise errors.SSLError(0, f"{problem}: cadata does not contain a certificate (_ssl.c:{_DATA_LINE})")
    for certificate in certificates:
        store.add(certificate)


def load_defaults(store: Store) -> None:
    """Trust the gateway, and what the environment names."""
    store.add_defaults()
    file = os.environ.get("SSL_CERT_FILE", AUTHORITIES_FILE)
    if os.path.isfile(file):
        with contextlib.suppress(OSError):
            _load_file(store, file)
    _load_directory(store, os.environ.get("SSL_CERT_DIR", AUTHORITIES_DIRECTORY))
