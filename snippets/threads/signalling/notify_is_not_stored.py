"""notify() before wait() is lost, the state isn't"""

import threading

changed = threading.Condition()
ready = False

with changed:
    ready = True
    changed.notify()  # no thread is waiting: this has no effect

with changed:
    print("wait():    ", changed.wait(timeout=0.05))
with changed:
    print("wait_for():", changed.wait_for(lambda: ready, timeout=0.05))
