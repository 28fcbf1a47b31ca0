"""Which schedules a search tries, and what the page hears: ways of ending, counts, and the shortest one that fails."""

from typing import Any

import pytest
from interleave_site.snippet import SNIPPETS
from kernel.exploring.search import Choices, Search, reaches


@pytest.fixture(autouse=True)
def recipes(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the repository, the recipes are modules of their own."""
    monkeypatch.syspath_prepend(str(SNIPPETS / "recipes"))


def wanted(**changes: Any) -> dict[str, Any]:
    """What a page asks for."""
    return {"mode": "try", "runs": 50, "seed": 1, "schedule": [], "expected": None, "goal": None} | changes


def never(*_arguments: object) -> int:
    """No reader is asked."""
    raise AssertionError("a reader was asked")


def program(choices: Choices, prints: bool) -> dict[str, Any]:
    """Fails if the third choice of five is 2, whatever the others are; prints something about the first one."""
    taken = [choices.choose("next", 3, lambda number: f"thread {number} before thread 0") for _ in range(5)]
    fails = taken[2] == 2
    return {
        "ending": "failed" if fails else "done",
        "message": "E" * fails,
        "output": str(prints and taken[0] == 1),
        "line": None,
    }


def run(search: Search, prints: bool = True) -> list[tuple[str, dict[str, Any]]]:
    """All runs, and their messages."""
    messages = []
    while (choices := search.next()) is not None:
        messages += search.heard(choices, program(choices, prints))
    return messages


def test_each_way_of_ending_is_told_once_with_what_leads_there() -> None:
    """And the counts are of all runs."""
    search = Search(wanted(), never)
    messages = run(search)
    outcomes = [detail["outcome"] for name, detail in messages if name == "outcome"]
    ended = search.ended()
    assert ended["runs"] == 50 == sum(ended["counts"])
    assert len(outcomes) == len(ended["counts"])
    assert outcomes[0]["schedule"] == []
    for outcome in outcomes:
        replayed = Search(wanted(mode="replay", schedule=outcome["schedule"], seed=0), never)
        ((_, told), *_) = run(replayed)
        assert {**told["outcome"], "seed": None, "fails": None} == {**outcome, "seed": None, "fails": None}


def test_the_same_seed_draws_the_same_schedules() -> None:
    """And another one others."""
    assert run(Search(wanted(), never)) == run(Search(wanted(), never))
    assert run(Search(wanted(), never)) != run(Search(wanted(seed=1000), never))


def test_the_one_that_fails_is_found_and_made_as_short_as_can_be() -> None:
    """One switch, of which the words are told."""
    search = Search(wanted(mode="find", runs=200), never)
    messages = run(search, prints=False)
    ended = search.ended()
    assert ended["reason"] == "found"
    last = [detail for name, detail in messages if name == "outcome" and detail["place"] == ended["found"]][-1]
    assert last["outcome"]["schedule"] == [0, 0, 2]
    assert ended["switches"] == [
        {"step": 2, "kind": "next", "taken": 2, "change": "thread 2 before thread 0", "line": None}
    ]


def test_an_output_that_differs_is_a_failure() -> None:
    """From the ordinary run's, or from what was expected."""
    ordinary = Search(wanted(mode="find", runs=100), never)
    choices = ordinary.next()
    assert choices is not None
    assert not ordinary.heard(choices, {"ending": "done", "message": "", "output": "1", "line": None})[0][1]["outcome"][
        "fails"
    ]
    expecting = Search(wanted(mode="find", expected="100"), never)
    choices = expecting.next()
    assert choices is not None
    assert expecting.heard(choices, {"ending": "done", "message": "", "output": "1", "line": None})[0][1]["outcome"][
        "fails"
    ]


def test_a_program_that_leaves_nothing_open_has_one_schedule() -> None:
    """The search says that these were all."""
    search = Search(wanted(mode="find"), never)
    while (choices := search.next()) is not None:
        search.heard(choices, {"ending": "done", "message": "", "output": "", "line": None})
    assert search.ended()["reason"] == "exhausted"
    assert search.ended()["runs"] == 1


def test_what_can_not_be_searched_ends_the_search() -> None:
    """After its first run."""
    search = Search(wanted(), never)
    choices = search.next()
    assert choices is not None
    search.heard(choices, {"ending": "refused", "message": "", "output": "", "line": None})
    assert search.next() is None
    assert search.ended()["reason"] == "refused"


def test_a_reader_chooses_and_takes_it_back() -> None:
    """What the reader picks is a schedule; an undo begins again, without the last pick."""
    picks = [2, 1, 0]
    asked: list[int] = []

    def ask(step: int, kind: str, count: int, describe: object) -> int:
        asked.append(step)
        return picks[len(asked) - 1]

    search = Search(wanted(mode="choose"), ask)
    choices = search.next()
    assert choices is not None
    assert [choices.choose("next", 3) for _ in range(3)] == picks
    assert search.undo(choices) == [2, 1]
    again = search.next()
    assert again is not None
    assert [again.choose("next", 3) for _ in range(2)] == [2, 1]
    assert asked == [0, 1, 2]


def test_a_seed_is_replayed() -> None:
    """It gives what it gave in the search; the empty schedule without one is the ordinary run."""
    messages = run(Search(wanted(), never))
    drawn = [detail["outcome"] for name, detail in messages if name == "outcome" and detail["outcome"]["seed"]]
    assert drawn
    for outcome in drawn:
        ((_, told), *_) = run(Search(wanted(mode="replay", seed=outcome["seed"]), never))
        assert told["outcome"]["schedule"] == outcome["schedule"]
    ((_, told), *_) = run(Search(wanted(mode="replay", seed=0), never))
    assert (told["outcome"]["schedule"], told["outcome"]["seed"]) == ([], None)


def test_a_goal_says_what_a_failure_is() -> None:
    """Then another output than the ordinary run's is none."""
    search = Search(wanted(mode="find", goal={"reached": "output", "text": "never printed"}), never)
    ends = [detail["outcome"] for name, detail in run(search) if name == "outcome"]
    assert {outcome["fails"] for outcome in ends if outcome["ending"] == "done"} == {False}
    search = Search(wanted(mode="find", goal={"reached": "output", "lacks": "False"}), never)
    run(search)
    assert search.ended()["reason"] == "found"


@pytest.mark.parametrize(
    ("goal", "ending", "printed", "is_reached"),
    [
        ({"reached": "deadlock"}, "deadlock", "", True),
        ({"reached": "deadlock"}, "done", "", False),
        ({"reached": "error", "text": "KeyError"}, "failed", "", True),
        ({"reached": "error", "text": "ValueError"}, "failed", "", False),
        ({"reached": "error"}, "done", "", False),
        ({"reached": "output", "text": "sold: 2"}, "done", "sold: 2\nend\n", True),
        ({"reached": "output", "text": "sold: 2"}, "done", "sold: 22\n", False),
        ({"reached": "output", "text": "sold: 2"}, "failed", "sold: 2\n", False),
        ({"reached": "output", "lacks": "balance: 180"}, "done", "balance: 150\n", True),
        ({"reached": "output", "lacks": "balance: 180"}, "done", "balance: 180\n", False),
    ],
)
def test_when_a_goal_is_reached(goal: dict[str, str], ending: str, printed: str, is_reached: bool) -> None:
    """By a deadlock, an exception, a line that is printed, or one that isn't."""
    assert reaches(goal, {"ending": ending, "message": "KeyError: 1", "output": printed}) is is_reached
