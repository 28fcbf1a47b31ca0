"""Runs the libraries' own tests, with CPython 3.14 on this machine and in the tab, for the page "Libraries in the tab".

`python -m suites.run [LIBRARY[:FILE] …]`. A library's tests run in a few interpreters, one after the other; a test that
hangs or ends its interpreter is a failure, and the rest goes on in another.
"""

import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import chromium
import page_functions
from native import heed_interrupts
from playground import open_playground
from playwright.sync_api import Page, sync_playwright
from reports import NATIVE, Outcomes, Program, in_tab, natively
from server import serve
from suites import fetch, numbers
from suites.known import SUITES

page_functions.install()
HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"
# So many tests run in an interpreter: the page keeps a bounded part of what a program prints.
TESTS = 300


def _files(name: str) -> list[str]:
    """The files with tests."""
    source = fetch.source(name)
    found = [path for pattern in SUITES[name].files for path in sorted(source.glob(pattern))]
    return [path.relative_to(source).as_posix() for path in found]


def _all(name: str) -> list[str]:
    """All of its files, as pytest is told of them."""
    return [_tests(name, file) for file in _files(name)]


def _tests(name: str, file: str) -> str:
    """What pytest is told to run of a file; also how the names of its tests begin."""
    if not SUITES[name].installed:
        return file
    return file.removeprefix("src/").removesuffix(".py").replace("/", ".")


def _owner(name: str, test: str) -> str:
    """What `_tests` says of the file of a test."""
    file = test.partition("::")[0]
    return file.removesuffix(".py").replace("/", ".") if SUITES[name].installed else file


def _archive(name: str, in_a_tab: bool) -> bytes:
    """What a library's tests need, as a zip file."""
    source, suite = fetch.source(name), SUITES[name]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for path in sorted({path for pattern in suite.data for path in source.glob(pattern) if path.is_file()}):
            target.write(path, path.relative_to(source))
        if in_a_tab:
            others = fetch.beside(name)
            for path in sorted(path for path in others.rglob("*") if path.is_file()):
                target.write(path, Path("beside", path.relative_to(others)))
            target.write(HERE / "standins.py", "beside/standins.py")
            target.writestr("beside/certificates.json", _certificates())
    return buffer.getvalue()


def _certificates() -> str:
    command = [NATIVE, str(HERE / "certificates.py")]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=fetch.environment()).stdout


def _program(name: str, tests: list[str], archive: bytes) -> Program:
    suite = SUITES[name]
    options = [*suite.options, *(["--pyargs"] if suite.installed else []), *tests]
    block = f"# /// script\n# dependencies = {json.dumps(suite.packages)}\n# ///\n"
    source = block + (HERE / "suite.py").read_text(encoding="utf-8")
    return Program(name, source, archive, [json.dumps(options)])


def _portions(name: str, native: Outcomes) -> Iterator[list[str]]:
    """The files' tests, as many as an interpreter runs."""
    counts: dict[str, int] = {}
    for test in native:
        counts[_owner(name, test)] = counts.get(_owner(name, test), 0) + 1
    portion: list[str] = []
    count = 0
    for tests in _all(name):
        if portion and count + counts.get(tests, 0) > TESTS:
            yield portion
            portion, count = [], 0
        portion.append(tests)
        count += counts.get(tests, 0)
    yield portion


def _ran(name: str, native: Outcomes, files: Sequence[str]) -> Outcomes:
    """The tests of some files."""
    return {test: outcome for test, outcome in native.items() if _owner(name, test) in files}


class Results:
    """What came of all tests, kept as it comes."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, Outcomes]] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}

    def of(self, name: str, place: str) -> Outcomes:
        """A library's, on the machine (`native`) or in the tab (`tab`)."""
        return self._found.setdefault(name, {}).setdefault(place, {})

    def keep(self) -> None:
        """Write them."""
        RESULTS.write_text(json.dumps(self._found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _run(name: str, wanted: Sequence[str], results: Results, page: Page) -> None:
    """Run a library's tests, or those of some files of it."""
    native, tab = results.of(name, "native"), results.of(name, "tab")
    if not native:
        native |= natively(_program(name, _all(name), _archive(name, False)), fetch.environment())
        results.keep()
    archive = _archive(name, True)
    for portion in _portions(name, native):
        chosen = [tests for tests in portion if not wanted or any(each in tests for each in wanted)]
        if not chosen:
            continue
        started = time.monotonic()
        for test in _ran(name, tab, chosen):
            del tab[test]
        outcomes = in_tab(page, _program(name, chosen, archive))
        tab |= outcomes
        results.keep()
        print(f"{name}: {len(outcomes)} tests in {time.monotonic() - started:.0f} s, to {chosen[-1]}", flush=True)
    has_tests = {_owner(name, test) for test in native if "::" in test}
    left_out = sorted(has_tests - {_owner(name, test) for test in tab})
    counted = {test: outcome for test, outcome in native.items() if _owner(name, test) not in left_out}
    measured = numbers.entry(name, counted, tab, left_out)
    numbers.write({name: measured})
    print(f"{name}: {measured['machine']} on the machine, {measured['tab']} in the tab", flush=True)


def main(names: list[str]) -> None:
    """Run the tests of libraries: `anyio` all of one, `anyio:test_sockets` a file."""
    heed_interrupts()
    asked: dict[str, list[str]] = {}
    for name in names or SUITES:
        library, _, file = name.partition(":")
        asked.setdefault(library, []).extend([file] if file else [])
    results = Results()
    with serve() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        for library, files in asked.items():
            page = browser.new_page(base_url=url, service_workers="block")
            open_playground(page)
            _run(library, files, results, page)
            page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
