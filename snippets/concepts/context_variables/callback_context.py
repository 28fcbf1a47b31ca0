"""A callback runs in the context in which it was registered"""

import asyncio
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")


def log(text: str) -> None:
    print(f"[{request_id.get()}] {text}")


async def handle(number: str, answer: asyncio.Future[str]) -> None:
    request_id.set(number)
    asyncio.get_running_loop().call_later(0.05, log, "reminder")
    answer.add_done_callback(lambda _: log("the answer has arrived"))


async def main() -> None:
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    async with asyncio.TaskGroup() as group:
        group.create_task(handle("1", answer))
        group.create_task(handle("2", answer))
    answer.set_result("42")  # main has no number, the callbacks have theirs
    await asyncio.sleep(0.2)
    log("main")


asyncio.run(main())
