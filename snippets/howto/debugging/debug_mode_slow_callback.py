"""Debug mode names the step that blocked the loop"""

import asyncio
import logging
import time


class Listener(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        # Executing <Task finished name='nightly report' coro=<report() done, …> took 0.301 seconds
        if record.getMessage().startswith("Executing <Task finished name='nightly report'"):
            print("debug mode reports a slow step, in report()")


async def report() -> None:
    time.sleep(0.3)  # noqa: ASYNC251  (the mistake)


async def main() -> None:
    asyncio.get_running_loop().slow_callback_duration = 0.2  # seconds; 0.1 by default
    await asyncio.create_task(report(), name="nightly report")
    await asyncio.sleep(0)


logger = logging.getLogger("asyncio")
logger.addHandler(Listener())
logger.propagate = False
asyncio.run(main(), debug=True)
