import multiprocessing


def move(first, second, both):
    with first:
        both.wait()
        with second:
            print("moved")


if __name__ == "__main__":
    lock1, lock2 = multiprocessing.Lock(), multiprocessing.RLock()
    both = multiprocessing.Barrier(2)
    a = multiprocessing.Process(target=move, args=(lock1, lock2, both), name="a")
    b = multiprocessing.Process(target=move, args=(lock2, lock1, both), name="b")
    a.start()
    b.start()
    a.join()
