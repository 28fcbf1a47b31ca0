"""Runs the guide's programs of tasks with an error of order under many seeds, on CPython, by the recipe.

`python every_seed.py [COUNT]` prints for each what the panel "Other orders" calls the digest of such a search.
"""

import asyncio
import contextlib
import hashlib
import io
import json
import random
import runpy
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "snippets" / "recipes"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "docs" / "runner"))

from interleave_site.snippet import SNIPPETS
from kernel.exploring.search import in_short
from schedules import Choices
from searched import TASKS, Searched
from virtual_time import Deadlock, VirtualLoop


def _run(program: Searched, choices: Choices) -> bytes:
    class Loop(VirtualLoop):
        def __init__(self) -> None:
            self.choices, self.jitter = choices, float(program.wanted["jitter"])
            super().__init__()

    random.seed(0)
    asyncio.events.new_event_loop = Loop  # what asyncio.run asks for a loop
    printed = io.StringIO()
    ending = "done"
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            runpy.run_path(str(SNIPPETS / program.path), run_name="__main__")
    except Deadlock:
        ending = "deadlock"
    except Exception:
        ending = "failed"
    return in_short(choices, ending, printed.getvalue())


def digest(program: Searched, count: int) -> str:
    """Of the ordinary run, and of one with each seed from 1 to `count`."""
    found = hashlib.sha256(_run(program, Choices()))
    for seed in range(1, count + 1):
        found.update(_run(program, Choices(seed=seed)))
    return found.hexdigest()


if __name__ == "__main__":
    count = int(sys.argv[1]) if sys.argv[1:] else 100
    print(json.dumps({program.name: digest(program, count) for program in TASKS}))
