"""Two threads, two locks, each thread holds one and waits for the other: nothing but Stop ends this."""

import threading

first, second = threading.Lock(), threading.Lock()
meeting = threading.Barrier(2)


def work(mine: threading.Lock, other: threading.Lock) -> None:
    with mine:
        meeting.wait()
        with other:
            print("never")


threads = [threading.Thread(target=work, args=locks) for locks in ((first, second), (second, first))]
for thread in threads:
    thread.start()
print("up", flush=True)
for thread in threads:
    thread.join()
