"""callback and error_callback run in a thread of the parent"""

import multiprocessing
import os
import threading

answers: list[str] = []


def parse(text: str) -> int:
    return int(text)


def note_result(number: int) -> None:
    answers.append(f"result {number}, in the parent: {os.getpid() == parent}, in the main thread: {in_main_thread()}")


def note_error(error: BaseException) -> None:
    answers.append(f"{type(error).__name__}: {error}")


def in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


if __name__ == "__main__":
    parent = os.getpid()
    pool = multiprocessing.Pool(1)
    for text in ("42", "forty-two"):
        pool.apply_async(parse, (text,), callback=note_result, error_callback=note_error)
    pool.close()  # no more calls
    pool.join()  # all calls, and all callbacks, have ended
    print(*answers, sep="\n")
