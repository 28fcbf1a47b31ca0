"""Check and act under one lock: one ticket, one sale"""

import threading
import time

tickets = 1
lock = threading.Lock()
sold: list[bool] = []


def buy() -> None:
    global tickets
    with lock:
        available = tickets > 0
        time.sleep(0.05)  # plenty of time for the other thread to interfere
        if available:
            tickets -= 1
        sold.append(available)


buyers = [threading.Thread(target=buy) for _ in range(2)]
for buyer in buyers:
    buyer.start()
for buyer in buyers:
    buyer.join()
print("sold:", sold)
print("tickets left:", tickets)
