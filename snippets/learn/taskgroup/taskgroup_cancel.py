"""TaskGroup.cancel() ends a group without an exception"""
# /// script
# requires-python = ">=3.15"
# ///

import asyncio


async def search(shelf: str, seconds: float, group: asyncio.TaskGroup) -> None:
    await asyncio.sleep(seconds)
    print(f"found it on {shelf}")
    group.cancel()  # type: ignore[attr-defined]  # 3.15


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        for shelf, seconds in {"shelf 1": 0.2, "shelf 2": 0.1, "shelf 3": 5}.items():
            group.create_task(search(shelf, seconds, group))
    print("the search is over")


asyncio.run(main())
