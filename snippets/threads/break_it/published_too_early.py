"""A result that is announced before it is stored"""

import threading

ready = False
result = 0


def compute() -> int:
    return 42


def produce() -> None:
    global ready, result
    ready = True
    result = compute()


def consume() -> None:
    print("result:", result if ready else compute())


threads = [threading.Thread(target=produce, name="producer"), threading.Thread(target=consume, name="consumer")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
