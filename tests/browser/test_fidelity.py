"""The tab behaves as CPython: the same programs print the same in both."""

import re
from pathlib import Path

import pytest
import transcript
from native import of_the_tab, run_process
from playground import run
from playwright.sync_api import Page

PROGRAMS = sorted((Path(__file__).parents[1] / "fidelity").glob("*.py"))


def _without_directories(text: str) -> str:
    """Tracebacks name a file by its directory, which is another one in the tab."""
    text = re.sub(r'File "[^"]*/([^/"]+)"', r'File "\1"', text.replace("playground.py", "PROGRAM.py"))
    return re.sub(r"(?m)^(stderr: )?/\S*/(PROGRAM\.py:\d+: \w*Warning)", r"\1\2", text)


# These start dozens of processes.
LONG = ("console_scripts", "interpreter_settings", "shell_commands")
EACH = [pytest.param(path, id=path.stem, marks=[pytest.mark.long] * (path.stem in LONG)) for path in PROGRAMS]


@pytest.mark.parametrize("path", EACH)
def test_prints_what_cpython_prints(path: Path, warm_playground: Page) -> None:
    """Output and exit code, both streams in order."""
    python = of_the_tab(path)
    chunks, exit_code = run_process([str(python), "-u", str(path)], path.parent)
    expected = transcript.render(chunks, exit_code).replace(path.name, "PROGRAM.py")
    result = run(warm_playground, path.read_text(encoding="utf-8"))
    printed = transcript.render(result["chunks"], result["exitCode"])
    assert _without_directories(printed) == _without_directories(expected)
