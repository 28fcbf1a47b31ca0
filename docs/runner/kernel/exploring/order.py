"""Runs threads in the order of a schedule: the next thread is chosen, and a timer's tick doesn't preempt.

One thread runs at a time, and keeps the turn until it waits, ends, or is preempted at a point of preemption. Then the
next one is chosen among the ready threads, listed in the order in which they became ready. Time stands while any is
ready; when none is, it advances to the first deadline. Threads whose deadlines lie close together become ready
together: on a machine, either may be first. What the first of them wakes is listed before the others, since on the
instant clock (process/clock.js) their deadlines are a little later.

To suspension.js, all threads but one are suspended. A thread that is resumed without having been chosen was woken by
the machine or by its deadline: it becomes ready, chooses the next thread if none runs, and is suspended again.
"""

from collections.abc import Callable, Iterable

from .. import browser
from ..files import memory
from ..machine import link
from ..processes import children
from ..threads import scheduler
from ..threads.scheduler import Thread

# Deadlines no further apart than this come together; seconds. That is less than the units in which programs usually
# count time, and more than timers' delays (50 microseconds on Linux: prctl(2), PR_SET_TIMERSLACK).
TOGETHER = 0.0005
# A thread that passes this many points of preemption while others are ready is preempted, as by a machine's timer.
MOST_POINTS = 2_000
# The points at which a process that shares memory lets the others overtake it, at most.
MOST_PAUSES = 300
# The limits of a run: points of preemption, turns and waits; seconds of its own time.
MOST_STEPS = 200_000
# A wait of all threads counts as this many steps, since it takes as long.
_WAIT = 50
MOST_SECONDS = 24 * 3600.0


def _has_company() -> bool:
    return scheduler.process != 1 or any(status is None for _, status in children.known())


class Order:
    """The turns of the threads of one run.

    Args:
        choose: Takes the kind of a choice, the threads that are its options, and the calling one; returns an index.
        is_point: Whether the running thread could be preempted after it took or released a lock.
        limit: Called with a message when a run exceeds a limit and is over.
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
        # The threads that could run, in the order in which they became ready, and after these, those whose deadlines
        # came together with another one's.
        self._woken: dict[Thread, None] = {}
        self._due: dict[Thread, None] = {}
        # The waiting threads, with their deadlines.
        self._waiting: dict[Thread, float | None] = {}
        # The functions of threads that were started but have not begun.
        self._new: dict[Thread, Callable[[], None]] = {}
        # The thread that is resumed only to choose the next one.
        self._summoned: Thread | None = None
        # Whether a choice is being made, and the choice of `point`.
        self._decides = False
        self._chosen: Thread | None = None
        self._steps = 0
        # How many points of preemption the running thread has passed in its turn while others were ready.
        self._since = 0
        self._pauses = 0
        self._until = scheduler.now() + MOST_SECONDS
        # Whether the run is over, so that none of its threads runs any more.
        self.over = False

    # Called by the scheduler

    def suspend(self, me: Thread, timeout: float | None, interruptible: bool) -> bool:
        """Suspend the running thread until `wake`, or for `timeout` seconds; 0: only let others run.

        Returns whether a signal is pending for it, like `browser.suspend`.
        """
        self.check(me)
        if timeout == 0:
            (self._due or self._woken)[me] = None
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
        """Make a waiting thread ready."""
        if thread not in self._waiting or self.over:
            return
        self._become_ready(thread)
        if self.running is None:  # a report from the machine, while all wait
            self._summon(thread)

    def start(self, thread: Thread, bootstrap: Callable[[], None]) -> None:
        """Make a new thread ready."""
        self._new[thread] = bootstrap
        self._woken[thread] = None

    def end(self, me: Thread) -> None:
        """Handle the end of the running thread."""
        if self.over:
            return
        self.running = None
        self._go_on(me)
        if self.running is None and (first := self._earliest()) is not None:
            self._summon(first)

    def choose_waiter(self, waiting: Iterable[Thread]) -> Thread:
        """Choose the waiter of a lock to wake, where no order is promised."""
        found = list(waiting)
        return found[0 if len(found) < 2 else self._decide("waiter", found, scheduler.current)]

    def tick(self, me: Thread) -> None:
        """Let the worker handle its messages; the running thread keeps its turn."""
        if not self.over:
            browser.suspend(me.ident, 0)
        self.check(me)

    def await_answer(self, me: Thread) -> None:
        """Let the worker handle the machine's answer; the running thread keeps its turn."""
        if not self.over:
            browser.suspend(me.ident, None, False)
        self.check(me)

    def point(self) -> None:
        """Handle a point at which the running thread could be preempted."""
        me = self.running
        if self._decides or self.over or me is None or me is not scheduler.current:
            return
        self._step()
        if not browser.can_suspend():
            return
        ready = self.ready
        if not ready:
            self._pause()
            return
        self._since += 1
        options = [me, *ready]
        chosen = options[self._decide("preempt", options, me)]
        if self._since > MOST_POINTS:
            chosen = options[1]
        if chosen is not me:
            self._chosen = chosen
            scheduler.park(0)

    def _pause(self) -> None:
        """Let other processes overtake this one, if they share memory: it may have read what it writes next."""
        if self._pauses < MOST_PAUSES and memory.is_shared() and _has_company():
            self._pauses += 1
            link.ask("pause")

    def pass_lock(self, taken: bool) -> None:
        """Handle that the running thread has taken or released a lock."""
        if (self._woken or self._due) and self._is_point(taken):
            self.point()

    def close(self) -> None:
        """End the run: none of its threads runs any more."""
        self.over = True

    def check(self, me: Thread) -> None:
        """Stop the running thread for good if the run is over."""
        while self.over:
            browser.suspend(me.ident, None, False)

    @property
    def ready(self) -> list[Thread]:
        """The threads that could run, except the running one."""
        return [*self._woken, *self._due]

    @property
    def steps(self) -> int:
        """How many steps the run has taken."""
        return self._steps

    # Turns

    def _decide(self, kind: str, options: list[Thread], me: Thread) -> int:
        """Make a choice. Meanwhile, there are no points of preemption."""
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
        """End a run that exceeds a limit."""
        if not self.over:
            self.over = True
            self._limit(reason)

    def _summon(self, thread: Thread) -> None:
        """Resume a thread to choose the next one, while none runs."""
        self._summoned = thread
        browser.wake(thread.ident)

    def _become_ready(self, thread: Thread) -> None:
        del self._waiting[thread]
        self._woken[thread] = None

    def _first_deadline(self) -> float | None:
        """The next time at which threads become ready: the last of the deadlines that come together."""
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
        """Give the turn to a ready thread, if there is one: none has it.

        It runs once `me`, which calls this, is suspended.
        """
        now = scheduler.now()
        due = [(each, thread) for thread, each in self._waiting.items() if each is not None and each <= now]
        for _, thread in sorted(due, key=lambda each: each[0]):
            del self._waiting[thread]
            self._due[thread] = None
        options = self.ready
        if not options:
            return
        chosen, self._chosen = self._chosen, None
        if chosen is None:
            chosen = options[0 if len(options) < 2 else self._decide("next", options, me)]
        del (self._woken if chosen in self._woken else self._due)[chosen]
        self.running = chosen
        bootstrap = self._new.pop(chosen, None)
        if bootstrap is not None:
            browser.spawn(lambda: None if self.over else bootstrap())
        elif chosen is not me:
            browser.wake(chosen.ident)
