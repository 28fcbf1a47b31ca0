"""Two interpreters in one process share no objects"""
# /// script
# requires-python = ">=3.14"
# ///

import os
from concurrent import interpreters
from typing import Any

counter = 1

other = interpreters.create()
other.exec("counter = 100")
other.exec("counter += 1")  # its __main__ remains
print("here:", counter)
queue = interpreters.create_queue()
other.prepare_main(queue=queue, word="hello")  # the string is copied; the queue is the same queue
other.exec("import os; queue.put((counter, word, os.getpid()))")
answer: Any = queue.get()
print("there:", *answer[:2])
print("the same process:", answer[2] == os.getpid())
with open(os.devnull) as file:
    try:
        other.prepare_main(file=file)
    except interpreters.NotShareableError:
        print("an open file can't go there")
other.close()
