"""Green threads: who runs, who waits, for what.

One thread runs at a time, as under CPython's global interpreter lock. It goes on until it blocks (`park`) or until the
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

# Thread identifiers double as the descriptor numbers by which worker.js knows a suspended thread (see browser.suspend):
# far above those of open files.
_FIRST_IDENT = 0x1000_0000


class Local(Protocol):
    """What belongs to one `_thread._local` object: see local.State."""

    def forget(self, thread: "Thread") -> None: ...


class Thread:
    """A green thread, as the kernel sees it."""

    __slots__ = ("__weakref__", "asynchronous", "ident", "locals", "name")
    _last_ident = _FIRST_IDENT

    def __init__(self) -> None:
        Thread._last_ident += 1
        self.ident = Thread._last_ident
        self.name = b"python3.14"  # as the operating system would show it
        # What another thread wants raised in this one (see async_exc).
        self.asynchronous: type[BaseException] | None = None
        # The `_thread._local` objects that hold something for this thread.
        self.locals: WeakSet[Local] = WeakSet()

    @classmethod
    def number_again(cls) -> None:
        """There is only the main thread: the next one has the number that the first one had."""
        cls._last_ident = main.ident


class Watcher(Protocol):
    """Who hears what threads do, while a program is recorded (recording/threads.py)."""

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
    """Let somebody, or nobody, hear what threads do."""
    global watcher, observed
    watcher = by
    observed = watcher is not None or order is not None


def tell_sent(signum: int, pid: int) -> None:
    """The running thread sends a signal to a process; `pid` names them as kill(2) does. 0 is no signal."""
    if watcher is not None and signum:
        watcher.sends(signum, pid)


def tell_interpreter(event: str, number: int) -> None:
    """The running thread has created another interpreter, or ended it."""
    if watcher is not None:
        watcher.interpreter(event, number)


class Order(Protocol):
    """Who decides which thread goes on, where that isn't left to the browser (exploring/order.py)."""

    def suspend(self, me: Thread, timeout: float | None, interruptible: bool) -> bool: ...

    def wake(self, thread: Thread) -> None: ...

    def start(self, thread: Thread, bootstrap: Callable[[], None]) -> None: ...

    def end(self, me: Thread) -> None: ...

    def choose_waiter(self, waiting: Iterable[Thread]) -> Thread: ...

    def point(self) -> None: ...

    def pass_lock(self, taken: bool) -> None: ...

    def tick(self, me: Thread) -> None: ...

    def close(self) -> None: ...


order: Order | None = None


def schedule_by(by: Order | None) -> None:
    """Let somebody decide which thread goes on, or, by None, the browser: first come, first served."""
    global order, observed
    order = by
    observed = watcher is not None or order is not None


main = Thread()
current = main
alive: set[Thread] = {main}
# The process whose threads they are; set as it starts.
process = 1
# Whether the interpreter is at its end: threads but the main one never run again.
finalizing = False


def now() -> float:
    """The time that deadlines are counted in; seconds."""
    return monotonic()


def finalize() -> None:
    """The interpreter is at its end: the main thread is the only one from now on."""
    global finalizing
    finalizing = True
    schedule_by(None)
    browser.run_alone(main.ident)


def identify(number: int) -> None:
    """Be a certain process, or interpreter of one, as the machine numbers them."""
    global process
    process = number


def enter_main() -> None:
    """Be the main thread: a program, or a call from outside, starts in it."""
    global current
    current = main
    browser.identify(main.ident)


def enter(ident: int) -> None:
    """Be the thread of that identifier: it goes on after C code let it wait (c-waits.js)."""
    global current
    current = next((thread for thread in alive if thread.ident == ident), main)


# Whether a thread of this process has sent it a signal that the main thread has not looked at.
_signal_sent = False
# Called in the main thread when it was woken with a signal waiting.
deliver_signals: Hook[[], None] = Hook(lambda: None)


def note_signal(sent: bool) -> None:
    """A thread of this process has sent it a signal, or the main thread looks at what was sent."""
    global _signal_sent
    _signal_sent = sent


def park(timeout: float | None = None, interruptible: bool = True) -> None:
    """Suspend the calling thread until `wake`, a signal (main thread), or `timeout` seconds; it may wake early.

    If `interruptible`, raises whatever a signal's handler raises, and what another thread wants raised.
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
    # It may have been sent after the main thread was woken, by one that ran before it.
    if me is main and (signalled or (interruptible and _signal_sent)):
        deliver_signals()
    if interruptible and me.asynchronous is not None:
        wanted, me.asynchronous = me.asynchronous, None
        raise wanted


def tick() -> None:
    """The timer has interrupted the running thread: the others get their turn, unless an order decides that."""
    if order is None:
        park(0)
    elif browser.can_suspend():
        order.tick(current)


def never_return() -> NoReturn:
    """Let no thread of this process run any more: its interpreter, or its run, is about to be taken away."""
    if order is not None:
        order.close()
    else:
        browser.run_alone(browser.NOBODY)
    while True:
        park(60, interruptible=False)  # so long, where it can't be suspended


def _wait_alone(timeout: float | None) -> None:
    """What code that can't be suspended can do instead: let time pass (see browser.can_suspend)."""
    if timeout is None:
        caller = "the garbage collector" if browser.collecting else "JavaScript"
        raise RuntimeError(f"a function that {caller} calls can't wait for another thread in this page")
    browser.native_sleep(timeout)


def _nothing() -> None:
    """What an ended thread runs."""


def start(function: Callable[[], None]) -> Thread:
    """Run `function` in a new thread, after the calling one blocks or yields. `function` must not raise."""
    thread = Thread()

    def bootstrap() -> None:
        global current
        nonlocal function
        current = thread
        browser.identify(thread.ident)
        # Pyodide copies the running event loop into a new stack; a new thread has none.
        asyncio_c = sys.modules.get("_asyncio")
        if asyncio_c is not None:
            asyncio_c._set_running_loop(None)
        try:
            function()
        finally:
            # What it holds ends here, in a thread that may be suspended, not where JavaScript lets go of it.
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

        Raises what a signal's handler raises; the wake-up that this thread may have been given goes to the next one.
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
        """Wake one thread, where none is promised to be the first.

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
        """Wake every thread that waits."""
        self.notify(len(self.waiting))
