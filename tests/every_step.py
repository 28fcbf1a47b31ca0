"""Cancels a task at each of its steps in turn, and looks for tasks that were left behind."""

import asyncio
from typing import Any

STEPS = range(12)  # more than any task of these tests has, so that some cancellations come after its end


async def cancel_at(step: int, task: asyncio.Task[Any]) -> None:
    """Cancel a task after this many turns of the loop, and wait for its end. No timer fires meanwhile.

    The task's exception is not raised here.
    """
    for _ in range(step):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])


def assert_alone() -> None:
    """Assert that only the test's own task runs."""
    assert asyncio.all_tasks() == {asyncio.current_task()}
