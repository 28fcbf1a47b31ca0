"""Runs CPython's own tests in the tab, on the page's runner, and writes the table that the site shows.

`python -m conformance.run DIRECTORY [MODULE …]`: the directory holds CPython 3.14's package `test`. Each module
runs in a fresh interpreter; a test that hangs or ends the interpreter is a failure, and the rest goes on in another.
"""

import base64
import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import chromium
import page_functions
from conformance import known, table
from conformance.suite import MARK
from conformance.table import Outcomes, Results
from playwright.sync_api import Page, sync_playwright
from server import serve

page_functions.install()
HERE = Path(__file__).resolve().parent
SILENCE = 60  # seconds that a test may take
MODULE_LIMIT = 900
RESULTS = HERE / "results.json"
# How a module names others of its package, and the package's data.
_OTHER_TESTS = re.compile(r"\btest(?:\.| import )(test_\w+)")
_WORD = re.compile(r"\w+")
_NATIVE = "python3.14"
_VERSION = "import platform; print(platform.python_version())"
TAB_VERSION = "3.14.2"

_START = """
async ([source, archive, module, skipped]) => {
  const session = await import(new URL("../runner/page/session.js", location.href));
  const bytes = Uint8Array.from(atob(archive), (c) => c.charCodeAt(0));
  const state = (window.conformance = {lines: [], ended: false, output: ""});
  let rest = "";
  const program = {name: "suite.py", source, files: {"tests.zip": bytes}, arguments: [module, ...skipped]};
  const run = session.start(
    Promise.resolve(program),
    {
      onState: () => {},
      onOutput: ({stream, text}) => {
        if (stream === "stderr") state.output = (state.output + text).slice(-4000);
        if (stream !== "stdout") return;
        const parts = (rest + text).split("\\n");
        rest = parts.pop();
        state.lines.push(...parts);
      },
    },
  );
  state.run = run;
  run.finished.then((result) => { state.ended = true; state.exitCode = result.exitCode; });
}
"""
_POLL = "() => ({lines: conformance.lines.splice(0), ended: conformance.ended, output: conformance.output})"
_KILL = "async () => { conformance.run.stop(); conformance.run.stop(); await conformance.run.finished; }"


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


class Progress:
    """What the suite has told so far."""

    def __init__(self) -> None:
        self.outcomes: Outcomes = {}
        self.current = ""  # the test that runs
        self.ended = False

    def take(self, line: str) -> bool:
        """Note what a line says. False if it isn't one of the suite's."""
        _, mark, message = line.partition(MARK)
        if not mark:
            return False
        kind, *fields = json.loads(message)
        if kind == "start":
            self.current = fields[0]
        elif kind == "end":
            self.ended = True
        else:
            self.note(fields[0] or self.current, kind, fields[1])
        return True

    def note(self, test: str, outcome: str, reason: str) -> None:
        """Keep what came of a test; one that failed in a part has failed."""
        if test not in self.outcomes or self.outcomes[test]["outcome"] != "failed":
            self.outcomes[test] = {"outcome": outcome, "reason": reason}


def in_tab(page: Page, tests: Path, module: str) -> Outcomes:
    """Run a module in the tab."""
    progress = Progress()
    data = base64.b64encode(archive(tests, module)).decode()
    source = (HERE / "suite.py").read_text()
    unwanted = [*known.EVIL, *known.FIXED_LATER]
    started = time.monotonic()
    while True:
        page.evaluate(_START, [source, data, module, [*unwanted, *sorted(progress.outcomes)]])
        progress.current, last = "", time.monotonic()
        while True:
            state: Any = page.evaluate(_POLL)
            for line in state["lines"]:
                if progress.take(line):
                    last = time.monotonic()
            if state["ended"] or progress.ended or time.monotonic() - last > SILENCE:
                break
            time.sleep(0.2)
        page.evaluate(_KILL)
        if progress.ended:
            return progress.outcomes
        what = "ended the interpreter" if state["ended"] else f"hung for {SILENCE} s"
        note = f"{what}: {state['output'].strip()[-200:]}"
        progress.note(progress.current or f"test.{module}", "failed", note)
        if not progress.current or time.monotonic() - started > MODULE_LIMIT:
            return progress.outcomes


def natively(tests: Path, module: str) -> Outcomes:
    """Run a module on this machine's CPython 3.14."""
    progress = Progress()
    with tempfile.TemporaryDirectory() as directory:
        Path(directory, "suite.py").write_text((HERE / "suite.py").read_text())
        Path(directory, "tests.zip").write_bytes(archive(tests, module))
        command = [_NATIVE, "suite.py", module, *known.EVIL]
        with Path(directory, "lines").open("w+") as lines:
            process = subprocess.Popen(
                command,
                cwd=directory,
                stdin=subprocess.DEVNULL,
                stdout=lines,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                process.wait(MODULE_LIMIT)
            except subprocess.TimeoutExpired:
                print(f"{module}: native CPython did not end within {MODULE_LIMIT} s")
            finally:
                # What tests leave running would disturb the next ones.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            lines.seek(0)
            for line in lines:
                progress.take(line)
    return progress.outcomes


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
            entry = {"tab": in_tab(page, tests, module)}
            page.close()
            entry["native"] = results.get(module, {}).get("native") or natively(tests, module)
            results[module] = ran[module] = entry
            print(f"{module}: {table.count(entry)} in {time.monotonic() - started:.0f} s", flush=True)
            RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
        browser.close()
    native = subprocess.run([_NATIVE, "-c", _VERSION], capture_output=True, text=True, check=True).stdout.strip()
    found = table.groups(ran)
    table.write({name: numbers for name, numbers in found.items() if name in names}, native, TAB_VERSION)
    for name, numbers in found.items():
        print(f"{name}: {numbers}" + ("" if name in names else ". It was run in part: its row stays as it was"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
