"""The wheels as they ship: with the bytecode of their modules, as pip writes it when it installs a package.

Compiling what a program imports takes a third of a first start with packages. Code is added for what importing a
package imports, and for what the guide's programs import; all else is compiled in the tab. The code is checked against
its source, so a module that a reader changes runs as changed.

vendor.py downloads the wheels, bundle.py ships them.
"""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from . import bytecode

# Where they are unpacked in the tab.
_PLACE = "/lib/python3.14/site-packages"
_TAG = "cpython-314"


def ship(downloads: Path, target: Path, modules: Iterable[str]) -> dict[str, Path]:
    """Write the wheels that ship, and remove others; returns each by the name of its download.

    Args:
        downloads: The directory of the wheels as published.
        target: The directory of those that ship.
        modules: What programs import of the packages, with dots, besides what is at their top.
    """
    wheels = {path.name: _Wheel(path) for path in sorted(downloads.glob("*.whl"))}
    sources = {name: source for wheel in wheels.values() for name, source in wheel.sources.items()}
    roots = dict.fromkeys([*modules, *(name for wheel in wheels.values() for name in wheel.modules)])
    imported = {name: sources[name] for name in bytecode.reachable(sources, roots)}
    code = bytecode.compiled(imported, _PLACE, checked=True)
    target.mkdir(parents=True, exist_ok=True)
    shipped = {name: wheel.write(target, code) for name, wheel in wheels.items()}
    for path in set(target.glob("*")) - set(shipped.values()):
        path.unlink()
    return shipped


class _Wheel:
    """A wheel as published."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with zipfile.ZipFile(path) as wheel:
            self._entries = {entry: wheel.read(entry) for entry in wheel.infolist()}
        self.sources = {entry.filename: data for entry, data in self._entries.items() if _is_module(entry.filename)}

    @property
    def modules(self) -> list[str]:
        """Its modules and packages at the top."""
        tops = (name.removesuffix("/__init__.py").removesuffix(".py") for name in self.sources)
        return [top for top in tops if "/" not in top]

    def write(self, target: Path, code: Mapping[str, bytes]) -> Path:
        """Write it with the code of its modules, as a file whose name has the content's hash."""
        added = {_cached(name): code[name] for name in self.sources if name in code}
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as wheel:
            for entry, data in self._entries.items():
                recorded = entry.filename.endswith(".dist-info/RECORD")
                wheel.writestr(entry, data + _record(added) if recorded else data)
            for name, data in added.items():
                # Without a time of its own, which would change the hash.
                wheel.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)
        content = buffer.getvalue()
        path = target / f"{self._path.stem}-{hashlib.sha256(content).hexdigest()[:16]}.whl"
        path.write_bytes(content)
        return path


def _is_module(name: str) -> bool:
    return name.endswith(".py") and all(part.isidentifier() for part in name.removesuffix(".py").split("/"))


def _cached(name: str) -> str:
    """Where CPython looks for the code of a module's source (PEP 3147)."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/__pycache__/{file.removesuffix('.py')}.{_TAG}.pyc".removeprefix("/")


def _record(added: Iterable[str]) -> bytes:
    """Lines of a list of installed files; pip, too, gives code no hash."""
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows([name, "", ""] for name in added)
    return lines.getvalue().encode()
