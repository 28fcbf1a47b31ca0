"""cancelling() and uncancel(): a task counts the requests to cancel it"""

import asyncio


def print_requests(moment: str) -> None:
    task = asyncio.current_task()
    assert task is not None
    print(f"{moment}: {task.cancelling()} request(s) to cancel")


async def patient() -> None:
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print_requests("cancelled")
        task = asyncio.current_task()
        assert task is not None
        task.uncancel()  # the request has been handled
        print_requests("after uncancel()")
    await asyncio.sleep(0)
    print("the task continues")


async def limited() -> None:
    try:
        async with asyncio.timeout(0.05):
            await asyncio.sleep(1)
    except TimeoutError:  # timeout() has made a request and subtracted it again
        print_requests("after a timeout")


async def main() -> None:
    task = asyncio.create_task(patient())
    await asyncio.sleep(0)
    task.cancel()
    await task
    await limited()


asyncio.run(main())
