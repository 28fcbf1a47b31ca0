"""A loop is closed while a task still waits"""

import asyncio
import gc


async def heartbeat() -> None:
    while True:
        await asyncio.sleep(0.1)


async def main() -> asyncio.Task[None]:
    return asyncio.create_task(heartbeat())


loop = asyncio.new_event_loop()
loop.set_exception_handler(lambda loop, context: print(context["message"]))
task = loop.run_until_complete(main())
loop.run_until_complete(asyncio.sleep(0.05))
loop.close()  # the mistake: the heartbeat has not ended
del task
gc.collect()  # comes by itself sooner or later
