"""An exception that one thread raises in another: the well-known way to end a thread that doesn't look."""

import ctypes
import threading
import time

raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc


class Ended(Exception):
    """What the others raise."""


def work(sleeps: bool) -> None:
    try:
        while True:
            if sleeps:
                time.sleep(0.02)
            else:
                sum(range(100))
    except Ended:
        print("ended" + " in its sleep" * sleeps)


for sleeps in (False, True):
    thread = threading.Thread(target=work, args=(sleeps,))
    thread.start()
    time.sleep(0.1)
    found = raise_in(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(Ended))
    thread.join()
    print("threads found:", found)

print("threads found:", raise_in(ctypes.c_ulong(1), ctypes.py_object(Ended)))
try:
    raise_in(ctypes.c_ulong(threading.get_ident()), ctypes.py_object(Ended))
    while True:
        pass
except Ended:
    print("ended itself")
