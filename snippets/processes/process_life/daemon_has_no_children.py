"""A daemon process can't start processes of its own"""

import multiprocessing
from multiprocessing.queues import SimpleQueue


def start_another(messages: "SimpleQueue[str]") -> None:
    try:
        multiprocessing.Process(target=print).start()
    except AssertionError as error:
        messages.put(f"AssertionError: {error}")


if __name__ == "__main__":
    messages: SimpleQueue[str] = multiprocessing.SimpleQueue()
    process = multiprocessing.Process(target=start_another, args=(messages,), daemon=True)
    process.start()
    print(messages.get())
    process.join()
