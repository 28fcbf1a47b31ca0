"""Race and hedge for asyncio: the first success wins, and the losers have ended when you get it"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def race(*contenders: Coroutine[Any, Any, T]) -> T:
    """Run coroutines at the same time, and return the result of the first that succeeds.

    Each runs in a task of its own. When this returns or raises, all have ended: the losers were cancelled and have
    finished their clean-up, even if the caller was cancelled meanwhile. If several succeed in the same turn of the
    event loop, the first in the order of the arguments wins.

    If one succeeds, errors of the others are dropped, except those that they raise after they were cancelled: asyncio
    logs those.

    Args:
        contenders: The coroutines; at least one.

    Raises:
        ValueError: If there is no contender.
        ExceptionGroup: If none succeeds, with their errors in the order of the arguments. If one of them ended in a
            `CancelledError` of its own, it is a `BaseExceptionGroup`.
    """
    if not contenders:
        raise ValueError("a race needs at least one contender")
    tasks = [asyncio.create_task(contender) for contender in contenders]
    try:
        winner = await _first_success(tasks)
        if winner is None:
            errors = [error for task in tasks if (error := _error(task))]
            raise BaseExceptionGroup("no contender has succeeded", errors)
        return winner.result()
    finally:
        await _end(tasks)


async def hedge(delay: float, fn: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return the result of `fn(*args, **kwargs)`, or of a second call, made if the first takes longer than `delay`.

    The first of the two that succeeds wins. When this returns or raises, both have ended, as in `race`.

    A hedge isn't a retry: if the first call fails before the second is made, this raises its error.

    Args:
        delay: The seconds to wait for the first call. Choose a time within which most calls succeed.
        fn: The function to call. It must be harmless to call it twice.
        args: Its arguments.
        kwargs: Its keyword arguments.

    Raises:
        Exception: What the first call raised, if it failed before `delay`, or if both failed.
        RuntimeError: Instead of a `CancelledError` of the call's own, because it awaited something that was cancelled.
    """
    tasks = [asyncio.create_task(fn(*args, **kwargs))]
    try:
        await asyncio.wait(tasks, timeout=delay)
        if not tasks[0].done():
            tasks.append(asyncio.create_task(fn(*args, **kwargs)))
        winner = await _first_success(tasks)
        if winner is None and tasks[0].cancelled():
            raise RuntimeError("the call was cancelled, and not by its caller")
        return (winner or tasks[0]).result()
    finally:
        await _end(tasks)


async def _first_success(tasks: Sequence[asyncio.Task[T]]) -> asyncio.Task[T] | None:
    """The first task that succeeds; None if all fail."""
    pending = set(tasks)
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        succeeded = [task for task in tasks if task in done and _error(task) is None]
        if succeeded:
            return succeeded[0]
    return None


def _error(task: asyncio.Task[Any]) -> BaseException | None:
    """What a task that has ended raised; None if it has succeeded."""
    return asyncio.CancelledError() if task.cancelled() else task.exception()


async def _end(tasks: Sequence[asyncio.Task[Any]]) -> None:
    """Cancel tasks, and wait until they have ended, even if the caller is cancelled meanwhile."""
    for task in tasks:
        task.cancel()
    cancelled = None
    while unfinished := [task for task in tasks if not task.done()]:
        try:
            await asyncio.wait(unfinished)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled:
        raise cancelled
