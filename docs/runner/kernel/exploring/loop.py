"""The event loop of a program under a schedule: asyncio's own, but choices decide where it leaves the order open.

It is the recipe's loop (snippets/recipes/virtual_time.py) with three differences: it waits on the tab's clock, which
the whole program uses; it ignores threads, because their order already decides which one calls it first; and tasks are
numbered across all loops of the program, as in CPython.
"""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from typing import Any

from . import recipes


def make(jitter: float) -> Any:
    """Create the class of all runs' event loops; its method `begin` begins a run, in which the given choices decide."""
    plain: Any = asyncio.SelectorEventLoop
    recipe: Any = recipes.load("virtual_time").VirtualLoop

    class Loop(recipe):  # type: ignore[misc]
        choices: Any = None
        counters: tuple[Iterator[int], Iterator[int]]
        call_soon_threadsafe = plain.call_soon_threadsafe
        run_in_executor = plain.run_in_executor
        shutdown_default_executor = plain.shutdown_default_executor
        subprocess_exec = plain.subprocess_exec
        subprocess_shell = plain.subprocess_shell
        now: float

        def __init__(self) -> None:
            self._began = time.monotonic()
            self.choices, self.jitter = Loop.choices, jitter  # before the recipe's __init__, which reads them
            super().__init__()
            self.numbers, self.names = Loop.counters

        @classmethod
        def begin(cls, choices: Any) -> None:
            cls.choices, cls.counters = choices, (itertools.count(1), itertools.count(1))

        def instead_of_waiting(self, timeout: float | None, wait: Any) -> Any:
            """Wait, while the clock jumps; exactly `timeout` passes, unless an event arrives first."""
            ready = wait(timeout)
            if ready or timeout is None:
                self.now = max(self.now, round(time.monotonic() - self._began, 6))
            else:
                self.now += timeout
            return ready

    Loop.__name__, Loop.__qualname__, Loop.__module__ = plain.__name__, plain.__qualname__, plain.__module__
    return Loop


def use(factory: Callable[[], asyncio.AbstractEventLoop] | None) -> None:
    """Set the factory of event loops for `asyncio.run` and other callers; None: asyncio's own."""
    policy: Any = asyncio.unix_events._DefaultEventLoopPolicy  # type: ignore[attr-defined,unused-ignore]
    policy._loop_factory = asyncio.SelectorEventLoop if factory is None else factory
