"""What the build says of a goal that makes no sense."""

from pathlib import Path

import pytest
from interleave_site import goals
from interleave_site.snippet import Snippet, SnippetError


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('says = "x"\nreached = "deadlock"', "a goal needs program"),
        ('program = "a.py"\nreached = "deadlock"', "a goal needs says"),
        ('program = "b.py"\nsays = "x"\nreached = "deadlock"', "there is no program b.py"),
        ('program = "a.py"\nsays = "x"\nreached = "soon"', "none of output, deadlock, error"),
        ('program = "a.py"\nsays = "x"\nreached = "output"', "say with text or lacks"),
        ('program = "a.py"\nsays = "x"\nreached = "deadlock"\njitter = 2', "jitter is 0 or 1"),
        ('program = "a.py"\nsays = "x"\nreached = "deadlock"\nhint = "x"', "has no key 'hint'"),
    ],
)
def test_a_goal_that_makes_no_sense_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, message: str
) -> None:
    """It says where and what to do."""
    monkeypatch.setattr(goals, "SNIPPETS", tmp_path)
    (tmp_path / "a.py").touch()
    (tmp_path / goals.FILE).write_text(f"[[goal]]\n{table}\n", encoding="utf-8")
    with pytest.raises(SnippetError, match=message):
        goals.goal_of(Snippet(tmp_path / "a.py"))


def test_a_goal_is_its_programs_own(tmp_path: Path) -> None:
    """A folder without the table has none, and nor has a program that isn't in it."""
    assert goals.goal_of(Snippet(tmp_path / "a.py")) is None
    folder = Path(goals.SNIPPETS / "threads" / "break_it")
    assert goals.goal_of(Snippet(folder / "none.py")) is None
    assert "both passengers" in str(goals.goal_of(Snippet(folder / "last_seat.py")))
