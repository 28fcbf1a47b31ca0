"""Where exceptions of tasks and callbacks are logged: the logger asyncio"""

import asyncio
import gc
import logging
import sys


def one_line(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    message = record.getMessage().splitlines()[0].partition(" at ")[0]  # without the file and the line
    print(f"{record.name} {record.levelname}: {message} ({error!r})")
    return False  # and not the traceback


logging.getLogger("asyncio").addFilter(one_line)
logging.basicConfig(stream=sys.stdout)


def callback() -> None:
    raise ValueError("in a callback")


async def fail() -> None:
    raise ValueError("in a task")


async def main() -> None:
    loop = asyncio.get_running_loop()
    loop.call_soon(callback)
    await asyncio.sleep(0)

    task = asyncio.create_task(fail())
    await asyncio.wait([task])
    del task  # its exception was never retrieved
    gc.collect()


asyncio.run(main())
