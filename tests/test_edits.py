"""What the text of a page invites its reader to do: each edit is made, run on CPython, and prints what is recorded."""

import shutil
import sys
from pathlib import Path

import edits
import pytest
import transcript
from interleave_site.snippet import TAB_PYTHON
from native import TIME_LIMIT, interpreters, run_process
from pytest_examples import EvalExample

EDITS = edits.every_edit()
SECONDS_TO_HANG = 5  # a program that is said to hang is ended after these
_SIGALRM_EXIT = 142
_WITH_ALARM = f"import os, signal, sys; signal.alarm({SECONDS_TO_HANG}); os.execv(sys.argv[1], sys.argv[1:])"

each_edit = pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)


@each_edit
def test_a_page_says_so(edit: edits.Edit) -> None:
    """The words are on a page that shows the program."""
    assert edit.pages(), f"no page that shows {edit.snippet.name} says: {edit.says}"


def _python(edit: edits.Edit) -> Path:
    if edit.snippet.dependencies:
        return Path(sys.executable)  # only the running Python has them
    python = interpreters().get(TAB_PYTHON)
    if python is None:
        if edit.snippet.requires_python > sys.version_info[:2]:
            pytest.skip("needs Python {}.{}, which this machine lacks".format(*edit.snippet.requires_python))
        python = Path(sys.executable)
    return python


@pytest.mark.timeout(TIME_LIMIT)
@each_edit
def test_prints(edit: edits.Edit, tmp_path: Path, eval_example: EvalExample) -> None:
    """The edited program prints what its entry says, or shows the lines that it names, and hangs only if it says so."""
    program = tmp_path / edit.snippet.path.name
    program.write_text(edit.source, encoding="utf-8")
    for module in edit.snippet.local_modules:
        shutil.copy(module, tmp_path)
    command = [str(_python(edit)), "-u", program.name]
    if edit.hangs:
        command = [sys.executable, "-c", _WITH_ALARM, *command]
    chunks, exit_code = run_process(command, tmp_path)
    if edit.hangs:
        assert exit_code == _SIGALRM_EXIT, f"it was to hang, and it ended: {transcript.render(chunks, exit_code)}"
        exit_code = 0
    whole = transcript.render(chunks, exit_code).replace(f"{tmp_path}/", "")
    shows = edit.entry.get("shows")
    if shows is not None:
        assert isinstance(shows, list)
        assert not [text for text in shows if text not in whole], whole
        return
    printed = edits.without_frames(whole)
    if eval_example.update_examples and edit.entry.get("prints") != printed:
        edit.record(printed)
        return
    assert printed == edit.entry.get("prints"), 'record it: make test ARGS="--update-examples -k test_edits -n0"'


def test_an_edit_changes_the_program() -> None:
    """No edit leaves its program as it is; together they are as many as the guide promises."""
    assert not [edit.name for edit in EDITS if edit.source == edit.snippet.source]
    assert len(EDITS) >= 60
