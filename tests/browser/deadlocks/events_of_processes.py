import multiprocessing


def work(one, other):
    one.wait()
    other.set()


if __name__ == "__main__":
    first, second = multiprocessing.Event(), multiprocessing.Event()
    a = multiprocessing.Process(target=work, args=(first, second), name="a")
    b = multiprocessing.Process(target=work, args=(second, first), name="b")
    a.start()
    b.start()
    a.join()
