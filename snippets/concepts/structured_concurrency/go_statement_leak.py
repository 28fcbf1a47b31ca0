"""A function that returns while its work goes on"""

import asyncio

started: set[asyncio.Task[None]] = set()


async def send_report() -> None:
    try:
        await asyncio.sleep(0.05)
        raise ConnectionError("mail server is down")
    finally:
        print("report: over")


async def close_books() -> None:
    started.add(asyncio.create_task(send_report()))  # and on
    print("books: closed")


async def main() -> None:
    await close_books()
    print("main: everything is done")  # so it seems
    print("main: still running:", len(asyncio.all_tasks()) - 1)
    await asyncio.wait(started)
    print("main: nobody saw:", [task.exception() for task in started])


asyncio.run(main())
