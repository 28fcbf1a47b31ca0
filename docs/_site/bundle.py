"""Puts the kernel into the standard library's zip, so that a tab fetches both as one file, and shakes Pyodide's glue.

`python -m interleave_site.bundle` after interleave_site.vendor, and again whenever the kernel has changed; mkdocs calls
`on_pre_build` (a hook of mkdocs.yml), so a kernel that is being edited is served as it is. The file's name carries its
hash: an old page and a new kernel never meet. `files.json` says the name,
the sizes of what the runner loads, and a build, to which a kept image belongs.
"""

import hashlib
import importlib
import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from .snippet import ROOT, SNIPPETS, Snippet

RUNNER = ROOT / "docs" / "runner"
KERNEL = RUNNER / "kernel"
PYODIDE = RUNNER / "vendor" / "pyodide"
WHEELS = RUNNER / "vendor" / "wheels"
# As vendor.py leaves them; not shipped.
LIBRARY = ROOT / ".cache" / "python_stdlib.zip"
GLUE = ROOT / ".cache" / "pyodide.asm.mjs"
PACKAGE = "interleave_kernel"
_SHAKE = Path(__file__).parent / "shake.mjs"
# CPython imports it as it starts, before any module that the kernel stands in for.
_START = f"""\
from {PACKAGE}.base import error_numbers
error_numbers.renumber()
from {PACKAGE} import boot
boot.install()
"""
# Zip files begin in 1980; the time of a file must not change the hash.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def contents(kernel: Path = KERNEL) -> dict[str, bytes]:
    """What is put beside the standard library, by its name in the zip."""
    modules = {f"{PACKAGE}/{path.relative_to(kernel).as_posix()}": path for path in sorted(kernel.rglob("*.py"))}
    return {"sitecustomize.py": _START.encode()} | {name: path.read_bytes() for name, path in modules.items()}


def bundle(library: bytes, added: dict[str, bytes]) -> bytes:
    """The zip of the standard library with more in it; the same bytes for the same contents."""
    buffer = BytesIO(library)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as whole:
        for name, content in added.items():
            whole.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def programs() -> list[str]:
    """What can be run beside Python and the shell."""
    sys.path.insert(0, str(RUNNER))
    try:
        return sorted(importlib.import_module("kernel.sh.commands").FILES)
    finally:
        sys.path.remove(str(RUNNER))


def preloaded() -> dict[str, list[str]]:
    """The modules of each package that the guide imports: its image holds them (kernel/python/preloaded.py)."""
    index = json.loads((WHEELS / "index.json").read_text(encoding="utf-8"))
    tops = {top for entry in index.values() for top in entry["imports"]}
    programs = [Snippet(path) for path in SNIPPETS.rglob("*.py")]
    wanted = {name for each in programs if any(top in each.source for top in tops) for name in each.modules}
    found = {}
    for name, entry in index.items():
        with zipfile.ZipFile(WHEELS / entry["file"]) as wheel:
            files = set(wheel.namelist())
        modules = [name for name in wanted if _files(name) & files]
        if modules:
            found[name] = sorted(modules)
    return found


def _files(module: str) -> set[str]:
    """What a module may be in a wheel."""
    return {module.replace(".", "/") + end for end in (".py", "/__init__.py")}


def build(preloaded: dict[str, list[str]]) -> str:
    """Changes with anything that the image of a booted interpreter is made of, or is read by."""
    digest = hashlib.sha256()
    folders = (PYODIDE, RUNNER / "process", RUNNER / "shared")
    for path in sorted(path for folder in folders for path in folder.iterdir() if path.name != "files.json"):
        digest.update(f"{path.relative_to(RUNNER)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    digest.update(json.dumps(preloaded).encode())
    return digest.hexdigest()[:16]


def readers() -> list[Path]:
    """The scripts that use what is in Pyodide's glue."""
    return [PYODIDE / "pyodide.mjs", *sorted((RUNNER / "process").glob("*.js"))]


def shake(target: Path) -> None:
    """Write Pyodide's glue without what none of the readers, nor the interpreter, can reach."""
    files = [GLUE, target, PYODIDE / "pyodide.asm.wasm", *readers()]
    subprocess.run(["node", str(_SHAKE), *map(str, files)], check=True, cwd=ROOT)


def _shake_if_stale() -> None:
    inputs = [_SHAKE, GLUE, *readers()]
    key = hashlib.sha256(b"\0".join(path.read_bytes() for path in inputs)).hexdigest()
    target, noted = PYODIDE / GLUE.name, GLUE.with_suffix(".key")
    if target.exists() and noted.exists() and noted.read_text(encoding="ascii") == key:
        return
    shake(target)
    noted.write_text(key, encoding="ascii")


def make() -> None:
    """Write the bundle, Pyodide's glue and files.json, and remove the former bundle."""
    _shake_if_stale()
    whole = bundle(LIBRARY.read_bytes(), contents())
    name = f"python_stdlib-{hashlib.sha256(whole).hexdigest()[:16]}.zip"
    target = PYODIDE / name
    if not target.exists():
        for former in PYODIDE.glob("python_stdlib*.zip"):
            former.unlink()
        target.write_bytes(whole)
    files = [path for path in sorted(PYODIDE.iterdir()) if path.name != "files.json"]
    # How much there is to come, whatever a server says about it; and whether all of it has.
    sizes = {path.name: path.stat().st_size for path in files}
    modules = preloaded()
    facts = {"build": build(modules), "library": name, "preloaded": modules, "programs": programs(), "sizes": sizes}
    text = json.dumps(facts, indent=1) + "\n"
    manifest = PYODIDE / "files.json"
    if not manifest.exists() or manifest.read_text(encoding="utf-8") != text:
        manifest.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    make()
