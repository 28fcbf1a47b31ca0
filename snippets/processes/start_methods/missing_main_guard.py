"""A process started without the main guard"""

import multiprocessing


def work() -> None:
    print("work() in the child", flush=True)


# The mistake: no `if __name__ == "__main__":`, so the child runs this line as well.
print(f"{__name__} starts a process", flush=True)
child = multiprocessing.get_context("spawn").Process(target=work)
try:
    child.start()
    child.join()
except RuntimeError as error:
    message = " ".join(str(error).split())
    print(f"{__name__}: RuntimeError: {message.partition('.')[0]}", flush=True)
