"""Cancel a task at each of its awaits, one run after the other."""

import asyncio
import itertools
import types
from collections.abc import Callable, Coroutine, Generator
from typing import Any, TypeVar

from every_step import assert_alone
from virtual_time import virtual_run as run

T = TypeVar("T")


class Cancellation:
    """Starts a task that is cancelled at one of its awaits.

    Args:
        step: Which one; the first is 1.
        late: Whether to cancel at the moment when the awaited result arrives, instead of at once.
    """

    def __init__(self, step: int, late: bool) -> None:
        self.step = step
        self.late = late
        self.reached = False

    def start(self, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Start a task that runs the coroutine and is cancelled at the chosen await."""

        async def main() -> T:
            return await self._drive(coroutine)

        return asyncio.create_task(main())

    @types.coroutine
    def _drive(self, coroutine: Coroutine[Any, Any, T]) -> Generator[Any, None, T]:
        task = asyncio.current_task()
        assert task
        thrown: BaseException | None = None
        for step in itertools.count(1):
            try:
                awaited = coroutine.throw(thrown) if thrown else coroutine.send(None)
            except StopIteration as end:
                result: T = end.value
                return result
            if step == self.step:
                self.reached = True
                if self.late and awaited is not None:
                    # Called before the task itself is notified.
                    awaited.add_done_callback(lambda _: task.cancel())
                else:
                    asyncio.get_running_loop().call_soon(task.cancel)
            thrown = None
            try:
                yield awaited
            except BaseException as error:
                thrown = error
        raise AssertionError("no coroutine goes on for ever")


def at_every_await(scenario: Callable[[Cancellation], Coroutine[Any, Any, None]]) -> None:
    """Run a scenario in virtual time once for each await of the task that it starts, until there is no such await.

    Asserts that no other task is left after each run.
    """

    async def checked(cancellation: Cancellation) -> None:
        await scenario(cancellation)
        assert_alone()

    for late in (False, True):
        for step in itertools.count(1):
            cancellation = Cancellation(step, late)
            run(checked(cancellation))
            if not cancellation.reached:
                assert step > 1, "the task never waits"
                break
