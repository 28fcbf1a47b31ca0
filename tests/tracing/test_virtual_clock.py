"""On a clock that jumps to the next timer, a program gives the same trace each time: the stored one, byte for byte."""

import pytest
from interleave_site.snippet import SNIPPETS, Snippet
from tracing.schema_check import errors
from tracing.stored import PYTHON, agrees, candidates, parse, record, thread_programs

PROGRAMS = candidates()
STORED = [*(snippet for snippet in PROGRAMS if snippet.trace), *thread_programs()]
# Candidates that print something else on that clock than on a real one, so that a drawing would contradict the page.
OTHERWISE = {
    "concepts/event_loop/real_loop_trace.py": "counts the turns of its own selector, which doesn't jump",
    "howto/graceful_shutdown/sigterm_kills_without_cleanup.py": "is ended by a signal, and leaves no trace",
}


@pytest.fixture(scope="module")
def recorded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The traces of the programs that this session tests, from a run of now."""
    if PYTHON is None:
        pytest.skip("traces are recorded on CPython 3.14, which this machine lacks")
    asked = {
        item.callspec.params["snippet"].name
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    }
    return record([snippet for snippet in PROGRAMS if snippet.name in asked], tmp_path_factory.mktemp("traces"))


def test_most_programs_are_recorded() -> None:
    """Those of tasks here, those of threads in the tab. No trace has outlived its program."""
    assert len(PROGRAMS) - len(OTHERWISE) >= 150
    assert len(thread_programs()) >= 70
    kept = {Snippet.of_trace(path).name for path in SNIPPETS.rglob("*.trace.jsonl")}
    assert kept == {snippet.name for snippet in [*PROGRAMS, *thread_programs()]} - set(OTHERWISE)


@pytest.mark.parametrize("snippet", PROGRAMS, ids=lambda snippet: snippet.name)
def test_the_stored_trace_is_current(
    snippet: Snippet, recorded: dict[str, str], request: pytest.FixtureRequest
) -> None:
    """`--update-examples` writes it, as it does the transcript."""
    trace = recorded.get(snippet.name, "")
    events = parse(trace)
    if snippet.name in OTHERWISE:
        assert not trace or not agrees(events, snippet), "it could be drawn: take it out of OTHERWISE"
        return
    update = request.config.getoption("update_examples")
    # The transcript of a new program may be recorded after its trace.
    if not update or snippet.transcript_path.exists():
        assert agrees(events, snippet), "it prints something else than on a real clock: say why in OTHERWISE"
    if update and snippet.trace != trace:
        snippet.trace_path.write_text(trace, encoding="utf-8")
    assert snippet.trace == trace


@pytest.mark.parametrize("snippet", STORED, ids=lambda snippet: snippet.name)
def test_a_stored_trace_fits_schema_and_program(snippet: Snippet) -> None:
    """It prints the transcript and names lines that there are; each turn that began has ended, unless it was cut."""
    events = parse(snippet.trace or "")
    assert not [error for event in events for error in errors(event)]
    assert events[-1]["event"] == "program_ended"
    assert "recorder_failed" not in events[-1].get("detail", {})
    assert agrees(events, snippet)
    lines = len(snippet.source.splitlines())
    assert all(event.get("line", 1) <= lines for event in events if "file" not in event)
    names = [event["event"] for event in events]
    ends = names.count("after_task_step") + names.count("task_exited") + names.count("events_cut")
    assert names.count("before_task_step") <= ends
