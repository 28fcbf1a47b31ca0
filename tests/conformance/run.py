"""Runs CPython's own tests in the tab, on the page's runner, and writes the table that the site shows.

`python -m conformance.run DIRECTORY [MODULE …]`: the directory holds CPython 3.14's package `test`. Each module
runs in a fresh interpreter; a test that hangs or ends the interpreter is a failure, and the rest goes on in another.
"""

import base64
import io
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypedDict

import chromium
from conformance import known, table
from conformance.suite import MARK
from playwright.sync_api import Page, sync_playwright
from server import serve

HERE = Path(__file__).resolve().parent
SILENCE = 60  # seconds that a test may take
MODULE_LIMIT = 900
RESULTS = HERE / "results.json"
_HELPERS = ("support", "test_importlib", "certdata", "typinganndata", "data")
_NATIVE = "python3.14"

_START = """
async ([source, archive, module, skipped]) => {
  const session = await import(new URL("../runner/session.js", location.href));
  const bytes = Uint8Array.from(atob(archive), (c) => c.charCodeAt(0));
  const state = (window.conformance = {lines: [], ended: false, output: ""});
  let rest = "";
  const run = session.start(
    {name: "suite.py", source, files: {"tests.zip": bytes}, arguments: [module, ...skipped]},
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


class Outcome(TypedDict):
    """What came of a test."""

    outcome: str
    reason: str


Outcomes = dict[str, Outcome]


def modules(tests: Path, names: list[str]) -> Iterator[str]:
    """The modules to run: those named, with packages taken apart."""
    for name in names:
        path = tests / name.replace(".", "/")
        if path.is_dir():
            yield from (f"{name}.{file.stem}" for file in sorted(path.glob("test_*.py")))
        else:
            yield name


def archive(tests: Path, module: str) -> bytes:
    """What a module needs of the package, as a zip file."""
    top = module.partition(".")[0]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for path in sorted(tests.rglob("*")):
            relative = path.relative_to(tests)
            first = relative.parts[0]
            wanted = first in (*_HELPERS, top, f"{top}.py") or (
                len(relative.parts) == 1 and path.suffix in (".py", ".pem", ".txt") and not first.startswith("test_")
            )
            if wanted and path.is_file() and "__pycache__" not in relative.parts:
                target.write(path, f"test/{relative}")
    return buffer.getvalue()


def take(outcomes: Outcomes, line: str) -> str | None:
    """Note what a line says; the test that starts, or "" when all have ended."""
    kind, *fields = json.loads(line.removeprefix(MARK))
    if kind == "start":
        return str(fields[0])
    if kind == "end":
        return ""
    name, reason = fields[0], fields[1] if len(fields) > 1 else ""
    if name not in outcomes or outcomes[name]["outcome"] != "failed":
        outcomes[name] = {"outcome": kind, "reason": reason}
    return None


def in_tab(page: Page, tests: Path, module: str) -> Outcomes:
    """Run a module in the tab."""
    outcomes: Outcomes = {}
    data = base64.b64encode(archive(tests, module)).decode()
    source = (HERE / "suite.py").read_text()
    skipped = [name for name in known.EVIL if name.startswith(f"test.{module}.")]
    started = time.monotonic()
    while True:
        page.evaluate(_START, [source, data, module, skipped + sorted(outcomes)])
        current, last = "", time.monotonic()
        while True:
            state: Any = page.evaluate(_POLL)
            for line in state["lines"]:
                if MARK not in line:
                    continue
                found = take(outcomes, line[line.index(MARK) :])
                if found == "":
                    return outcomes
                current = found or current
                last = time.monotonic()
            if state["ended"] or time.monotonic() - last > SILENCE:
                break
            time.sleep(0.2)
        page.evaluate(_KILL)
        what = "ended the interpreter" if state["ended"] else f"hung for {SILENCE} s"
        if not current or current in outcomes or time.monotonic() - started > MODULE_LIMIT:
            note = f"{what}: {state['output'][-300:]}"
            outcomes[current or f"test.{module}"] = {"outcome": "failed", "reason": note}
            return outcomes
        outcomes[current] = {"outcome": "failed", "reason": f"{what}: {state['output'].strip()[-200:]}"}


def natively(tests: Path, module: str) -> Outcomes:
    """Run a module on this machine's CPython 3.14."""
    outcomes: Outcomes = {}
    with tempfile.TemporaryDirectory() as directory:
        Path(directory, "suite.py").write_text((HERE / "suite.py").read_text())
        Path(directory, "tests.zip").write_bytes(archive(tests, module))
        command = [_NATIVE, "suite.py", module, *known.EVIL]
        try:
            result = subprocess.run(
                command, cwd=directory, capture_output=True, text=True, timeout=MODULE_LIMIT, stdin=subprocess.DEVNULL
            )
            text = result.stdout
        except subprocess.TimeoutExpired as expired:
            text = (expired.stdout or b"").decode()
    for line in text.splitlines():
        if MARK in line:
            take(outcomes, line[line.index(MARK) :])
    return outcomes


def main(directory: str, names: list[str]) -> None:
    """Run the modules, keep what came of them, write the table."""
    tests = Path(directory).resolve()
    if not (tests / "support").is_dir():
        raise SystemExit(
            f"{tests} doesn't hold CPython's test package. Debian's libpython3.14-testsuite has it in "
            "/usr/lib/python3.14/test"
        )
    results: dict[str, dict[str, Outcomes]] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    path = chromium.find()
    with serve() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        for module in modules(tests, names or known.MODULES):
            page = browser.new_page(base_url=url)
            page.goto("playground/")
            page.wait_for_function("customElements.get('py-snippet') !== undefined")
            started = time.monotonic()
            entry = {"tab": in_tab(page, tests, module)}
            page.close()
            entry["native"] = results.get(module, {}).get("native") or natively(tests, module)
            results[module] = entry
            counts = table.count(entry)
            print(f"{module}: {counts} in {time.monotonic() - started:.0f} s", flush=True)
            RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
        browser.close()
    table.write(results)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
