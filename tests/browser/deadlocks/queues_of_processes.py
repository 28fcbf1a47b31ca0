import multiprocessing


def work(one, other):
    one.get()
    other.put(1)


if __name__ == "__main__":
    first, second = multiprocessing.Queue(), multiprocessing.Queue()
    a = multiprocessing.Process(target=work, args=(first, second), name="a")
    b = multiprocessing.Process(target=work, args=(second, first), name="b")
    a.start()
    b.start()
    a.join()
