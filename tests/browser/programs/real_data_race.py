import threading

counter = 0


def one() -> int:
    return 1


def add() -> None:
    global counter
    for _ in range(500_000):
        counter += one()


# A race is luck: a few rounds, and one of them loses an update.
for _ in range(20):
    counter = 0
    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if counter < 1_000_000:
        print("ok")
        break
