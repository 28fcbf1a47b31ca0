"""The goals that a reader should reach as the scheduler of a program: `goals.toml` in the program's folder.

CONTRIBUTING.md lists its keys. docs/runner/kernel/exploring/search.py decides whether a run has reached a goal.
"""

import json
import tomllib

from .snippet import SNIPPETS, Snippet, SnippetError

FILE = "goals.toml"
# A line that is or isn't printed; threads or tasks that wait for each other; an uncaught exception.
REACHED = ("output", "deadlock", "error")
_KEYS = {"program", "says", "reached", "text", "lacks", "jitter"}


def goal_of(snippet: Snippet) -> str | None:
    """The goal of a program as JSON; None if it has none. Raises SnippetError for an invalid table."""
    path = snippet.path.with_name(FILE)
    if not path.exists():
        return None
    name = path.relative_to(SNIPPETS)
    found = None
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("goal", []):
        if unknown := sorted(set(entry) - _KEYS):
            raise SnippetError(f"{name} has no key {unknown[0]!r}. It takes {', '.join(sorted(_KEYS))}")
        if missing := sorted({"program", "says", "reached"} - set(entry)):
            raise SnippetError(f"{name}: a goal needs {missing[0]}")
        if not path.with_name(entry["program"]).is_file():
            raise SnippetError(f"{name}: there is no program {entry['program']} beside it")
        if entry["reached"] not in REACHED:
            raise SnippetError(f"{name}: reached={entry['reached']!r} is none of {', '.join(REACHED)}")
        if entry["reached"] == "output" and not {"text", "lacks"} & set(entry):
            raise SnippetError(f"{name}: {entry['program']}: say with text or lacks which line is printed, or isn't")
        if type(entry.get("jitter", 1)) is not int or entry.get("jitter", 1) not in (0, 1):
            raise SnippetError(f"{name}: {entry['program']}: jitter is 0 or 1")
        if entry["program"] == snippet.path.name:
            found = {key: value for key, value in entry.items() if key != "program"}
    return json.dumps(found) if found else None
