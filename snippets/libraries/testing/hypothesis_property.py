"""Hypothesis finds the input that breaks an async function"""
# /// script
# dependencies = ["pytest", "hypothesis"]
# ///

import asyncio

from hypothesis import Phase, given, settings
from hypothesis import strategies as st


async def worker(jobs: asyncio.Queue[int], done: list[int]) -> None:
    while job := await jobs.get():  # the mistake: job 0 ends the worker
        done.append(job)
        jobs.task_done()


async def process(items: list[int]) -> list[int]:
    jobs: asyncio.Queue[int] = asyncio.Queue()
    for item in items:
        jobs.put_nowait(item)
    done: list[int] = []
    task = asyncio.create_task(worker(jobs, done))
    await asyncio.wait([task, asyncio.create_task(jobs.join())], return_when=asyncio.FIRST_COMPLETED)
    task.cancel()
    return done


@settings(derandomize=True, database=None, deadline=None, phases=[Phase.generate, Phase.shrink])
@given(st.lists(st.integers(0, 9)))
def check_all_done(items: list[int]) -> None:
    with asyncio.Runner() as runner:
        assert runner.run(process(items)) == items


try:
    check_all_done()
except AssertionError as error:
    print("\n".join(error.__notes__))
