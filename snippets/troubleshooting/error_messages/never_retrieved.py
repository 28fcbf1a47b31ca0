"""A task fails, and its exception is never retrieved"""

import asyncio
import gc


async def upload() -> None:
    raise ConnectionError("server is gone")


async def main() -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(context["message"]))
    task = asyncio.create_task(upload())
    await asyncio.sleep(0.05)
    del task  # the mistake: no await, no result(), no exception()
    gc.collect()
    print("main goes on as if all were well")


asyncio.run(main())
