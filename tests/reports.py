"""Programs that run tests and report each (telling.py), in the tab and on a machine's CPython 3.14."""

import base64
import contextlib
import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

from playwright.sync_api import Page
from telling import MARK

TELLING = Path(__file__).with_name("telling.py").read_text(encoding="utf-8")
SILENCE = 60  # seconds that a test may take
FIRST_SILENCE = 180  # and that Python may take to start, with all that a program imports
LIMIT = 900  # seconds for all of a program's tests
NATIVE = "python3.14"
_VERSION = "import platform; print(platform.python_version())"
TAB_VERSION = "3.14.2"

_START = """
async ([source, telling, archive, passed]) => {
  const session = await import(new URL("../runner/page/session.js", location.href));
  const bytes = Uint8Array.from(atob(archive), (c) => c.charCodeAt(0));
  const state = (window.told = {lines: [], ended: false, output: ""});
  let rest = "";
  const program = {name: "suite.py", source, files: {"telling.py": telling, "tests.zip": bytes}, arguments: passed};
  const nothing = () => {};
  const run = session.start(Promise.resolve(program), [], {
    onState: nothing,
    onReading: nothing,
    onPaused: nothing,
    onEvents: nothing,
    onDeadlock: nothing,
    onTurn: nothing,
    onExploration: nothing,
    records: () => false,
    onOutput: ({stream, text}) => {
      if (stream === "stderr") state.output = (state.output + text).slice(-4000);
      if (stream !== "stdout") return;
      const parts = (rest + text).split("\\n");
      rest = parts.pop();
      state.lines.push(...parts);
    },
  });
  state.run = run;
  run.finished.then((result) => { state.ended = true; state.output += result.reason ?? ""; });
}
"""
_POLL = "() => ({lines: told.lines.splice(0), ended: told.ended, output: told.output})"
_KILL = "async () => { told.run.stop(); told.run.stop(); await told.run.finished; }"


class Outcome(TypedDict):
    """The outcome of a test."""

    outcome: str  # "passed", "failed", "skipped"
    reason: str


Outcomes = dict[str, Outcome]


class Program(NamedTuple):
    """A program that runs tests.

    Attributes:
        name: what is said to have failed where no test has begun.
        source: its own.
        archive: a zip file, which it finds beside it as `tests.zip`.
        arguments: its own; the names of tests that it leaves out come after them.
    """

    name: str
    source: str
    archive: bytes
    arguments: list[str]


class Progress:
    """The outcomes that a program has reported so far."""

    def __init__(self) -> None:
        self.outcomes: Outcomes = {}
        self.current = ""  # the test that runs
        self.ended = False

    def take(self, line: str) -> bool:
        """Process a line of a report. Returns False if it isn't one."""
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


def in_tab(page: Page, program: Program, unwanted: Iterable[str] = ()) -> Outcomes:
    """Run a program on a page. A test that hangs or ends the interpreter fails, and the rest runs in a new one."""
    progress = Progress()
    archive = base64.b64encode(program.archive).decode()
    started = time.monotonic()
    while True:
        arguments = [*program.arguments, *unwanted, *sorted(progress.outcomes)]
        page.evaluate(_START, [program.source, TELLING, archive, arguments])
        progress.current, last, silence = "", time.monotonic(), FIRST_SILENCE
        while True:
            state: Any = page.evaluate(_POLL)
            for line in state["lines"]:
                if progress.take(line):
                    last, silence = time.monotonic(), SILENCE
            if state["ended"] or progress.ended or time.monotonic() - last > silence:
                break
            time.sleep(0.2)
        page.evaluate(_KILL)
        if progress.ended:
            return progress.outcomes
        what = "ended the interpreter" if state["ended"] else f"hung for {silence} s"
        note = f"{what}: {state['output'].strip()[-200:]}"
        progress.note(progress.current or program.name, "failed", note)
        if not progress.current or time.monotonic() - started > LIMIT:
            return progress.outcomes


def natively(program: Program, environment: Mapping[str, str] | None = None) -> Outcomes:
    """Run a program on a CPython of this machine, optionally with another environment."""
    progress = Progress()
    with tempfile.TemporaryDirectory() as directory:
        files = {"suite.py": program.source, "telling.py": TELLING}
        for name, text in files.items():
            Path(directory, name).write_text(text, encoding="utf-8")
        Path(directory, "tests.zip").write_bytes(program.archive)
        with Path(directory, "lines").open("w+") as lines:
            process = subprocess.Popen(
                [NATIVE, "suite.py", *program.arguments],
                cwd=directory,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=lines,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                process.wait(LIMIT)
            except subprocess.TimeoutExpired:
                print(f"{program.name}: native CPython did not end within {LIMIT} s")
            finally:
                # Processes left running would disturb the next tests.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            lines.seek(0)
            for line in lines:
                progress.take(line)
    return progress.outcomes


def native_version() -> str:
    """The version of this machine's CPython 3.14."""
    return subprocess.run([NATIVE, "-c", _VERSION], capture_output=True, text=True, check=True).stdout.strip()
