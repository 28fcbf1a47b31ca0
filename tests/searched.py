"""Programs of the guide with an error of order, and their cured versions, for tests of the search."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interleave_site.goals import goal_of
from interleave_site.snippet import SNIPPETS, Snippet


@dataclass(frozen=True)
class Searched:
    """A program and its cure: the lines to replace, and their replacements."""

    name: str
    path: str
    cure: tuple[tuple[str, str], ...]

    @property
    def source(self) -> str:
        """The program in the guide."""
        return (Path(SNIPPETS) / self.path).read_text(encoding="utf-8")

    @property
    def cured(self) -> str:
        """The program without its error."""
        text = self.source
        for old, new in self.cure:
            assert text.count(old) == 1, f"{self.path}: {old!r} is there {text.count(old)} times"
            text = text.replace(old, new)
        return text

    @property
    def wanted(self) -> dict[str, Any]:
        """The options of the panel "Other orders", except for the mode."""
        goal = json.loads(goal_of(Snippet(SNIPPETS / self.path)) or "null")
        return {"goal": goal, "jitter": (goal or {}).get("jitter", 0)}


_RACES = "concepts/race_conditions"
PLANTED = [
    Searched(
        "lost update",
        "learn/shared_state/lost_update.py",
        (("    await asyncio.sleep(0)  # save to a database, say: the other tasks run here\n", ""),),
    ),
    Searched(
        "lost update across a query",
        f"{_RACES}/visits_saved_late.py",
        (
            ("    seen = visitors\n", ""),
            ("    visitors = seen + 1\n", "    visitors += 1\n"),
        ),
    ),
    Searched(
        "check then act",
        f"{_RACES}/last_ticket.py",
        (
            ("sold: list[str] = []\n", "sold: list[str] = []\nlock = asyncio.Lock()\n"),
            (
                "    if len(sold) < tickets:\n",
                "    async with lock:\n        if len(sold) >= tickets:\n            return\n",
            ),
        ),
    ),
    Searched(
        "two locks",
        f"{_RACES}/two_locks.py",
        (
            ("    async with locks[source]:\n", "    async with locks[min(source, target)]:\n"),
            ("        async with locks[target]:\n", "        async with locks[max(source, target)]:\n"),
        ),
    ),
    Searched(
        "missing drain",
        f"{_RACES}/queue_not_joined.py",
        (
            ("    while not queue.empty():\n        await asyncio.sleep(0.15)\n", ""),
            ("    await asyncio.sleep(0.15)  # time enough for the last job\n", "    await queue.join()\n"),
        ),
    ),
    Searched(
        "cancelled halfway",
        f"{_RACES}/cancelled_halfway.py",
        (
            ('    balances["ada"] -= amount\n', ""),
            ('    balances["bob"] += amount\n', '    balances["ada"] -= amount\n    balances["bob"] += amount\n'),
        ),
    ),
    Searched(
        "unsafe counter in threads",
        "threads/break_it/deposits.py",
        (
            ("balance = 100\n", "balance = 100\nlock = threading.Lock()\n"),
            ("    balance = add(amount, to=balance)\n", "    with lock:\n        balance = add(amount, to=balance)\n"),
        ),
    ),
    Searched(
        "two locks of threads",
        "threads/break_it/two_transfers_two_locks.py",
        (
            ("    with locks[source]:\n", "    with locks[min(source, target)]:\n"),
            ("        with locks[target]:\n", "        with locks[max(source, target)]:\n"),
        ),
    ),
]
TASKS = [planted for planted in PLANTED if "threads" not in planted.name]
