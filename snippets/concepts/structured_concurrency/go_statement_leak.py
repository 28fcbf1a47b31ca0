"""A function that returns while its task is running"""

import asyncio

started: set[asyncio.Task[None]] = set()


async def send_report() -> None:
    try:
        await asyncio.sleep(0.05)
        raise ConnectionError("mail server is down")
    finally:
        print("report: over")


async def close_books() -> None:
    started.add(asyncio.create_task(send_report()))  # and don't wait
    print("books: closed")


async def main() -> None:
    await close_books()
    print("main: everything is done")  # as far as it knows
    print("main: still running:", len(asyncio.all_tasks()) - 1)
    await asyncio.wait(started)
    print("main: exceptions that no caller got:", [task.exception() for task in started])


asyncio.run(main())
