"""threading.Condition: wait until shared data has a certain state"""

import threading

changed = threading.Condition()
basket: list[str] = []
asked = threading.Event()


def take_two() -> None:
    with changed:
        print("customer: waits for two loaves")
        asked.set()
        changed.wait_for(lambda: len(basket) >= 2)  # releases the lock while it waits
        print("customer: takes", basket.pop(), "and", basket.pop())


customer = threading.Thread(target=take_two)
customer.start()
asked.wait()
for loaf in ("rye", "wheat"):
    with changed:  # the customer must be waiting, or the lock would not be free
        basket.append(loaf)
        print("baker: puts in", loaf)
        changed.notify()
customer.join()
