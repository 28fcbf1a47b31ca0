"""A service runner for asyncio: a signal asks for the end, a time limit or a second signal cancels"""

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run_service(
    main: Callable[[asyncio.Event], Coroutine[Any, Any, T]],
    grace: float = 10.0,
    *,
    loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None,
) -> T:
    """Run `main(stop)` in an event loop of its own, like `asyncio.run`, and handle SIGINT and SIGTERM.

    - The first signal sets the event `stop`. `main` should then take no new work, finish what it has, and return.
    - If it hasn't ended `grace` seconds later, it is cancelled. Its clean-up may take any time.
    - A second signal cancels it at once, and each further one cancels it again, which interrupts its clean-up.

    A signal is handled between two steps of tasks, never in the middle of one. When `main` has ended, the former
    signal handlers are back.

    Args:
        main: A coroutine function. It should await its tasks, in a `TaskGroup` for instance: those that it leaves
            behind are cancelled at the end, as by `asyncio.run`.
        grace: The seconds that `main` has after the first signal; at least 0. Choose it shorter than the time after
            which the process manager that sent the signal kills the process.
        loop_factory: Makes the event loop; asyncio's default one if left out.

    Returns:
        What `main` returned. What it raises is raised.

    Raises:
        SystemExit: If `main` was cancelled because of a signal, with 128 plus the number of the first signal, which is
            how a shell reports a process that was ended by that signal.
        ValueError: If `grace` is too small.
        RuntimeError: If this is not the main thread: only that one can handle signals.
    """
    if grace < 0:
        raise ValueError("grace must be at least 0")
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("only the main thread can handle signals")
    received: list[int] = []
    try:
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            return runner.run(_serve(main, grace, received))
    except asyncio.CancelledError:
        if not received:
            raise
        raise SystemExit(128 + received[0]) from None


async def _serve(
    main: Callable[[asyncio.Event], Coroutine[Any, Any, T]],
    grace: float,
    received: list[int],
) -> T:
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    assert task is not None
    stop = asyncio.Event()

    def hear(number: int) -> None:
        received.append(number)
        if len(received) == 1:
            stop.set()
            loop.call_later(grace, task.cancel)
        else:
            task.cancel()

    with contextlib.ExitStack() as stack:
        for number in (signal.SIGINT, signal.SIGTERM):
            # None means that the handler was not installed from Python, and can't be.
            stack.callback(signal.signal, number, signal.getsignal(number) or signal.SIG_DFL)
            try:
                # It wakes the loop, whichever thread the signal is delivered to.
                loop.add_signal_handler(number, hear, number)
            except NotImplementedError:
                # On Windows. The handler may interrupt any code, so it leaves the work to the loop.
                signal.signal(number, lambda number, frame: loop.call_soon_threadsafe(hear, number))
            else:
                stack.callback(loop.remove_signal_handler, number)
        return await main(stop)
