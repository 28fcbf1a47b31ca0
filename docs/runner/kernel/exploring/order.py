"""Threads in an order that a schedule decides: who goes on is chosen, and a timer's tick preempts nobody.

One thread runs at a time, and keeps the turn until it waits, ends, or a point of preemption takes it away. Then the
next one is chosen among those that are ready, in the order in which they became so. Time stands while any is ready;
it goes on to the first deadline when none is, and threads whose deadlines lie close together become ready together:
on a machine, either may be first.

For suspension.js, all threads but one are suspended. A thread that is resumed without having been chosen has been woken
by the machine, or by its deadline: it becomes ready, chooses who goes on if none runs, and is suspended again.
"""

from collections.abc import Callable, Iterable

from .. import browser
from ..threads import scheduler
from ..threads.scheduler import Thread
from . import numbering

# Deadlines that are no further apart than this come together; seconds. That is less than the steps in which programs
# count time, and more than timers are late (50 microseconds for Linux's threads: prctl(2), PR_SET_TIMERSLACK).
TOGETHER = 0.0005
# A thread that passes so many points of preemption while others are ready is preempted, as by the timer of a machine.
MOST_POINTS = 2_000
# What a run may take: points of preemption, turns and waits; seconds of its own time.
MOST_STEPS = 200_000
# As many steps as all of them waiting for a time counts for, since it takes as long.
_WAIT = 50
MOST_SECONDS = 24 * 3600.0


def keep() -> None:
    """Let the threads of this process go on as they become ready: a child of a searched program is repeatable.

    One that takes too many steps is killed.
    """
    numbering.begin()
    scheduler.schedule_by(
        Order(lambda kind, options, me: 0, lambda taken: False, lambda reason: browser.end_process(-9))
    )


class Order:
    """The turns of the threads of one run.

    Args:
        choose: gets the kind of a choice, the threads that are its options, and the calling one; returns a place.
        is_point: whether the running thread could be preempted where it has taken a lock, or given one back.
        limit: told in words that a run has taken too much. It is over then.
    """

    def __init__(
        self,
        choose: Callable[[str, list[Thread], Thread], int],
        is_point: Callable[[bool], bool],
        limit: Callable[[str], None],
    ) -> None:
        self._is_point = is_point
        self._choose = choose
        self._limit = limit
        self.running: Thread | None = scheduler.current
        # Those that could go on, in the order in which they became ready.
        self.ready: dict[Thread, None] = {}
        # Those that wait, until when.
        self._waiting: dict[Thread, float | None] = {}
        # What a thread that was started runs, until it has begun.
        self._new: dict[Thread, Callable[[], None]] = {}
        # The one that is resumed only to see to what comes next.
        self._summoned: Thread | None = None
        # Whether a choice is being made, and what `point` has chosen.
        self._decides = False
        self._chosen: Thread | None = None
        self._steps = 0
        # How many points of preemption the running thread has passed since it got its turn, while others were ready.
        self._since = 0
        self._until = scheduler.now() + MOST_SECONDS
        # No thread of this run goes on.
        self.over = False

    # What the scheduler calls

    def suspend(self, me: Thread, timeout: float | None, interruptible: bool) -> bool:
        """The running thread waits for `wake`, or `timeout` seconds; 0: it only lets others go on.

        Returns whether a signal waits for it, as `browser.suspend` does.
        """
        self.check(me)
        if timeout == 0:
            self.ready[me] = None
        else:
            self._waiting[me] = None if timeout is None else scheduler.now() + timeout
        self._step()
        self.running = None
        self._since = 0
        signalled = False
        while True:
            if self.running is None and not self.over:
                self._go_on(me)
            self.check(me)
            if self.running is me:
                return signalled
            until = self._first_deadline() if self.running is None else None
            if until is not None:
                self._step(_WAIT)
            left = None if until is None else max(until - scheduler.now(), 0)
            hears = browser.suspend(me.ident, left, interruptible and not signalled)
            signalled = signalled or hears
            is_summoned, self._summoned = self._summoned is me, None
            keeps_time = is_summoned or (until is not None and scheduler.now() >= until)
            if self.running is not me and me in self._waiting and (hears or not keeps_time):
                self._become_ready(me)

    def wake(self, thread: Thread) -> None:
        """A thread that waits can go on."""
        if thread not in self._waiting or self.over:
            return
        self._become_ready(thread)
        if self.running is None:  # the machine tells of something, while all wait
            self._summon(thread)

    def start(self, thread: Thread, bootstrap: Callable[[], None]) -> None:
        """A new thread can run."""
        self._new[thread] = bootstrap
        self.ready[thread] = None

    def end(self, me: Thread) -> None:
        """The running thread has ended."""
        if self.over:
            return
        self.running = None
        self._go_on(me)
        if self.running is None and (first := self._earliest()) is not None:
            self._summon(first)

    def choose_waiter(self, waiting: Iterable[Thread]) -> Thread:
        """Which of those that wait for a lock is woken, where no order is promised."""
        found = list(waiting)
        return found[0 if len(found) < 2 else self._decide("waiter", found, scheduler.current)]

    def tick(self, me: Thread) -> None:
        """Let the worker hear its messages; the running thread keeps its turn."""
        if not self.over:
            browser.suspend(me.ident, 0)
        self.check(me)

    def point(self) -> None:
        """The running thread is where it could be preempted."""
        me = self.running
        if self._decides or self.over or me is None or me is not scheduler.current:
            return
        self._step()
        if not self.ready or not browser.can_suspend():
            return
        self._since += 1
        options = [me, *self.ready]
        chosen = options[self._decide("preempt", options, me)]
        if self._since > MOST_POINTS:
            chosen = options[1]
        if chosen is not me:
            self._chosen = chosen
            scheduler.park(0)

    def pass_lock(self, taken: bool) -> None:
        """The running thread has taken a lock, or given one back."""
        if self.ready and self._is_point(taken):
            self.point()

    def close(self) -> None:
        """The run is over: no thread of it goes on."""
        self.over = True

    def check(self, me: Thread) -> None:
        """The running thread doesn't go on if the run is over."""
        while self.over:
            browser.suspend(me.ident, None, False)

    @property
    def steps(self) -> int:
        """How many steps the run has taken."""
        return self._steps

    # Turns

    def _decide(self, kind: str, options: list[Thread], me: Thread) -> int:
        """What is chosen. Meanwhile, nothing is a point of preemption."""
        if self.over:
            return 0
        self._decides = True
        try:
            return self._choose(kind, options, me)
        finally:
            self._decides = False

    def _step(self, weight: int = 1) -> None:
        self._steps += weight
        if self._steps > MOST_STEPS:
            self._give_up(f"it took more than {MOST_STEPS:,} steps")

    def _give_up(self, reason: str) -> None:
        """The run has taken too much."""
        if not self.over:
            self.over = True
            self._limit(reason)

    def _summon(self, thread: Thread) -> None:
        """Let a thread see to what comes next, while none runs."""
        self._summoned = thread
        browser.wake(thread.ident)

    def _become_ready(self, thread: Thread) -> None:
        del self._waiting[thread]
        self.ready[thread] = None

    def _first_deadline(self) -> float | None:
        """Until when all wait: the last of those that come together."""
        deadlines = [each for each in self._waiting.values() if each is not None]
        if not deadlines:
            return None
        first = min(deadlines)
        if first > self._until:
            self._give_up("it ran for a day on its own clock")
        return max(each for each in deadlines if each <= first + TOGETHER)

    def _earliest(self) -> Thread | None:
        found = [(each, thread) for thread, each in self._waiting.items() if each is not None]
        return min(found, key=lambda each: each[0])[1] if found else None

    def _go_on(self, me: Thread) -> None:
        """No thread has the turn: give it to one that is ready, if any is.

        It runs once `me`, which calls this, is suspended.
        """
        now = scheduler.now()
        due = [(each, thread) for thread, each in self._waiting.items() if each is not None and each <= now]
        for _, thread in sorted(due, key=lambda each: each[0]):
            self._become_ready(thread)
        if not self.ready:
            return
        options = list(self.ready)
        chosen, self._chosen = self._chosen, None
        if chosen is None:
            chosen = options[0 if len(options) < 2 else self._decide("next", options, me)]
        del self.ready[chosen]
        self.running = chosen
        bootstrap = self._new.pop(chosen, None)
        if bootstrap is not None:
            browser.spawn(lambda: None if self.over else bootstrap())
        elif chosen is not me:
            browser.wake(chosen.ident)
