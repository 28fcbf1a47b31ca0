"""%(taskName)s: which task wrote a log line"""
# /// script
# requires-python = ">=3.12"
# ///

import asyncio
import logging
import sys

logging.basicConfig(
    stream=sys.stdout, level=logging.INFO, format="%(levelname)s %(threadName)s %(taskName)s: %(message)s"
)
log = logging.getLogger(__name__)


async def fetch(page: str) -> None:
    log.info("fetch %s", page)
    await asyncio.sleep(0)
    log.info("done")


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(fetch("/a"), name="fetch a")
        group.create_task(fetch("/b"), name="fetch b")
    await asyncio.to_thread(log.info, "in a thread there is no task")


asyncio.run(main())
