"""Two deposits on one account"""

import threading

balance = 100


def add(amount: int, to: int) -> int:
    return to + amount


def deposit(amount: int) -> None:
    global balance
    balance = add(amount, to=balance)


threads = [threading.Thread(target=deposit, args=(amount,), name=f"deposit of {amount}") for amount in (50, 30)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("balance:", balance)
