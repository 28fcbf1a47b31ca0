"""Check, then act: two threads sell the last ticket"""

import threading

tickets = 1
sold_to: list[str] = []
both_have_checked = threading.Barrier(2)  # opens when two threads have arrived


def buy(name: str) -> None:
    global tickets
    if tickets > 0:
        both_have_checked.wait()  # as if the interpreter switched threads here
        tickets -= 1
        sold_to.append(name)


buyers = [threading.Thread(target=buy, args=(name,)) for name in ("ada", "bob")]
for buyer in buyers:
    buyer.start()
for buyer in buyers:
    buyer.join()
print("sold to:", sorted(sold_to))
print("tickets left:", tickets)
