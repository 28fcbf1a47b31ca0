"""threading.Semaphore: at most two threads at a time"""

import threading

permits = threading.Semaphore(2)
pair = threading.Barrier(2)
lock = threading.Lock()
inside = maximum = 0


def fetch() -> None:
    global inside, maximum
    with permits:
        with lock:
            inside += 1
            maximum = max(maximum, inside)
        pair.wait()  # stay until a second thread is inside as well
        with lock:
            inside -= 1


threads = [threading.Thread(target=fetch) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("threads:", len(threads))
print("inside at the same time, at most:", maximum)
