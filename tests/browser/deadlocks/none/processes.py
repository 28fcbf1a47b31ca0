import multiprocessing
import time


def work(lock, ready, done):
    with lock:
        ready.set()
        time.sleep(2.5)
    done.wait()


if __name__ == "__main__":
    lock, ready, done = multiprocessing.Lock(), multiprocessing.Event(), multiprocessing.Event()
    process = multiprocessing.Process(target=work, args=(lock, ready, done))
    process.start()
    ready.wait()
    print("waits for the lock of a process that sleeps")
    with lock:
        done.set()
    process.join()
