"""What asyncio and threading say of errors that nobody handles."""

import asyncio
import gc
import logging
import threading

messages: list[str] = []
logging.getLogger("asyncio").addFilter(lambda record: messages.append(record.getMessage().splitlines()[0]) or False)


async def fail() -> None:
    raise ValueError("lost")


async def main() -> None:
    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    del task
    gc.collect()


asyncio.run(main())
loop = asyncio.new_event_loop()
loop.create_task(asyncio.sleep(100))
loop.call_soon(loop.stop)
loop.run_forever()
loop.close()
del loop
gc.collect()
print(messages)
threading.excepthook = lambda args: print(args.exc_type.__name__, args.exc_value, args.thread.name)
thread = threading.Thread(target=lambda: 1 / 0, name="worker")
thread.start()
thread.join()
