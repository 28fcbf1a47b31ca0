"""A signal handler that prints the tasks of a running program"""

import asyncio
import os
import signal
import types


def dump() -> None:
    for task in sorted(asyncio.all_tasks(), key=lambda task: task.get_name()):
        awaited, where = task.get_coro(), []
        while isinstance(awaited, types.CoroutineType):  # from the task's own coroutine down to the one that waits
            where.append(f"{awaited.__qualname__}()")
            awaited = awaited.cr_await
        print(f"{task.get_name()}: {' > '.join(where)}")


async def connect() -> None:
    await asyncio.Event().wait()  # hangs


async def fetch() -> None:
    await connect()


async def consume(queue: asyncio.Queue[str]) -> None:
    await queue.get()


async def main() -> None:
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, dump)
    tasks = [
        asyncio.create_task(fetch(), name="fetcher"),
        asyncio.create_task(consume(asyncio.Queue()), name="consumer"),
    ]
    await asyncio.sleep(0)
    os.kill(os.getpid(), signal.SIGUSR1)  # from a terminal: kill -USR1 PID
    await asyncio.sleep(0.05)
    for task in tasks:
        task.cancel()


asyncio.run(main())
