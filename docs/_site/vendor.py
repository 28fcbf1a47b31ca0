"""Fills docs/runner/vendor/ with the third-party files that are shipped: Pyodide, the wheels for the tab, the editor.

`python -m interleave_site.vendor` after `npm ci`, with node on PATH. All of it is pinned with hashes:
package-lock.json and requirements/tab.txt.
"""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from . import bundle
from . import wheels as wheel_index
from .pyodide_patch import mend
from .snippet import ROOT
from .wasm_patch import mend_code

VENDOR = ROOT / "docs" / "runner" / "vendor"
NODE_MODULES = ROOT / "node_modules"
# CPython's own files for which Pyodide has stubs, and packages that it omits.
ORIGINALS = Path(__file__).parent / "cpython" / "Lib"
LEFT_OUT = ("dbm",)
# The list for which the present wheels were downloaded.
_LIST = ROOT / ".cache" / "wheels.txt"
# The tab's platform, for pip.
TARGET = (
    *("--only-binary=:all:", "--platform", "pyemscripten_2026_0_wasm32"),
    *("--python-version", "3.14", "--implementation", "cp", "--abi", "cp314"),
)
# Third-party code isn't type-checked.
_UNCHECKED = "// @ts-nocheck"


def say(text: str) -> None:
    """Print a progress message."""
    print(f"  {text}", flush=True)


def standard_library(source: Path, target: Path) -> None:
    """Copy the standard library, with CPython's originals for stubs and omitted packages."""
    originals = {path.relative_to(ORIGINALS).as_posix(): path for path in ORIGINALS.rglob("*.py")}
    added = {name: originals.pop(name) for name in sorted(originals) if name.partition("/")[0] in LEFT_OUT}
    with zipfile.ZipFile(source) as stubbed, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as whole:
        if known := added.keys() & set(stubbed.namelist()):
            raise SystemExit(f"Pyodide has {', '.join(sorted(known))} now: see docs/_site/cpython/README.md")
        for entry in stubbed.infolist():
            original = originals.pop(entry.filename, None)
            whole.writestr(entry, stubbed.read(entry) if original is None else original.read_bytes())
        for name, path in added.items():
            whole.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    if originals:
        raise SystemExit(f"Pyodide's standard library lacks {', '.join(originals)}: see docs/_site/cpython/README.md")


def pyodide() -> None:
    """Copy and patch Pyodide."""
    source, target = NODE_MODULES / "pyodide", VENDOR / "pyodide"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    code = (source / "pyodide.asm.wasm").read_bytes()
    (target / "pyodide.asm.wasm").write_bytes(mend_code(code))
    bundle.LIBRARY.parent.mkdir(exist_ok=True)
    standard_library(source / "python_stdlib.zip", bundle.LIBRARY)
    loader = (source / "pyodide.mjs").read_text(encoding="utf-8")
    (target / "pyodide.mjs").write_text(f"{_UNCHECKED}\n{loader}", encoding="utf-8")
    module = (source / "pyodide.asm.mjs").read_text(encoding="utf-8")
    bundle.GLUE.write_text(mend(module), encoding="utf-8")


def wheels() -> None:
    """Download the wheels for the tab, unless they are up to date, and write their index; bundle.py ships them."""
    target, locked = wheel_index.DOWNLOADS, ROOT / "requirements" / "tab.txt"
    current = target.is_dir() and _LIST.exists() and _LIST.read_bytes() == locked.read_bytes()
    if not current:
        _LIST.unlink(missing_ok=True)
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--require-hashes", *TARGET, "--dest", str(target)]
        subprocess.run([*command, "-r", str(locked)], check=True, stderr=subprocess.PIPE)
    index = wheel_index.make(target)
    wheel_index.INDEX.write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")
    shutil.copyfile(locked, _LIST)


def editor() -> None:
    """Bundle CodeMirror."""
    target = VENDOR / "codemirror.js"
    bundle = [str(NODE_MODULES / ".bin" / "esbuild"), "docs/runner/page/codemirror-bundle.mjs", "--bundle"]
    bundle += ["--minify", "--format=esm", "--target=es2022", "--legal-comments=linked", "--log-level=warning"]
    subprocess.run([*bundle, f"--outfile={target}"], check=True, cwd=ROOT)
    target.write_text(f"{_UNCHECKED}\n{target.read_text(encoding='utf-8')}", encoding="utf-8")


def main() -> None:
    """Rebuild docs/runner/vendor/."""
    say("1/3 Pyodide, with the collector crash mended, and C code that knows threads")
    pyodide()
    say("2/3 the wheels for the tab")
    wheels()
    bundle.make()
    say("3/3 the editor")
    editor()


if __name__ == "__main__":
    main()
