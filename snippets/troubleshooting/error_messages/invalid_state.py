"""A result asked for too early, a result set too often"""

import asyncio


async def fetch() -> str:
    await asyncio.sleep(0.1)
    return "42 rows"


async def main() -> None:
    task = asyncio.create_task(fetch())
    try:
        print(task.result())  # the mistake: it has not run yet
    except asyncio.InvalidStateError as error:
        print("InvalidStateError:", error)

    future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    future.cancel()  # the task that waited has given up
    try:
        future.set_result("too late")
    except asyncio.InvalidStateError as error:
        print("InvalidStateError:", error)


asyncio.run(main())
