"""a Python function that C calls by ctypes with a structure by value, a long double or variable arguments"""

import ctypes
import threading


class Pair(ctypes.Structure):
    _fields_ = (("first", ctypes.c_int), ("second", ctypes.c_int))


lock = threading.Lock()


def callback(pair):
    try:
        lock.acquire()
    except RuntimeError as error:
        print(error)
        print("as the table says")
    return pair.first


lock.acquire()
timer = threading.Timer(0.2, lock.release)
timer.start()
ctypes.CFUNCTYPE(ctypes.c_int, Pair)(callback)(Pair(1, 2))
timer.join()
