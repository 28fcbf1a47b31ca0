"""a finalizer that the garbage collector calls"""

import gc
import threading

lock = threading.Lock()
gc.disable()


class Waiting:
    def __init__(self):
        self.itself = self

    def __del__(self):
        try:
            lock.acquire()
        except RuntimeError as error:
            print(error)
            print("as the table says")


lock.acquire()
timer = threading.Timer(0.2, lock.release)
timer.start()
Waiting()
gc.collect()
timer.join()
