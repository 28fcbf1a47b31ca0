"""A function with a TaskGroup inside: when it returns, its tasks have ended"""

import asyncio


async def send_report() -> None:
    await asyncio.sleep(0.05)
    raise ConnectionError("mail server is down")


async def archive() -> None:
    await asyncio.sleep(0.02)
    print("archive: written")


async def close_books() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(send_report())
        group.create_task(archive())


async def main() -> None:
    try:
        await close_books()
    except* ConnectionError as failed:
        print("main: close_books failed:", failed.exceptions[0])
    print("main: still running:", len(asyncio.all_tasks()) - 1)


asyncio.run(main())
