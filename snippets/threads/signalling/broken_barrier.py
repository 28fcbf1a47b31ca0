"""Barrier.abort(): a thread that fails wakes those that wait"""

import threading

all_loaded = threading.Barrier(2)
log: list[str] = []


def load(name: str, source: str) -> None:
    try:
        int(source)
        all_loaded.wait()
        log.append(f"{name}: continues")
    except ValueError:
        log.append(f"{name}: can't load, aborts the barrier")
        all_loaded.abort()  # without it, the other thread waits forever
    except threading.BrokenBarrierError:
        log.append(f"{name}: gives up, the barrier is broken")


threads = [threading.Thread(target=load, args=item) for item in (("ada", "12"), ("bob", "twelve"))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*sorted(log), sep="\n")
