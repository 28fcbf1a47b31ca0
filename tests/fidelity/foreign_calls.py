"""ctypes: Python functions that C calls may wait, and other threads run meanwhile; so they do while C code waits."""

import ctypes
import queue
import threading
import time

libc = ctypes.CDLL(None)
Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)
Compare = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))


def after(seconds, function, *args):
    """Do it in another thread, later."""
    threading.Timer(seconds, function, args).start()


print(Callback(lambda x: time.sleep(0.01) or x + 7)(1))
lock = threading.Lock()
lock.acquire()
after(0.02, lock.release)
print(Callback(lambda x: lock.acquire() and x)(3))
channel = queue.Queue()
after(0.02, channel.put, 5)
print(Callback(lambda x: channel.get() + x)(3))
print(Callback(lambda x: Callback(lambda y: time.sleep(0.01) or y * 2)(x) + 1)(3))
started = Callback(
    lambda x: (thread := threading.Thread(target=lambda: print("in between"))).start() or thread.join() or x
)
print(started(4))

# Threads switch within a sort, and each callback belongs to its thread.
count = 400
numbers = [(ctypes.c_int * count)(*[(i * 7919) % count for i in range(count)]) for _ in range(3)]
stop, spins, idents = threading.Event(), 0, [set(), set(), set()]


def spin():
    """Be busy meanwhile."""
    global spins
    while not stop.is_set():
        spins += 1


def sort(index):
    """Sort by a Python function."""

    def compare(a, b):
        idents[index].add(threading.get_ident())
        return a[0] - b[0]

    libc.qsort(numbers[index], count, ctypes.sizeof(ctypes.c_int), Compare(compare))


busy = threading.Thread(target=spin)
busy.start()
threads = [threading.Thread(target=sort, args=[index]) for index in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
stop.set()
busy.join()
print([list(found) == list(range(count)) for found in numbers], [len(found) for found in idents], spins > 0)

# C code that waits.
order = []


class Time(ctypes.Structure):
    """struct timespec, which has 64 bits for seconds in both places."""

    _fields_ = [("seconds", ctypes.c_int64), ("nanoseconds", ctypes.c_long)]


for wait in (
    lambda: libc.usleep(50_000),
    lambda: libc.nanosleep(ctypes.byref(Time(0, 50_000_000)), None),
    lambda: libc.poll(None, 0, 50),
):
    thread = threading.Timer(0.01, order.append, ["thread"])
    thread.start()
    print(wait(), end=" ")
    order.append("C")
    thread.join()
print(order)

# Types of all kinds.
Many = ctypes.CFUNCTYPE(
    *(ctypes.c_double, ctypes.c_float, ctypes.c_double, ctypes.c_int64, ctypes.c_uint64, ctypes.c_int8),
    *(ctypes.c_uint8, ctypes.c_int16, ctypes.c_uint16, ctypes.c_int32, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_bool),
)
largest = [0.5, 1e300, -(2**63), 2**64 - 1, -128, 255, -32768, 65535, -(2**31), 2**32 - 1, b"text", True]
print(Many(lambda *given: print(given) or time.sleep(0.001) or 2.5)(*largest))
for kind, value in (
    *(
        (ctypes.c_int8, -1),
        (ctypes.c_uint8, 255),
        (ctypes.c_int16, -1),
        (ctypes.c_uint16, 65535),
        (ctypes.c_int64, -(2**63)),
    ),
    *((ctypes.c_uint64, 2**64 - 1), (ctypes.c_float, 0.5), (ctypes.c_bool, True), (ctypes.c_void_p, 16)),
):
    print(ctypes.CFUNCTYPE(kind, kind)(lambda given: time.sleep(0.001) or given)(value))
ctypes.CFUNCTYPE(None)(lambda: print("nothing"))()


class Pair(ctypes.Structure):
    """A structure that is passed by value."""

    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_int)]


class One(ctypes.Structure):
    """A structure of one member."""

    _fields_ = [("x", ctypes.c_double)]


print(ctypes.CFUNCTYPE(ctypes.c_int, Pair)(lambda pair: time.sleep(0.001) or pair.x + pair.y)(Pair(3, 4)))
print(ctypes.CFUNCTYPE(ctypes.c_double, One)(lambda one: time.sleep(0.001) or one.x)(One(1.5)))
libc.div.restype = Pair
found = libc.div(17, 5)
print(found.x, found.y)
text = ctypes.create_string_buffer(40)
libc.snprintf.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p]  # the others are variadic
print(libc.snprintf(text, 40, b"%d %s", 3, b"parts"), text.value)
libc.pow.restype, libc.pow.argtypes = ctypes.c_double, [ctypes.c_double] * 2
print(libc.abs(-5), libc.strlen(b"hello"), libc.pow(2.0, 10.0))
