"""What a portal promises. Its loop has a thread of its own, so the clock is real; what counts is order, not time."""

import asyncio
import concurrent.futures
import contextvars
import random
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future

import pytest
from portal import Portal

# Each of these would wait for ever if a promise were broken.
pytestmark = [pytest.mark.timeout(20), pytest.mark.filterwarnings("error")]


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) == before


class Work:
    """Goes some steps, then waits for ever; its clean-up has awaits too.

    Args:
        steps: How often it lets others run first.
    """

    def __init__(self, steps: int = 0) -> None:
        self.steps = steps
        self.waits = threading.Event()
        self.cleaned = False

    async def run(self) -> None:
        try:
            for _ in range(self.steps):
                await asyncio.sleep(0)
            self.waits.set()
            await asyncio.get_running_loop().create_future()
        finally:
            await asyncio.sleep(0.01)
            self.cleaned = True


async def _double(number: int) -> int:
    await asyncio.sleep(0)
    return 2 * number


async def _fail(error: BaseException) -> None:
    await asyncio.sleep(0)
    raise error


def _interrupt_soon(work: Work) -> threading.Thread:
    """Send SIGINT to the main thread when the work waits and the thread, most probably, waits for it."""

    def send() -> None:
        work.waits.wait()
        time.sleep(0.1)
        main = threading.main_thread().ident
        assert main is not None
        signal.pthread_kill(main, signal.SIGINT)

    thread = threading.Thread(target=send)
    thread.start()
    return thread


def test_one_loop_serves_all_calls() -> None:
    """What one call leaves in it, the next one finds."""

    async def loop() -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    with Portal() as portal:
        first = portal.call(loop)
        assert portal.call(loop) is first
        assert portal.call(_double, 4) == 8
    assert first.is_closed()


def test_errors_reach_the_caller() -> None:
    """Even those that would end the loop, and those raised before there is a coroutine."""
    with Portal() as portal:
        for error in (ValueError("broken"), SystemExit(3), KeyboardInterrupt()):
            with pytest.raises(type(error)) as caught:
                portal.call(_fail, error)
            assert caught.value is error
        with pytest.raises(TypeError):
            portal.call(_double)  # type: ignore[call-arg]
        assert portal.call(_double, 1) == 2


def test_the_loops_own_thread_is_refused() -> None:
    """It would wait for itself, whichever way."""
    with Portal() as portal:

        async def call() -> int:
            return portal.call(_double, 1)

        async def start() -> int:
            return portal.start(_double, 1).result()

        async def close() -> None:
            portal.close()

        for function in (call, start, close):
            with pytest.raises(RuntimeError, match="use await"):
                portal.call(function)
        assert portal.call(_double, 1) == 2


def test_context_variables_come_along() -> None:
    """Those of the thread that calls; what the task changes stays with it."""
    request = contextvars.ContextVar("request", default="none")

    async def read() -> str:
        seen = request.get()
        request.set("changed")
        return seen

    with Portal() as portal:
        token = request.set("mine")
        assert (portal.call(read), portal.call(read), request.get()) == ("mine", "mine", "mine")
        request.reset(token)


@pytest.mark.parametrize("steps", range(5))
def test_cancelling_a_future_cancels_its_task(steps: int) -> None:
    """At every await; who waits with `wait` waits for the clean-up."""
    work = Work(steps)
    with Portal() as portal:
        future = portal.start(work.run)
        work.waits.wait()
        assert future.cancel()
        concurrent.futures.wait([future])
        assert work.cleaned
        # Cancelled at any moment, its first step or earlier, the future is done and nothing else is hurt.
        for _ in range(steps * 10):
            early = portal.start(_double, 1)
            early.cancel()
            concurrent.futures.wait([early])
        assert portal.call(_double, 1) == 2


def test_what_is_cancelled_before_it_begins_never_runs() -> None:
    """While the loop is busy."""
    begun, cancelled = threading.Event(), threading.Event()

    async def hold() -> None:
        begun.set()
        cancelled.wait()

    work = Work()
    with Portal() as portal:
        portal.start(hold)
        begun.wait()
        future = portal.start(work.run)
        future.cancel()
        cancelled.set()
        concurrent.futures.wait([future])
    assert not work.waits.is_set()


@pytest.mark.parametrize("drain", [False, True])
@pytest.mark.parametrize("seed", range(10))
def test_every_future_is_done_when_it_is_closed(seed: int, drain: bool) -> None:
    """Several threads call, cancel and are refused, while another one closes."""
    chance = random.Random(seed)
    futures: list[Future[int]] = []
    begun = threading.Event()

    async def work(number: int, pauses: list[float]) -> int:
        for pause in pauses:
            await asyncio.sleep(pause)
        return number

    def call(pauses: list[float]) -> None:
        for number in range(1_000_000):
            try:
                future = portal.start(work, number, pauses)
            except RuntimeError:
                return
            futures.append(future)
            if number % 5 == 3:
                future.cancel()
            if number == 5:
                begun.set()
            time.sleep(0.0005)

    with Portal() as portal:
        plans = [[chance.choice([0, 0, 0.001, 0.003]) for _ in range(3)] for _ in range(3)]
        threads = [threading.Thread(target=call, args=(pauses,)) for pauses in plans]
        for thread in threads:
            thread.start()
        begun.wait()
        portal.close(drain)
        for thread in threads:
            thread.join()
        assert all(future.done() for future in futures)
        assert any(not future.cancelled() for future in futures) or not drain


@pytest.mark.parametrize("steps", range(5))
def test_closing_cancels_at_every_await(steps: int) -> None:
    """A block that fails closes without draining; clean-ups end, and the caller in another thread is told."""
    work = Work(steps)
    told: list[BaseException] = []

    def call() -> None:
        try:
            portal.call(work.run)
        except CancelledError as error:
            told.append(error)

    caller = threading.Thread(target=call)
    with pytest.raises(ZeroDivisionError), Portal() as portal:
        caller.start()
        work.waits.wait()
        raise ZeroDivisionError
    caller.join()
    assert work.cleaned
    assert len(told) == 1


@pytest.mark.parametrize("steps", range(3))
def test_an_interrupt_cancels_the_call(steps: int) -> None:
    """And is raised when the clean-up has ended; the portal goes on."""
    work = Work(steps)
    with Portal() as portal:
        sender = _interrupt_soon(work)
        with pytest.raises(KeyboardInterrupt):
            portal.call(work.run)
        assert work.cleaned
        assert portal.call(_double, 1) == 2
    sender.join()


def test_an_interrupt_ends_the_draining() -> None:
    """The thread is joined all the same, before the interrupt is raised."""
    work = Work()
    with Portal() as portal:
        with pytest.raises(KeyboardInterrupt):
            sender = _interrupt_soon(work)
            future = portal.start(work.run)
            portal.close()
        assert work.cleaned
        assert future.cancelled()
        assert not any(thread.name == "portal" for thread in threading.enumerate())
    sender.join()


def test_it_is_open_in_its_block_only() -> None:
    """One time. Closing again does nothing."""
    portal = Portal()
    portal.close()
    with pytest.raises(RuntimeError, match="not open"):
        portal.call(_double, 1)
    with portal:
        future = portal.start(_double, 3)
    assert future.result(timeout=0) == 6
    portal.close()
    with pytest.raises(RuntimeError, match="not open"):
        portal.start(_double, 1)
    with pytest.raises(RuntimeError, match="one time"):
        portal.__enter__()


def test_arguments_by_name_reach_the_function() -> None:
    """In every way to call it."""

    async def fetch(url: str, *, timeout: float = 0) -> str:  # noqa: ASYNC109 - a name that callers use
        return f"{url} {timeout}"

    with Portal() as portal:
        assert portal.call(fetch, "u", timeout=3) == "u 3"
        assert portal.start(fetch, "u", timeout=4).result() == "u 4"
        assert portal.call_within(60, fetch, "u", timeout=5) == "u 5"


def test_a_call_can_be_limited_in_time() -> None:
    """When it is over, the clean-up has ended."""
    cleaned_up = []

    async def slow() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            cleaned_up.append(True)

    with Portal() as portal:
        with pytest.raises(TimeoutError):
            portal.call_within(0.01, slow)
        assert cleaned_up


class Manager:
    """Notes the tasks in which it is entered and left; raises or suppresses as it is told."""

    def __init__(self, fails: str = "", suppresses: bool = False) -> None:
        self.tasks: list[object] = []
        self.fails = fails
        self.suppresses = suppresses
        self.error: BaseException | None = None

    async def __aenter__(self) -> str:
        self.tasks.append(asyncio.current_task())
        await asyncio.sleep(0)
        if self.fails == "entering":
            raise LookupError("entering")
        return "value"

    async def __aexit__(self, kind: object, error: BaseException | None, traceback: object) -> bool:
        self.tasks.append(asyncio.current_task())
        self.error = error
        await asyncio.sleep(0)
        if self.fails == "leaving":
            raise LookupError("leaving")
        return self.suppresses


def test_an_async_context_manager_is_entered_and_left_in_one_task() -> None:
    """As TaskGroup and timeout require; calls can be made in between."""
    manager = Manager()

    async def start_in(group: asyncio.TaskGroup) -> asyncio.Task[None]:
        return group.create_task(asyncio.sleep(0.01))

    with Portal() as portal:
        with portal.entered(manager) as value:
            assert value == "value"
            assert len(manager.tasks) == 1
            portal.call(asyncio.sleep, 0)
        assert manager.tasks[0] is manager.tasks[1]
        with portal.entered(asyncio.TaskGroup()) as group:
            task = portal.call(start_in, group)
        assert task.done()


def test_an_exception_of_the_block_goes_to_the_manager() -> None:
    """Which lets it pass, or suppresses it, or raises another."""
    error = ValueError("in the block")
    with Portal() as portal:
        manager = Manager()
        with pytest.raises(ValueError, match="in the block") as caught, portal.entered(manager):
            raise error
        assert caught.value is error is manager.error
        with portal.entered(Manager(suppresses=True)):
            raise error
        for fails in ("entering", "leaving"):
            with pytest.raises(LookupError, match=fails), portal.entered(Manager(fails)):
                assert fails == "leaving"
        assert portal.call(asyncio.sleep, 0, "still open") == "still open"


def test_closing_in_the_block_leaves_the_manager() -> None:
    """The block hears of it at its end."""
    manager = Manager()
    with Portal() as portal:
        with pytest.raises(concurrent.futures.CancelledError), portal.entered(manager):
            portal.close(drain=False)
        assert isinstance(manager.error, asyncio.CancelledError)
