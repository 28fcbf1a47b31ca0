"""Check, then act: two threads sell the last ticket"""

import threading

tickets = 1
both_have_checked = threading.Barrier(2)  # opens when two threads have arrived


def buy() -> None:
    global tickets
    if tickets > 0:
        both_have_checked.wait()  # as if the interpreter switched threads here
        tickets -= 1
        print("sold one")


buyers = [threading.Thread(target=buy) for _ in range(2)]
for buyer in buyers:
    buyer.start()
for buyer in buyers:
    buyer.join()
print("tickets left:", tickets)
