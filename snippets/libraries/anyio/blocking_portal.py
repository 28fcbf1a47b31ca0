"""start_blocking_portal: async calls from synchronous code"""
# /// script
# dependencies = ["anyio[trio]"]
# ///

import anyio
from anyio.from_thread import start_blocking_portal


async def lookup(name: str) -> str:
    await anyio.sleep(0.05)
    return f"{name} is known"


with start_blocking_portal(backend="trio") as portal:
    print(portal.call(lookup, "ada"))

    future = portal.start_task_soon(lookup, "grace")
    print(future.result(timeout=2))

    sleeping = portal.start_task_soon(anyio.sleep, 10)
    sleeping.cancel()
    print("cancelled:", sleeping.cancelled())
