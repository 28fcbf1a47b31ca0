"""Queue(maxsize=2): put() waits until there is room"""

import threading
from queue import Full, Queue

shelf: Queue[str] = Queue(maxsize=2)
shelf.put("loaf 1")
shelf.put("loaf 2")
try:
    shelf.put_nowait("loaf 3")
except Full:
    print("put_nowait(): full")
try:
    shelf.put("loaf 3", timeout=0.05)
except Full:
    print("put() with a timeout: still full")

baker = threading.Thread(target=shelf.put, args=("loaf 3",))
baker.start()
print("sold", shelf.get())  # makes room, so the baker's put() ends
baker.join()
print("on the shelf:", shelf.qsize())
