"""Runs CPython's own tests in the tab, on the page's runner, and writes the table that the site shows.

`python -m conformance.run DIRECTORY [MODULE …]`: the directory holds CPython 3.14's package `test`. Each module
runs in a fresh interpreter; a test that hangs or ends the interpreter is a failure, and the rest goes on in another.
"""

import io
import json
import re
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import chromium
import page_functions
from conformance import known, table
from conformance.table import Results
from native import heed_interrupts
from playwright.sync_api import sync_playwright
from reports import TAB_VERSION, Program, in_tab, native_version, natively
from server import serve

page_functions.install()
HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"
# How a module names others of its package, and the package's data.
_OTHER_TESTS = re.compile(r"\btest(?:\.| import )(test_\w+)")
_WORD = re.compile(r"\w+")


def modules(tests: Path, names: list[str]) -> Iterator[str]:
    """The modules to run: those named, with packages taken apart."""
    for name in names:
        path = tests / name.replace(".", "/")
        if path.is_dir():
            yield from (f"{name}.{file.stem}" for file in sorted(path.glob("test_*.py")))
        else:
            yield name


def needed(tests: Path, module: str) -> set[str]:
    """The files and folders of the package that a module names, and those that they name."""
    entries = {path.stem: path for path in tests.iterdir()}
    found = {"__init__", "support"}
    names = {module.partition(".")[0]}
    while names:
        found |= names
        paths = [entries[name] for name in names]
        files = [file for path in paths for file in ([path] if path.is_file() else path.rglob("*.py"))]
        text = "".join(file.read_text(errors="replace") for file in files if file.suffix == ".py")
        tests_named = set(_OTHER_TESTS.findall(text))
        others = {word for word in _WORD.findall(text) if not word.startswith("test_")}
        names = (tests_named | others) & entries.keys() - found
    return found


def archive(tests: Path, module: str) -> bytes:
    """What a module needs of the package, as a zip file."""
    wanted = needed(tests, module)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for path in sorted(tests.rglob("*")):
            relative = path.relative_to(tests)
            if Path(relative.parts[0]).stem in wanted and path.is_file() and "__pycache__" not in relative.parts:
                target.write(path, f"test/{relative}")
    return buffer.getvalue()


def program(tests: Path, module: str) -> Program:
    """What runs a module's tests."""
    return Program(f"test.{module}", (HERE / "suite.py").read_text(), archive(tests, module), [module])


def find(directory: Path) -> Path:
    """The package `test`: the directory itself, or below it. Ends the program if it isn't there."""
    for path in (directory, directory / "test"):
        if (path / "support").is_dir() and (path / "test_asyncio").is_dir():
            return path
    raise SystemExit(
        f"{directory} doesn't hold CPython's test package (with its folders support and test_asyncio). On Debian, "
        "libpython3.14-testsuite and libpython3.14-stdlib bring it to /usr/lib/python3.14/test"
    )


def main(directory: str, names: list[str]) -> None:
    """Run the modules, keep what came of them, write the rows of those that were run as a whole."""
    heed_interrupts()
    tests = find(Path(directory).resolve())
    names = names or known.MODULES + known.OTHERS
    ran: Results = {}
    results: Results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    path = chromium.find()
    with serve() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        for module in modules(tests, names):
            page = browser.new_page(base_url=url, service_workers="block")
            page.goto("playground/")
            page.wait_for_function("customElements.get('py-snippet') !== undefined")
            started = time.monotonic()
            suite = program(tests, module)
            entry = {"tab": in_tab(page, suite, [*known.EVIL, *known.FIXED_LATER])}
            page.close()
            natives = suite._replace(arguments=[module, *known.EVIL])
            entry["native"] = results.get(module, {}).get("native") or natively(natives)
            results[module] = ran[module] = entry
            print(f"{module}: {table.count(entry)} in {time.monotonic() - started:.0f} s", flush=True)
            RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
        browser.close()
    found = table.groups(ran)
    table.write({name: numbers for name, numbers in found.items() if name in names}, native_version(), TAB_VERSION)
    for name, numbers in found.items():
        print(f"{name}: {numbers}" + ("" if name in names else ". It was run in part: its row stays as it was"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
