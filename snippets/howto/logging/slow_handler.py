"""What goes wrong: a slow log handler stalls the event loop"""

import asyncio
import logging
import time


class SlowHandler(logging.Handler):
    """As slow as a full disk, a log server or a mail server."""

    def emit(self, record: logging.LogRecord) -> None:
        time.sleep(0.3)


async def heartbeat(beats: list[str]) -> None:
    while True:
        await asyncio.sleep(0.05)
        beats.append("beat")


async def main() -> None:
    log = logging.getLogger("shop")
    log.addHandler(SlowHandler())
    beats: list[str] = []
    heart = asyncio.create_task(heartbeat(beats))
    await asyncio.sleep(0)
    log.warning("three hundred milliseconds")
    print("heartbeats during log.warning():", len(beats))
    heart.cancel()


asyncio.run(main())
