"""Who was meant? A task counts the requests to cancel it"""

import asyncio


def tell(moment: str) -> None:
    task = asyncio.current_task()
    assert task is not None
    print(f"{moment}: {task.cancelling()} request(s) to cancel")


async def patient() -> None:
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        tell("cancelled")
        task = asyncio.current_task()
        assert task is not None
        task.uncancel()  # this one is dealt with here
        tell("dealt with")
    await asyncio.sleep(0)
    print("it goes on")


async def limited() -> None:
    try:
        async with asyncio.timeout(0.05):
            await asyncio.sleep(1)
    except TimeoutError:  # timeout() made its own request, and took it back
        tell("after a timeout")


async def main() -> None:
    task = asyncio.create_task(patient())
    await asyncio.sleep(0)
    task.cancel()
    await task
    await limited()


asyncio.run(main())
