"""Backpressure: a fast producer never gets more than two lines ahead"""

import threading
from queue import Queue

lines: Queue[int] = Queue(maxsize=2)
full = threading.Event()
lengths: list[int] = []


def produce() -> None:
    for number in range(100):
        if lines.full():
            full.set()  # the next put() has to wait
        lines.put(number)
        lengths.append(lines.qsize())
    lines.put(-1)  # the end


producer = threading.Thread(target=produce)
producer.start()
full.wait()  # a slow consumer: begins when the queue is full
received = 0
while lines.get() != -1:
    received += 1
producer.join()
print("lines received:", received)
print("longest queue:", max(lengths))
