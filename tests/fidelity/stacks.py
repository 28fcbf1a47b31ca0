"""What a program sees of the stack it runs on: its own frames, CPython's in Python, and no others."""

import _thread
import atexit
import inspect
import logging
import os
import signal
import sys
import threading
import time
import traceback
import warnings
from collections import namedtuple

warnings.simplefilter("always")
logging.basicConfig(format="%(lineno)d %(funcName)s %(message)s", stream=sys.stdout)


def names():
    """The functions on the stack, the innermost first."""
    frame, found = sys._getframe(1), []
    while frame:
        found.append(frame.f_code.co_name)
        frame = frame.f_back
    assert found == [entry.function for entry in inspect.stack()[1:]]
    assert found == [entry.name for entry in reversed(traceback.extract_stack()[:-1])]
    return found


def run(function, *args):
    """Call it in another thread."""
    thread = threading.Thread(target=function, args=args)
    thread.start()
    thread.join()


def show():
    """Where this is called from."""
    print(names())


show()
run(show)
print(sys._getframe().f_back, inspect.currentframe().f_back)
for depth in (0, 1, 2, 50):
    try:
        print(sys._getframe(depth).f_code.co_name, sys._getframemodulename(depth))
    except ValueError as error:
        print(error, sys._getframemodulename(depth))
print(namedtuple("Point", "x")(1), namedtuple("Point", "x").__module__)

# What the kernel calls: a signal's handler, a raw thread, thread-local attributes, exit handlers, callbacks.
signal.signal(signal.SIGUSR1, lambda number, frame: print(frame.f_code.co_name, names()))


def raises():
    """Handle it here."""
    signal.raise_signal(signal.SIGUSR1)


def kills():
    """Handle it here."""
    os.kill(os.getpid(), signal.SIGUSR1)


def waits():
    """Be interrupted by it, in a call that waits."""
    time.sleep(0.05)


raises()
kills()
signal.signal(signal.SIGALRM, lambda number, frame: print(frame.f_code.co_name, names()))
signal.setitimer(signal.ITIMER_REAL, 0.01)
waits()
lock = _thread.allocate_lock()
lock.acquire()
_thread.start_new_thread(lambda: (show(), lock.release()), ())
lock.acquire()


class Local(threading.local):
    """Made in each thread."""

    def __init__(self):
        show()


Local()
atexit.register(show)
threading.excepthook = lambda args: print(
    args.exc_type.__name__, [e.name for e in traceback.extract_tb(args.exc_traceback)]
)
run(lambda: 1 / 0)


class Failing:
    """Fails as it ends."""

    def __del__(self):
        show()
        raise ValueError("failed")


sys.unraisablehook = lambda u: print(
    u.err_msg.partition(" <")[0], [e.name for e in traceback.extract_tb(u.exc_traceback)]
)
Failing()
sys.unraisablehook = sys.__unraisablehook__


# Warnings and logs name the program's line.
def warn(level):
    """Warn of a line so many calls below."""
    warnings.warn(f"level {level}", stacklevel=level)


for level in (1, 2):
    warn(level)
run(lambda: warnings.warn("in a thread", stacklevel=1))
logging.warning("here")
run(lambda: logging.warning("there"))
logging.warning("stack", stack_info=True)
traceback.print_stack()
try:
    os.read(-1, 1)
except OSError as error:
    print([entry.name for entry in traceback.extract_tb(error.__traceback__)])
    print([entry.function for entry in inspect.trace()])
