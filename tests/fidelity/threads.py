"""Threads: locks, conditions, barriers, timers, locals, pools, daemons; the order of what they print is forced."""

import atexit
import concurrent.futures
import contextvars
import queue
import threading
import time

lock = threading.Lock()
print(lock.acquire(), lock.acquire(blocking=False), lock.acquire(timeout=0.05), lock.locked())
lock.release()
try:
    lock.release()
except RuntimeError as error:
    print(error)
reentrant = threading.RLock()
with reentrant, reentrant:
    thread = threading.Thread(target=lambda: print(reentrant.acquire(blocking=False)))
    thread.start()
    thread.join()
condition = threading.Condition()
items: list[int] = []


def consume() -> None:
    with condition:
        condition.wait_for(lambda: len(items) == 3)
        print("consumed", items)


consumer = threading.Thread(target=consume)
consumer.start()
for number in range(3):
    with condition:
        items.append(number)
        condition.notify()
consumer.join()
barrier = threading.Barrier(3)
with concurrent.futures.ThreadPoolExecutor(3) as pool:
    print(sorted(pool.map(lambda _: barrier.wait(), range(3))))
try:
    threading.Barrier(2, timeout=0.05).wait()
except threading.BrokenBarrierError:
    print("broken")
semaphore = threading.BoundedSemaphore(1)
semaphore.acquire()
semaphore.release()
try:
    semaphore.release()
except ValueError as error:
    print(error)
local = threading.local()
local.value = "main"


class WithInit(threading.local):
    def __init__(self, start: int) -> None:
        self.value = start


with_init = WithInit(7)
with_init.value = 8
thread = threading.Thread(target=lambda: print(hasattr(local, "value"), with_init.value))
thread.start()
thread.join()
print(local.value, with_init.value)
timer = threading.Timer(0.05, print, ["timer"])
timer.start()
timer.join()
event = threading.Event()
print(event.wait(0.05), event.set(), event.wait())
variable = contextvars.ContextVar("variable", default="none")
variable.set("main's")
thread = threading.Thread(target=lambda: print(variable.get()))
thread.start()
thread.join()
work: queue.PriorityQueue[int] = queue.PriorityQueue()
for number in (3, 1, 2):
    work.put(number)
print(work.get(), work.get(), work.get())
try:
    work.get(timeout=0.05)
except queue.Empty:
    print("empty")
future: concurrent.futures.Future[int] = concurrent.futures.Future()
try:
    future.result(timeout=0.05)
except TimeoutError:
    print("no result yet")
daemon = threading.Thread(target=time.sleep, args=(100,), daemon=True)
daemon.start()
atexit.register(print, "exit handler")


def last() -> None:
    time.sleep(0.1)
    print("a thread that is no daemon is waited for", threading.main_thread().is_alive())


threading.Thread(target=last).start()
try:
    threading.current_thread().join()
except RuntimeError as error:
    print(error)
print("main ends")
