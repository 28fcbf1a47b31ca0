"""Background tasks for asyncio: none is lost, and every error is reported"""

import asyncio
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")


class BackgroundTasks:
    """Keeps tasks that your code does not await, reports their errors, and ends them all when it is closed.

    A task that fails is reported at once and cancels no other. Use `async with BackgroundTasks() as background:`, which
    closes it at the end of the block, without `grace` if the block ends with an exception; or call `aclose` yourself.
    Use it from one event loop only.

    Args:
        grace: The seconds for which `aclose` lets tasks run before it cancels them; None for no limit.
        on_error: Called with the exception of a task that has failed, and with the task. By default, the event loop's
            exception handler is called, which logs both. A task that was cancelled has not failed.
    """

    def __init__(
        self,
        grace: float | None = 5.0,
        on_error: Callable[[BaseException, asyncio.Task[Any]], None] | None = None,
    ) -> None:
        self._grace = grace
        self._on_error = on_error or _tell_the_loop
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    def start(self, coroutine: Coroutine[Any, Any, T], *, name: str | None = None) -> asyncio.Task[T]:
        """Run a coroutine in a task.

        Args:
            coroutine: What to run.
            name: The task's name, for reports.

        Returns:
            The task. You needn't keep it. You may cancel or await it; its error is reported in any case.

        Raises:
            RuntimeError: If `aclose` was called, or no event loop is running. The coroutine is closed.
        """
        try:
            if self._closed:
                raise RuntimeError("these background tasks are closed")
            task = asyncio.get_running_loop().create_task(coroutine, name=name)
        except RuntimeError:
            coroutine.close()
            raise
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def __len__(self) -> int:
        """The number of tasks that have not ended."""
        return len(self._tasks)

    async def aclose(self, drain: bool = True) -> None:
        """Accept no more tasks, wait for those that run, cancel after `grace` seconds, and wait for their clean-up.

        When it returns or raises, every task has ended and every error is reported. If the caller is cancelled, the
        tasks are cancelled at once, and again each time the caller is. CancelledError is raised when they have ended.
        It may be called again, and from several tasks.

        Args:
            drain: Whether the tasks get `grace` seconds. If not, they are cancelled at once.

        Raises:
            RuntimeError: If one of these tasks calls it, which would wait for itself.
        """
        if asyncio.current_task() in self._tasks:
            raise RuntimeError("a background task can't wait for its own end")
        self._closed = True
        try:
            if drain and self._tasks:
                await asyncio.wait(self._tasks, timeout=self._grace)
        finally:
            await self._end()

    async def _end(self) -> None:
        """Cancel the tasks that still run and wait for them, whatever happens to the caller."""
        cancelled: asyncio.CancelledError | None = None
        for task in self._tasks:
            task.cancel()
        while self._tasks:
            try:
                await asyncio.wait(self._tasks)
            except asyncio.CancelledError as error:
                cancelled = error
                # The caller was cancelled again, so the tasks are too.
                for task in self._tasks:
                    task.cancel()
        if cancelled is not None:
            raise cancelled

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._on_error(error, task)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose(drain=kind is None)


def _tell_the_loop(error: BaseException, task: asyncio.Task[Any]) -> None:
    message = f"background task {task.get_name()!r} failed"
    task.get_loop().call_exception_handler({"message": message, "exception": error, "task": task})
