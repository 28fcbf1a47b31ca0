"""threading.RLock: its owner may acquire it again"""

import threading

lock = threading.RLock()
balance = 100


def withdraw(amount: int) -> None:
    global balance
    with lock:  # the second time in this thread: only counted
        balance -= amount


def pay(amount: int) -> None:
    with lock:
        withdraw(amount)
        other = threading.Thread(target=try_it, args=("while pay() holds it",))
        other.start()
        other.join()


def try_it(when: str) -> None:
    acquired = lock.acquire(blocking=False)
    print(f"another thread, {when}:", acquired)
    if acquired:
        lock.release()


pay(30)
print("balance:", balance)
other = threading.Thread(target=try_it, args=("afterwards",))
other.start()
other.join()
