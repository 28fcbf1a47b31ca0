"""A portal from threads to asyncio: plain functions call async ones, in an event loop that has its own thread"""

import asyncio
import concurrent.futures
import contextlib
import threading
from collections.abc import Callable, Coroutine, Generator
from contextlib import AbstractAsyncContextManager
from functools import partial
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class Portal:
    """An event loop in a thread of its own, which runs coroutines for any other thread.

    Use `with Portal() as portal:`, once per portal. The end of the block closes it, with `drain` if the block ends
    without an exception. All methods may be called from several threads at once.

    Args:
        name: The thread's name.
        loop_factory: Makes the event loop; asyncio's default one if left out.
    """

    def __init__(
        self,
        name: str = "portal",
        *,
        loop_factory: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop,
    ) -> None:
        self._loop_factory = loop_factory
        self._name = name
        self._thread: threading.Thread | None = None
        # Reentrant, because a signal handler may call a method while another runs.
        self._lock = threading.RLock()
        self._open = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over = threading.Event()
        # These two belong to the loop's thread.
        self._stop = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()

    def call(self, fn: Callable[P, Coroutine[Any, Any, R]], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `fn(*args, **kwargs)` in the loop, and block this thread until it has ended.

        If this thread is interrupted while it waits, by Ctrl+C for instance, the task is cancelled, and the interrupt
        is raised when its clean-up has ended. A second one doesn't wait for that.

        Args:
            fn: A coroutine function. It runs with a copy of this thread's context variables.
            args: Its arguments.
            kwargs: Its keyword arguments.

        Returns:
            What it returned. What it raises is raised.

        Raises:
            RuntimeError: If this is the loop's own thread, which would wait for itself, or if the portal isn't open.
            concurrent.futures.CancelledError: If the task was cancelled.
        """
        return _result(self.start(fn, *args, **kwargs))

    def call_within(
        self, seconds: float, fn: Callable[P, Coroutine[Any, Any, R]], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Like `call`, with a time limit.

        Raises:
            TimeoutError: If it took longer. The task was cancelled, and its clean-up has ended.
        """

        async def limited() -> R:
            async with asyncio.timeout(seconds):
                return await fn(*args, **kwargs)

        return self.call(limited)

    @contextlib.contextmanager
    def entered(self, manager: AbstractAsyncContextManager[T]) -> Generator[T, None, None]:
        """`with portal.entered(manager) as value:` enters an async context manager, and exits it after the block.

        Both happen in the loop, in one task, as a `TaskGroup` requires, for example. An exception that ends the
        block goes to the manager, which may suppress it.

        Args:
            manager: The context manager, such as an HTTP client's session.

        Raises:
            RuntimeError: As for `call`.
            concurrent.futures.CancelledError: If the portal was closed without `drain` in the block.
        """
        ready: concurrent.futures.Future[tuple[T, asyncio.Future[BaseException | None]]] = concurrent.futures.Future()

        async def hold() -> None:
            async with manager as value:
                block: asyncio.Future[BaseException | None] = asyncio.get_running_loop().create_future()
                ready.set_result((value, block))
                if (error := await block) is not None:
                    raise error

        held = self.start(hold)
        try:
            either: list[concurrent.futures.Future[Any]] = [held, ready]
            concurrent.futures.wait(either, return_when=concurrent.futures.FIRST_COMPLETED)
        except BaseException:
            _abandon(held)
            raise
        if not ready.done():
            _result(held)  # Raises what entering has raised.
        value, block = ready.result()
        try:
            yield value
        except BaseException as error:
            self._post(partial(_settle, block, error))
            _result(held)
        else:
            self._post(partial(_settle, block, None))
            _result(held)

    def start(
        self, fn: Callable[P, Coroutine[Any, Any, R]], *args: P.args, **kwargs: P.kwargs
    ) -> concurrent.futures.Future[R]:
        """Start `fn(*args, **kwargs)` in the loop, without waiting for it.

        Args:
            fn: A coroutine function. It runs with a copy of this thread's context variables.
            args: Its arguments.
            kwargs: Its keyword arguments.

        Returns:
            A future that is done exactly once: with the result, the exception, or cancelled. If you cancel it, the task
            is cancelled, and never runs if it has not begun; `concurrent.futures.wait` then waits for its clean-up.
            Don't wait for the future in the loop's thread.

        Raises:
            RuntimeError: If this is the loop's own thread, where you would use `await`, or if the portal isn't open.
        """
        self._refuse_own_thread()
        future: concurrent.futures.Future[R] = concurrent.futures.Future()
        with self._lock:
            if not self._open or self._loop is None:
                raise RuntimeError("the portal is not open")
            self._loop.call_soon_threadsafe(self._begin, future, partial(fn, *args, **kwargs))
        return future

    def close(self, drain: bool = True) -> None:
        """Accept no more calls, and end the loop and its thread.

        When it returns or raises, every future is done and the thread has ended. If this thread is interrupted
        meanwhile, the tasks are cancelled, each time, and the interrupt is raised when they have ended.

        Args:
            drain: Whether running tasks may finish. If not, they are cancelled; their clean-up may take any time.

        Raises:
            RuntimeError: If this is the loop's own thread, which would wait for itself.
        """
        self._refuse_own_thread()
        with self._lock:
            if self._loop is None:
                return
            self._open = False
            # The loop begins what was accepted before it sees this.
            self._post(self._stop.set)
        if not drain:
            self._post(self._cancel)
        interrupt: BaseException | None = None
        while not self._over.is_set():
            try:
                # An interrupted Thread.join may regard the thread as ended, on Python 3.12 and older.
                self._over.wait()
            except BaseException as error:
                interrupt = error
                self._post(self._cancel)
        if self._thread is not None:
            self._thread.join()
        if interrupt is not None:
            raise interrupt

    def _refuse_own_thread(self) -> None:
        if threading.current_thread() is self._thread:
            raise RuntimeError("this is the thread of the portal's loop: use await here")

    def _post(self, callback: Callable[[], object]) -> None:
        """Have the loop call a function, if the loop still runs."""
        assert self._loop is not None
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(callback)

    # What follows runs in the loop's thread.

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            # At the end it cancels tasks that were left behind, and ends generators and the loop's executor.
            with asyncio.Runner(loop_factory=lambda: loop) as runner:
                serving = runner.get_loop().create_task(self._serve())
                while not serving.done():
                    # A task that raises one of these stops the loop. Its caller gets the exception.
                    with contextlib.suppress(SystemExit, KeyboardInterrupt):
                        loop.run_until_complete(serving)
        finally:
            self._over.set()

    async def _serve(self) -> None:
        await self._stop.wait()
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _begin(
        self,
        future: concurrent.futures.Future[R],
        call: Callable[[], Coroutine[Any, Any, R]],
    ) -> None:
        if future.cancelled():
            future.set_running_or_notify_cancel()
            return

        async def run() -> R:
            # Called here, what the function raises before it returns a coroutine goes to the future too.
            return await call()

        task = asyncio.get_running_loop().create_task(run())
        self._tasks.add(task)
        task.add_done_callback(partial(self._ended, future))
        # Runs in the thread that cancels the future. If the task has ended, it does nothing.
        future.add_done_callback(lambda _: self._post(task.cancel))

    def _ended(self, future: concurrent.futures.Future[R], task: asyncio.Task[R]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            future.cancel()
        # If the future was cancelled, this wakes what waits for it. An error in the clean-up is logged by the task.
        if future.set_running_or_notify_cancel():
            if (error := task.exception()) is not None:
                future.set_exception(error)
            else:
                future.set_result(task.result())

    def _cancel(self) -> None:
        for task in self._tasks:
            task.cancel()

    # In any thread again.

    def __enter__(self) -> Self:
        with self._lock:
            if self._loop is not None:
                raise RuntimeError("a portal opens one time only")
            loop = self._loop_factory()
            self._thread = threading.Thread(target=self._run, args=(loop,), name=self._name)
            try:
                self._thread.start()
            except RuntimeError:
                # The system can't start another thread.
                loop.close()
                raise
            self._loop = loop
            self._open = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close(drain=kind is None)


def _result(future: concurrent.futures.Future[R]) -> R:
    """Wait for a future's result, and cancel its task if this thread is interrupted meanwhile."""
    try:
        return future.result()
    except BaseException:
        _abandon(future)
        raise
    finally:
        # Breaks a cycle: an error's traceback refers to this frame, and the future to the error.
        del future


def _abandon(future: concurrent.futures.Future[Any]) -> None:
    """Cancel the task of a future, if it has not ended, and wait for its clean-up."""
    if future.cancel():
        concurrent.futures.wait([future])


def _settle(block: asyncio.Future[BaseException | None], error: BaseException | None) -> None:
    if not block.done():
        block.set_result(error)
