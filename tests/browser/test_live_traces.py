"""On the instant clock, a program does the same each time, and what asyncio alone decides as CPython does."""

from collections.abc import Callable

import pytest
from interleave_site.pages import Page as GuidePage
from interleave_site.snippet import Snippet
from live import PAGES, live, parametrize, record, start_recording
from playground import later, run
from playwright.sync_api import Page
from tracing.comparing import certain, difference, is_up_to_the_machine
from tracing.programs import Event
from tracing.schema_check import errors
from tracing.stored import parse

# What asyncio keeps in sets and goes through: tasks, futures.
_SETS = """
import asyncio

async def wait(number):
    try:
        await asyncio.sleep(60)
    finally:
        print(number)

async def main():
    try:
        async with asyncio.timeout(1), asyncio.TaskGroup() as group:
            for number in range(9):
                group.create_task(wait(number))
    except TimeoutError:
        pass
    futures = {asyncio.get_running_loop().create_future() for _ in range(9)}
    for number, future in enumerate(futures):
        future.add_done_callback(lambda _, number=number: print("future", number))
        future.set_result(number)
    left = [asyncio.create_task(wait(number)) for number in range(9)]
    await asyncio.sleep(0)

asyncio.run(main())
"""
# Prints which functions of the kernel the recorder is told of more than once.
_TOLD = """
import asyncio, collections, sys
from interleave_kernel.base.tracebacks import is_kernel

async def switch():
    for _ in range(100):
        await asyncio.sleep(0)

monitoring = sys.monitoring
event = monitoring.events.PY_START
tool = next(number for number in range(6) if monitoring.get_tool(number) == "interleave")
started = monitoring.register_callback(tool, event, None)
told = collections.Counter()

def count(code, offset):
    if is_kernel(code.co_filename):
        told[code.co_filename, code.co_firstlineno, code.co_qualname] += 1
    return started(code, offset)

monitoring.register_callback(tool, event, count)
asyncio.run(switch())
monitoring.register_callback(tool, event, started)
print(sorted(name for name, times in told.items() if times > 1))
"""
# Programs whose order CPython leaves to the addresses of objects, with what is in a set.
_BY_ADDRESS = {
    "howto/aiohttp_server/slow_client_stops_all.py": "aiohttp's connections",
    "howto/aiohttp_server/startup_fails.py": "asynchronous generators, in BaseEventLoop.shutdown_asyncgens()",
    "libraries/anyio/task_group_error.py": "AnyIO's scopes, in CancelScope._deliver_cancellation()",
    "libraries/anyio/tcp_server.py": "AnyIO's scopes, in CancelScope._deliver_cancellation()",
    "libraries/fastapi_websocket/websocket_server.py": "the program's connections",
    "libraries/which_library/first_answer_wins.py": "AnyIO's scopes, in CancelScope._deliver_cancellation()",
}
# A page of tasks.
SAMPLE = ("learn/tasks.md",)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Some pages; with `--traces`, all that have programs."""
    parametrize(metafunc, SAMPLE, "traces")


def test_the_samples_are_pages() -> None:
    """None of them has another name by now."""
    assert set(SAMPLE) <= {guide_page.source for guide_page in PAGES}
    assert set(_BY_ADDRESS) <= {snippet.name for guide_page in PAGES for snippet in live(guide_page)}


def _other(page: Page, snippet: Snippet) -> list[Event]:
    """The stored trace, or that of another run.

    Which socket is ready first is up to the system, and a thread that computes for long is interrupted somewhere.
    """
    trace = snippet.trace or ""
    stored = parse(trace)
    interrupted = any(event["event"] == "after_thread_step" and "ready" in event["detail"] for event in stored)
    if not stored or interrupted or '"socket"' in trace:
        return _again(page, snippet)
    return stored


def _again(page: Page, snippet: Snippet) -> list[Event]:
    """The trace of another run."""
    later(page)
    return record(page, snippet)[1]


def test_a_program_leaves_the_trace_that_it_has_to(guide_page: GuidePage, visit: Callable[[str], Page]) -> None:
    """Each program of a page, whose events fit the schema."""
    page = visit(guide_page.url)
    otherwise = {}
    for snippet in live(guide_page):
        _, events = record(page, snippet)
        wrong = [error for event in events for error in errors(event)]
        if is_up_to_the_machine(events) or snippet.name in _BY_ADDRESS:
            # Which process or element is first differs from run to run, also natively. What happens doesn't.
            if wrong or certain(events) != certain(_again(page, snippet)):
                otherwise[snippet.name] = wrong[:1] or "not the same processes and lines"
            continue
        other = _other(page, snippet)
        if not any(event["event"] == "signal_sent" for event in other):
            # On CPython nobody hears of os.kill().
            events = [event for event in events if event["event"] != "signal_sent"]
        if found := wrong[:1] or difference(events, other):
            otherwise[snippet.name] = found
    assert not otherwise


def test_functions_of_the_kernel_cost_a_recording_nothing(warm_playground: Page) -> None:
    """The recorder is told of each once at most: looking for their hidden frames took longer than the program."""
    start_recording(warm_playground.locator("py-snippet"))
    assert run(warm_playground, _TOLD)["stdout"] == "[]\n"


@pytest.mark.row("hashes of tasks, futures and threads")
def test_sets_of_tasks_have_one_order(warm_playground: Page) -> None:
    """Whatever ran before: here, a run that leaves other addresses."""
    printed = []
    for before in ("", "kept = [object() for _ in range(4321)]\n"):
        start_recording(warm_playground.locator("py-snippet"))
        printed.append(run(warm_playground, before + _SETS)["stdout"])
    assert printed[0] == printed[1]
    assert sorted(printed[0].split()[:9]) == [str(number) for number in range(9)]
