"""What the service runner promises, in virtual time, with signals that the process sends to itself."""

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import pytest
from every_step import STEPS
from service_runner import run_service
from virtual_time import VirtualLoop

T = TypeVar("T")
BOTH = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture(autouse=True)
def handlers_are_left_alone() -> Iterator[None]:
    """Whatever happens, the former ones are back."""
    before = [signal.getsignal(number) for number in BOTH]
    yield
    assert [signal.getsignal(number) for number in BOTH] == before


def _run(main: Callable[[asyncio.Event], Coroutine[Any, Any, T]], grace: float = 10) -> T:
    return run_service(main, grace, loop_factory=VirtualLoop)


def _now() -> float:
    return asyncio.get_running_loop().time()


@pytest.mark.parametrize("number", BOTH)
def test_the_first_signal_asks(number: signal.Signals) -> None:
    """And what ends within the time returns as if there had been none."""

    async def main(stop: asyncio.Event) -> float:
        await asyncio.sleep(5)
        assert not stop.is_set()
        signal.raise_signal(number)
        await stop.wait()
        await asyncio.sleep(9)
        return _now()

    assert _run(main) == 14


@pytest.mark.parametrize("number", BOTH)
def test_after_the_grace_it_is_cancelled(number: signal.Signals) -> None:
    """With a clean-up that takes its time; the exit code is the signal's."""
    moments: list[float] = []

    async def main(stop: asyncio.Event) -> None:
        await asyncio.sleep(5)
        signal.raise_signal(number)
        try:
            await asyncio.sleep(1000)
        finally:
            moments.append(_now())
            await asyncio.sleep(100)
            moments.append(_now())

    with pytest.raises(SystemExit) as caught:
        _run(main)
    assert moments == [15, 115]
    assert caught.value.code == 128 + number


@pytest.mark.parametrize("second", BOTH)
@pytest.mark.parametrize("first", BOTH)
def test_a_second_signal_forces_and_a_third_interrupts_the_clean_up(
    first: signal.Signals, second: signal.Signals
) -> None:
    """Of either kind."""
    moments: list[float] = []

    async def main(stop: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        for moment, number in [(1, first), (3, second), (4, first)]:
            loop.call_later(moment, signal.raise_signal, number)
        try:
            await asyncio.sleep(1000)
        finally:
            moments.append(_now())
            try:
                await asyncio.sleep(1000)
            finally:
                moments.append(_now())

    with pytest.raises(SystemExit) as caught:
        _run(main)
    assert moments == [3, 4]
    assert caught.value.code == 128 + first


@pytest.mark.parametrize("step", STEPS)
def test_the_second_signal_at_every_step(step: int) -> None:
    """All tasks have ended, and either it was drained or it was cancelled."""
    ended: list[str] = []
    tasks: set[asyncio.Task[Any]] = set()

    async def work(stop: asyncio.Event) -> None:
        try:
            await stop.wait()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            ended.append("drained")
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async def impatient() -> None:
        for _ in range(step):
            await asyncio.sleep(0)
        signal.raise_signal(signal.SIGTERM)

    async def main(stop: asyncio.Event) -> str:
        tasks.add(asyncio.create_task(impatient()))
        async with asyncio.TaskGroup() as group:
            tasks.update(group.create_task(work(stop)) for _ in range(2))
            signal.raise_signal(signal.SIGTERM)
        await asyncio.wait(tasks)
        return "drained"

    if step == 0:
        # Both signals came before the loop's next turn.
        with pytest.raises(SystemExit):
            _run(main)
    else:
        with contextlib.suppress(SystemExit):
            assert _run(main) == "drained"
    assert all(task.done() for task in tasks)
    assert len(ended) in ((0, 2) if step == 0 else (2,))


@pytest.mark.timeout(20)
def test_a_sleeping_loop_wakes_up() -> None:
    """In real time, where nothing but the signal is there to wake it, and another thread gets that."""

    async def main(stop: asyncio.Event) -> bool:
        threading.Timer(0.05, signal.raise_signal, [signal.SIGTERM]).start()
        return await stop.wait()

    assert run_service(main)


def test_without_a_signal_it_is_asyncio_run() -> None:
    """What main returns or raises goes to the caller, a cancellation too."""

    async def returns(stop: asyncio.Event) -> int:
        return 1

    async def fails(stop: asyncio.Event) -> None:
        raise ValueError("broken")

    async def is_cancelled(stop: asyncio.Event) -> None:
        raise asyncio.CancelledError

    assert _run(returns) == 1
    with pytest.raises(ValueError, match="broken"):
        _run(fails)
    with pytest.raises(asyncio.CancelledError):
        _run(is_cancelled)


def test_what_main_makes_of_its_cancellation_counts() -> None:
    """An error in the clean-up is raised, and a result returned."""

    async def fails(stop: asyncio.Event) -> None:
        signal.raise_signal(signal.SIGTERM)
        try:
            await asyncio.sleep(1000)
        finally:
            raise ValueError("broken")

    async def returns(stop: asyncio.Event) -> str:
        signal.raise_signal(signal.SIGTERM)
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(1000)
        return "half of it is done"

    with pytest.raises(ValueError, match="broken"):
        _run(fails)
    assert _run(returns) == "half of it is done"


def test_other_handlers_come_back() -> None:
    """Also one that ignores the signal."""
    former = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        _run(lambda stop: asyncio.sleep(1))
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, former)


@pytest.mark.filterwarnings("error")
def test_what_cannot_work_is_refused() -> None:
    """A time before now, a thread that hears no signal. Nothing is started then."""
    started: list[bool] = []

    async def main(stop: asyncio.Event) -> None:
        started.append(True)

    with pytest.raises(ValueError, match="grace must be"):
        run_service(main, grace=-1)
    errors: list[BaseException] = []

    def elsewhere() -> None:
        try:
            run_service(main)
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert [type(error) for error in errors] == [RuntimeError]
    assert not started
