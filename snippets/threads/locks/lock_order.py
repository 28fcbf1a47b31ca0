"""Locks in one order for all threads: no deadlock"""

import threading
from dataclasses import dataclass, field


@dataclass
class Account:
    number: int
    balance: int
    lock: threading.Lock = field(default_factory=threading.Lock)


def transfer(source: Account, target: Account, amount: int) -> None:
    first, second = sorted((source, target), key=lambda account: account.number)
    with first.lock, second.lock:
        source.balance -= amount
        target.balance += amount


def transfer_often(source: Account, target: Account, amount: int) -> None:
    for _ in range(1000):
        transfer(source, target, amount)


ada, bob = Account(1, 5000), Account(2, 5000)
threads = [
    threading.Thread(target=transfer_often, args=(ada, bob, 3)),
    threading.Thread(target=transfer_often, args=(bob, ada, 1)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("ada:", ada.balance, "bob:", bob.balance, "sum:", ada.balance + bob.balance)
