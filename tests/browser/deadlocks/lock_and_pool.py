import concurrent.futures
import multiprocessing


def work():
    lock.acquire()


def begin(given):
    global lock
    lock = given


if __name__ == "__main__":
    lock = multiprocessing.Lock()
    with lock, concurrent.futures.ProcessPoolExecutor(1, initializer=begin, initargs=(lock,)) as pool:
        pool.submit(work).result()
