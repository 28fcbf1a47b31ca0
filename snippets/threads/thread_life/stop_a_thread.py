"""An Event asks a thread to stop"""

import threading
from queue import SimpleQueue

stop = threading.Event()
readings: SimpleQueue[int] = SimpleQueue()


def measure() -> None:
    number = 0
    while not stop.wait(timeout=0.01):  # a pause that set() cuts short
        number += 1
        readings.put(number)
    print("thread: asked to stop, closing the sensor")


thread = threading.Thread(target=measure)
thread.start()
for _ in range(3):
    print("reading", readings.get())
stop.set()
thread.join()
print("main: stopped:", not thread.is_alive())
