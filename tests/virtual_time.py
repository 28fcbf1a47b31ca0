"""An event loop whose clock jumps to the next timer instead of waiting for it.

Trio's autojump clock does the same for Trio. Sockets of the same process work: what one sends is there for the other
before the clock jumps.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
_GRACE = 0.005  # seconds that bytes have to come from one socket of the process to another


class _JumpingSelector(selectors.SelectSelector):
    """Never waits: it tells the loop how long it would have waited."""

    def __init__(self) -> None:
        super().__init__()
        self.loop: VirtualLoop | None = None

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout != 0 and len(self.get_map()) > 1:  # one is the loop's own
            ready = super().select(_GRACE)
        if not ready and self.loop is not None and timeout != 0:
            if timeout is None:
                raise RuntimeError("deadlock: no task can go on, and no timer is set")
            self.loop.now += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop with a virtual clock."""

    def __init__(self) -> None:
        selector = _JumpingSelector()
        super().__init__(selector)
        self.now = 0.0
        selector.loop = self

    def time(self) -> float:
        return self.now


def run(main: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run` in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
