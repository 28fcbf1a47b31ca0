"""A thread has no return value: a queue brings the result back"""

import threading
from queue import SimpleQueue

results: SimpleQueue[tuple[str, int]] = SimpleQueue()


def count_words(name: str, text: str) -> None:
    results.put((name, len(text.split())))


texts = {"title": "Threads in Python", "motto": "now is better than never"}
threads = [threading.Thread(target=count_words, args=item) for item in texts.items()]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for name, count in sorted(results.get() for _ in threads):
    print(name, "has", count, "words")
