"""Two withdrawals that both check the balance"""

import threading

balance = 100


def pay_out(amount: int) -> None:
    global balance
    balance -= amount


def withdraw(amount: int) -> None:
    if balance >= amount:
        pay_out(amount)


threads = [threading.Thread(target=withdraw, args=(80,), name=name) for name in ("card", "transfer")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("balance:", balance)
