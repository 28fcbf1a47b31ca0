"""Queue, LifoQueue, PriorityQueue: three orders"""

from queue import LifoQueue, PriorityQueue, Queue

kinds: list[Queue[int]] = [Queue(), LifoQueue(), PriorityQueue()]
for queue in kinds:
    for number in (2, 3, 1):
        queue.put(number)
    print(f"{type(queue).__name__:14}", [queue.get() for _ in range(3)])
