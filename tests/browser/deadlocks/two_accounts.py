import threading
import time


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source, target, amount):
    with accounts[source].lock:
        time.sleep(0.3)
        with accounts[target].lock:
            accounts[source].balance -= amount
            accounts[target].balance += amount


accounts = {"ada": Account(100), "bob": Account(100)}
a = threading.Thread(target=transfer, args=("ada", "bob", 10), name="a")
b = threading.Thread(target=transfer, args=("bob", "ada", 10), name="b")
a.start()
b.start()
a.join()
