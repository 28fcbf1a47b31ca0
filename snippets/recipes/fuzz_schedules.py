"""Fuzz the schedules of an asyncio program: find an order in which it fails, shrink it, replay it"""

import asyncio
import traceback
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from schedules import Choices, Search
from virtual_time import Event, VirtualLoop

T = TypeVar("T")


@dataclass(frozen=True)
class Report:
    """What a search has found.

    Attributes:
        runs: The number of schedules that were tried, without those that shrank a failure.
        complete: Whether these were all the orders that the program has.
        results: What `main` returned, as text, and how often.
        failure: The exception of the failing run with the fewest switches, or None.
        seed: The seed of the first run that failed; None if no run failed, or if that run had no seed.
        schedule: The failing schedule with the fewest switches.
        changes: What each of these switches changed, in words.
        least: Whether all schedules with fewer switches were tried, and none of them fails.
    """

    runs: int
    complete: bool
    results: dict[str, int]
    failure: BaseException | None = None
    seed: int | None = None
    schedule: tuple[int, ...] = ()
    changes: tuple[str, ...] = ()
    least: bool = False

    def __str__(self) -> str:
        schedules = f"{self.runs} schedule{'s' * (self.runs > 1)}"
        if self.failure is None:
            return f"{schedules} survived" + ", which are all that there are" * self.complete
        lines = [f"{_in_words(self.failure)}", f"found after {schedules}"]
        if self.seed is not None:
            lines[-1] += f", with seed {self.seed}"
        if not self.schedule:
            lines.append("in CPython's own order")
        else:
            lines.append(f"replay it with schedule={list(self.schedule)}; what it changes:")
            lines += [f"  {change}" for change in self.changes]
            if self.least:
                lines.append("no schedule with fewer changes fails")
        return "\n".join(lines)


class FailingSchedule(AssertionError):
    """A schedule makes the program fail. `__cause__` is the program's own exception.

    Attributes:
        report: The result of the search.
    """

    def __init__(self, report: Report) -> None:
        super().__init__(str(report))
        self.report = report


class DifferentResult(AssertionError):
    """`main` returned a different result than in CPython's own order."""


class Endless(AssertionError):
    """The program hasn't ended within the given number of turns of the event loop."""


class UnhandledError(AssertionError):
    """An exception reached the event loop's exception handler: a callback raised it, or its task was never awaited."""


def fuzz(
    main: Callable[[], Coroutine[Any, Any, object]],
    schedules: int = 200,
    *,
    seed: int = 1,
    jitter: float = 0.0,
    same_result: bool = False,
    turns: int = 100_000,
) -> Report:
    """Run a program in virtual time under many schedules, and fail if it fails in one of them.

    A run fails if it raises an exception (such as that of an `assert`), if all tasks wait and nothing can wake one, if
    a callback raises or a task's exception is lost, or if it doesn't end.

    All runs take place in this process: state that the program keeps outside of `main` is carried from run to run.

    Args:
        main: Called for each run; returns the coroutine to run.
        schedules: The number to try: CPython's own order first, then random ones, and in the second half those with
            one change, two changes and so on.
        seed: The seed of the first random run.
        jitter: How much longer than requested an `asyncio.sleep` may last, as a fraction of its seconds. For programs
            in which a sleep represents I/O; otherwise, sleeps are exact.
        same_result: Whether it is a failure if `main` returns a different result than in CPython's own order.
        turns: The number of turns of the event loop that a run may take.

    Returns:
        What was tried, if no run failed.

    Raises:
        FailingSchedule: If a run failed, with the shortest failing schedule that was found.
        ValueError: If `schedules` is less than 1.
    """
    search = Search(schedules, seed)
    results: Counter[str] = Counter()
    failures: dict[Choices, BaseException] = {}
    expected: list[object] = []
    while (choices := search.next()) is not None:
        try:
            result = _run(main, choices, jitter, turns)
            if same_result:
                expected = expected or [result]
                if result != expected[0]:
                    raise DifferentResult(f"returned {result!r}; in CPython's own order, {expected[0]!r}")
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as error:
            failures[choices] = error
            search.tell(type(error).__qualname__)
        else:
            results[repr(result)] += 1
            search.tell(None)
    if search.found is None or search.fewest is None:
        return Report(search.runs, search.complete, dict(results))
    report = Report(
        runs=search.runs,
        complete=False,
        results=dict(results),
        failure=failures[search.fewest],
        seed=search.found.seed,
        schedule=tuple(search.fewest.schedule),
        changes=tuple(search.fewest.changes),
        least=search.least,
    )
    raise FailingSchedule(report) from report.failure


def replay(
    main: Callable[[], Coroutine[Any, Any, T]],
    *,
    seed: int | None = None,
    schedule: Sequence[int] = (),
    jitter: float = 0.0,
    turns: int = 100_000,
) -> T:
    """Run a program again in the order of a seed or a schedule, under a debugger for example.

    Args:
        main: As passed to `fuzz`.
        seed: A seed.
        schedule: A schedule, instead of `seed`.
        jitter: As passed to `fuzz`.
        turns: As passed to `fuzz`.

    Returns:
        What `main` returns.

    Raises:
        BaseException: The exception that made the run fail.
    """
    return _run(main, Choices(schedule, seed), jitter, turns)


def _run(main: Callable[[], Coroutine[Any, Any, T]], choices: Choices, jitter: float, turns: int) -> T:
    lost: list[dict[str, Any]] = []

    def make_loop() -> _FuzzedLoop:
        loop = _FuzzedLoop(choices, jitter, turns)
        loop.set_exception_handler(lambda _, context: lost.append(context))
        return loop

    with asyncio.Runner(loop_factory=make_loop) as runner:
        result = runner.run(main())
    for context in lost:
        raise UnhandledError(context["message"]) from context.get("exception")
    return result


class _FuzzedLoop(VirtualLoop):
    def __init__(self, choices: Choices, jitter: float, turns: int) -> None:
        self.choices, self.jitter, self._turns = choices, jitter, turns
        super().__init__()

    def _process_events(self, event_list: list[Event]) -> None:
        self._turns -= 1
        if self._turns == 0:  # later turns are for the program's clean-up
            raise Endless("not at its end after all turns of the event loop that it was given")
        super()._process_events(event_list)


def _in_words(error: BaseException) -> str:
    return "".join(traceback.format_exception_only(error)).strip()
