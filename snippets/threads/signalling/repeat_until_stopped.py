"""A periodic job: an Event instead of a chain of timers"""

import threading
from queue import SimpleQueue

stop = threading.Event()
ticks: SimpleQueue[str] = SimpleQueue()


def every(seconds: float) -> None:
    while not stop.wait(seconds):
        ticks.put("tick")


thread = threading.Thread(target=every, args=(0.02,))
thread.start()
for _ in range(3):
    print(ticks.get())
stop.set()
thread.join()
print("stopped")
