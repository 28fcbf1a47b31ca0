"""Two phases of one program on one event loop"""

import asyncio


async def phase(name: str) -> asyncio.AbstractEventLoop:
    await asyncio.sleep(0.1)
    print(name)
    return asyncio.get_running_loop()


with asyncio.Runner() as runner:
    first = runner.run(phase("load"))
    print("ordinary code between the phases; the loop is closed:", first.is_closed())
    second = runner.run(phase("save"))
    print("the same loop:", first is second)
print("after the with block; the loop is closed:", first.is_closed())
