"""shutdown() wakes a thread that is blocked in get()"""
# /// script
# requires-python = ">=3.13"
# ///

import threading
from queue import Queue, ShutDown

orders: Queue[str] = Queue()
served = threading.Event()


def serve() -> None:
    try:
        while True:
            print("serving", orders.get())
            served.set()
    except ShutDown:
        print("cook: closed, going home")


cook = threading.Thread(target=serve)
cook.start()
orders.put("soup")
served.wait()
orders.shutdown()  # the cook is waiting for an order, or about to
cook.join()
