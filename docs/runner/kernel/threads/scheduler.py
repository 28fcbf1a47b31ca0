"""The scheduler of green threads.

One thread runs at a time, as under CPython's global interpreter lock. It runs until it blocks (`park`) or until the
timer interrupt makes it yield (`signals`). Kernel code is never interrupted (`entry.preemptible`), so a check and
the `park` that follows it are one step.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import NoReturn, Protocol
from weakref import WeakSet

from .. import browser
from ..base.hooks import Hook

# Thread identifiers double as the descriptors with which suspended threads call poll() (see browser.suspend):
# far above those of open files.
_FIRST_IDENT = 0x1000_0000


class Local(Protocol):
    """The state of one `_thread._local` object: see local.State."""

    def forget(self, thread: "Thread") -> None: ...


class Thread:
    """A green thread, as the kernel sees it."""

    __slots__ = ("__weakref__", "asynchronous", "ident", "locals", "name")
    _last_ident = _FIRST_IDENT

    def __init__(self) -> None:
        Thread._last_ident += 1
        self.ident = Thread._last_ident
        self.name = b"python3.14"  # as the operating system shows it
        # An exception class that another thread wants raised in this one (see async_exc).
        self.asynchronous: type[BaseException] | None = None
        # The `_thread._local` objects with attributes of this thread.
        self.locals: WeakSet[Local] = WeakSet()

    @classmethod
    def number_again(cls) -> None:
        """Restart the numbering of threads: there is only the main one."""
        cls._last_ident = main.ident


class Watcher(Protocol):
    """An observer of threads, while a program is recorded (recording/threads.py)."""

    def suspends(self, thread: Thread, timeout: float | None) -> None: ...

    def resumes(self, thread: Thread) -> None: ...

    def wakes(self, thread: Thread) -> None: ...

    def acquired(self, lock: object) -> None: ...

    def released(self, lock: object) -> None: ...

    def signalled(self, signum: int, handler: object) -> None: ...

    def spawns(self) -> Callable[[int | str, Sequence[str]], None]: ...

    def reaped(self, pid: int, status: int) -> None: ...

    def sends(self, signum: int, pid: int) -> None: ...

    def interpreter(self, event: str, number: int) -> None: ...

    def transferred(self, event: str, socket: object, count: int) -> None: ...


watcher: Watcher | None = None
# Whether there is a watcher or an order: most programs have neither, and most locks are free.
observed = False


def watch(by: Watcher | None) -> None:
    """Set or remove the observer of threads."""
    global watcher, observed
    watcher = by
    observed = watcher is not None or order is not None


def tell_sent(signum: int, pid: int) -> None:
    """Report that the running thread sends a signal; `pid` as in kill(2). Signal 0 isn't reported."""
    if watcher is not None and signum:
        watcher.sends(signum, pid)


def tell_interpreter(event: str, number: int) -> None:
    """Report that the running thread has created or ended another interpreter."""
    if watcher is not None:
        watcher.interpreter(event, number)


class Order(Protocol):
    """Decides which thread runs next, in place of the browser (exploring/order.py)."""

    def suspend(self, me: Thread, timeout: float | None, interruptible: bool) -> bool: ...

    def wake(self, thread: Thread) -> None: ...

    def start(self, thread: Thread, bootstrap: Callable[[], None]) -> None: ...

    def end(self, me: Thread) -> None: ...

    def choose_waiter(self, waiting: Iterable[Thread]) -> Thread: ...

    def point(self) -> None: ...

    def pass_lock(self, taken: bool) -> None: ...

    def tick(self, me: Thread) -> None: ...

    def await_answer(self, me: Thread) -> None: ...

    def close(self) -> None: ...


order: Order | None = None


def schedule_by(by: Order | None) -> None:
    """Set the order that decides which thread runs next; None: the browser's, first come, first served."""
    global order, observed
    order = by
    observed = watcher is not None or order is not None


main = Thread()
current = main
alive: set[Thread] = {main}
# The process to which the threads belong; set at its start.
process = 1
# Whether the interpreter is finalizing: threads other than the main one never run again.
finalizing = False


def now() -> float:
    """The clock of deadlines; seconds."""
    return monotonic()


def finalize() -> None:
    """Start finalization: from now on only the main thread runs."""
    global finalizing
    finalizing = True
    schedule_by(None)
    browser.run_alone(main.ident)


def identify(number: int) -> None:
    """Set the number of this process, or interpreter of one, in the machine."""
    global process
    process = number


def enter_main() -> None:
    """Make the main thread the running one: a program, or a call from outside, starts in it."""
    global current
    current = main
    browser.identify(main.ident)


def enter(ident: int) -> None:
    """Make a thread the running one: it was resumed from a wait in C code (c-waits.js)."""
    global current
    current = next((thread for thread in alive if thread.ident == ident), main)


# Whether a thread of this process has sent it a signal that the main thread has not checked yet.
_signal_sent = False
# Called in the main thread when it is woken with a signal pending.
deliver_signals: Hook[[], None] = Hook(lambda: None)


def note_signal(sent: bool) -> None:
    """Note that a thread of this process has sent it a signal, or that the main thread checks for signals."""
    global _signal_sent
    _signal_sent = sent


def park(timeout: float | None = None, interruptible: bool = True) -> None:
    """Suspend the calling thread until `wake`, a signal (main thread), or `timeout` seconds; it may wake early.

    If `interruptible`, raises what a signal's handler raises, or an exception that another thread wants raised.
    """
    global current
    if not browser.can_suspend():
        _wait_alone(timeout)
        return
    me = current
    if watcher is not None:
        watcher.suspends(me, timeout)
    try:
        if order is not None:
            signalled = order.suspend(me, timeout, interruptible)
        else:
            signalled = browser.suspend(me.ident, timeout, interruptible)
    finally:
        current = me
        if watcher is not None:
            watcher.resumes(me)
    # A thread that ran before the woken main thread may have sent a signal after the wake-up.
    if me is main and (signalled or (interruptible and _signal_sent)):
        deliver_signals()
    if interruptible and me.asynchronous is not None:
        wanted, me.asynchronous = me.asynchronous, None
        raise wanted


def await_answer() -> None:
    """Suspend the calling thread until it is woken by an answer of the machine, which is on its way."""
    if order is None or not browser.can_suspend():
        park(interruptible=False)
        return
    global current
    me = current
    order.await_answer(me)
    current = me


def tick() -> None:
    """Handle the timer's interrupt of the running thread: the others get a turn, unless an order decides."""
    if order is None:
        park(0)
    elif browser.can_suspend():
        order.tick(current)


def never_return() -> NoReturn:
    """Stop all threads of this process for good: its interpreter, or its run, is about to be discarded."""
    if order is not None:
        order.close()
    else:
        browser.run_alone(browser.NOBODY)
    while True:
        park(60, interruptible=False)  # the duration matters only if it can't be suspended


def _wait_alone(timeout: float | None) -> None:
    """Wait in code that can't be suspended: only time can pass (see browser.can_suspend)."""
    if timeout is None:
        caller = "the garbage collector" if browser.collecting else "JavaScript"
        raise RuntimeError(f"a function that {caller} calls can't wait for another thread in this page")
    browser.native_sleep(timeout)


def _nothing() -> None:
    """Replaces the function of an ended thread."""


def start(function: Callable[[], None]) -> Thread:
    """Run `function` in a new thread, after the calling one blocks or yields. `function` must not raise."""
    thread = Thread()

    def bootstrap() -> None:
        global current
        nonlocal function
        current = thread
        browser.identify(thread.ident)
        # Pyodide copies the running event loop into a new stack, but a new thread must have none.
        asyncio_c = sys.modules.get("_asyncio")
        if asyncio_c is not None:
            asyncio_c._set_running_loop(None)
        try:
            function()
        finally:
            # Release its references here, in a thread that may be suspended, not when JavaScript drops them.
            function = _nothing
            alive.discard(thread)
            for local in thread.locals:
                local.forget(thread)
            browser.forget(thread.ident)
            if order is not None:
                order.end(thread)
            browser.identify(0)

    if order is not None:
        order.start(thread, bootstrap)
    else:
        browser.spawn(bootstrap)
    alive.add(thread)
    return thread


class WaitQueue:
    """The threads that wait for one object to change, first come, first served."""

    __slots__ = ("waiting",)

    def __init__(self) -> None:
        self.waiting: dict[Thread, None] = {}

    def __len__(self) -> int:
        return len(self.waiting)

    def wait(self, condition: Callable[[], object], timeout: float | None = None) -> bool:
        """Block until `condition()` is true. Returns False if that took more than `timeout` seconds (None: forever).

        Raises what a signal's handler raises; then a wake-up that this thread has received is passed to the next one.
        """
        if condition():
            return True
        deadline = None if timeout is None else monotonic() + timeout
        me = current
        try:
            while True:
                left = None if deadline is None else deadline - monotonic()
                if left is not None and left <= 0:
                    return False
                self.waiting[me] = None
                park(left)
                if condition():
                    return True
        except BaseException:
            self.waiting.pop(me, None)
            if condition():
                self.notify()
            raise
        finally:
            self.waiting.pop(me, None)

    def notify(self, count: int = 1) -> None:
        """Wake the `count` threads that have waited longest."""
        for thread in list(self.waiting)[:count]:
            self._wake(thread)

    def notify_any(self) -> None:
        """Wake one thread, where no order is promised.

        It is the one that has waited longest, unless an order decides.
        """
        if self.waiting:
            self._wake(next(iter(self.waiting)) if order is None else order.choose_waiter(self.waiting))

    def _wake(self, thread: Thread) -> None:
        del self.waiting[thread]
        if watcher is not None:
            watcher.wakes(thread)
        if order is not None:
            order.wake(thread)
        else:
            browser.wake(thread.ident)

    def notify_all(self) -> None:
        """Wake all waiting threads."""
        self.notify(len(self.waiting))
