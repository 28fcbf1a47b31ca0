"""shutdown(immediate=True) drops what is queued"""
# /// script
# requires-python = ">=3.13"
# ///

from queue import Queue, ShutDown


def get_after_shutdown(immediate: bool) -> str:
    jobs: Queue[str] = Queue()
    for name in ("first", "second"):
        jobs.put(name)
    jobs.shutdown(immediate=immediate)
    try:
        return jobs.get()
    except ShutDown:
        return f"ShutDown, jobs not done: {jobs.unfinished_tasks}"


print("immediate=False:", get_after_shutdown(immediate=False))
print("immediate=True: ", get_after_shutdown(immediate=True))
