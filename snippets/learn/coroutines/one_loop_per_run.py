"""Each asyncio.run makes an event loop of its own, and closes it"""

import asyncio


async def running_loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


first = asyncio.run(running_loop())
second = asyncio.run(running_loop())
print("the same loop:", first is second)
print("both are closed:", first.is_closed() and second.is_closed())
