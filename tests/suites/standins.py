"""Stands in, in the tab, for packages that tests import and that have no wheel for it.

trustme gives certificates that it has made on the machine (certificates.py). What cryptography, pyOpenSSL and psutil
would do raises NotImplementedError, so that the other tests of a file that imports them run.
"""

import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

_certificates = json.loads(Path(__file__).with_name("certificates.json").read_text(encoding="utf-8"))


class Blob:
    """PEM."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def bytes(self) -> bytes:
        """All of it."""
        return self._data

    @contextlib.contextmanager
    def tempfile(self) -> Iterator[str]:
        """It as a file, which is removed afterwards."""
        descriptor, path = tempfile.mkstemp(suffix=".pem")
        try:
            with open(descriptor, "wb") as file:
                file.write(self._data)
            yield path
        finally:
            os.unlink(path)


class LeafCert:
    """A certificate with its key."""

    def __init__(self, key: str, chain: list[str]) -> None:
        self.private_key_pem = Blob(key.encode())
        self.cert_chain_pems = [Blob(each.encode()) for each in chain]
        self.private_key_and_cert_chain_pem = Blob((key + "".join(chain)).encode())

    def configure_cert(self, context: Any) -> None:
        """Let a context show it."""
        with self.private_key_and_cert_chain_pem.tempfile() as path:
            context.load_cert_chain(path)


class CA:
    """An authority, the next one of those that there are."""

    def __init__(self, **_: object) -> None:
        self._made = _certificates.pop(0)
        self.cert_pem = Blob(self._made["authority"].encode())

    def issue_cert(self, *names: str, **_: object) -> LeafCert:
        """One for a name. Raises KeyError for a name that certificates.py doesn't have."""
        return LeafCert(**self._made["certificates"][names[0]])

    issue_server_cert = issue_cert

    def configure_trust(self, context: Any) -> None:
        """Let a context trust it."""
        context.load_verify_locations(cadata=self.cert_pem.bytes().decode("ascii"))


def _module(name: str, **contents: object) -> None:
    sys.modules[name] = module = ModuleType(name)
    vars(module).update(contents)


def _without(package: str) -> Any:
    def missing(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def refuse(*_: object, **__: object) -> NoReturn:
            raise NotImplementedError(f"{package} has no wheel for the tab")

        return refuse

    return missing


class _Lacking:
    def __init__(self, package: str) -> None:
        self._package = package

    def __getattr__(self, name: str) -> NoReturn:
        raise NotImplementedError(f"{self._package} has no wheel for the tab")


_module("trustme", CA=CA, LeafCert=LeafCert, Blob=Blob)
_module("psutil", net_if_addrs=dict)
_module("OpenSSL", SSL=_Lacking("pyOpenSSL"))
for _part in ("", ".hazmat", ".hazmat.backends", ".hazmat.primitives", ".hazmat.primitives.serialization"):
    _module(f"cryptography{_part}", __path__=[], __getattr__=_without("cryptography"))
