"""A request's number in each log line: a context variable and a filter"""

import asyncio
import logging
import sys
from contextvars import ContextVar
from itertools import count

request_number: ContextVar[int | None] = ContextVar("request_number", default=None)
numbers = count(1)


def add_number(record: logging.LogRecord) -> bool:
    record.request = request_number.get()
    return True  # keep the record


handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter("[%(request)s] %(name)s: %(message)s"))
handler.addFilter(add_number)  # on the handler: it sees the records of all loggers
logging.basicConfig(level=logging.INFO, handlers=[handler])


async def query(text: str) -> None:
    logging.getLogger("database").info("%s", text)  # doesn't get the number as an argument
    await asyncio.sleep(0)


async def handle(path: str) -> None:
    request_number.set(next(numbers))
    logging.getLogger("web").info("GET %s", path)
    await query(f"SELECT {path}")
    await asyncio.to_thread(logging.getLogger("worker").info, "in a thread, same number")


async def main() -> None:
    logging.getLogger("main").info("start")
    await asyncio.create_task(handle("/tea"))
    await asyncio.create_task(handle("/cake"))


asyncio.run(main())
