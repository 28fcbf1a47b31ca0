"""Debug mode reports slow callbacks, calls from the wrong thread, and where a coroutine was made."""

import asyncio
import logging
import threading
import time
import warnings

logging.basicConfig(format="%(levelname)s", level=logging.WARNING)
records: list[str] = []
logging.getLogger("asyncio").addFilter(lambda record: records.append(record.getMessage()) or False)


async def slow() -> None:
    time.sleep(0.2)


async def main() -> None:
    await asyncio.create_task(slow(), name="slow one")
    loop = asyncio.get_running_loop()

    def wrong() -> None:
        try:
            loop.call_soon(print)
        except RuntimeError as error:
            print(error)

    thread = threading.Thread(target=wrong)
    thread.start()
    while thread.is_alive():
        await asyncio.sleep(0.01)


asyncio.run(main(), debug=True)
print(any("slow one" in message and "took" in message for message in records))


async def forgotten() -> None:
    pass


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    forgotten()
print([str(warning.message) for warning in caught])
