"""get_event_loop() where no loop runs"""
# /// script
# requires-python = ">=3.14"
# ///

import asyncio
import threading


def ask() -> None:
    try:
        asyncio.get_event_loop()  # the mistake: no loop runs here
    except RuntimeError as error:
        print("RuntimeError:", error)
    try:
        asyncio.get_running_loop()
    except RuntimeError as error:
        print("RuntimeError:", error)


ask()
thread = threading.Thread(target=ask, name="worker")
thread.start()
thread.join()
