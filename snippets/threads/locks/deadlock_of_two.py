"""Two threads, two locks, opposite order: a deadlock"""

import threading

ada, bob = threading.Lock(), threading.Lock()  # one lock for each account
meet = threading.Barrier(2)


def transfer(name: str, first: threading.Lock, second: threading.Lock, got: dict[str, bool]) -> None:
    with first:
        meet.wait()  # each thread now holds its first lock
        got[name] = second.acquire(timeout=0.2)  # without the timeout, both wait forever
        meet.wait()  # keep the first lock until both have given up
        if got[name]:
            second.release()


got: dict[str, bool] = {}
threads = [
    threading.Thread(target=transfer, args=("ada to bob", ada, bob, got)),
    threading.Thread(target=transfer, args=("bob to ada", bob, ada, got)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for name, acquired in sorted(got.items()):
    print(name, "got both locks:", acquired)
