"""QueueHandler and QueueListener: the slow handler runs in a thread"""

import asyncio
import logging
import logging.handlers
import queue
import threading


class SlowHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        may_write.wait()
        in_main = threading.current_thread() is threading.main_thread()
        print("handler:", record.getMessage(), "- in the main thread:", in_main)


may_write = threading.Event()
records: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
listener = logging.handlers.QueueListener(records, SlowHandler())
log = logging.getLogger("shop")
log.addHandler(logging.handlers.QueueHandler(records))


async def main() -> None:
    for item in ("tea", "cake"):
        log.warning("no %s left", item)  # only puts the record into the queue
    print("main: both calls have returned")
    may_write.set()


listener.start()
try:
    asyncio.run(main())
finally:
    listener.stop()  # handles what is in the queue, and joins the thread
print("the queue is empty:", records.empty())
