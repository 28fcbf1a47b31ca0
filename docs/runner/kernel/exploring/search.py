"""Decides which schedule is tried next, and which messages the page gets: see shared/schedules.js.

snippets/recipes/schedules.py defines schedules, draws them, and shortens failing ones.
"""

import hashlib
import json
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import islice
from typing import Any

from . import recipes

Outcome = dict[str, Any]
Goal = dict[str, str]
Message = tuple[str, dict[str, Any]]
# The modes with one run, which is shown as it proceeds.
SINGLE = ("replay", "choose")
_FAILURES = ("failed", "deadlock")


class Choices:
    """The choices of a run, and the lines of the program at which they were made.

    Args:
        decided: Decides them: the recipe's `Choices`.
        ask: Decides those after the schedule's end, if given: takes the kind, the number of options, and a function
            that describes what an option changes.
    """

    def __init__(self, decided: Any, ask: Callable[..., int] | None = None) -> None:
        self.decided = decided
        self._ask = ask
        self.lines: dict[int, int | None] = {}
        # Returns the line of the running thread.
        self.line: Callable[[], int | None] = lambda: None

    @property
    def step(self) -> int:
        """The number of choices so far."""
        return len(self.decided.trail)

    @property
    def asks(self) -> bool:
        """Whether the next choice is the reader's."""
        return self._ask is not None and self.step >= len(self.decided.planned)

    def plan(self, taken: int) -> None:
        """Add the option to take at the first choice without a plan."""
        self.decided.planned = (*self.decided.planned, taken)

    def choose(self, kind: str, count: int, describe: Callable[[int], str] | None = None) -> int:
        """Choose one of `count` options, by its index."""
        decided, step = self.decided, self.step
        if self.asks and self._ask is not None:
            self.plan(self._ask(step, kind, count, describe))
        taken: int = decided.choose(kind, count, describe)
        if taken:
            self.lines[step] = self.line()
        return taken

    @property
    def switches(self) -> list[dict[str, Any]]:
        """The choices other than CPython's own."""
        return [
            {"step": step, "kind": each.kind, "taken": each.taken, "change": each.change, "line": self.lines.get(step)}
            for step, each in enumerate(self.decided.trail)
            if each.taken
        ]


class Search:
    """The runs of an exploration. Its arguments are the page's request, and `ask` as in `Choices`."""

    def __init__(self, wanted: dict[str, Any], ask: Callable[..., int]) -> None:
        self._recipe = recipes.load("schedules")
        self._mode = wanted["mode"]
        self._runs = wanted["runs"]
        self._seed = wanted["seed"]
        self._schedule: Sequence[int] | None = wanted["schedule"]
        self._expected: str | None = wanted["expected"]
        self._goal: Goal | None = wanted["goal"]
        self._ask = ask
        self._plan = self._single() if self._mode in SINGLE else self._find() if self._mode == "find" else self._draw()
        # How the last run failed, for a search; None: it didn't.
        self._failure: Hashable | None = None
        self.runs = 0
        self._digest = hashlib.sha256()
        self._places: dict[Hashable, int] = {}
        self._counts: list[int] = []
        self._found: int | None = None
        self._shortest: Any = None
        self._switches: list[dict[str, Any]] = []
        self._reason = "all"

    def next(self) -> Choices | None:
        """The choices of the next run; None if there is no further run."""
        return next(self._plan, None)

    def heard(self, choices: Choices, outcome: Outcome) -> list[Message]:
        """Take the outcome of a run; returns the messages about it, by name (process/exploring.js)."""
        self.runs += 1
        ending = outcome["ending"]
        if self._expected is None and self.runs == 1 and ending == "done":
            self._expected = outcome["output"]
        outcome["reached"] = self._goal is not None and reaches(self._goal, outcome)
        outcome["fails"] = ending in _FAILURES or outcome["reached"] or self._differs(outcome)
        outcome |= {"seed": choices.decided.seed, "schedule": choices.decided.schedule}
        self._digest.update(in_short(choices.decided, ending, outcome["output"]))
        key = ending, outcome["output"], outcome["message"]
        self._failure = _kind(outcome) if outcome["fails"] else None
        place = self._places.setdefault(key, len(self._places))
        messages: list[Message] = []
        if place == len(self._counts):
            self._counts.append(0)
            messages.append(("outcome", {"place": place, "outcome": outcome}))
        self._counts[place] += 1
        if ending == "refused":
            self._plan = iter(())
            self._reason = "refused"
        if outcome["fails"] and self._mode != "try":
            self._keep(place, choices, outcome, messages)
        messages.append(("explored", {"runs": self.runs, "counts": list(self._counts)}))
        return messages

    def _differs(self, outcome: Outcome) -> bool:
        """Whether, without a goal, a run's output differs from the expected one."""
        return self._goal is None and outcome["ending"] == "done" and outcome["output"] != self._expected

    def _keep(self, place: int, choices: Choices, outcome: Outcome, messages: list[Message]) -> None:
        """Keep a failing run if it is the first, or has a shorter schedule."""
        length = _length(choices)
        if self._found is None:
            self._first = outcome
        elif length >= _length(self._shortest) or _kind(outcome) != _kind(self._first):
            return
        else:
            messages.append(("outcome", {"place": place, "outcome": outcome}))
        self._found, self._shortest, self._switches = place, choices, choices.switches
        self._reason = "found"

    def undo(self, choices: Choices) -> list[int]:
        """Restart the run without its last choice; returns the schedule up to there."""
        self._schedule = [each.taken for each in choices.decided.trail][:-1]
        return self._schedule

    def ended(self) -> dict[str, Any]:
        """The last message."""
        return {
            "runs": self.runs, "counts": list(self._counts), "found": self._found, "reason": self._reason,
            "switches": self._switches, "digest": self._digest.hexdigest(),
        }  # fmt: skip

    # Plans

    def _single(self) -> Iterator[Choices]:
        while self._schedule is not None:
            schedule, self._schedule = self._schedule, None
            if self._mode == "choose":
                yield Choices(self._recipe.Choices(schedule), self._ask)
            else:
                yield Choices(self._recipe.Choices(schedule, None if schedule else self._seed or None))

    def _draw(self) -> Iterator[Choices]:
        yield Choices(self._recipe.Choices())
        for seed in range(self._seed, self._seed + self._runs - 1):
            yield Choices(self._recipe.Choices(seed=seed))

    def _switch_once(self, trail: Sequence[Any]) -> Iterator[Choices]:
        for schedule in islice(_one_switch(trail), self._runs // 2):
            yield Choices(self._recipe.Choices(schedule))
            if self._failure is not None:
                return

    def _find(self) -> Iterator[Choices]:
        search = self._recipe.Search(self._runs, self._seed)
        while (decided := search.next()) is not None:
            yield Choices(decided)
            search.tell(self._failure)
            # A run of several processes takes long, and has few choices: one switch at each of them comes first.
            if self.runs == 1 and self._failure is None and any(each.kind == "process" for each in decided.trail):
                yield from self._switch_once(decided.trail)
                if self._found is not None or self.runs >= self._runs:
                    return
        if self._found is None and search.complete:
            self._reason = "exhausted"


def _one_switch(trail: Sequence[Any]) -> Iterator[list[int]]:
    for place, choice in enumerate(trail):
        yield from ([0] * place + [number] for number in range(1, choice.count))


def in_short(decided: Any, ending: str, output: str) -> bytes:
    """The data that a seed or schedule determines: choices, ending, and the output if the run ended by itself."""
    printed = output if ending == "done" else ""
    return json.dumps([decided.seed, [each.taken for each in decided.trail], ending, printed]).encode()


def reaches(goal: Goal, outcome: Outcome) -> bool:
    """Whether a run has reached a reader's goal (docs/_site/goals.py)."""
    ending, text, lacks = outcome["ending"], goal.get("text"), goal.get("lacks")
    if goal["reached"] == "deadlock":
        return bool(ending == "deadlock")
    if goal["reached"] == "error":
        return ending == "failed" and (text or "") in outcome["message"]
    lines = outcome["output"].split("\n")
    return ending == "done" and (text is None or text in lines) and (lacks is None or lacks not in lines)


def _kind(outcome: Outcome) -> Hashable:
    """The kind of a failure, regardless of its message: exceptions of one class, and deadlocks."""
    return outcome["ending"], outcome["message"].partition(":")[0] if outcome["ending"] == "failed" else ""


def _length(choices: Choices) -> tuple[int, int, int]:
    decided = choices.decided
    return decided.switches, len(decided.schedule), sum(decided.schedule)
