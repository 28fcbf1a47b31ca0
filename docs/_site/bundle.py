"""Puts the kernel into the standard library's zip, and removes unused code from Pyodide's glue.

The zip is shipped in two parts, which the tab puts together (process/library.js). What Python reads as it starts is at
the zip's end: that part is fetched first. The rest, most of all the sources, comes while Python starts, and is there
before a program runs.

`python -m interleave_site.bundle` after interleave_site.vendor, and again whenever the kernel has changed; mkdocs calls
`on_pre_build` (a hook of mkdocs.yml), so a kernel that is being edited is served as it is. The names of the parts
contain the zip's hash, so an old page never meets a new kernel. `files.json` has the names, the sizes of the files that
the runner loads, and a build, to which a kept image belongs.
"""

import hashlib
import json
import subprocess
import zipfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from . import bytecode, compiled_wheels, kernel, wheels
from .kernel import KERNEL, RUNNER
from .node import NODE
from .snippet import ROOT, SNIPPETS, Snippet

PYODIDE = RUNNER / "vendor" / "pyodide"
# Written by vendor.py; not shipped.
LIBRARY = ROOT / ".cache" / "python_stdlib.zip"
GLUE = ROOT / ".cache" / "pyodide.asm.mjs"
PACKAGE = "interleave_kernel"
_SHAKE = Path(__file__).parent / "shake.mjs"
# The recorder of programs, which also works on a machine; only there it needs `start`.
RECORDER = RUNNER / "interleave" / "trace"
# Recipes that choose among schedules, which the kernel uses too.
CHOOSING = ("schedules.py", "virtual_time.py")
# Modules that Pyodide imports at its start, and one that the kernel imports by the platform's name.
_IMPORTED = (
    "_pyodide._importhook",
    "_pyodide._future_helper",
    "_pyodide.docstring",
    "_pyodide.jsbind",
    "pyodide._package_loader",
    "pyodide.code",
    "_sysconfigdata__emscripten_wasm32-emscripten",
)
# Modules that are imported before there can be bytecode: by CPython, and to provide for bytecode.
_EARLY = (
    *("encodings", "encodings.aliases", "encodings.ascii", "encodings.utf_8", "sitecustomize"),
    *(PACKAGE, f"{PACKAGE}.base", f"{PACKAGE}.base.precompiled"),
)
# Frozen modules: they are in CPython's code, and never imported from the zip. Source: Python/frozen.c.
_FROZEN = frozenset({
    *("abc", "codecs", "genericpath", "io", "ntpath", "os", "posixpath", "runpy", "site", "stat", "zipimport"),
    *("_collections_abc", "_sitebuiltins", "importlib/_bootstrap", "importlib/_bootstrap_external"),
    *("importlib/machinery", "importlib/util"),
})  # fmt: skip
# Modules for which the kernel's own take their place before anything imports them.
_REPLACED = frozenset({"_ssl", "pyodide/webloop"})
# CPython imports it at its start, before any module that the kernel replaces.
_START = f"""\
from {PACKAGE}.base import precompiled
precompiled.install()
from {PACKAGE}.base import error_numbers
error_numbers.renumber()
from {PACKAGE} import boot
boot.install()
"""
# Zip files begin in 1980; the time of a file must not change the hash.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_COMPRESSION = 9


def contents(folder: Path = KERNEL) -> dict[str, bytes]:
    """The files added to the standard library, by name in the zip."""
    modules = {f"{PACKAGE}/{path.relative_to(folder).as_posix()}": path for path in sorted(folder.rglob("*.py"))}
    recorder = {f"{PACKAGE}/trace/{path.name}": path for path in sorted(RECORDER.glob("*.py"))}
    recipes = {f"{PACKAGE}/recipes/{name}": SNIPPETS / "recipes" / name for name in CHOOSING}
    modules |= recorder | recipes if folder == KERNEL else {}
    return {"sitecustomize.py": _START.encode()} | {name: path.read_bytes() for name, path in modules.items()}


class Parts(NamedTuple):
    """The two parts of the zip: `sources + start` is the whole."""

    sources: bytes
    start: bytes

    def names(self) -> dict[str, str]:
        """The file's name of each."""
        digest = hashlib.sha256(self.sources + self.start).hexdigest()[:16]
        return {part: f"python_stdlib_{part}-{digest}.part" for part in Parts._fields}


def bundle(library: bytes, added: dict[str, bytes], started: Collection[str]) -> Parts:
    """The zip of the standard library with added files, cut in two; deterministic.

    Args:
        library: The standard library's zip.
        added: More files, by name.
        started: Names of files that Python reads as it starts.
    """
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(library)) as former, zipfile.ZipFile(buffer, "w") as whole:
        entries = {entry.filename: entry for entry in former.infolist()}

        def add(name: str) -> None:
            entry = zipfile.ZipInfo(name, _EPOCH)
            if name in entries:
                entry.date_time, entry.external_attr = entries[name].date_time, entries[name].external_attr
            content = added[name] if name in added else former.read(name)
            whole.writestr(entry, content, zipfile.ZIP_DEFLATED if content else zipfile.ZIP_STORED, _COMPRESSION)

        for name in dict.fromkeys([*entries, *added]):
            if name not in started:
                add(name)
        cut = buffer.tell()
        for name in started:
            add(name)
    data = buffer.getvalue()
    return Parts(data[:cut], data[cut:])


def programs() -> list[str]:
    """The programs available besides Python and the shell."""
    return sorted(kernel.module("sh.commands").FILES)


def with_code(library: bytes, added: dict[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """The added files and the bytecode of modules; and the names of the files that Python reads as it starts."""
    with zipfile.ZipFile(BytesIO(library)) as whole:
        sources = {name: whole.read(name) for name in whole.namelist() if name.endswith(".py")} | added
    own = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in added]
    unused = {f"{module}.py" for module in _FROZEN | _REPLACED}
    early = [file for module in _EARLY if (file := bytecode.file_of(module, sources))]
    # The kernel imports the recorder by its name (kernel/recording/portable.py).
    recorder = [name for name in own if name.startswith(f"{PACKAGE}.trace")]
    common = kernel.module("python.common").COMMON
    start = bytecode.reachable(sources, ["sitecustomize", *recorder, *common, *_IMPORTED])
    later = bytecode.reachable(sources, own)
    files = [file for file in dict.fromkeys([*start, *later]) if file not in unused.union(early)]
    precompiled = kernel.module("base.precompiled")
    compiled = bytecode.compiled({name: sources[name] for name in files}, precompiled.ARCHIVE)
    code = {precompiled.name(name): content for name, content in compiled.items()}
    started = [precompiled.name(name) for name in start]
    return added | code, [*early, *(name for name in started if name in code)]


def preloaded() -> dict[str, list[str]]:
    """The modules of each package that the guide imports: its image holds them (kernel/python/preloaded.py)."""
    index = wheels.index()
    tops = {top for entry in index.values() for top in entry["imports"]}
    sources = map(Snippet, SNIPPETS.rglob("*.py"))
    users = [program for program in sources if any(top in program.source for top in tops)]
    wanted = {name for program in users for name in program.modules}
    found = {}
    for name, entry in index.items():
        with zipfile.ZipFile(wheels.DOWNLOADS / entry["file"]) as wheel:
            files = set(wheel.namelist())
        modules = [name for name in wanted if _files(name) & files]
        if modules:
            found[name] = sorted(modules)
    return found


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


def _bundle_if_stale() -> dict[str, str]:
    """Write the bundle's parts unless they are up to date, and remove the previous ones. Returns their names."""
    library, added = LIBRARY.read_bytes(), contents()
    inputs = [Path(bytecode.__file__).read_bytes(), Path(__file__).read_bytes(), library]
    inputs += [part for name, content in added.items() for part in (name.encode(), content)]
    former = {part: list(PYODIDE.glob(f"python_stdlib_{part}-*.part")) for part in Parts._fields}
    with _noted(LIBRARY, inputs) as current:
        if current and all(len(paths) == 1 for paths in former.values()):
            return {part: path.name for part, [path] in former.items()}
        parts = bundle(library, *with_code(library, added))
        for path in PYODIDE.glob("python_stdlib*"):
            path.unlink()
        names = parts.names()
        for part, name in names.items():
            (PYODIDE / name).write_bytes(getattr(parts, part))
    return names


def _wheels_if_stale(modules: Collection[str]) -> None:
    """Write the wheels that ship, with code for the modules that programs import, unless they are up to date."""
    made_by = [Path(str(each.__file__)).read_bytes() for each in (bytecode, compiled_wheels)]
    downloads = [path.name.encode() for path in sorted(wheels.DOWNLOADS.glob("*.whl"))]
    inputs = [bytecode.version().encode(), *made_by, *downloads, *(name.encode() for name in sorted(modules))]
    with _noted(wheels.INDEX, inputs) as current:
        if not (current and wheels.SHIPPED.is_dir()):
            compiled_wheels.ship(wheels.DOWNLOADS, wheels.SHIPPED, modules)


def make() -> None:
    """Write the bundle, the wheels, Pyodide's glue and files.json."""
    _shake_if_stale()
    names = _bundle_if_stale()
    imported = preloaded()
    _wheels_if_stale({module for modules in imported.values() for module in modules})
    files = [path for path in sorted(PYODIDE.iterdir()) if path.name != "files.json"]
    # With these, the runner knows the progress of a download, and whether it is complete, whatever a server says.
    sizes = {path.name: path.stat().st_size for path in files}
    packages = {"wheels": wheels.told(), "preloaded": imported}
    facts = {"build": build(packages), "library": names, "programs": programs(), "sizes": sizes, **packages}
    text = json.dumps(facts, separators=(",", ":")) + "\n"
    manifest = PYODIDE / "files.json"
    if not manifest.exists() or manifest.read_text(encoding="utf-8") != text:
        manifest.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    make()
