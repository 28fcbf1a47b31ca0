"""asyncio.run inside a coroutine raises RuntimeError"""

import asyncio


async def fetch() -> str:
    await asyncio.sleep(0)
    return "data"


def helper() -> str:
    """Isn't async, so it can't await, and starts a loop instead."""
    coroutine = fetch()
    try:
        return asyncio.run(coroutine)
    except RuntimeError as error:
        coroutine.close()
        return f"RuntimeError: {error}"


async def main() -> None:
    print("called from a coroutine:", helper())
    print("awaited instead:", await fetch())


asyncio.run(main())
print("called without a loop:", helper())
