"""A lost update, step by step"""

import threading

balance = 100
ada_has_read = threading.Event()
bob_is_done = threading.Event()


def deposit_for_ada() -> None:
    global balance
    seen = balance
    print("ada reads", seen)
    ada_has_read.set()
    bob_is_done.wait()  # as if the interpreter switched threads here
    balance = seen + 50
    print("ada writes", balance)


def deposit_for_bob() -> None:
    global balance
    ada_has_read.wait()
    balance += 30
    print("bob writes", balance)
    bob_is_done.set()


threads = [threading.Thread(target=deposit_for_ada), threading.Thread(target=deposit_for_bob)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("100 + 50 + 30 =", balance)
