"""dictConfig with a QueueHandler that makes its own listener"""
# /// script
# requires-python = ">=3.12"
# ///

import asyncio
import logging
import logging.config
from logging.handlers import QueueHandler

logging.config.dictConfig(
    {
        "version": 1,
        "formatters": {"short": {"format": "%(levelname)s %(name)s: %(message)s"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "short", "stream": "ext://sys.stdout"},
            "queue": {"class": "logging.handlers.QueueHandler", "handlers": ["console"], "respect_handler_level": True},
        },
        "root": {"level": "INFO", "handlers": ["queue"]},
    }
)


async def main() -> None:
    logging.getLogger("shop").info("hello from %s", "asyncio")


handler = logging.getHandlerByName("queue")
assert isinstance(handler, QueueHandler) and handler.listener
handler.listener.start()
try:
    asyncio.run(main())
finally:
    handler.listener.stop()
