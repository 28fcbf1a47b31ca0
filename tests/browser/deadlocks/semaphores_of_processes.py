import multiprocessing
import time


def move(first, second):
    with first:
        time.sleep(0.3)
        with second:
            print("moved")


if __name__ == "__main__":
    one, other = multiprocessing.Semaphore(1), multiprocessing.Semaphore(1)
    a = multiprocessing.Process(target=move, args=(one, other), name="a")
    b = multiprocessing.Process(target=move, args=(other, one), name="b")
    a.start()
    b.start()
    a.join()
