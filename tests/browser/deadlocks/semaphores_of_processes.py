import multiprocessing


def move(first, second, both):
    with first:
        both.wait()
        with second:
            print("moved")


if __name__ == "__main__":
    one, other = multiprocessing.Semaphore(1), multiprocessing.Semaphore(1)
    both = multiprocessing.Barrier(2)
    a = multiprocessing.Process(target=move, args=(one, other, both), name="a")
    b = multiprocessing.Process(target=move, args=(other, one, both), name="b")
    a.start()
    b.start()
    a.join()
