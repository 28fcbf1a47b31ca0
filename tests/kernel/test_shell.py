"""How the shell reads its lines."""

import pytest
from kernel.sh.words import Expander, ShellSyntaxError, parse


def words(line: str, **variables: str) -> list[str]:
    """The words of a line's first command."""
    expander = Expander(variables.get, variables.__setitem__, lambda command: f"output of {command}")
    return [field for word in parse(line)[0].commands[0].words for field in expander.fields(word)]


def test_quotes() -> None:
    """Single quotes keep all, double quotes all but $, ` and backslash."""
    assert words("""a 'b  $X' "c  $X" \\$X d"e f"g''""", X="1 2") == ["a", "b  $X", "c  1 2", "$X", "de fg"]
    assert words("''") == [""]
    assert words('"$(echo ")")" x') == ['output of echo ")"', "x"]


def test_variables_are_split_where_they_are_not_quoted() -> None:
    """Fields end at white space; what is empty is no word."""
    assert words("$X end", X="  one two ") == ["one", "two", "end"]
    assert words("$Y${Y}", Y="") == []
    assert words("${Y:-else} a${X}b", X="1 2") == ["else", "a1", "2b"]
    assert words("$(ls) `x`") == ["output", "of", "ls", "output", "of", "x"]


def test_pipelines() -> None:
    """Operators end commands."""
    found = parse("a | b 2>&1 >out && c; d &\n e # comment")
    assert [[command.words for command in pipeline.commands] for pipeline in found] == [
        [["a"], ["b"]],
        [["c"]],
        [["d"]],
        [["e"]],
    ]
    assert [pipeline.separator for pipeline in found] == ["&&", ";", "&", ""]
    assert found[0].commands[1].redirections == [(2, ">&", "1"), (1, ">", "out")]


@pytest.mark.parametrize("line", ["a |", "a &&", "; a", "a ;; b", "echo 'open", "if true; then x; fi", "a >", "(a)"])
def test_what_it_does_not_understand(line: str) -> None:
    """It says so."""
    with pytest.raises(ShellSyntaxError):
        parse(line)
