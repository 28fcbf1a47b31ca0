"""Schedules: the choices of one run, and a search for the schedule that fails"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Generator, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
_RATES = (1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 64)  # the part of its choices that a random schedule changes


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a run.

    Attributes:
        kind: What was chosen, such as `"timer"`.
        count: The number of options.
        taken: The option that was chosen; 0 is CPython's own.
        change: If `taken` isn't 0, what it changed, in words.
    """

    kind: str
    count: int
    taken: int
    change: str = ""


class Choices:
    """Decides the order of one run, and records a trail of the decisions.

    A *schedule* is a list of small whole numbers, one for each choice; 0 is CPython's own choice, and zeros at the end
    are left out. So the empty schedule is CPython's own order.

    Args:
        schedule: The schedule to replay. Choices after its end are 0, and a number that is too large for its choice
            becomes the largest possible one, so a program that was edited can still be run.
        seed: Draw a schedule at random, instead of `schedule`. A seed gives the same numbers on every version and
            platform. Some seeds change every second choice and others very few, since many errors need only one or two
            changes, at the right point. Seed 0 changes none.

    Attributes:
        seed: The seed, or None.
        planned: The schedule that was given.
        trail: The choices so far.
    """

    def __init__(self, schedule: Sequence[int] = (), seed: int | None = None) -> None:
        self.seed = seed
        self.trail: list[Choice] = []
        self.planned = tuple(schedule)
        # Of the methods of Random, only random() guarantees the same numbers in each version of Python.
        self._random = random.Random(seed).random if seed else None
        self._rate = _RATES[int(self._random() * len(_RATES))] if self._random else 0.0

    def choose(self, kind: str, count: int, describe: Callable[[int], str] | None = None) -> int:
        """Choose an option, and record it in the trail.

        Args:
            kind: What is chosen.
            count: The number of options; at least 2.
            describe: Called with the number if it isn't 0; returns in words what that changes.

        Returns:
            A number from 0 to `count` - 1.

        Raises:
            ValueError: If there are fewer than two options.
        """
        if count < 2:
            raise ValueError("a choice needs two possibilities")
        taken = 0
        if self._random:
            if self._random() < self._rate:
                taken = 1 + int(self._random() * (count - 1))
        elif len(self.trail) < len(self.planned):
            taken = max(0, min(self.planned[len(self.trail)], count - 1))
        self.trail.append(Choice(kind, count, taken, describe(taken) if taken and describe else ""))
        return taken

    @property
    def schedule(self) -> list[int]:
        """The choices so far, as a schedule that replays them."""
        taken = [choice.taken for choice in self.trail]
        while taken and not taken[-1]:
            taken.pop()
        return taken

    @property
    def switches(self) -> int:
        """The number of choices so far that weren't CPython's own."""
        return sum(choice.taken > 0 for choice in self.trail)

    @property
    def changes(self) -> list[str]:
        """What the switches changed, in words."""
        return [choice.change or choice.kind for choice in self.trail if choice.taken]


_Runs = Generator[Choices, Hashable | None, T]  # yields the choices of a run, and receives how it failed


class Search:
    """Which schedules to try next: CPython's own order, random ones, then all by their number of switches.

    It runs nothing itself. The code that runs the program gets the choices of a run from `next()`, and reports with
    `tell()` how the run has ended. The first failure is then shrunk: first to few switches, then to small numbers.

    Args:
        schedules: The largest number of runs; those that shrink a failure aren't counted.
        seed: The seed of the first random run; the next runs have the numbers that follow.
        shrink: The largest number of runs for shrinking.

    Attributes:
        runs: The number of schedules that were tried.
        complete: Whether these were all the orders that the program has.
        found: The choices of the first run that failed, or None.
        fewest: The choices of the failing run with the fewest switches so far, or None.
        least: Whether every schedule with fewer switches than `fewest` was tried, and none of them fails.
    """

    def __init__(self, schedules: int = 200, seed: int = 1, shrink: int = 200) -> None:
        if schedules < 1:
            raise ValueError("schedules must be at least 1")
        self.runs = 0
        self.complete = False
        self.found: Choices | None = None
        self.fewest: Choices | None = None
        self.least = False
        self._schedules = schedules
        self._seed = seed
        self._attempts = shrink
        self._steps = self._search()
        self._now: Choices | None = next(self._steps)

    def next(self) -> Choices | None:
        """The choices of the next run, always new ones; None if the search is over."""
        return self._now

    def tell(self, failure: Hashable | None) -> None:
        """Report how the run with the last choices has ended.

        Args:
            failure: None, or what the failure is, such as the name of its exception. A schedule that fails in a
                different way than the first one doesn't replace it.
        """
        try:
            self._now = self._steps.send(failure)
        except StopIteration:
            self._now = None

    def _search(self) -> _Runs[None]:
        plain = Choices(seed=0)
        if (yield from self._try(plain)):
            return
        if not plain.trail:
            self.complete = True  # nothing was left open
            return
        for seed in range(self._seed, self._seed + self._schedules // 2):
            if (yield from self._try(Choices(seed=seed))):
                return
        frontier = _Frontier(plain)
        for choices in frontier:
            if self.runs == self._schedules or (yield from self._try(choices)):
                return
            frontier.add(choices)
        self.complete = True

    def _try(self, choices: Choices) -> _Runs[bool]:
        failure = yield choices
        self.runs += 1
        if failure is None:
            return False
        self.found = self.fewest = choices
        yield from self._drop_switches(failure)
        yield from self._lower_numbers(failure)
        yield from self._look_for_fewer(failure)
        return True

    def _attempt(self, schedule: Sequence[int], failure: Hashable) -> _Runs[bool]:
        """Run a schedule; keep it if it fails in the same way, and is shorter."""
        if not self._attempts:
            return False
        self._attempts -= 1
        choices = Choices(schedule)
        return self._keep(choices, failure, (yield choices))

    def _keep(self, choices: Choices, failure: Hashable, now: Hashable | None) -> bool:
        assert self.fewest
        if now != failure or _length(choices) >= _length(self.fewest):
            return False
        self.fewest = choices
        return True

    def _drop_switches(self, failure: Hashable) -> _Runs[None]:
        """Set switches to 0: all of them, then halves, quarters … single ones, as delta debugging does."""
        assert self.fewest
        size = self.fewest.switches
        while size:
            schedule = self.fewest.schedule
            places = [place for place, number in enumerate(schedule) if number]
            for start in range(0, len(places), size):
                dropped = places[start : start + size]
                kept = [0 if place in dropped else number for place, number in enumerate(schedule)]
                if (yield from self._attempt(kept, failure)):
                    break
            else:
                size //= 2

    def _lower_numbers(self, failure: Hashable) -> _Runs[None]:
        assert self.fewest
        for place, number in enumerate(self.fewest.schedule):
            for smaller in range(1, number):
                schedule = self.fewest.schedule
                if (yield from self._attempt([*schedule[:place], smaller, *schedule[place + 1 :]], failure)):
                    break

    def _look_for_fewer(self, failure: Hashable) -> _Runs[None]:
        """Try all schedules with fewer switches, as far as attempts are left."""
        assert self.fewest
        plain = Choices()
        self.least = self.fewest.switches == 0
        if self.least or not self._attempts:
            return
        self._attempts -= 1
        yield plain
        frontier = _Frontier(plain)
        for choices in frontier:
            self.least = sum(map(bool, choices.planned)) >= self.fewest.switches
            if self.least or not self._attempts:
                return
            self._attempts -= 1
            if self._keep(choices, failure, (yield choices)):
                self.least = True
                return
            frontier.add(choices)
        self.least = True


class _Frontier:
    """All schedules by their number of switches: each differs by one more switch from a run that took place."""

    def __init__(self, plain: Choices) -> None:
        self._more = deque([_one_switch_more(plain.trail, 0)])

    def __iter__(self) -> Iterator[Choices]:
        while self._more:
            for schedule in self._more.popleft():
                yield Choices(schedule)

    def add(self, choices: Choices) -> None:
        """A run of one of them took place."""
        self._more.append(_one_switch_more(choices.trail, len(choices.planned)))


def _one_switch_more(trail: Sequence[Choice], start: int) -> Iterator[list[int]]:
    taken = [choice.taken for choice in trail]
    for place in range(start, len(trail)):
        for number in range(1, trail[place].count):
            yield [*taken[:place], number]


def _length(choices: Choices) -> tuple[int, int, int]:
    schedule = choices.schedule
    return choices.switches, len(schedule), sum(schedule)
