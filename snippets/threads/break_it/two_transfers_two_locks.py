"""Two transfers, each of which takes two locks"""

import threading

balances = {"ada": 100, "bob": 100}
locks = {"ada": threading.Lock(), "bob": threading.Lock()}


def transfer(source: str, target: str) -> None:
    with locks[source]:
        with locks[target]:
            balances[source] -= 10
            balances[target] += 10


threads = [
    threading.Thread(target=transfer, args=("ada", "bob"), name="ada to bob"),
    threading.Thread(target=transfer, args=("bob", "ada"), name="bob to ada"),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(balances)
