"""Takes the place of process/suspension.js: threads with stacks of their own, signals, and a clock that jumps.

A thread runs until it is suspended. Then comes the one whose turn it is, in the order in which they were woken or
started; if there is none, the clock jumps to the first time-out.
"""

from collections import deque
from collections.abc import Callable

import greenlet  # type: ignore[import-untyped]
from kernel.threads import scheduler


class Suspension:
    """The stacks of a process, of which one runs."""

    def __init__(self) -> None:
        self.now = 0.0
        self.signals: list[int] = []
        self.taken: list[int] = []
        self._turns: deque[int | Callable[[], None]] = deque()
        self._suspended: dict[int, greenlet.greenlet] = {}
        self._due: dict[int, float] = {}
        self._hub = greenlet.greenlet(self._run)

    def _run(self) -> None:
        while True:
            if not self._turns and self._due:
                first = min(self._due, key=lambda ident: self._due[ident])
                self.now = max(self.now, self._due[first])
                self._turns.append(first)
            assert self._turns, "every thread waits, and nothing will wake one"
            turn = self._turns.popleft()
            if isinstance(turn, int):
                self._due.pop(turn, None)
                self._suspended.pop(turn).switch()
            else:
                greenlet.greenlet(turn, self._hub).switch()

    def suspend(self, ident: int, timeout: float | None, interruptible: bool = True) -> bool:
        hears = interruptible and ident == scheduler.main.ident
        if hears and self.signals:
            return True
        self._suspended[ident] = greenlet.getcurrent()
        if timeout is not None:
            self._due[ident] = self.now + timeout
        if timeout == 0:
            self.wake(ident)
        self._hub.switch()
        return hears and bool(self.signals)

    def wake(self, ident: int) -> None:
        if ident in self._suspended and ident not in self._turns:
            self._turns.append(ident)

    def spawn(self, function: Callable[[], None]) -> None:
        self._turns.append(function)

    def send_signal(self, signum: int) -> None:
        self.signals.append(signum)
        self.wake(scheduler.main.ident)

    def take_signals(self) -> list[int]:
        taken, self.signals = self.signals, []
        return taken
