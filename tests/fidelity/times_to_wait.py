"""How long something may wait: what is no time, what is too long, and what is long but in range."""

import os
import select
import signal
import socket
import threading
import time


class Floatable:
    def __float__(self) -> float:
        return 1.0


class Index:
    def __index__(self) -> int:
        return 0


def show(name, call, *args):
    try:
        shown = call(*args)
    except Exception as error:
        shown = f"{type(error).__name__}: {error.strerror if isinstance(error, OSError) else error}"
    value = args[-1]
    print(name, type(value).__name__ if isinstance(value, (Index, Floatable)) else value, "->", shown)


nan, inf = float("nan"), float("inf")
ODD = (1e20, inf, -inf, nan, -1, -1e-9, 2**70, -(2**70), "1", None, Floatable(), Index(), 0.0004)
reader, writer = os.pipe()
os.write(writer, b"x")
polling, watching = select.poll(), select.epoll()
polling.register(reader, select.POLLIN)
watching.register(reader, select.EPOLLIN)
connection = socket.socket()
for value in ODD:
    show("sleep", time.sleep, value)
    show("Lock", threading.Lock().acquire, True, value)
    show("RLock", threading.RLock().acquire, True, value)
    if value is not None:
        show("settimeout", connection.settimeout, value)
        show("setitimer", signal.setitimer, signal.ITIMER_VIRTUAL, value)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    show("select", lambda value: len(select.select([reader], [], [], value)[0]), value)
    show("poll", lambda value: len(polling.poll(value)), value)
    show("epoll", lambda value: len(watching.poll(value)), value)
connection.close()
show("Lock", threading.Lock().acquire, False, nan)
show("Lock", threading.Lock().acquire, False, 1)
for value in (2**31, 2**31 - 1):
    show("poll", lambda value: len(polling.poll(value)), value)
show("epoll", lambda value: len(watching.poll(value)), 2147484)
for value in (1.5, "1", 2**31):
    show("alarm", signal.alarm, value)

# Longer than 24.8 days: none of it is over at once.
print("alarms", signal.alarm(2**31 - 1), signal.alarm(-1), signal.alarm(3), signal.alarm(0))
signal.setitimer(signal.ITIMER_REAL, 3e6, 4e6)
left, interval = signal.getitimer(signal.ITIMER_REAL)
print("timer", round(left), interval)
signal.setitimer(signal.ITIMER_REAL, 0)
lock = threading.Lock()
lock.acquire()
queue_is_ready = threading.Condition()


def wait_long() -> None:
    with queue_is_ready:
        queue_is_ready.wait(3e6)


waits = {
    "sleep": lambda: time.sleep(3e6),
    "lock": lambda: lock.acquire(timeout=threading.TIMEOUT_MAX),
    "select": lambda: select.select([], [], [], 3e6),
    "poll": lambda: select.poll().poll(2**31 - 1),
    "condition": wait_long,
}
threads = {name: threading.Thread(target=wait, daemon=True) for name, wait in waits.items()}
for thread in threads.values():
    thread.start()
time.sleep(0.2)
print("still waiting:", [name for name, thread in threads.items() if thread.is_alive()])

# A timer that repeats comes again and again, also one of less than a millisecond.
seen = []
signal.signal(signal.SIGALRM, lambda signum, frame: seen.append(signum))
signal.setitimer(signal.ITIMER_REAL, 1e-7, 0.0005)
end = time.monotonic() + 5
while len(seen) < 5 and time.monotonic() < end:
    time.sleep(0.01)
signal.setitimer(signal.ITIMER_REAL, 0)
print("repeats", len(seen) >= 5)
