"""What the search of schedules promises."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from fuzz_schedules import DifferentResult, Endless, FailingSchedule, UnhandledError, fuzz, replay
from interleave_site.snippet import ROOT
from native import interpreters
from planted import PLANTED, Program
from virtual_time import Deadlock


def _found(program: Program) -> FailingSchedule:
    with pytest.raises(FailingSchedule) as caught:
        fuzz(lambda: program(False), jitter=1.0)
    return caught.value


@pytest.mark.parametrize("program", PLANTED, ids=lambda program: program.__name__)
def test_planted_errors_are_found(program: Program) -> None:
    """Each within twenty schedules, with two switches at most; CPython's own order hides it."""
    replay(lambda: program(False), jitter=1.0)
    report = _found(program).report
    assert report.runs <= 20
    assert 1 <= len(report.changes) <= 2
    assert report.least, "a schedule with fewer switches was never tried"
    assert report.seed is not None
    assert report.failure is not None
    with pytest.raises(type(report.failure)):
        replay(lambda: program(False), seed=report.seed, jitter=1.0)
    with pytest.raises(type(report.failure)):
        replay(lambda: program(False), schedule=report.schedule, jitter=1.0)


@pytest.mark.parametrize("program", PLANTED, ids=lambda program: program.__name__)
def test_cured_programs_survive(program: Program) -> None:
    """A thousand schedules, or all that there are."""
    report = fuzz(lambda: program(True), schedules=1000, jitter=1.0)
    assert report.complete or report.runs == 1000


@pytest.mark.parametrize("version", [(3, 12), (3, 13), (3, 14)], ids=lambda version: f"3.{version[1]}")
def test_a_seed_gives_the_same_order_on_each_version(version: tuple[int, int]) -> None:
    """A hundred seeds of each planted program, in a process of the running Python and in one of that version."""
    running = interpreters()
    if version not in running:
        pytest.skip(f"no CPython {version[0]}.{version[1]} on this machine")

    def trails(python: Path) -> list[str]:
        command = [str(python), str(ROOT / "tests" / "every_trail.py")]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    here = trails(Path(sys.executable))
    assert len(here) == 100 * len(PLANTED)
    assert trails(running[version]) == here


@pytest.mark.parametrize(("seconds", "is_late"), [(0.09, True), (0.06, True), (0.04, False)])
def test_a_sleep_may_outlast_a_timeout(seconds: float, is_late: bool) -> None:
    """With `jitter=1.0`, if twice its time is more than the timeout, which stays exact."""

    async def main() -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(0.1):
                await asyncio.sleep(seconds)
        except TimeoutError:
            assert round(loop.time(), 6) == 0.1
            raise

    assert fuzz(main).complete
    if not is_late:
        assert fuzz(main, jitter=1.0).complete
        return
    with pytest.raises(FailingSchedule) as caught:
        fuzz(main, jitter=1.0)
    assert isinstance(caught.value.report.failure, TimeoutError)
    assert len(caught.value.report.changes) == 1


def test_a_program_with_one_order_is_run_once() -> None:
    """Tasks that meet by `sleep(0)` and locks alone leave nothing open."""

    async def main() -> None:
        lock = asyncio.Lock()

        async def work() -> None:
            async with lock:
                await asyncio.sleep(0)

        await asyncio.gather(*(work() for _ in range(5)))

    report = fuzz(main, schedules=1000)
    assert (report.runs, report.complete) == (1, True)
    assert str(report) == "1 schedule survived, which are all that there are"


def test_a_deadlock_names_its_tasks_and_lines() -> None:
    """It is a failure as an exception is."""

    async def main() -> None:
        await asyncio.Event().wait()

    with pytest.raises(FailingSchedule, match=r"Waiting: Task-1 \(test_fuzz_schedules.py:\d+\)") as caught:
        fuzz(main)
    assert isinstance(caught.value.__cause__, Deadlock)


def test_an_endless_program_is_a_failure() -> None:
    """After the turns that it is given; also one that never waits."""

    async def main() -> None:
        while True:  # noqa: ASYNC110  (what it waits for never comes)
            await asyncio.sleep(0)

    with pytest.raises(FailingSchedule) as caught:
        fuzz(main, turns=1000)
    assert isinstance(caught.value.__cause__, Endless)


def test_an_error_that_nobody_sees_is_a_failure() -> None:
    """That of a task that is never awaited, and that of a callback."""

    async def fail() -> None:
        raise ValueError("unseen")

    async def lost_task() -> None:
        asyncio.create_task(fail())  # noqa: RUF006
        await asyncio.sleep(1)

    async def callback() -> None:
        asyncio.get_running_loop().call_soon(int, "x")
        await asyncio.sleep(1)

    for main in lost_task, callback:
        with pytest.raises(FailingSchedule) as caught:
            fuzz(main)
        assert isinstance(caught.value.__cause__, UnhandledError)
        assert isinstance(caught.value.__cause__.__cause__, ValueError)


async def _order() -> list[str]:
    order: list[str] = []

    async def work(name: str) -> None:
        await asyncio.sleep(1)
        order.append(name)

    await asyncio.gather(work("a"), work("b"))
    return order


def test_results_are_counted_and_compared() -> None:
    """A result that differs is a failure only if it was asked for."""
    report = fuzz(_order, schedules=50)
    assert set(report.results) == {"['a', 'b']", "['b', 'a']"}
    assert report.complete
    with pytest.raises(FailingSchedule) as caught:
        fuzz(_order, same_result=True)
    assert isinstance(caught.value.__cause__, DifferentResult)
    assert caught.value.report.schedule == (1,)


def test_the_report_can_be_read() -> None:
    """What failed, after how many runs, how to see it again, and what was changed where."""
    text = str(_found(PLANTED[1]))
    assert text.splitlines()[0] == "AssertionError: balance -30"
    assert "replay it with schedule=[" in text
    assert "planted.py:" in text
    assert "before" in text


def test_schedules_have_to_be_some() -> None:
    """None would find nothing."""
    with pytest.raises(ValueError, match="at least 1"):
        fuzz(_order, schedules=0)
