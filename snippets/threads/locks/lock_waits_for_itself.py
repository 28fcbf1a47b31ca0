"""threading.Lock: the thread that holds it can't acquire it again"""

import threading

lock = threading.Lock()
balance = 100


def withdraw(amount: int) -> None:
    global balance
    if not lock.acquire(timeout=0.1):  # without the timeout, the program hangs here
        print("withdraw: the lock is taken, by this very thread")
        return
    balance -= amount
    lock.release()


def pay(amount: int) -> None:
    with lock:
        withdraw(amount)


pay(30)
print("balance:", balance)
