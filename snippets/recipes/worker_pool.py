"""A worker pool for asyncio: a bounded number of jobs, a bounded queue, and an answer for every job"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context, copy_context
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class WorkerPool:
    """Runs jobs in the order of their submission, at most `n` at once, with at most `maxsize` more in a queue.

    A worker can't die: each job runs in a task of its own, which starts when fewer than `n` are running. So a job that
    fails costs the pool nothing.

    Use `async with WorkerPool(n) as pool:`, which closes the pool, with `drain` if the block ends without an exception.
    Use it from one event loop only.

    Args:
        n: The largest number of jobs that run at once; at least 1.
        maxsize: The number of further jobs that are accepted before `submit` waits; at least 0.

    Raises:
        ValueError: If `n` or `maxsize` is too small.
    """

    def __init__(self, n: int, maxsize: int = 0) -> None:
        if n < 1 or maxsize < 0:
            raise ValueError("n must be at least 1, and maxsize at least 0")
        self._n = n
        # A job holds a permit from its acceptance to its end.
        self._permits = asyncio.Semaphore(n + maxsize)
        self._line: deque[_Job] = deque()
        self._running: set[asyncio.Task[Any]] = set()
        self._closed = False
        self._ending = False  # whether the jobs that run are being cancelled

    async def submit(
        self, fn: Callable[P, Coroutine[Any, Any, R]], *args: P.args, **kwargs: P.kwargs
    ) -> asyncio.Future[R]:
        """Wait until there is room, then accept the job `fn(*args, **kwargs)`.

        If the caller is cancelled while it waits, the job is not accepted and never runs. A job that submits to its own
        pool may wait for its own end.

        Args:
            fn: A coroutine function. It runs with the context variables of this call.
            args: Its arguments.
            kwargs: Its keyword arguments.

        Returns:
            The future of the job, which is done exactly once: with the job's result, its exception, or cancelled, by
            you or by `aclose`. If you cancel it, the job is removed from the queue, or cancelled if it runs; the next
            job starts when its clean-up has ended. A `CancelledError` of the job's own, because it awaited something
            that was cancelled, becomes a `RuntimeError`.

        Raises:
            RuntimeError: If `aclose` was called, before or while this waited.
        """
        if not self._closed:
            await self._permits.acquire()
            if not self._closed:
                job = _Job(partial(fn, *args, **kwargs), copy_context(), asyncio.get_running_loop().create_future())
                job.future.add_done_callback(partial(self._answered, job))
                self._line.append(job)
                self._start()
                return job.future
            self._permits.release()
        raise RuntimeError("the pool is closed")

    async def aclose(self, drain: bool = True) -> None:
        """Accept no more jobs, and wait until all have ended.

        When it returns or raises, no job is running and every future is done. If the caller is cancelled, this cancels
        the jobs, again each time the caller is cancelled, and raises CancelledError when they have ended.

        Args:
            drain: Whether the jobs that were accepted may finish. If not, they are cancelled.

        Raises:
            RuntimeError: If a job of this pool calls it, which would wait for itself.
        """
        if asyncio.current_task() in self._running:
            raise RuntimeError("a job can't wait for the end of its own pool")
        self._closed = True
        try:
            while drain and self._running:
                await asyncio.wait(self._running)
        finally:
            await self._end()

    async def _end(self) -> None:
        """Cancel all jobs and wait for those that run, whatever happens to the caller."""
        cancelled: asyncio.CancelledError | None = None
        while self._line:
            self._line.popleft().future.cancel()
            self._permits.release()
        self._ending = True
        for task in self._running:
            task.cancel()
        while self._running:
            try:
                await asyncio.wait(self._running)
            except asyncio.CancelledError as error:
                cancelled = error
                for task in self._running:
                    task.cancel()
        if cancelled is not None:
            raise cancelled

    def _start(self) -> None:
        """Start the first job in the queue, as long as fewer than `n` run."""
        while self._line and len(self._running) < self._n:
            job = self._line.popleft()
            job.task = asyncio.get_running_loop().create_task(job.run(), context=job.context)
            self._running.add(job.task)
            job.task.add_done_callback(partial(self._ended, job))

    def _ended(self, job: "_Job", task: asyncio.Task[Any]) -> None:
        """A job has ended: complete its future, and start the next job."""
        self._running.discard(task)
        self._permits.release()
        # A cancelled future takes no answer. An error in the clean-up is logged by the task itself.
        if not job.future.done():
            if task.cancelled() and self._ending:
                job.future.cancel()
            elif task.cancelled():
                job.future.set_exception(RuntimeError("a job was cancelled, and not by the pool"))
            elif (error := task.exception()) is not None:
                job.future.set_exception(error)
            else:
                job.future.set_result(task.result())
        self._start()

    def _answered(self, job: "_Job", future: asyncio.Future[Any]) -> None:
        """The future is done; if it was cancelled, cancel the job."""
        if job.task is not None:
            # If it has ended, this does nothing.
            job.task.cancel()
        elif job in self._line:
            self._line.remove(job)
            self._permits.release()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose(drain=kind is None)


@dataclass(eq=False)
class _Job:
    call: Callable[[], Coroutine[Any, Any, Any]]
    context: Context
    future: asyncio.Future[Any]
    task: asyncio.Task[Any] | None = None

    async def run(self) -> Any:
        # Called here, what the function raises before it returns a coroutine is the job's error too.
        return await self.call()
