"""dict.pop(key, default): each key goes to one thread"""

import threading

jobs = {number: f"job {number}" for number in range(1000)}
claimed: list[str] = []
together = threading.Barrier(4)


def claim_all() -> None:
    together.wait()
    for number in range(1000):
        job = jobs.pop(number, None)  # atomic: check and remove in one step
        if job is not None:
            claimed.append(job)


threads = [threading.Thread(target=claim_all) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("claimed:", len(claimed))
print("claimed twice:", len(claimed) - len(set(claimed)))
print("left:", len(jobs))
