"""The module `_ssl`.

Every program that imports asyncio imports `ssl`, so this module imports little: what contexts need is imported with the
first one.
"""

import os
from types import ModuleType
from typing import Any

from ..base import builtin
from . import constants, errors
from .buffers import Certificate, MemoryBIO, SSLSession
from .context import _SSLContext
from .socket import _SSLSocket

_PURPOSES = (
    (129, "serverAuth", "TLS Web Server Authentication", "1.3.6.1.5.5.7.3.1"),
    (130, "clientAuth", "TLS Web Client Authentication", "1.3.6.1.5.5.7.3.2"),
)


def RAND_bytes(n: int, /) -> bytes:  # noqa: N802
    """Random bytes."""
    if n < 0:
        raise ValueError("num must be positive")
    return os.urandom(n)


def RAND_add(string: Any, entropy: float, /) -> None:  # noqa: N802
    """Do nothing: the browser's generator needs no seed."""


def RAND_status() -> bool:  # noqa: N802
    """Whether the generator is seeded: yes."""
    return True


def txt2obj(txt: str, name: bool = False) -> tuple[int, str, str, str]:
    """Look up what a key may be used for by its identifier, or by a name. Raises ValueError for anything else."""
    return _purpose(f"object '{txt[:100]}'", txt, (1, 2, 3) if name else (3,))


def nid2obj(nid: int, /) -> tuple[int, str, str, str]:
    """Like `txt2obj`, by OpenSSL's number. Raises ValueError."""
    return _purpose(f"NID {nid}", nid, (0,))


def _purpose(what: str, key: Any, places: tuple[int, ...]) -> tuple[int, str, str, str]:
    for found in _PURPOSES:
        if key in (found[place] for place in places):
            return found
    raise ValueError(f"unknown {what}: a browser tab knows serverAuth and clientAuth")


def get_default_verify_paths() -> tuple[str, str, str, str]:
    """The environment variables for the file and the directory of authorities, and their default paths."""
    return "SSL_CERT_FILE", constants.AUTHORITIES_FILE, "SSL_CERT_DIR", constants.AUTHORITIES_DIRECTORY


def make() -> ModuleType:
    """Create the module `_ssl`."""
    documentation = "Implementation module for SSL socket operations.  See the socket module\nfor documentation."
    module = builtin.new("_ssl", documentation)
    functions = (RAND_bytes, RAND_add, RAND_status, txt2obj, nid2obj, get_default_verify_paths)
    classes: tuple[type, ...] = (_SSLContext, _SSLSocket, MemoryBIO, SSLSession, Certificate)
    for kind in classes:
        kind.__module__ = "_ssl"
    named: tuple[Any, ...] = (*functions, *classes, *errors.CLASSES)
    for part in named:
        setattr(module, part.__name__, part)
    module.__dict__.update(constants.NUMBERS)
    module.__dict__.update(
        _DEFAULT_CIPHERS=constants.DEFAULT_CIPHERS,
        OPENSSL_VERSION=constants.VERSION_TEXT,
        OPENSSL_VERSION_INFO=constants.VERSION,
        OPENSSL_VERSION_NUMBER=constants.VERSION_NUMBER,
        _OPENSSL_API_VERSION=constants.VERSION,
    )
    return module
