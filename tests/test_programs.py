"""Every program runs on CPython, on a real clock with real sockets, and prints its transcript to the byte."""

import gc
import logging
import re
import sys
import threading
import warnings
from pathlib import Path

import pytest
import transcript
from interleave_site.snippet import Snippet, every_snippet
from native import TIME_LIMIT, Chunks, interpreters, recorded, run_process
from pytest_examples import CodeExample, EvalExample
from virtual_display import has_display, virtual_display

# What can't share a process with the tests: programs that start processes, are sent signals, listen to logs, look at
# their process's own threads and the end of its main thread, or print the name of their file.
_OWN_PROCESS = re.compile(
    r"\b(logging|multiprocessing|subprocess|create_subprocess_\w+|interpreters|signal|\w+PoolExecutor|LocalCluster"
    r"|daemon|excepthook|main_thread|setswitchinterval|fuzz_schedules|virtual_time)\b"
)

PROGRAMS = every_snippet()


def _in_process(snippet: Snippet, eval_example: EvalExample, caplog: pytest.LogCaptureFixture) -> tuple[Chunks, int]:
    example = CodeExample.create(snippet.source, path=snippet.path)
    exit_code = 0
    main = sys.modules["__main__"]
    sys.path.insert(0, str(snippet.path.parent))
    try:
        with recorded() as chunks, warnings.catch_warnings(), caplog.at_level(logging.ERROR, "asyncio"):
            warnings.simplefilter("error")
            try:
                eval_example.run(example, rewrite_assertions=False)
            except SystemExit as error:
                exit_code = error.code if isinstance(error.code, int) else int(error.code is not None)
            # Tasks and coroutines that were lost complain when they are collected.
            gc.collect()
    finally:
        sys.path.remove(str(snippet.path.parent))
        sys.modules["__main__"] = main
        threading.current_thread().name = "MainThread"
        for module in snippet.local_modules:
            sys.modules.pop(module.stem, None)
    assert not [record.getMessage() for record in caplog.records if record.name == "asyncio"]
    return chunks, exit_code


def _as_process(snippet: Snippet, python: Path) -> tuple[Chunks, int]:
    # Not -X dev: it turns asyncio's debug mode on, which reports each step that a busy machine makes slow.
    options = ["-X", "faulthandler", "-W", "error", "-u"]
    return run_process([str(python), *options, str(snippet.path)], snippet.path.parent)


def _check(snippet: Snippet, printed: str, update: bool) -> None:
    printed = transcript.on_a_fast_machine(printed)
    if snippet.rarities and not snippet.transcript_path.exists():
        assert transcript.EXIT not in printed, printed
        return
    if update and (not snippet.transcript_path.exists() or snippet.transcript != printed):
        snippet.transcript_path.write_text(printed, encoding="utf-8")
    assert printed == snippet.transcript


@pytest.mark.timeout(TIME_LIMIT)
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("snippet", PROGRAMS, ids=lambda snippet: snippet.name)
def test_prints_its_transcript(snippet: Snippet, eval_example: EvalExample, caplog: pytest.LogCaptureFixture) -> None:
    """On the running Python, or, where it is too old, on each one of the machine that isn't."""
    update = eval_example.update_examples
    if snippet.opens_window:
        if not has_display():
            pytest.skip("needs tkinter and Xvfb, which this machine lacks")
        with virtual_display():
            chunks, exit_code = _as_process(snippet, Path(sys.executable))
        _check(snippet, transcript.render(chunks, exit_code), update)
        return
    if snippet.requires_python <= sys.version_info[:2] and not snippet.free_threaded:
        # Packages have state of their own, and log as they like.
        if _OWN_PROCESS.search(snippet.source) or snippet.dependencies:
            chunks, exit_code = _as_process(snippet, Path(sys.executable))
        else:
            chunks, exit_code = _in_process(snippet, eval_example, caplog)
        _check(snippet, transcript.render(chunks, exit_code), update)
        return
    found = interpreters(free_threaded=snippet.free_threaded)
    fitting = [path for version, path in found.items() if version >= snippet.requires_python]
    if not fitting or snippet.dependencies:
        # Only the running Python has the dependencies installed.
        wanted = " and ".join(snippet.needs) or "Python {}.{}".format(*snippet.requires_python)
        pytest.skip(f"needs {wanted} with its dependencies, which this machine lacks")
    for python in fitting:
        chunks, exit_code = _as_process(snippet, python)
        _check(snippet, transcript.render(chunks, exit_code), update)
