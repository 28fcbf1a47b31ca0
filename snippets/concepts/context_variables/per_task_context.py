"""ContextVar: each task has a value of its own"""

import asyncio
from contextvars import ContextVar

user: ContextVar[str] = ContextVar("user", default="nobody")


def log(text: str) -> None:
    print(f"[{user.get()}] {text}")  # neither an argument nor a global that other tasks overwrite


async def handle(name: str) -> None:
    user.set(name)
    log("request begins")
    await asyncio.sleep(0.02)  # the other task sets its value
    log("request ends")


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(handle("ann"))
        group.create_task(handle("ben"))
    log("in main")


asyncio.run(main())
