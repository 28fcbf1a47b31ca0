import threading
import time

changed, lock = threading.Condition(), threading.Lock()


def consumer():
    with lock, changed:
        changed.wait()


def producer():
    time.sleep(0.3)
    with changed:
        changed.notify()
        with lock:
            pass


threading.Thread(target=consumer, name="a").start()
threading.Thread(target=producer, name="b").start()
