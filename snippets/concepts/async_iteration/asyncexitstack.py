"""As many connections as there are names, closed in reverse"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager


@asynccontextmanager
async def connect(name: str) -> AsyncIterator[str]:
    await asyncio.sleep(0.01)
    if name == "nowhere":
        raise ConnectionError(f"{name} does not answer")
    print(f"{name} open")
    try:
        yield name
    finally:
        print(f"{name} closed")


async def visit(names: list[str]) -> None:
    async with AsyncExitStack() as stack:
        open_ones = [await stack.enter_async_context(connect(name)) for name in names]
        print("all there:", open_ones)


async def main() -> None:
    await visit(["athens", "berlin"])
    try:
        await visit(["cairo", "nowhere", "dublin"])
    except ConnectionError as error:
        print("main:", error)


asyncio.run(main())
