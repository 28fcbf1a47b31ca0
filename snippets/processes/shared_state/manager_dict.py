"""Manager: a dict that lives in another process"""

import multiprocessing
from multiprocessing.managers import DictProxy


def count(words: list[str], lengths: "DictProxy[str, int]") -> None:
    for word in words:
        lengths[word] = len(word)  # a message to the manager


if __name__ == "__main__":
    with multiprocessing.Manager() as manager:
        lengths: "DictProxy[str, int]" = manager.dict()
        process = multiprocessing.Process(target=count, args=(["lock", "queue"], lengths))
        process.start()
        process.join()
        print("type here:", type(lengths).__name__)
        print("contents: ", lengths.copy())
