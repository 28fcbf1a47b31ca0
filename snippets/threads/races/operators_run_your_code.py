"""An operator can run Python code, and be interrupted there"""

import threading

both_have_read = threading.Barrier(2)


class Stock:
    def __init__(self) -> None:
        self._count = 10

    @property
    def count(self) -> int:
        value = self._count
        both_have_read.wait()  # as if the interpreter switched threads here
        return value

    @count.setter
    def count(self, value: int) -> None:
        self._count = value


def sell(stock: Stock) -> None:
    stock.count -= 1  # one line: a call of the getter and a call of the setter


stock = Stock()
threads = [threading.Thread(target=sell, args=(stock,)) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("10 - 2 =", stock._count)
