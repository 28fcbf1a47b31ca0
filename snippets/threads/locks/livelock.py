"""Livelock: two threads are busy and make no progress"""

import threading

left, right = threading.Lock(), threading.Lock()
step = threading.Barrier(2)  # the worst timing: both threads move in step


def polite(name: str, first: threading.Lock, second: threading.Lock, log: list[str]) -> None:
    for attempt in (1, 2, 3):
        with first:
            step.wait()
            got_both = second.acquire(blocking=False)
            step.wait()
        log.append(f"attempt {attempt}: {name} got both: {got_both}")
        if got_both:
            second.release()
        step.wait()  # both have released their locks, and both try again


log: list[str] = []
threads = [
    threading.Thread(target=polite, args=("ada", left, right, log)),
    threading.Thread(target=polite, args=("bob", right, left, log)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*sorted(log), sep="\n")
