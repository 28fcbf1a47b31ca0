"""A lock around each step, none around both"""

import threading

lock = threading.Lock()
stock = 1
sold = 0


def in_stock() -> bool:
    with lock:
        return stock > 0


def sell() -> None:
    global stock, sold
    if in_stock():
        with lock:
            stock -= 1
            sold += 1


threads = [threading.Thread(target=sell, name=f"till {number}") for number in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("sold:", sold)
