"""The stored traces of programs with threads, from which the build draws timelines, are those that the tab gives now.

Each program runs under the ordinary schedule, on the instant clock: threads go on in the order in which they became
ready, and none is interrupted. So the trace is the same on every machine.
"""

import pytest
from interleave_site.snippet import Snippet
from live import recorded, start_recording
from playwright.sync_api import Page
from tracing.stored import bounded, thread_programs

PROGRAMS = thread_programs()
# One of each folder and of each kind of waiting.
SAMPLE = (
    "learn/cpu_bound/to_thread_keeps_loop_alive.py",
    "learn/threads_and_processes/forced_race.py",
    "threads/break_it/two_transfers_two_locks.py",
    "threads/free_threading/count_apart_then_add.py",
    "threads/locks/deadlock_of_two.py",
    "threads/queues/jobs_and_workers.py",
    "threads/races/lost_update_step_by_step.py",
    "threads/signalling/condition_wait_for.py",
    "threads/thread_life/stop_a_thread.py",
    "threads/thread_pools/results_as_completed.py",
)

_REPLAY = """
(snippet, source) => {
  snippet.source = source;
  return snippet.explore({mode: "replay", schedule: []});
}
"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Some programs; all with `--traces`, and where traces may be written."""
    if "snippet" in metafunc.fixturenames:
        every = metafunc.config.getoption("traces") or metafunc.config.getoption("update_examples")
        programs = [snippet for snippet in PROGRAMS if every or snippet.name in SAMPLE]
        metafunc.parametrize("snippet", programs, ids=lambda snippet: snippet.name)


def test_the_samples_are_programs() -> None:
    """None of them has another name by now."""
    assert set(SAMPLE) <= {snippet.name for snippet in PROGRAMS}


def test_the_stored_trace_is_current(warm_playground: Page, snippet: Snippet, request: pytest.FixtureRequest) -> None:
    """`--update-examples` writes it, as it does the transcript."""
    element = warm_playground.locator("py-snippet")
    start_recording(element)
    element.evaluate(_REPLAY, snippet.source)
    trace = bounded(recorded(element))
    if request.config.getoption("update_examples") and snippet.trace != trace:
        snippet.trace_path.write_text(trace, encoding="utf-8")
    assert snippet.trace == trace
