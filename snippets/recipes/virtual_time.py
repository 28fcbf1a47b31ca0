"""Virtual time for asyncio: a clock that jumps to the next timer, and a choice of orders that CPython leaves open"""

import asyncio
import heapq
import itertools
import math
import selectors
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import Context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, TypeVarTuple, cast
from weakref import WeakKeyDictionary, WeakSet

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
Event = tuple[selectors.SelectorKey, int]
Wait = Callable[[float | None], list[Event]]
_GRACE = 0.005  # seconds that bytes have to get from one socket of the process to another
_TURNS = 100  # of a loop that is always busy, after which it handles the calls of threads all the same
_TOGETHER = 0.1  # seconds within which functions in executors end together
_PATIENCE = 1.0  # seconds that threads have to wake a loop that has nothing else
_silent: WeakSet[threading.Thread] = WeakSet()  # those that didn't wake it
_LATE = 0.001  # seconds by which an overtaken sleep ends after the other
_BUSY = 1_000  # turns of a loop without a wait, from which on they take time
_MOMENT, _LONGEST_TURN = 1e-9, 0.001  # seconds that such a turn takes: the first of them, and at most

if TYPE_CHECKING:

    class _Loop(asyncio.SelectorEventLoop):
        """What asyncio's loop has inside, in CPython 3.11 to 3.14."""

        _ready: deque[asyncio.Handle]
        _scheduled: list[asyncio.TimerHandle]
        _clock_resolution: float
        _ssock: object

        def _process_events(self, event_list: list[Event]) -> None: ...
else:
    _Loop = asyncio.SelectorEventLoop


class Deadlock(RuntimeError):
    """All tasks wait, and no timer, descriptor or thread can wake one of them."""


class Chooser(Protocol):
    """An object that decides an order, such as `schedules.Choices`."""

    def choose(self, kind: str, count: int, describe: Callable[[int], str] | None = None) -> int:
        """Return a number from 0 to `count` - 1; 0 is CPython's own choice."""
        ...


class ChoosingLoop(_Loop):
    """asyncio's event loop, in which `choices` decides the orders that CPython leaves open.

    It asks for these kinds of choices:

    - `"event"`: which of the descriptors that one `select` returned is served first;
    - `"timer"`: which of the timers that are due at the same time runs first;
    - `"thread"`: whose `call_soon_threadsafe` comes first, if several threads have called it since the last turn;
    - `"sleep"`, with `jitter` only: which `asyncio.sleep` ends first, or which timeout or timer comes before it.

    What asyncio promises stays as it is: `call_soon` is first in, first out, timers run in the order of their times,
    and the calls of one thread in their order. The order of a set of tasks, in which a `TaskGroup` cancels them,
    depends on addresses in memory; here it is the order in which they were created, so that a run can be repeated.

    Attributes:
        choices: Decides the order. Without it, the order is asyncio's own.
        jitter: How much longer than requested an `asyncio.sleep` may last, as a fraction of its seconds: with 1, up to
            twice as long. For programs in which a sleep represents I/O. Timeouts and other timers stay exact.
    """

    choices: Chooser | None = None
    jitter: float = 0.0

    def __init__(self, selector: selectors.BaseSelector | None = None) -> None:
        super().__init__(selector)
        # Of tasks, and of those without a name: the first is Task-1, whatever ran before.
        self.numbers, self.names = itertools.count(1), itertools.count(1)
        # Sleeps, and when each has to be over at the latest. By id: a TimerHandle is equal to others like it.
        self._sleeps: dict[int, tuple[asyncio.TimerHandle, float]] = {}
        self._jobs: WeakKeyDictionary[asyncio.Future[Any], int] = WeakKeyDictionary()  # executors' functions, numbered
        self._job_numbers = itertools.count()
        self._held: list[tuple[threading.Thread, asyncio.Handle]] = []  # calls of threads that are yet to be handled
        self._held_lock = threading.Lock()
        self._turns_held = 0
        if self.choices is not None:
            self.set_task_factory(cast(Any, Task))

    def call_at(
        self, when: float, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """As asyncio's own."""
        handle = super().call_at(when, callback, *args, context=context)
        if self.jitter and cast(object, callback) is _END_SLEEP:
            self._sleeps[id(handle)] = handle, when + (when - self.time()) * self.jitter
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.Handle:
        """As asyncio's own."""
        if self.choices is None or threading.get_ident() == getattr(self, "_thread_id", None):
            return super().call_soon_threadsafe(callback, *args, context=context)
        handle = asyncio.Handle(callback, args, self, context)
        with self._held_lock:
            self._held.append((threading.current_thread(), handle))
        super().call_soon_threadsafe(_do_nothing)  # wakes the loop
        return handle

    def run_in_executor(self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts) -> asyncio.Future[T]:
        """As asyncio's own."""
        if self.choices is None or not isinstance(executor, ThreadPoolExecutor | None):
            return super().run_in_executor(executor, func, *args)
        # The function ends in a later turn, however fast it is: so each run of the program is the same.
        begin = threading.Event()

        def run() -> T:
            begin.wait()
            return func(*args)

        future = super().run_in_executor(executor, run)
        self._jobs[future] = next(self._job_numbers)
        begin.set()
        return future

    def _process_events(self, event_list: list[Event]) -> None:
        """Each turn of the loop calls this once, between waiting and running what is ready.

        Timers that are due are taken from the heap here, so that asyncio, which would do so next, finds none left.
        """
        if self.choices is None:
            super()._process_events(event_list)
            return
        self._release_held(self.choices)
        own = [event for event in event_list if event[0].fileobj is self._ssock]
        others = sorted((event for event in event_list if event not in own), key=lambda event: event[0].fd)
        super()._process_events(own + _in_order(self.choices, "event", others, _name_event))
        if self._sleeps:
            self._delay_sleeps(self.choices)
        self._add_due_timers(self.choices)

    def _release_held(self, choices: Chooser) -> None:
        """Handle threads' calls when the tasks have nothing left to do, so the speed of threads doesn't matter."""
        self._turns_held = self._turns_held + 1 if self._held else 0
        if not self._held:
            return
        idle = all(cast(Any, handle)._callback in (_do_nothing, _stay_awake) for handle in list(self._ready))
        if not idle and self._turns_held < _TURNS:
            self.call_soon(_stay_awake, self)
            return
        self._await_functions()
        with self._held_lock:
            held, self._held = self._held, []
        # Which thread of an executor runs which function varies: each function counts as a thread.
        functions: dict[int, list[asyncio.Handle]] = {}
        threads: dict[threading.Thread, list[asyncio.Handle]] = {}
        for thread, handle in held:
            jobs = [self._jobs[future] for future in _futures_of(handle) if future in self._jobs]
            (functions.setdefault(jobs[0], []) if jobs else threads.setdefault(thread, [])).append(handle)
        waiting: list[list[asyncio.Handle]] = [*(functions[job] for job in sorted(functions)), *threads.values()]
        while waiting:
            taken = _choose(choices, "thread", [line[0] for line in waiting], _name_handle)
            self._ready.append(waiting[taken].pop(0))
            waiting = [line for line in waiting if line]

    def _await_functions(self) -> None:
        """Let functions that end at almost the same time do so in one turn, in an order that is chosen."""
        end = time.monotonic() + _TOGETHER
        while len(self._held) < sum(not job.done() for job in self._jobs) and time.monotonic() < end:
            time.sleep(_TOGETHER / 200)

    def _delay_sleeps(self, choices: Chooser) -> None:
        """Let another sleep or a timer come before the next sleep: all sleeps that it overtakes end just after it."""
        self._sleeps = {key: sleep for key, sleep in self._sleeps.items() if not sleep[0].cancelled()}
        sleeps = sorted(self._sleeps.values(), key=lambda sleep: sleep[0].when())
        if not sleeps or sleeps[0][0].when() >= self.time() + self._clock_resolution:
            return
        overtakers: list[asyncio.TimerHandle] = []
        ends: list[float] = []  # the two earliest times at which those so far have to be over
        for when, group in itertools.groupby(sleeps, key=lambda sleep: sleep[0].when()):
            same = list(group)
            ends = heapq.nsmallest(2, [*ends, *(latest for _, latest in same)])
            if len(ends) == 2:  # otherwise there is one only, and none that it could overtake
                overtakers += [
                    handle for handle, latest in same if when + _LATE <= (ends[1] if latest == ends[0] else ends[0])
                ]
            if when + _LATE > ends[-1]:
                break
        overtakers += self._overtaking_timers(sleeps)

        def describe(taken: int) -> str:
            first = overtakers[taken - 1]
            return f"{_name_handle(first)} before {_name_handle(next(s[0] for s in sleeps if s[0] is not first))}"

        taken = choices.choose("sleep", 1 + len(overtakers), describe) if overtakers else 0
        if taken:
            first = overtakers[taken - 1]
            self._sleeps.pop(id(first), None)
            for handle, _ in sleeps:
                if handle is not first and handle.when() <= first.when():
                    cast(Any, handle)._when = first.when() + _LATE
            heapq.heapify(self._scheduled)

    def _overtaking_timers(self, sleeps: list[tuple[asyncio.TimerHandle, float]]) -> list[asyncio.TimerHandle]:
        """The timeouts and other timers, which are exact, that all earlier sleeps can outlast."""
        found: list[asyncio.TimerHandle] = []
        for handle in sorted(self._scheduled, key=asyncio.TimerHandle.when):
            latest = [end for sleep, end in sleeps if sleep.when() <= handle.when()]
            exact = id(handle) not in self._sleeps and not handle.cancelled()
            if exact and handle.when() > sleeps[0][0].when() and handle.when() + _LATE <= min(latest):
                found.append(handle)
        return found

    def _add_due_timers(self, choices: Chooser) -> None:
        end = self.time() + self._clock_resolution
        due: list[asyncio.TimerHandle] = []
        while self._scheduled and self._scheduled[0].when() < end:
            handle = heapq.heappop(self._scheduled)
            cast(Any, handle)._scheduled = False  # its cancel() looks at this
            self._sleeps.pop(id(handle), None)
            if not handle.cancelled():
                due.append(handle)
        for _, group in itertools.groupby(due, key=lambda handle: handle.when()):
            self._ready.extend(_in_order(choices, "timer", list(group), _name_handle))


class Task(asyncio.Task[Any]):
    """A task whose place in a set doesn't depend on its address, and whose name doesn't on earlier loops."""

    def __init__(self, loop: ChoosingLoop, coro: Coroutine[Any, Any, Any], **kwargs: Any) -> None:
        self._number, name = next(loop.numbers), kwargs.pop("name", None)
        super().__init__(coro, loop=loop, name=f"Task-{next(loop.names)}" if name is None else name, **kwargs)

    def __hash__(self) -> int:
        return self._number

    def set_name(self, value: object) -> None:
        """As asyncio's own; CPython 3.13.0 calls it with None for a task without a name."""
        if value is not None:
            super().set_name(value)


_ASYNCIO = str(Path(asyncio.__file__).parent)
_END_SLEEP = getattr(asyncio.futures, "_set_result_unless_cancelled", None)  # asyncio.sleep alone sets a timer with it


def _choose(choices: Chooser, kind: str, items: Sequence[T], name: Callable[[T], str]) -> int:
    if len(items) < 2:
        return 0
    return choices.choose(kind, len(items), lambda taken: f"{name(items[taken])} before {name(items[0])}")


def _in_order(choices: Chooser, kind: str, items: Sequence[T], name: Callable[[T], str]) -> list[T]:
    """The items in the chosen order."""
    left = list(items)
    return [left.pop(_choose(choices, kind, left, name)) for _ in items]


def _name_event(event: Event) -> str:
    return f"descriptor {event[0].fd} ({', '.join(_name_handle(each) for each in event[0].data if each is not None)})"


def _name_handle(handle: asyncio.Handle) -> str:
    """Name the task that a callback wakes, and the line at which that task waits; or the function that it calls."""
    awaited = _futures_of(handle)
    for task in asyncio.all_tasks(cast(Any, handle)._loop):
        if getattr(task, "_fut_waiter", None) in awaited:
            return where(task)
    callback = cast(Any, handle)._callback
    return str(getattr(callback, "__qualname__", callback))


def _do_nothing() -> None: ...


def _stay_awake(loop: ChoosingLoop) -> None:
    loop.call_soon(_do_nothing)  # so the next turn comes at once


def _futures_of(handle: asyncio.Handle) -> list[asyncio.Future[Any]]:
    return [argument for argument in cast(Any, handle)._args or () if asyncio.isfuture(argument)]


def where(task: asyncio.Task[Any]) -> str:
    """Return a task's name, and the line at which it waits."""
    awaited: Any = task.get_coro()
    line = ""
    while awaited is not None:
        frame = getattr(awaited, "cr_frame", None) or getattr(awaited, "ag_frame", None)
        if frame is None or frame.f_code.co_filename.startswith(_ASYNCIO):
            break
        line = f" ({Path(frame.f_code.co_filename).name}:{frame.f_lineno})"
        awaited = getattr(awaited, "cr_await", None) or getattr(awaited, "ag_await", None)
    return task.get_name() + line


class _JumpingSelector(selectors.DefaultSelector):
    """Asks its loop what to do instead of waiting."""

    loop: "VirtualLoop | None" = None
    busy = 0

    def select(self, timeout: float | None = None) -> list[Event]:
        wait = cast(Wait, super().select)
        ready = wait(0)
        if self.loop is None:
            return ready
        self.busy = self.busy + 1 if timeout is not None and timeout < _MOMENT else 0
        if self.busy > _BUSY:
            self.loop.now += min(_MOMENT * 2 ** min(self.busy - _BUSY, 20), _LONGEST_TURN)
        return ready if ready or timeout == 0 else self.loop.instead_of_waiting(timeout, wait)


class VirtualLoop(ChoosingLoop):
    """An event loop with a virtual clock: when nothing is ready, it jumps to the time of the next timer.

    Sockets and pipes within the process work: what one end sends arrives at the other before the clock jumps. While a
    function runs in an executor (`asyncio.to_thread`), a timer takes as long as by the real clock, so that the function
    can end first. `time.time`, `time.monotonic` and servers in other processes keep real time. What runs takes no
    time, until the loop has had a thousand turns without a wait: the program may look at the clock until it is late
    enough.

    Attributes:
        now: The virtual time. A test may advance it, as a computation would.
    """

    def __init__(self) -> None:
        selector = _JumpingSelector()
        super().__init__(selector)
        self.now = 0.0
        self._in_threads: set[asyncio.Future[Any]] = set()
        selector.loop = self

    def time(self) -> float:
        """The virtual seconds since the loop was created."""
        return self.now

    def instead_of_waiting(self, timeout: float | None, wait: Wait) -> list[Event]:
        """Called by the selector instead of waiting.

        Raises:
            Deadlock: If nothing can wake the loop.
        """
        grace = _GRACE if len(cast(Any, self)._selector.get_map()) > 1 else 0  # one of them only wakes the loop
        if self._in_threads:
            ready = wait(timeout)
        elif timeout is None:
            threads = {t for t in threading.enumerate() if t not in _silent} - {threading.current_thread()}
            ready = wait(_PATIENCE if threads else grace)
            if not ready:
                _silent.update(threads)
                tasks = sorted(asyncio.all_tasks(self), key=lambda task: (len(task.get_name()), task.get_name()))
                waits = ", ".join(map(where, tasks))
                raise Deadlock(f"deadlock: no task can continue, and no timer is set. Waiting: {waits}")
        else:
            ready = wait(grace)
        if not ready and timeout is not None:
            self.now += timeout
            # Where a float's steps are larger than the clock's, asyncio would never find the timer due.
            self._clock_resolution = max(self._clock_resolution, 2 * math.ulp(self.now))
        return ready

    def run_in_executor(self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts) -> asyncio.Future[T]:
        """As asyncio's own."""
        future = super().run_in_executor(executor, func, *args)
        self._in_threads.add(future)
        future.add_done_callback(self._in_threads.discard)
        return future

    async def shutdown_default_executor(self, *args: Any, **kwargs: Any) -> None:
        """As asyncio's own, whose timeout is real here."""
        self._in_threads.add(self.create_future())
        await super().shutdown_default_executor(*args, **kwargs)  # the last thing that a loop waits for

    async def subprocess_exec(self, *args: Any, **kwargs: Any) -> Any:
        """Raises NotImplementedError: a child process has a clock of its own."""
        raise NotImplementedError("a child process lives by the real clock: start it under asyncio.run()")

    subprocess_shell = subprocess_exec


def virtual_run(main: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run` in virtual time: an hour of `asyncio.sleep` takes milliseconds.

    Args:
        main: The coroutine to run.

    Raises:
        Deadlock: If all tasks wait and nothing can wake one of them.
        BaseException: Whatever `main` raises.
    """
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
