"""Puts the kernel into the standard library's zip, so that a tab fetches both as one file, and removes unused code from
Pyodide's glue.

`python -m interleave_site.bundle` after interleave_site.vendor, and again whenever the kernel has changed; mkdocs calls
`on_pre_build` (a hook of mkdocs.yml), so a kernel that is being edited is served as it is. The file's name contains its
hash, so an old page never meets a new kernel. `files.json` has the name, the sizes of the files that the runner loads,
and a build, to which a kept image belongs.
"""

import hashlib
import json
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path

from . import bytecode, kernel, wheels
from .kernel import KERNEL, RUNNER
from .node import NODE
from .snippet import ROOT, SNIPPETS, Snippet

PYODIDE = RUNNER / "vendor" / "pyodide"
WHEELS = RUNNER / "vendor" / "wheels"
# Written by vendor.py; not shipped.
LIBRARY = ROOT / ".cache" / "python_stdlib.zip"
GLUE = ROOT / ".cache" / "pyodide.asm.mjs"
PACKAGE = "interleave_kernel"
_SHAKE = Path(__file__).parent / "shake.mjs"
# The recorder of programs, which also works on a machine; only there it needs `start`.
RECORDER = RUNNER / "interleave" / "trace"
# Recipes that choose among schedules, which the kernel uses too.
CHOOSING = ("schedules.py", "virtual_time.py")
# Modules that Pyodide imports at its start.
_PYODIDES = (
    "_pyodide._importhook",
    "_pyodide._future_helper",
    "_pyodide.docstring",
    "_pyodide.jsbind",
    "pyodide._package_loader",
    "pyodide.code",
)
# CPython imports it at its start, before any module that the kernel replaces.
_START = f"""\
from {PACKAGE}.base import precompiled
precompiled.install(__loader__)
from {PACKAGE}.base import error_numbers
error_numbers.renumber()
from {PACKAGE} import boot
boot.install()
"""
# Zip files begin in 1980; the time of a file must not change the hash.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def contents(folder: Path = KERNEL) -> dict[str, bytes]:
    """The files added to the standard library, by name in the zip."""
    modules = {f"{PACKAGE}/{path.relative_to(folder).as_posix()}": path for path in sorted(folder.rglob("*.py"))}
    recorder = {f"{PACKAGE}/trace/{path.name}": path for path in sorted(RECORDER.glob("*.py"))}
    recipes = {f"{PACKAGE}/recipes/{name}": SNIPPETS / "recipes" / name for name in CHOOSING}
    modules |= recorder | recipes if folder == KERNEL else {}
    return {"sitecustomize.py": _START.encode()} | {name: path.read_bytes() for name, path in modules.items()}


def bundle(library: bytes, added: dict[str, bytes]) -> bytes:
    """The zip of the standard library with added files; deterministic."""
    buffer = BytesIO(library)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as whole:
        for name, content in added.items():
            whole.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def programs() -> list[str]:
    """The programs available besides Python and the shell."""
    return sorted(kernel.module("sh.commands").FILES)


def with_code(library: bytes, added: dict[str, bytes]) -> dict[str, bytes]:
    """The added files, and the bytecode of the modules that a start imports."""
    with zipfile.ZipFile(BytesIO(library)) as whole:
        sources = {name: whole.read(name) for name in whole.namelist() if name.endswith(".py")} | added
    own = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in added]
    files = bytecode.reachable(sources, [*own, *kernel.module("python.common").COMMON, *_PYODIDES])
    precompiled = kernel.module("base.precompiled")
    code = bytecode.compiled({name: sources[name] for name in files}, precompiled.ARCHIVE)
    return added | {precompiled.name(name): code[name] for name in files}


def preloaded() -> dict[str, list[str]]:
    """The modules of each package that the guide imports: its image holds them (kernel/python/preloaded.py)."""
    index = wheels.index()
    tops = {top for entry in index.values() for top in entry["imports"]}
    paths = SNIPPETS.rglob("*.py")
    wanted = {name for path in paths for name in _imported(path, path.stat().st_mtime_ns, frozenset(tops))}
    found = {}
    for name, entry in index.items():
        with zipfile.ZipFile(WHEELS / entry["file"]) as wheel:
            files = set(wheel.namelist())
        modules = [name for name in wanted if _files(name) & files]
        if modules:
            found[name] = sorted(modules)
    return found


@cache
def _imported(path: Path, _changed: int, tops: frozenset[str]) -> frozenset[str]:
    """The modules that a program imports which mentions any of these; `mkdocs serve` asks again after each change."""
    program = Snippet(path)
    return frozenset(program.modules) if any(top in program.source for top in tops) else frozenset()


def _files(module: str) -> set[str]:
    """The files that a module may be in a wheel."""
    return {module.replace(".", "/") + end for end in (".py", "/__init__.py")}


def build(packages: object) -> str:
    """A hash that changes with everything from which an image of an interpreter is made, or with which it is read."""
    digest = hashlib.sha256()
    folders = (PYODIDE, RUNNER / "process", RUNNER / "shared")
    for path in sorted(path for folder in folders for path in folder.iterdir() if path.name != "files.json"):
        digest.update(f"{path.relative_to(RUNNER)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    digest.update(json.dumps(packages).encode())
    return digest.hexdigest()[:16]


def readers() -> list[Path]:
    """The scripts that use Pyodide's glue."""
    return [PYODIDE / "pyodide.mjs", *sorted((RUNNER / "process").glob("*.js"))]


def shake(target: Path) -> None:
    """Write Pyodide's glue without the code that neither the readers nor the interpreter can reach."""
    files = [GLUE, target, PYODIDE / "pyodide.asm.wasm", *readers()]
    subprocess.run([NODE, str(_SHAKE), *map(str, files)], check=True, cwd=ROOT)


@contextmanager
def _noted(source: Path, inputs: Iterable[bytes]) -> Iterator[bool]:
    """Yields whether a file was made from the same inputs before; records them once it is made."""
    note, key = source.with_suffix(".key"), hashlib.sha256(b"\0".join(inputs)).hexdigest()
    yield note.exists() and note.read_text(encoding="ascii") == key
    note.write_text(key, encoding="ascii")


def _shake_if_stale() -> None:
    target = PYODIDE / GLUE.name
    with _noted(GLUE, [path.read_bytes() for path in (_SHAKE, GLUE, *readers())]) as current:
        if not (current and target.exists()):
            shake(target)


def _bundle_if_stale() -> str:
    """Write the bundle unless it is up to date, and remove the previous one. Returns its name."""
    library, added = LIBRARY.read_bytes(), contents()
    inputs = [Path(bytecode.__file__).read_bytes(), Path(__file__).read_bytes(), library]
    inputs += [part for name, content in added.items() for part in (name.encode(), content)]
    former = list(PYODIDE.glob("python_stdlib-*.zip"))
    with _noted(LIBRARY, inputs) as current:
        if current and len(former) == 1:
            return former[0].name
        whole = bundle(library, with_code(library, added))
        name = f"python_stdlib-{hashlib.sha256(whole).hexdigest()[:16]}.zip"
        for path in PYODIDE.glob("python_stdlib*.zip"):
            path.unlink()
        (PYODIDE / name).write_bytes(whole)
    return name


def make() -> None:
    """Write the bundle, Pyodide's glue and files.json."""
    _shake_if_stale()
    name = _bundle_if_stale()
    files = [path for path in sorted(PYODIDE.iterdir()) if path.name != "files.json"]
    # With these, the runner knows the progress of a download, and whether it is complete, whatever a server says.
    sizes = {path.name: path.stat().st_size for path in files}
    packages = {"wheels": wheels.told(), "preloaded": preloaded()}
    facts = {"build": build(packages), "library": name, "programs": programs(), "sizes": sizes, **packages}
    text = json.dumps(facts, separators=(",", ":")) + "\n"
    manifest = PYODIDE / "files.json"
    if not manifest.exists() or manifest.read_text(encoding="utf-8") != text:
        manifest.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    make()
