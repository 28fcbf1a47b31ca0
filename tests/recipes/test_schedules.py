"""What choices and their search promise, without a program that runs."""

import itertools
from collections.abc import Callable

import pytest
from schedules import Choices, Search


def _search(program: Callable[[Choices], object], schedules: int = 200, shrink: int = 200) -> Search:
    search = Search(schedules, shrink=shrink)
    while (choices := search.next()) is not None:
        search.tell("fails" if program(choices) else None)
    return search


def test_a_schedule_replays() -> None:
    """What was chosen at random is chosen again, without zeros at the end."""
    for seed in range(50):
        drawn = Choices(seed=seed)
        numbers = [drawn.choose("kind", 4) for _ in range(20)]
        again = Choices(drawn.schedule)
        assert [again.choose("kind", 4) for _ in range(20)] == numbers
        assert not drawn.schedule or drawn.schedule[-1]
        assert drawn.switches == len(drawn.changes) == sum(number > 0 for number in numbers)


def test_seed_0_changes_nothing() -> None:
    """It is CPython's own order."""
    choices = Choices(seed=0)
    assert not any(choices.choose("kind", 9) for _ in range(100))
    assert choices.schedule == []


def test_seeds_have_promised_numbers() -> None:
    """On each version and platform: they travel in links."""
    choices = Choices(seed=4)
    assert [choices.choose("kind", 3) for _ in range(12)] == [1, 1, 0, 0, 0, 0, 2, 0, 1, 2, 0, 0]
    assert Choices((7, -1)).choose("kind", 3) == 2


def test_a_choice_of_one_is_none() -> None:
    """It is a mistake of the caller."""
    with pytest.raises(ValueError, match="two possibilities"):
        Choices().choose("kind", 1)


def test_what_changed_is_asked_for_only_if_something_did() -> None:
    """Describing may be expensive."""
    choices = Choices([0, 2])
    asked: list[int] = []

    def describe(taken: int) -> str:
        asked.append(taken)
        return f"number {taken}"

    for _ in range(3):
        choices.choose("kind", 3, describe)
    assert asked == [2]
    assert choices.changes == ["number 2"]


def test_all_orders_are_tried() -> None:
    """Of a program whose later choices depend on earlier ones, each way once in the part that is exhaustive."""
    seen: set[tuple[int, ...]] = set()

    def program(choices: Choices) -> None:
        first = choices.choose("kind", 3)
        rest = [choices.choose("kind", 2) for _ in range(first)]
        seen.add((first, *rest))

    search = _search(program)
    assert search.complete
    assert seen == {(0,), (1, 0), (1, 1), *((2, *rest) for rest in itertools.product((0, 1), repeat=2))}


def test_a_failure_is_shrunk_to_the_fewest_switches() -> None:
    """Two of ten choices matter."""

    def program(choices: Choices) -> bool:
        numbers = [choices.choose("kind", 3) for _ in range(10)]
        return numbers[4] == 2 and numbers[7] >= 1

    search = _search(program)
    assert search.found is not None
    assert search.fewest is not None
    assert search.fewest.schedule == [0, 0, 0, 0, 2, 0, 0, 1]
    assert search.least


def test_another_failure_is_no_shorter_form() -> None:
    """A schedule that fails otherwise is not taken for it."""

    def ends(choices: Choices) -> str | None:
        first, second = choices.choose("kind", 2), choices.choose("kind", 2)
        return "both" if first and second else "one" if second else None

    search = Search(50, seed=2)
    kinds: list[str | None] = []
    while (choices := search.next()) is not None:
        kinds.append(ends(choices))
        search.tell(kinds[-1])
    assert search.found is not None
    assert search.fewest is not None
    assert ends(Choices(search.fewest.schedule)) == ends(Choices(search.found.schedule))


def test_runs_are_bounded() -> None:
    """Those that search and those that shrink."""

    def never(choices: Choices) -> None:
        for _ in range(30):
            choices.choose("kind", 5)

    search = _search(never, schedules=77)
    assert (search.runs, search.complete, search.found) == (77, False, None)
    tried = 0

    def often(choices: Choices) -> bool:
        nonlocal tried
        tried += 1
        never(choices)
        return choices.switches >= 3

    search = _search(often, schedules=100, shrink=5)
    assert search.found is not None
    assert tried <= search.runs + 5
